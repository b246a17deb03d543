"""Tell which commune a text means: one, or the choices to ask about. Nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from webapp.geography.communes import departments
from webapp.geography.overseas import has_overseas_postcode, is_overseas
from webapp.geography.search import Found, found_by, sounding_like, spelt_like
from webapp.geography.search_index import search_index
from webapp.geography.spelling import plain, readings

MOST_CHOICES = 20
MOST_LARGER = 10
FAR_LARGER = 2
"""So many times more people live in a commune that may be meant by the short name of it."""
PEOPLE_OF_A_VILLAGE = 1_000
"""Taken for the inhabitants of a village that is no more, which no source tells."""

_POSTCODE = re.compile(r"\b\d{5}\b")
_COUNTRY = "france"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text was understood as: the commune meant, else choices to ask about, else nothing."""

    chosen: Found | None = None
    choices: tuple[Found, ...] = ()
    is_overseas: bool = False
    """Whether a place outside metropolitan France is meant, or may be beside the choices."""


@dataclass(frozen=True)
class _Reading:
    """A folded text split into a name and where the place lies, with the ranks that fit both."""

    name: str
    where: list[str]
    ranks: list[int] = field(default_factory=list)


def resolve_commune(text: str) -> Answer:
    """Tell the one commune meant, or the choices to confirm.

    Chosen is only what was typed whole: a name of today or of former times, a postcode, or
    either with a postcode or a département, that only one commune has; or the first words of
    a name with a postcode or the number of a département. It is asked about when several have
    the name, or when it is also the beginning of a far larger commune's. Never is anything
    chosen by a part of a word or by sound.
    """
    folded = readings(text)[0]
    if has_overseas_postcode(folded):
        return Answer(is_overseas=True)
    words = _without_office_postcode(folded.split(), text)
    reading = _whole(words)
    if reading is None:
        return _unsure(folded)
    overseas = not reading.where and is_overseas(reading.name)
    choices = _choices(reading, with_larger=not reading.where or "(" not in text)
    if len(choices) == 1 and not overseas:
        return Answer(chosen=choices[0])
    return Answer(choices=choices, is_overseas=overseas)


def _choices(reading: _Reading, with_larger: bool) -> tuple[Found, ...]:
    """Gather the communes that a whole name may mean, the largest first."""
    larger = islice(_far_larger(reading), MOST_LARGER) if with_larger else ()
    return tuple(found_by(rank, reading.name) for rank in sorted({*reading.ranks, *larger}))


def _unsure(folded: str) -> Answer:
    """Gather what to ask about when nothing is called exactly so."""
    if is_overseas(folded):
        beginning = sorted(set(search_index().names.starting(f"{folded} ")))[:MOST_CHOICES]
        choices = tuple(found_by(rank, folded) for rank in beginning)
        return Answer(choices=choices, is_overseas=True)
    name = _without_place(folded)
    if name != folded and (reading := _whole(name.split())):
        return Answer(choices=_choices(reading, with_larger=True))
    postcode = _POSTCODE.search(folded)
    for text in (folded, name, postcode[0] if postcode else ""):
        if spelt := spelt_like(text, MOST_CHOICES):
            return Answer(choices=tuple(spelt))
    return Answer(choices=tuple(sounding_like(name, MOST_CHOICES)))


def _without_place(folded: str) -> str:
    """Drop a postcode and a département: they may be what is wrong."""
    name = _POSTCODE.sub("", folded).strip()
    endings = [department for department in _departments().values() if name.endswith(department)]
    return name.removesuffix(max(endings, key=len, default="")).strip() or name


def _without_office_postcode(words: list[str], text: str) -> list[str]:
    """Drop the postcode of an address with "cedex", unless it is that of a commune as well."""
    if "cedex" not in text.casefold():
        return words
    known = search_index().postcodes
    return [word for word in words if not _POSTCODE.fullmatch(word) or known.equal(word)]


def _whole(words: list[str]) -> _Reading | None:
    """Read a text as a whole name, postcode or both, the longest name first."""
    for reading in _splits(words):
        ranks = _called(reading) if reading.name else _in_postcode(reading.where)
        if ranks:
            return _Reading(reading.name, reading.where, _by_label(ranks, words))
    for reading in _splits(words):
        ranks = _beginning(reading)
        if len(ranks) == 1:
            return _Reading(reading.name, reading.where, ranks)
    return None


def _splits(words: list[str]) -> Iterator[_Reading]:
    """Split a text into name and place, the postcode first or last."""
    leading = words[:1] if words and _POSTCODE.fullmatch(words[0]) else []
    rest = words[len(leading) :]
    for length in range(len(rest), 0, -1):
        where = [word for word in leading + rest[length:] if word != _COUNTRY]
        yield _Reading(" ".join(rest[:length]), where)
    if leading and not rest:
        yield _Reading("", leading)


def _called(reading: _Reading) -> list[int]:
    """Ranks of the communes called so; in one place, the very names of today come first."""
    index = search_index()
    today, others = index.names.equal(reading.name), index.other_names.equal(reading.name)
    if not reading.where:
        return [*today, *others]
    today = [rank for rank in today if _lies(reading.where, rank)]
    others = [rank for rank in others if _lies(reading.where, rank)]
    return [rank for rank in today if _is_own_name(reading.name, rank)] or today or others


def _in_postcode(where: list[str]) -> list[int]:
    return search_index().postcodes.equal(where[0])


def _beginning(reading: _Reading) -> list[int]:
    """Ranks of the communes whose name begins with these words, in a place told by numbers."""
    if not any(word[0].isdigit() for word in reading.where):
        return []
    starting = search_index().names.starting(f"{reading.name} ")
    return sorted({rank for rank in starting if _lies(reading.where, rank)})


def _lies(where: list[str], rank: int) -> bool:
    """Whether these words are a postcode or the département of a commune, or both."""
    commune = search_index().communes[rank]
    known = {*commune.postcodes, commune.department.lower()}
    rest = " ".join(word for word in where if word not in known)
    return not rest or rest == _departments()[commune.department]


def _is_own_name(name: str, rank: int) -> bool:
    return plain(search_index().communes[rank].name) == name


@cache
def _departments() -> dict[str, str]:
    """Folded names by code."""
    return {code: plain(department.name) for code, department in departments().items()}


def _by_label(ranks: list[int], words: list[str]) -> list[int]:
    """Of several, keep the one whose very label was typed."""
    communes = search_index().communes
    query = " ".join(words)
    several = len(set(ranks)) > 1
    return [r for r in ranks if several and plain(communes[r].label) == query] or ranks


def _people_called(name: str, rank: int) -> int:
    """How many people live in what is called so, about."""
    found = found_by(rank, name)
    return PEOPLE_OF_A_VILLAGE if found.other_name else found.commune.population


def _far_larger(reading: _Reading) -> Iterator[int]:
    """Ranks of the far larger communes that people may call by this name, largest first.

    What was read as the place may be a word of their name: Champigny Marne.
    """
    if not reading.name or any(word[0].isdigit() for word in reading.where):
        return
    index = search_index()
    people = max(_people_called(reading.name, rank) for rank in reading.ranks)
    for rank in sorted(set(index.names.starting(f"{reading.name} "))):
        if index.communes[rank].population <= FAR_LARGER * people:
            return
        if set(reading.where) <= set(plain(index.communes[rank].name).split()):
            yield rank
