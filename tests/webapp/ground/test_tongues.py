"""Which languages are one for a conversation, and which only look so."""

from itertools import combinations

import pytest

from webapp.ground.tongues import NOT_ONE, ONE_FOR_A_CONVERSATION, understood
from webapp.ground.vocabulary import LANGUAGES

ONE = [pair for group in ONE_FOR_A_CONVERSATION for pair in combinations(sorted(group), 2)]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_speakers_of_one_tongue_by_two_codes_understand_each_other(one: str, other: str) -> None:
    assert other in understood([one])
    assert one in understood([other])


@pytest.mark.parametrize(("one", "other"), NOT_ONE)
def test_languages_that_are_only_near_are_no_common_language(one: str, other: str) -> None:
    assert other not in understood([one])
    assert one not in understood([other])


def test_only_known_codes_are_compared() -> None:
    compared = {code for group in (*ONE_FOR_A_CONVERSATION, *NOT_ONE) for code in group}
    assert compared <= set(LANGUAGES)


def test_persian_and_dari_are_one() -> None:
    assert understood(["fr", "fa"]) == ("fr", "fa", "prs")


def test_a_language_without_a_code_is_found_however_it_was_typed() -> None:
    assert understood(["zaghawa", "BÉTÉ"]) == ("Zaghawa", "Bete") == understood(["Zaghawa", "bété"])
