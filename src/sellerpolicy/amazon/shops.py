"""What Amazon's files call a marketplace: by the name of its site, or not at all but for the currency.

Many files name none; what is known beside them then tells, or whoever reads them.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from sellerpolicy.facts import Marketplace

SITES = {
    "amazon.com": Marketplace.US,
    "amazon.ca": Marketplace.CA,
    "amazon.com.mx": Marketplace.MX,
    "amazon.com.br": Marketplace.BR,
    "amazon.co.uk": Marketplace.UK,
    "amazon.ie": Marketplace.IE,
    "amazon.de": Marketplace.DE,
    "amazon.fr": Marketplace.FR,
    "amazon.it": Marketplace.IT,
    "amazon.es": Marketplace.ES,
    "amazon.nl": Marketplace.NL,
    "amazon.com.be": Marketplace.BE,
    "amazon.se": Marketplace.SE,
    "amazon.pl": Marketplace.PL,
    "amazon.com.tr": Marketplace.TR,
    "amazon.ae": Marketplace.AE,
    "amazon.sa": Marketplace.SA,
    "amazon.eg": Marketplace.EG,
    "amazon.co.za": Marketplace.ZA,
    "amazon.in": Marketplace.IN,
    "amazon.co.jp": Marketplace.JP,
    "amazon.sg": Marketplace.SG,
    "amazon.com.au": Marketplace.AU,
}
"""The marketplaces by the names of their sites, in lower case."""

ELSEWHERE = "non-amazon"
"""How the names of sales begin that were made elsewhere and only sent by Amazon (multi-channel fulfilment)."""

GIVEN = "marketplace= to be given (on the command line --marketplace)"
"""What is expected where nothing tells the marketplace of a row."""


@frozen
class Whereabouts:
    """What is known beside a file of the marketplaces of its rows that name none.

    Args:
        orders: the marketplaces of orders, by the orders' numbers.
        otherwise: the marketplace of every other row; ``None`` where nothing tells it.
        may_guess: a row that not even a currency tells of may be taken for the United States'; where several
            marketplaces are known to be in question, that would be a guess against the odds.
    """

    orders: Mapping[str, Marketplace] = Factory(dict)
    otherwise: Marketplace | None = None
    may_guess: bool = True

    def place_of(self, order_id: str | None, among: tuple[Marketplace, ...] = tuple(Marketplace)) -> Marketplace | None:
        """The marketplace of a row: that of its order, else the one of all others, if it is among those possible."""
        places = (self.orders.get(order_id or ""), self.otherwise)
        return next((place for place in places if place in among), None)


NOTHING_KNOWN = Whereabouts()


def of_site(name: str) -> Marketplace | None:
    """The marketplace of a site (``"Amazon.de"``), however it is cased; ``None`` for any other name."""
    return SITES.get(name.strip().lower())


def is_elsewhere(name: str) -> bool:
    """Whether a name is that of sales made outside Amazon's sites."""
    return name.strip().lower().startswith(ELSEWHERE)


def of_currency(currency: str) -> tuple[Marketplace, ...]:
    """The marketplaces with a currency: one for most, several for the euro, none for an unknown one."""
    return tuple(place for place in Marketplace if place.currency == currency.strip().upper())
