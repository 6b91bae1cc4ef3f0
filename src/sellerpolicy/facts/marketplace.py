"""Amazon's marketplaces: the shop that a sale belongs to, with its id, currency and time zone."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Self

from sellerpolicy.errors import BadFact, nearest

if TYPE_CHECKING:
    from datetime import tzinfo


class Marketplace(Enum):
    """One of Amazon's shops. Policies, currencies and calendars differ from shop to shop.

    The member's text is its lower-case name (``"us"``).
    """

    id: str
    currency: str
    zone: str

    US = "us", "ATVPDKIKX0DER", "USD", "America/Los_Angeles"
    CA = "ca", "A2EUQ1WTGCTBG2", "CAD", "America/Toronto"
    MX = "mx", "A1AM78C64UM0Y8", "MXN", "America/Mexico_City"
    BR = "br", "A2Q3Y263D00KWC", "BRL", "America/Sao_Paulo"
    UK = "uk", "A1F83G8C2ARO7P", "GBP", "Europe/London"
    IE = "ie", "A28R8C7NBKEWEA", "EUR", "Europe/Dublin"
    DE = "de", "A1PA6795UKMFR9", "EUR", "Europe/Berlin"
    FR = "fr", "A13V1IB3VIYZZH", "EUR", "Europe/Paris"
    IT = "it", "APJ6JRA9NG5V4", "EUR", "Europe/Rome"
    ES = "es", "A1RKKUPIHCS9HS", "EUR", "Europe/Madrid"
    NL = "nl", "A1805IZSGTT6HS", "EUR", "Europe/Amsterdam"
    BE = "be", "AMEN7PMS3EDWL", "EUR", "Europe/Brussels"
    SE = "se", "A2NODRKZP88ZB9", "SEK", "Europe/Stockholm"
    PL = "pl", "A1C3SOZRARQ6R3", "PLN", "Europe/Warsaw"
    TR = "tr", "A33AVAJ2PDY3EV", "TRY", "Europe/Istanbul"
    AE = "ae", "A2VIGQ35RCS4UG", "AED", "Asia/Dubai"
    SA = "sa", "A17E79C6D8DWNP", "SAR", "Asia/Riyadh"
    EG = "eg", "ARBP9OOSHTCHU", "EGP", "Africa/Cairo"
    ZA = "za", "AE08WJ6YKNBMC", "ZAR", "Africa/Johannesburg"
    IN = "in", "A21TJRUUN4KGV", "INR", "Asia/Kolkata"
    JP = "jp", "A1VC38T7YXB528", "JPY", "Asia/Tokyo"
    SG = "sg", "A19VAU5U5O7RUS", "SGD", "Asia/Singapore"
    AU = "au", "A39IBJ37TRP1C6", "AUD", "Australia/Sydney"

    # one object each, so identity serves; Enum's own hash is slow and stands in the hot path
    __hash__ = object.__hash__

    def __new__(cls, text: str, id: str, currency: str, zone: str) -> Self:  # noqa: A002, D102
        member = object.__new__(cls)
        member._value_ = text
        member.id = id
        member.currency = currency
        member.zone = zone
        return member

    @classmethod
    def from_id(cls, marketplace_id: str) -> Marketplace:
        """Find the marketplace with Amazon's id (``"ATVPDKIKX0DER"``); an unknown one raises ``BadFact``."""
        found = _BY_ID.get(marketplace_id)
        if found is None:
            raise BadFact(
                "marketplace id", marketplace_id, "an id that Amazon publishes", meant=nearest(marketplace_id, _BY_ID)
            )
        return found

    def day_of(self, instant: datetime) -> date:
        """The calendar day of an aware instant in this marketplace's time zone; that of ``NEVER_AT`` is ``NEVER``."""
        return instant.astimezone(_zone(self.zone)).date()


EUROPE = (
    Marketplace.UK,
    Marketplace.IE,
    Marketplace.DE,
    Marketplace.FR,
    Marketplace.IT,
    Marketplace.ES,
    Marketplace.NL,
    Marketplace.BE,
    Marketplace.SE,
    Marketplace.PL,
)
"""The shops of the European Union and the United Kingdom."""

_BY_ID = {marketplace.id: marketplace for marketplace in Marketplace}
_ZONES: dict[str, tzinfo] = {}


def _zone(name: str) -> tzinfo:
    zone = _ZONES.get(name)
    if zone is None:
        # zoneinfo costs an eighth of `import attr`; most users never convert an instant
        from zoneinfo import ZoneInfo

        zone = _ZONES[name] = ZoneInfo(name)
    return zone
