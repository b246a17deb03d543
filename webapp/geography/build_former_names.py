"""Tell what became of every commune there has been since 1943.

No edition of the source tells it alone: the oldest carry the history up to 2019, each later one
the villages that were still associated or delegated in its year, and the newest, which has dropped
many of those, keeps their codes without their names. So a name is taken from wherever it stands,
and its code tells the commune of today.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from webapp.geography.other_names import NameKind
from webapp.geography.spelling import plain

Record = dict[str, Any]

VILLAGES = {"commune-deleguee", "commune-associee"}


@dataclass(frozen=True, order=True)
class FormerName:
    """A name that a commune of today had, or that one which merged into it had."""

    commune: str
    name: str
    kind: NameKind


class Editions:
    """The communes of several years, oldest first."""

    def __init__(self, years: list[list[Record]]) -> None:
        self._years = years
        last = list(_communes(years[-1]))
        self.today = {each["code"]: each["nom"] for each in last}
        self._merged = {
            code: each["code"] for each in last for code in each.get("anciensCodes", ())
        }

    def commune_today(self, code: str) -> str:
        """Return the commune of today; ``KeyError`` if nothing tells what became of one."""
        return code if code in self.today else self._merged[code]

    def is_itself_again(self, record: Record) -> bool:
        """Whether this commune has its own name today, having merged with others for a time."""
        return plain(self.today.get(record["code"], "")) == plain(record["nom"])

    def names(self) -> Iterator[FormerName]:
        """Give every name of every year with the commune of today."""
        for records in self._years:
            for each in records:
                if each["type"] in VILLAGES and not self.is_itself_again(each):
                    today = self.commune_today(each["chefLieu"])
                    yield FormerName(today, each["nom"], NameKind.MERGED)
            for each in _communes(records):
                today = self.commune_today(each["code"])
                yield FormerName(today, each["nom"], _kind(today != each["code"]))


class History:
    """The states of every commune from 1943 to 2019, each leading to the next."""

    def __init__(self, records: list[Record], editions: Editions) -> None:
        self._records = {record["id"]: record for record in records}
        self._editions = editions

    def names(self) -> Iterator[FormerName]:
        """Give every name of every state with the communes of today."""
        for record in self._records.values():
            if self._editions.is_itself_again(record):
                continue
            for last, has_merged in self._ends(record):
                today = self._editions.commune_today(last)
                yield FormerName(today, record["nom"], _kind(has_merged or today != last))

    def _ends(self, record: Record, has_merged: bool = False) -> Iterator[tuple[str, bool]]:
        """Follow a state to the communes of 2019 and return whether it merged on the way."""
        is_village = record["type"] != "COM"
        if "successeur" in record:
            yield from self._ends(self._records[record["successeur"]], has_merged or is_village)
        elif is_village:
            yield from self._ends(self._records[record["pole"]], has_merged=True)
        elif "dateFin" in record and "membres" in record:
            for member in record["membres"]:
                yield from self._ends(self._records[member], has_merged=True)
        else:
            yield record["code"], has_merged


def find_former_names(years: list[list[Record]], history: list[Record]) -> list[FormerName]:
    """Find the former names of the metropolitan communes of the last of these years.

    Parameters
    ----------
    years
        ``communes.json`` of several editions, oldest first.
    history
        ``historique-communes.json``.

    """
    editions = Editions(years)
    zones = {each["code"]: each["zone"] for each in _communes(years[-1])}
    kinds: dict[tuple[str, str], list[FormerName]] = defaultdict(list)
    for found in (*History(history, editions).names(), *editions.names()):
        spelt = plain(found.name)
        if zones[found.commune] == "metro" and spelt != plain(editions.today[found.commune]):
            kinds[found.commune, spelt].append(found)
    # The last spelling stands; who was renamed and merged as well has merged.
    return sorted(
        FormerName(code, found[-1].name, _kind(any(f.kind is NameKind.MERGED for f in found)))
        for (code, _), found in kinds.items()
    )


def _communes(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if record["type"] == "commune-actuelle")


def _kind(has_merged: bool) -> NameKind:
    return NameKind.MERGED if has_merged else NameKind.RENAMED
