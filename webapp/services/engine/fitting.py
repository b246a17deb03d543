"""Whether a visit that stands would still be made: the engine's own rules, once more.

What was true when it was proposed may have changed since: the farm moved, an offer is for women
now, a title ends earlier. The rules are those of a round, so that nobody is told another reason.
"""

from collections.abc import Collection

import matching
from webapp.models import Party, PartyState, Slot, Visit
from webapp.services.engine.free_days import free_days
from webapp.services.engine.views import as_party, as_slot, may_bring_a_child

PARTY_AWAY, FARM_SHUT, CHILD_ALONE = "party-not-taking-part", "farm-not-receiving", "child-alone"
FARM_ON_HOLD = "farm-on-hold"
"""What no round would propose either, though it is no rule of the engine."""


def broken_rules(visit: Visit, beside: Collection[Visit] = ()) -> frozenset[str]:
    """Return the codes of the rules that a visit which stands would break today.

    A need that is not met is told by itself, as `need:<code>`.

    Parameters
    ----------
    beside
        The other visits that hold beds of the same slot.
    """
    return would_break(visit.party, visit.slot, [each.party for each in beside])


def would_break(party: Party, slot: Slot, beside: Collection[Party] = ()) -> frozenset[str]:
    """Return the codes of the rules that a party would break in a slot, beside its guests."""
    seen = as_party(party, slot.arrival, available=free_days(party, slot.arrival, slot.departure))
    group = [seen, *(as_party(each, slot.arrival) for each in beside)]
    place = as_slot(slot, guests=sum(each.people for each in group))
    alone = matching.Problem(today=slot.arrival)  # nothing of it excludes a pair
    broken = {rule.value for rule in matching.broken_rules(alone, seen, place)}
    broken -= {matching.Rule.NEEDS.value}
    broken |= {f"need:{need}" for need in matching.missing_features(seen, place)}
    broken |= {rule.value for rule in matching.broken_group_rules(place, group)}
    broken |= {matching.Rule.CHILDREN.value} if may_bring_a_child(party, slot) else set()
    broken |= {code for code, is_so in _beyond_the_engine(party, slot).items() if is_so}
    return frozenset(broken)


def _beyond_the_engine(party: Party, slot: Slot) -> dict[str, bool]:
    _, _, children = party.count(slot.arrival)
    return {
        PARTY_AWAY: party.state in {PartyState.PAUSED, PartyState.LEFT},
        FARM_SHUT: not slot.farm.is_approved_on(slot.departure),
        FARM_ON_HOLD: slot.farm.on_hold_since is not None,
        CHILD_ALONE: children == len(party.persons) > 0,
    }
