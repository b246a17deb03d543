"""Every way to a commune, in memory."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter

from webapp.geography.communes import Ranked, communes, departments
from webapp.geography.joined import Joined
from webapp.geography.other_names import NameKind, OtherName, other_names
from webapp.geography.spelling import plain, plain_names, sound, sounds, without_article

_AFTER_ANY_TEXT = "\uffff"
_IN_TOO_MANY_NAMES = ("saint", "sainte")
_SHORTEST_SOUND = 3


class SortedKeys:
    """Keys in alphabetical order, each with the rank of its commune."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        by_rank = sorted(entries, key=itemgetter(1))
        ordered = sorted(by_rank, key=itemgetter(0))  # in half the time of whole pairs
        self._keys = Joined([key for key, _ in ordered])
        self._ranks = array("I", (rank for _, rank in ordered))

    def equal(self, key: str) -> list[int]:
        """Ranks of the communes with exactly this key."""
        return self._between(key, key + "\0")

    def starting(self, start: str) -> list[int]:
        """Ranks of the communes with a key that starts so."""
        return self._between(start, start + _AFTER_ANY_TEXT)

    def _between(self, first: str, last: str) -> list[int]:
        found = self._ranks[bisect_left(self._keys, first) : bisect_left(self._keys, last)]
        return found.tolist()


class Lines:
    """A line of text per commune, by rank, searched as one text for speed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = Joined(lines)

    def containing(self, letters: str) -> Iterator[int]:
        """Ranks of the lines with these letters, in order."""
        text, starts = self._lines.text, self._lines.starts
        position = text.find(letters)
        while position >= 0:
            rank = bisect_right(starts, position) - 1
            yield rank
            position = text.find(letters, starts[rank + 1])

    def with_all_words(self, words: list[str]) -> Iterator[int]:
        """Ranks of the lines where each of these begins a word, in order."""
        starts = [f" {word}" for word in words]
        telling = [f" {word}" for word in words if word not in _IN_TOO_MANY_NAMES]
        for rank in self.containing(max(telling or starts, key=len)):
            if all(start in self._lines[rank] for start in starts):
                yield rank


class OtherNames:
    """What communes are called beside their names, each folded, by the commune's rank."""

    def __init__(self, entries: Iterable[tuple[int, str, OtherName]]) -> None:
        ordered = sorted(entries, key=lambda entry: entry[0])
        self._ranks = array("I", (rank for rank, _key, _other in ordered))
        self._keys = Joined([key for _rank, key, _other in ordered])
        self._others = Joined(
            [",".join((other.commune, other.kind, other.name)) for _rank, _key, other in ordered]
        )

    def of(self, rank: int) -> list[tuple[str, OtherName]]:
        """Return each other name of a commune, folded and as it is written."""
        first, last = bisect_left(self._ranks, rank), bisect_right(self._ranks, rank)
        return [(self._keys[place], self._other(place)) for place in range(first, last)]

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every folded name with its commune's rank."""
        return zip(self._keys, self._ranks, strict=True)

    def _other(self, place: int) -> OtherName:
        commune, kind, name = self._others[place].split(",", 2)
        return OtherName(commune, name, NameKind(kind))


@dataclass(frozen=True)
class SearchIndex:
    """The communes by what people type; a commune's rank is its place in order of population."""

    communes: Ranked
    names: SortedKeys
    other_names: SortedKeys
    postcodes: SortedKeys
    inner_words: SortedKeys
    name_lines: Lines
    full_lines: Lines
    others: OtherNames

    def best_first(self, queries: tuple[str, ...], limit: int) -> Iterator[list[int]]:
        """Ranks of the communes that answer, one list per way of answering."""
        queries = tuple(query for query in queries if query)
        called_so = any(self.names.equal(query) for query in queries)
        former = () if called_so else (self.other_names.equal,)
        tables = (
            (self.names.equal,),
            (*former, self.postcodes.equal),
            (self.names.starting, self.postcodes.starting),
            (self.inner_words.starting, self.other_names.starting),
        )
        for ways in tables:
            yield [rank for query in queries for way in ways for rank in way(query)]
        for query in queries:
            yield list(islice(self.full_lines.with_all_words(query.split()), 2 * limit))
        for query in queries:
            yield list(islice(self.name_lines.containing(query), 2 * limit))

    def sounding_like(self, query: str) -> list[int]:
        """Ranks of the communes one may mean who knows the name by ear only."""
        heard = sound(query)
        if len(heard) < _SHORTEST_SOUND:
            return []
        return _sounds().equal(heard) or _sounds().starting(heard)


@cache
def search_index() -> SearchIndex:
    """Build the index, once, in the first search."""
    everyone = communes().ranked
    names = plain_names(everyone.column("name"))
    postcodes = [told.split() for told in everyone.column("postcodes")]
    others = _other_names(everyone)
    return SearchIndex(
        communes=everyone,
        names=SortedKeys(_with_and_without_article((key, rank) for rank, key in enumerate(names))),
        other_names=SortedKeys(_with_and_without_article(others.keys())),
        postcodes=SortedKeys((one, rank) for rank, own in enumerate(postcodes) for one in own),
        inner_words=SortedKeys(_inner_words(names)),
        name_lines=Lines(names),
        full_lines=Lines(list(_full_lines(everyone, names, others))),
        others=others,
    )


def read_every_index() -> None:
    """Read the communes and all by which they are found, which else waits for the first search."""
    search_index()
    _sounds()


@cache
def _sounds() -> SortedKeys:
    names = plain_names(communes().ranked.column("name"))
    return SortedKeys((heard, rank) for rank, heard in enumerate(sounds(names)))


def _other_names(everyone: Ranked) -> OtherNames:
    ranks = {code: rank for rank, code in enumerate(everyone.column("code"))}
    known = other_names()
    folded = plain_names(other.name for other in known)
    return OtherNames(
        (ranks[other.commune], key, other) for key, other in zip(folded, known, strict=True)
    )


def _with_and_without_article(entries: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for name, rank in entries:
        yield name, rank
        bare = without_article(name)
        if bare is not name:
            yield bare, rank


def _inner_words(names: list[str]) -> Iterator[tuple[str, int]]:
    """Every name from its second word on, from its third, and so forth."""
    for rank, name in enumerate(names):
        space = name.find(" ")
        while space >= 0:
            yield name[space + 1 :], rank
            space = name.find(" ", space + 1)


def _full_lines(everyone: Ranked, names: list[str], others: OtherNames) -> Iterator[str]:
    """All words a commune answers to, each after a space."""
    where = {code: f"{code.lower()} {plain(d.name)}" for code, d in departments().items()}
    told = zip(names, everyone.column("postcodes"), everyone.column("department"), strict=True)
    for rank, (name, postcodes, department) in enumerate(told):
        own = [key for key, _ in others.of(rank)]
        yield f" {' '.join((name, *own, postcodes, where[department]))}"
