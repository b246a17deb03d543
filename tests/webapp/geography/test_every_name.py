"""The search held against the whole country: its communes and every former name.

All communes that share their name are tried, and every tenth of the others, in each test another;
all of them where everything is tried (`tests/everything.py`), for whoever changes search or data.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.everything import EVERYTHING
from webapp.geography import Answer, Commune, resolve_commune
from webapp.geography.communes import communes
from webapp.geography.other_names import OtherName, other_names
from webapp.geography.resolving import FAR_LARGER
from webapp.geography.search import spelt_like
from webapp.geography.spelling import plain, sound, without_article

pytestmark = pytest.mark.long

A_STEP = 1 if EVERYTHING else 10
SMALLEST_CITY = 15_000
SAY_NOTHING_ALONE = {"le", "la", "les", "l", "saint", "sainte", "saints"}


def some(first: int) -> list[Commune]:
    """Communes whose name is not theirs alone, and of the others one in ten from the `first`."""
    called = Counter(plain(c.name) for c in communes().values())
    alone = [c for c in communes().values() if called[plain(c.name)] == 1]
    shared = [c for c in communes().values() if called[plain(c.name)] > 1]
    assert len(shared) > 1_000
    return shared + alone[first % A_STEP :: A_STEP]


@cache
def former_names() -> list[tuple[OtherName, Answer]]:
    """Every former name, with what is answered to whoever types it."""
    return [(other, resolve_commune(other.name)) for other in other_names()]


def may_mean(answer: Answer, commune: Commune) -> bool:
    found = [answer.chosen] if answer.chosen else answer.choices
    return any(each.commune == commune for each in found)


def short_names(name: str) -> Iterator[str]:
    """Give what is left of a folded name when its last words are left out, one after the other."""
    words = name.split()
    for length in range(1, len(words)):
        if not set(words[:length]) <= SAY_NOTHING_ALONE:
            yield " ".join(words[:length])


def test_the_label_of_every_commune_is_that_commune() -> None:
    wrong = [c.label for c in some(0) if not is_chosen(c.label, c)]
    assert wrong == []


def is_chosen(text: str, commune: Commune) -> bool:
    found = resolve_commune(text).chosen
    return found is not None and found.commune == commune and found.other_name is None


def test_every_name_with_its_department_is_that_commune_unless_two_there_share_it() -> None:
    there = Counter((plain(c.name), c.department) for c in communes().values())
    for commune in some(3):
        answer = resolve_commune(f"{commune.name} ({commune.department_name})")
        assert may_mean(answer, commune), commune.label
        is_alone = there[plain(commune.name), commune.department] == 1
        assert (answer.chosen is not None) is is_alone, commune.label


def test_every_name_alone_is_that_commune_or_is_asked_about() -> None:
    wrong = [c.label for c in some(6) if not may_mean(resolve_commune(c.name), c)]
    assert wrong == []


def test_every_short_name_of_a_city_asks_or_finds_it_or_a_larger_one_called_exactly_so() -> None:
    called: dict[str, int] = {}
    for commune in communes().values():
        called.setdefault(plain(commune.name), commune.population)
    tried = 0
    for city in communes().values():
        if city.population < SMALLEST_CITY:
            break
        for short in short_names(plain(city.name)):
            tried += 1
            is_larger = FAR_LARGER * called.get(short, 0) >= city.population
            assert is_larger or may_mean(resolve_commune(short), city), (short, city.label)
    assert tried > 300


def test_every_former_name_finds_the_commune_of_today_or_is_asked_about() -> None:
    for other, answer in former_names():
        assert may_mean(answer, communes()[other.commune]), other
    assert len(other_names()) > 6_000


def test_whoever_types_a_former_name_is_told_so() -> None:
    for other, answer in former_names():
        found = answer.chosen
        if found and found.other_name is None:
            typed, today = plain(other.name), plain(found.commune.name)
            assert without_article(typed) == without_article(today), other


def test_nothing_is_chosen_by_part_of_a_word() -> None:
    """Each name loses its last letter: it is chosen by no more than a whole name in the rest."""
    names = {plain(c.name) for c in communes().values()} | {plain(o.name) for o in other_names()}
    for name in sorted(names)[::20]:
        short = name[:-1].strip()
        if found := resolve_commune(short).chosen:
            called = found.other_name.name if found.other_name else found.commune.name
            assert without_article(plain(called)) in short, (short, called)


def test_nothing_is_chosen_by_sound_alone() -> None:
    for name in sorted(plain(c.name) for c in communes().values())[::200]:
        heard = sound(name)
        if not spelt_like(heard, 1):
            assert resolve_commune(heard).chosen is None, heard
