"""Why somebody has a place, and why that one, in words."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

import matching
from webapp.wording.reasons import often_uncontested, usual_of, why, why_placed

NOTHING = matching.Grounds(
    wish_rank=None,
    days_waited=0,
    shared_languages=(),
    at_ease_in_french=False,
    km=77,
    needs=(),
    companions=(),
    is_pinned=False,
)


@pytest.mark.parametrize(
    ("grounds", "criterion", "said"),
    [
        ({"wish_rank": 1}, ("wish", 100), "It is the first wish."),
        ({"wish_rank": 3}, ("wish", 30), "It is the third wish."),
        ({"wish_rank": 4}, ("wish", 0), "This is the best place left, all people taken together."),
        ({"days_waited": 59}, ("waiting", 16), "This is the best place left"),
        ({"days_waited": 60}, ("waiting", 16), "The wait has lasted 2 months."),
        ({"shared_languages": ("en",)}, ("language", 100), "A language is shared (English)."),
        ({"at_ease_in_french": True}, ("language", 100), "French is enough to talk at ease."),
        ({}, ("first_visit", 100), "It would be a first visit."),
        ({}, ("continuity", 100), "This place was planned before already."),
        ({}, ("soon", 100), "These days are the nearest."),
        ({}, ("journey", 59), "This is the best place left"),
        ({}, ("journey", 60), "The farm is 77 km away."),
        ({"needs": ("no-dogs",)}, ("wish", 50), "Every need is met there."),
        ({"companions": ("p2",)}, ("wish", 50), "Companions stay together, as they wish."),
        ({"is_pinned": True}, ("wish", 50), "You asked to keep this pair."),
    ],
)
def test_each_fact_of_a_match_is_a_reason(
    application: Flask, grounds: dict[str, Any], criterion: tuple[str, int], said: str
) -> None:
    name, mark = criterion
    facts = matching.MatchFacts(
        party="p1",
        slot="s1",
        placed=(),
        there=(matching.Criterion(name, mark, mark),),
        points=mark,
        grounds=replace(NOTHING, **grounds),
    )
    with application.test_request_context(), force_locale("en"):
        assert why(facts, possible=2).startswith(said)


def of_criteria(grounds: matching.Grounds, *names: str) -> matching.MatchFacts:
    marks = tuple(matching.Criterion(name, 100, 100) for name in names)
    return matching.MatchFacts("p1", "s1", placed=(), there=marks, points=0, grounds=grounds)


@pytest.mark.parametrize(
    ("marks", "contenders", "said"),
    [
        ({"waiting": 50}, 2, "The wait has lasted 4 months."),
        ({"first_visit": 100}, 2, "It would be a first visit."),
        ({"kept": 100}, None, "A place was planned before already."),
        ({"waiting": 50}, 0, "Nobody left could come instead and the wait has lasted 4 months."),
        ({"waiting": 0}, 3, "As many people as possible have a place this way."),
    ],
)
def test_why_somebody_has_a_place_is_told_apart_from_where(
    application: Flask, marks: dict[str, int], contenders: int | None, said: str
) -> None:
    grounds = replace(NOTHING, days_waited=120 if marks.get("waiting") else 0, wish_rank=1)
    placed = tuple(matching.Criterion(name, mark, mark) for name, mark in marks.items())
    wish = (matching.Criterion("wish", 100, 300),)
    facts = matching.MatchFacts("p1", "s1", placed, wish, points=300, grounds=grounds)
    with application.test_request_context(), force_locale("en"):
        assert why_placed(facts, contenders) == said
        assert why(facts, possible=2) == "It is the first wish."


def test_that_nobody_else_could_come_is_said_where_it_tells_a_pair_from_others(
    application: Flask,
) -> None:
    first_visit = (matching.Criterion("first_visit", 100, 100),)
    facts = matching.MatchFacts("p1", "s1", first_visit, (), points=0, grounds=NOTHING)
    bare = matching.MatchFacts("p2", "s2", (), (), points=0, grounds=NOTHING)
    with application.test_request_context(), force_locale("en"):
        usual = often_uncontested([0, 0, 0, 2])
        assert why_placed(facts, 0, usual) == "It would be a first visit."
        assert why_placed(bare, 0, usual) == "Nobody left could come instead."
        for others in ([0, 2, 2, 2], [0, 0, 0]):
            assert "Nobody left" in why_placed(facts, 0, often_uncontested(others))


def test_what_is_true_of_most_pairs_is_said_of_none_that_has_another_reason(
    application: Flask,
) -> None:
    first = replace(NOTHING, wish_rank=1)
    wished = of_criteria(first, "wish", "continuity")
    plain = of_criteria(NOTHING, "continuity")
    pairs = [wished, wished, wished, plain]
    with application.test_request_context(), force_locale("en"):
        usual = usual_of(pairs)
        assert usual == {"continuity"}
        assert why(wished, 2, usual) == "It is the first wish."
        assert why(plain, 2, usual) == "This place was planned before already."
        assert usual_of([wished, plain, plain]) == frozenset()
        assert "planned before" in why(wished, 2, usual_of([wished, *[of_criteria(first)] * 4]))
