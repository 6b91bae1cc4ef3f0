"""Money: an exact amount in one currency."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from attrs import field, frozen

from sellerpolicy.errors import BadFact, CurrencyMismatch

LARGEST = Decimal(10) ** 15
MOST_DECIMALS = 6
ZERO = Decimal(0)
NO_DECIMALS = frozenset({"JPY"})

# of its own, because the caller's decimal context may round
EXACT = Context(prec=50)

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def _exact(value: Decimal | int | str) -> Decimal:
    if (isinstance(value, str) and _NUMBER.fullmatch(value)) or (
        isinstance(value, int) and not isinstance(value, bool)
    ):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        raise BadFact("amount", value, 'an exact number: a Decimal, an int, or text such as "999.99" (never a float)')
    if not value.is_finite() or value.copy_abs() >= LARGEST:
        raise BadFact("amount", value, f"a finite amount below {LARGEST:,f}")
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        raise BadFact("amount", value, f"at most {MOST_DECIMALS} decimals")
    return value or ZERO


def _code(value: str) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        meant = value.strip().upper() if isinstance(value, str) else ""
        raise BadFact(
            "currency",
            value,
            'an ISO 4217 code of three capital letters, such as "USD"',
            meant=meant if _CURRENCY.fullmatch(meant) else None,
        )
    return value


@frozen(order=False, weakref_slot=False, repr=False)
class Money:
    """An amount of money, exact to the last digit.

    Amounts are ordered, added and subtracted within one currency; mixing two raises ``CurrencyMismatch``.
    Two amounts are equal if number and currency are.

    Args:
        amount: a ``Decimal``, an ``int`` or decimal text (``"999.99"``); may be negative.
            Floats, NaN, infinities, 10¹⁵ and more, and more than six decimals raise ``BadFact``.
        currency: ISO 4217 code, such as ``"USD"``.
    """

    amount: Decimal = field(converter=_exact)
    currency: str = field(converter=_code)

    def _same(self, other: object) -> Decimal:
        if not isinstance(other, Money):
            raise CurrencyMismatch(f"{self} and {other!r}: money goes only with money")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self} and {other}: two currencies; nothing here converts one into another")
        return other.amount

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __radd__(self, other: Money | int) -> Money:
        """Let ``sum()`` start from its 0."""
        return self if other == 0 else self + other  # type: ignore[operator]

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __repr__(self) -> str:
        return f"Money({str(self.amount)!r}, {self.currency!r})"

    def __str__(self) -> str:
        """Currency first, then the number with thousands marked: ``USD 1,000.00``."""
        fewest = 0 if self.currency in NO_DECIMALS else 2
        decimals = max(fewest, -int(self.amount.normalize(EXACT).as_tuple().exponent))
        return f"{self.currency} {self.amount:,.{decimals}f}"


def usd(amount: Decimal | int | str) -> Money:
    """United States dollars."""
    return Money(amount, "USD")
