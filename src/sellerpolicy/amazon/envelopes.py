"""Envelopes: what Amazon's interfaces and clients for them put around a document, taken off.

``{"payload": …}`` of the wire; the answers of python-amazon-sp-api, which have a ``payload``; the models of Amazon's
own kit, which turn themselves into mappings; a downloaded report under ``document``; ``{"request", "response"}`` of
Amazon's examples. None of the clients is imported: their objects are known by what they can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sellerpolicy.amazon.blocks import folded
from sellerpolicy.errors import BadReport, shown

DEEPEST = 4
BESIDE_A_PAYLOAD = {"payload", "errors", "pagination", "headers", "nexttoken", "ratelimit"}
STATES = {
    "CANCELLED": "there is no document; Amazon cancels what has no rows, and other reports too: ask for it again",
    "FATAL": "there is no document: ask for it again",
}
"""What can be done about a report that failed; of any other, its document is read when it is done."""
EXAMPLE = {"request", "response"}
OPAQUE = (Mapping, str, bytes, bytearray, memoryview, list, tuple)


def unwrapped(value: object, file: str | None = None) -> Any:
    """Take off the envelopes: what is left is a mapping, a list, or a report as text or bytes.

    Raises:
        BadReport: it says where a report is, how far it has come, or what went wrong, and is no report itself.
    """
    for _ in range(DEEPEST):
        inner = _opened(handed_over(value), file)
        if inner is value:
            break
        value = inner
    return value


def handed_over(value: object) -> object:
    """What an object of a client holds; anything else as it is."""
    if isinstance(value, OPAQUE):
        return value
    to_dict = getattr(value, "to_dict", None)
    # answers of python-amazon-sp-api seem to have every attribute, and None in it
    if isinstance(getattr(value, "attribute_map", None), Mapping) and callable(to_dict):
        return to_dict()
    return getattr(value, "payload", value)


def _opened(value: object, file: str | None) -> object:
    if not isinstance(value, Mapping):
        return value
    keys = {folded(key): key for key in value if isinstance(key, str)}
    if keys.keys() == EXAMPLE:
        return value[keys["response"]]
    if keys and keys.keys() <= BESIDE_A_PAYLOAD:
        if "errors" in keys and value[keys["errors"]]:
            raise BadReport(f"no report, but an error that Amazon answered: {shown(value[keys['errors']])}", file=file)
        return value[keys["payload"]] if "payload" in keys else value
    if "reportdocumentid" in keys and "document" in keys:
        return value[keys["document"]]
    if "reportdocumentid" in keys and "url" in keys:
        raise BadReport("no report, but the address of one: download it and read what comes", file=file)
    if "reportid" in keys and "processingstatus" in keys:
        status = value[keys["processingstatus"]]
        advice = STATES.get(str(status), "read the document when it is done")
        raise BadReport(f"no report, but the state of one ({shown(status)}): {advice}", file=file)
    return value
