"""What rooms hold of each kind: judged once for a round, and the same as judged anew."""

import pickle
from collections import Counter
from itertools import combinations

import pytest

from matching.groups import Lodging, broken_group_rules, lodging_of
from matching.room_plan import people_beside_strangers, plan_slot
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance
from matching.solver.room_automaton import EMPTY, INFEASIBLE, Kinds, Pattern
from matching.solver.sharing import SharingLeast
from tests.benchmarks.rounds import Shape, make_round

MANY = 10_000


@pytest.fixture(scope="module")
def instance() -> Instance:
    return make_instance(make_round(Shape(150, 60, 1.5, families=True)))


def lodgings(instance: Instance) -> list[Lodging]:
    return sorted({lodging_of(slot.rooms) for slot in instance.slots})


def some_kinds(instance: Instance) -> list[tuple[int, ...]]:
    """All kinds, then fewer: what a round asks first, then its parts."""
    everybody = tuple(sorted(set(instance.kind.tolist())))
    return [everybody, everybody[::2], everybody[1::3], everybody[:4], ()]


def anew(instance: Instance) -> Kinds:
    sent: Kinds = pickle.loads(pickle.dumps(instance.kinds))  # noqa: S301  our own
    return sent


def test_patterns_of_some_kinds_are_those_that_are_listed_anew(instance: Instance) -> None:
    for lodging in lodgings(instance):
        automaton = instance.kinds.automaton(lodging, exclusive=False)
        for kinds in some_kinds(instance):
            fresh = anew(instance).automaton(lodging, exclusive=False)
            assert automaton.patterns(kinds, MANY) == fresh.patterns(kinds, MANY)


def test_a_list_that_would_be_too_long_is_none_for_all_kinds_and_whole_for_few(
    instance: Instance,
) -> None:
    everybody, _, _, few, _ = some_kinds(instance)
    lodging = max(lodgings(instance), key=lambda each: sum(each.plain))
    automaton = anew(instance).automaton(lodging, exclusive=False)
    whole = anew(instance).automaton(lodging, exclusive=False).patterns(few, MANY)
    assert whole is not None
    assert automaton.patterns(everybody, len(whole)) is None
    assert automaton.patterns(few, len(whole)) == whole


def test_the_largest_patterns_are_those_that_are_in_no_other(instance: Instance) -> None:
    for lodging in lodgings(instance):
        automaton = anew(instance).automaton(lodging, exclusive=False)
        kinds = some_kinds(instance)[1]
        listed = automaton.patterns(kinds, MANY)
        assert listed is not None
        assert sorted(automaton.largest_patterns(kinds, MANY) or ()) == sorted(
            each
            for each in listed
            if not any(is_within(each, other) for other in listed if other != each)
        )


def is_within(one: Pattern, other: Pattern) -> bool:
    return Counter(dict(one)) <= Counter(dict(other))


def test_who_has_no_bed_is_told_before_rooms_are_looked_at(instance: Instance) -> None:
    """Two kinds at a time, beside the rules of a group themselves."""
    alone = {int(kind): unit for unit, kind in zip(instance.units, instance.kind, strict=True)}
    for slot in instance.slots[:20]:
        automaton = instance.kinds.automaton(lodging_of(slot.rooms), exclusive=slot.exclusive)
        for one, other in combinations(sorted(alone), 2):
            state = automaton.step(EMPTY, one)
            state = INFEASIBLE if state == INFEASIBLE else automaton.step(state, other)
            broken = set(broken_group_rules(slot, [*alone[one], *alone[other]])) - {"minimum"}
            assert (state == INFEASIBLE) == bool(broken)


def test_whoever_is_sent_a_part_is_sent_no_more_than_the_kinds(instance: Instance) -> None:
    before = len(pickle.dumps(anew(instance)))
    for lodging in lodgings(instance):
        instance.kinds.automaton(lodging, exclusive=False).patterns(some_kinds(instance)[0], MANY)
    assert len(pickle.dumps(instance.kinds)) == before


def test_groups_that_ask_alike_share_alike(instance: Instance) -> None:
    """Each group that two of a slot's units make, counted once for all alike, and by itself."""
    sharing = SharingLeast(instance, [], Control(60))
    for slot, where in enumerate(instance.slots):
        units = instance.unit[list(instance.pairs_of_slot(slot))].tolist()[:8]
        for group in combinations(units, 2):
            parties = [party for unit in group for party in instance.units[unit]]
            count = None
            if not broken_group_rules(where, parties):
                count = people_beside_strangers(parties, plan_slot(where, parties))
            assert sharing.people_sharing(slot, group) == count
