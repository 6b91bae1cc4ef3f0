"""Answers: what a command prints, and with which status it ends."""

from __future__ import annotations

from attrs import frozen

HEALTHY, ILL, UNREADABLE, STOPPED = 0, 1, 2, 130


@frozen
class Answer:
    """What a command prints, and its exit status.

    Args:
        text: goes to the standard output.
        status: 0 healthy, 1 a target missed or a duty due, 2 something that could not be read, 130 broken off.
        complaints: what could not be read nevertheless, a line each for the error output.
    """

    text: str
    status: int = HEALTHY
    complaints: tuple[str, ...] = ()
