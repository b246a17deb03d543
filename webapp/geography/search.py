"""Find the commune somebody means from what they typed."""

from heapq import nsmallest

from webapp.geography.communes import Commune
from webapp.geography.search_index import search_index
from webapp.geography.spelling import readings

MOST_CHOICES = 20


def search_communes(text: str, limit: int = 8) -> list[Commune]:
    """Suggest communes by name, part of it, former name or postcode, best first.

    Exact names come first, then names that start so, words within that start so, the typed
    words in any order (with a postcode or a département as well), then letters within; when
    nothing is spelt so, what sounds alike. Among equals the most populous commune is first.
    """
    return _spelt(text, limit) or _heard(text, limit)


def resolve_commune(text: str) -> Commune | list[Commune]:
    """Tell the one commune meant, or the choices to confirm (none: an empty list).

    An exact name, label or postcode that only one commune has is chosen; a name several have
    gives all of them. Part of a name is enough when one commune only is spelt so; otherwise the
    likeliest are to be confirmed, as is any that merely sounds alike.
    """
    exact = search_index().exactly(readings(text)[0])
    if len(exact) == 1:
        return exact[0]
    if exact:
        return exact
    spelt = _spelt(text, MOST_CHOICES)
    if len(spelt) == 1:
        return spelt[0]
    return spelt or _heard(text, MOST_CHOICES)


def _spelt(text: str, limit: int) -> list[Commune]:
    index = search_index()
    found: dict[int, None] = {}
    for ranks in index.best_first(readings(text), limit):
        found |= dict.fromkeys(nsmallest(limit + len(found), set(ranks)))
        if len(found) >= limit:
            break
    return [index.communes[rank] for rank in list(found)[:limit]]


def _heard(text: str, limit: int) -> list[Commune]:
    index = search_index()
    ranks = index.sounding_like(readings(text)[0])
    return [index.communes[rank] for rank in nsmallest(limit, ranks)]
