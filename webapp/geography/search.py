"""Find the communes somebody may mean while they type."""

from dataclasses import dataclass
from heapq import nsmallest

from webapp.geography.communes import Commune
from webapp.geography.other_names import OtherName
from webapp.geography.search_index import search_index
from webapp.geography.spelling import plain, readings, without_article


@dataclass(frozen=True, slots=True)
class Found:
    """A commune, and by which name it was found if not by its own of today."""

    commune: Commune
    other_name: OtherName | None = None


def search_communes(text: str, limit: int = 8) -> list[Found]:
    """Suggest communes by name, part of it, other name or postcode, best first.

    Exact names come first (former ones only where none of today is the same), then names that
    start so, words within that start so, the typed words in any order (with a postcode or a
    département as well), then letters within; when nothing is spelt so, what sounds alike. Among
    equals the most populous commune is first.
    """
    return spelt_like(text, limit) or sounding_like(text, limit)


def spelt_like(text: str, limit: int) -> list[Found]:
    """Find communes by letters alone, best first."""
    index = search_index()
    queries = readings(text)
    ranks: dict[int, None] = {}
    for answering in index.best_first(queries, limit):
        ranks |= dict.fromkeys(nsmallest(limit + len(ranks), set(answering)))
        if len(ranks) >= limit:
            break
    return [found_by(rank, queries[0]) for rank in list(ranks)[:limit]]


def sounding_like(text: str, limit: int) -> list[Found]:
    """Find communes by ear, the most populous first."""
    index = search_index()
    ranks = index.sounding_like(readings(text)[0])
    return [Found(index.communes[rank]) for rank in nsmallest(limit, ranks)]


def found_by(rank: int, query: str) -> Found:
    """Tell which of its names a commune was found by: by another if its own says less."""
    index = search_index()
    commune = index.communes[rank]
    words = query.split()
    others = index.others.of(rank)
    own = plain(commune.name) if others else ""
    best = max(
        ((_likeness(key, query, words), other) for key, other in others),
        key=lambda named: named[0],
        default=None,
    )
    if best is None or best[0] <= _likeness(own, query, words):
        return Found(commune)
    return Found(commune, best[1])


def _likeness(name: str, query: str, words: list[str]) -> tuple[bool, int]:
    """How well a folded name fits a folded query: is it, then how many of its words begin one."""
    spaced = f" {name}"
    is_whole = query in (name, without_article(name))
    return is_whole, sum(f" {word}" in spaced for word in words)
