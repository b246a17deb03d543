"""Every way to a commune, in memory."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice
from typing import overload

from webapp.geography.communes import Commune, communes, departments
from webapp.geography.other_names import OtherName, other_names
from webapp.geography.spelling import plain, plain_names, sound, sounds, without_article

_AFTER_ANY_TEXT = "\uffff"
_IN_TOO_MANY_NAMES = ("saint", "sainte")
_SHORTEST_SOUND = 3


class Joined(Sequence[str]):
    """Lines that lie in memory as one text: a third of what they take one by one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "\n".join(lines)
        self.starts = array("I", accumulate((len(line) + 1 for line in lines), initial=0))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self.text[self.starts[place] : self.starts[place + 1] - 1]


class SortedKeys:
    """Keys in alphabetical order, each with the rank of its commune."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(entries)
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


@dataclass(frozen=True)
class SearchIndex:
    """The communes by what people type; a commune's rank is its place in order of population."""

    communes: tuple[Commune, ...]
    names: SortedKeys
    other_names: SortedKeys
    postcodes: SortedKeys
    inner_words: SortedKeys
    name_lines: Lines
    full_lines: Lines
    other_names_of: dict[int, list[tuple[str, OtherName]]]
    """Each folded, by rank."""

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
    everyone = tuple(communes().values())
    names = plain_names(commune.name for commune in everyone)
    others = _other_names(everyone)
    other_keys = ((key, rank) for rank, own in others.items() for key, _ in own)
    return SearchIndex(
        communes=everyone,
        names=SortedKeys(_with_and_without_article((key, rank) for rank, key in enumerate(names))),
        other_names=SortedKeys(_with_and_without_article(other_keys)),
        postcodes=SortedKeys(
            (postcode, rank)
            for rank, commune in enumerate(everyone)
            for postcode in commune.postcodes
        ),
        inner_words=SortedKeys(_inner_words(names)),
        name_lines=Lines(names),
        full_lines=Lines(list(_full_lines(everyone, names, others))),
        other_names_of=others,
    )


def read_every_index() -> None:
    """Read the communes and all by which they are found, which else waits for the first search."""
    search_index()
    _sounds()


@cache
def _sounds() -> SortedKeys:
    names = plain_names(commune.name for commune in communes().values())
    return SortedKeys((heard, rank) for rank, heard in enumerate(sounds(names)))


def _other_names(everyone: tuple[Commune, ...]) -> dict[int, list[tuple[str, OtherName]]]:
    ranks = {commune.code: rank for rank, commune in enumerate(everyone)}
    folded = plain_names(other.name for other in other_names())
    by_rank: dict[int, list[tuple[str, OtherName]]] = defaultdict(list)
    for key, other in zip(folded, other_names(), strict=True):
        by_rank[ranks[other.commune]].append((key, other))
    return dict(by_rank)


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


def _full_lines(
    everyone: tuple[Commune, ...], names: list[str], others: dict[int, list[tuple[str, OtherName]]]
) -> Iterator[str]:
    """All words a commune answers to, each after a space."""
    where = {code: f"{code.lower()} {plain(d.name)}" for code, d in departments().items()}
    for rank, commune in enumerate(everyone):
        own = [key for key, _ in others.get(rank, ())]
        yield f" {' '.join((names[rank], *own, *commune.postcodes, where[commune.department]))}"
