"""What lies outside metropolitan France, where the programme does not go."""

import csv
import re
from functools import cache
from pathlib import Path

from webapp.geography.spelling import plain, without_article

OVERSEAS_FILE = Path(__file__).parent / "overseas.csv"
_CODE_OF_A_COMMUNE = 5
_POSTCODE = re.compile(r"\b9[78]\d{3}\b")


def has_overseas_postcode(folded: str) -> bool:
    """Whether a folded text holds a postcode of overseas France, or Monaco's."""
    return bool(_POSTCODE.search(folded))


def is_overseas(folded: str) -> bool:
    """Whether a folded text is the name of a commune or a territory overseas, or ends with one's.

    A territory is told by its number as well, as a département is: "Saint-Denis 974". Villages of
    metropolitan France may have the same name.
    """
    communes, territories = _names()
    return without_article(folded) in communes or any(
        f" {folded}".endswith(f" {territory}") for territory in territories
    )


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Read the names of communes, without their articles, and the names and numbers of territories.

    Saint-Martin and Saint-Barthélemy are both; as an ending they would tell nothing.
    """
    with OVERSEAS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    communes, territories = (
        frozenset(
            without_article(plain(row["name"]))
            for row in rows
            if (len(row["code"]) == _CODE_OF_A_COMMUNE) is of_communes
        )
        for of_communes in (True, False)
    )
    numbers = frozenset(row["code"] for row in rows if len(row["code"]) < _CODE_OF_A_COMMUNE)
    return communes, (territories - communes) | numbers
