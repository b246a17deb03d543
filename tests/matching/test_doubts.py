"""What the command doubts: allowed, and hardly meant."""

from matching import Problem, codes
from matching.command.doubts import MOST_TOLD, doubts
from tests.matching.builders import CHARTRES, PARIS, a_party, a_problem, a_slot
from webapp.ground import vocabulary


def doubted(problem: Problem) -> list[str]:
    return doubts(problem, {})


def test_the_published_codes_are_those_of_the_forms() -> None:
    assert codes.LANGUAGES == vocabulary.LANGUAGES
    assert codes.FRAMES == vocabulary.FRAMES
    assert codes.PRODUCTIONS == vocabulary.PRODUCTIONS
    assert codes.NEEDS == vocabulary.NEEDS


def test_nothing_is_doubted_in_a_usual_round() -> None:
    party = a_party(languages=("prs", "en"), needs=("no-dogs",), wishes=("bees",), refuses=("f9",))
    assert doubted(a_problem(party, a_slot(features=("quiet-place",), production="dairy"))) == []


def test_a_language_in_capitals_is_doubted_with_the_one_that_is_meant() -> None:
    assert doubted(a_problem(a_party(languages=("PRS",)), a_slot(languages=("prs",)))) == [
        "Party p1, languages: PRS is no published code, and no slot has it; is prs meant?"
    ]


def test_a_need_that_no_slot_can_meet_is_doubted() -> None:
    assert doubted(a_problem(a_party(needs=("no-dog",)), a_slot())) == [
        "Party p1, needs: no-dog is no published code, and no slot has it; is no-dogs meant?"
    ]


def test_what_a_slot_has_is_doubted_in_the_same_way() -> None:
    slot = a_slot(frame="discover", features=("No dogs",), production="milk", languages=("xx",))
    said = doubted(a_problem(a_party(), slot))
    assert [line.partition(": ")[0] for line in said] == [
        "Slot s1, languages", "Slot s1, frame", "Slot s1, features", "Slot s1, production",
    ]  # fmt: skip
    assert "is discovery meant?" in said[1]
    assert "is no-dogs meant?" in said[2]
    assert said[3].endswith("no party has it.")


def test_codes_of_ones_own_are_not_doubted_where_both_sides_have_them() -> None:
    assert doubted(a_problem(a_party(frames=("week",)), a_slot(frame="week"))) == []


def test_the_same_slip_in_many_rows_is_said_once_with_the_first() -> None:
    parties = [a_party(name, frames=("Discovery",)) for name in ("p1", "p2", "p3")]
    (said,) = doubts(a_problem(*parties, a_slot()), {"party p1": "parties.csv, row 2"})
    assert said.startswith("parties.csv, row 2 and 2 more, frames: Discovery is no published code")


def test_a_place_the_wrong_way_round_is_doubted() -> None:
    party, slot = a_party(home=PARIS[::-1]), a_slot(place=CHARTRES[::-1])
    assert doubted(a_problem(party, slot)) == [
        "Party p1, home: 2.35, 48.85 is far from France: latitude comes first.",
        "Slot s1, place: 1.49, 48.45 is far from France: latitude comes first.",
    ]


def test_a_place_elsewhere_on_earth_is_believed() -> None:
    assert doubted(a_problem(a_party(home=(-20.9, 55.5)), a_slot(place=(14.6, -61.0)))) == []


def test_a_limit_for_a_farm_without_slots_is_doubted() -> None:
    assert doubted(
        a_problem(a_slot(farm="farm-1"), farm_limits={"Ferm 1": 2, "farm-11": 1, "zzz": 1})
    ) == [
        "The problem, farm_limits: no slot is of farm Ferm 1; is farm-1 meant?",
        "The problem, farm_limits: no slot is of farm farm-11.",
        "The problem, farm_limits: no slot is of farm zzz.",
    ]


def test_a_refusal_that_misses_by_a_capital_is_doubted_from_both_sides() -> None:
    party, slot = a_party("p1", refuses=("Farm-1",)), a_slot(refuses=("P1", "p11"))
    assert doubted(a_problem(party, slot)) == [
        "Party p1, refuses: no farm is called Farm-1; is farm-1 meant?",
        "Slot s1, refuses: no party is called P1; is p1 meant?",
    ]


def test_companions_of_nobody_are_doubted() -> None:
    bound = [a_party(f"p{at}", together=code) for at, code in enumerate(("x1", "x1", "X1"))]
    assert doubted(a_problem(*bound)) == [
        "Party p2, together: nobody else has X1; is x1 meant?"
    ]  # fmt: skip


def test_of_many_slips_the_first_are_told() -> None:
    parties = [
        a_party(f"p{at}", frames=(f"frame-{at}",), together=f"t{at}") for at in range(2 * MOST_TOLD)
    ]
    limits = {f"f{at}": 1 for at in range(2 * MOST_TOLD)}
    assert len(doubted(a_problem(*parties, a_slot(), farm_limits=limits))) == 3 * MOST_TOLD
