"""Places that a caseworker fills, and those that two parties swap."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person, a_slot, a_visit, an_offer
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Row, World, carried, typed
from webapp.ground.clock import now, today
from webapp.models import Side, Visit, VisitState
from webapp.portals.rounds.forms import LiftForm

REASON = "Her sister lives next door and will be there."


def a_place_given_back(db: Session, **farm: Any) -> World:
    """A free place of a visit that the party declined, and a woman who could come."""
    user = a_caseworker(db, language="en")
    slot = a_slot(db, an_offer(db, a_farm(db, **farm)))
    ended = {"state": VisitState.DECLINED, "ended_by": Side.PARTY, "ended_at": now()}
    a_visit(db, a_party(db, user.organisation, state="paused"), slot, **ended)
    party = a_party(db, user.organisation, persons=[a_person(sex="woman")])
    return World(reader=user, slot=slot, party=party)


def two_who_could_swap(db: Session) -> World:
    """Two visits of one association, each of which would suit the guests of the other."""
    user = a_caseworker(db, language="en")
    visit, other = (
        a_visit(db, a_party(db, user.organisation), a_slot(db, arrival=today() + timedelta(days)))
        for days in (30, 60)
    )
    return World(reader=user, visit=visit, other=other)


the_new_visit = newest(Visit)

ROWS = [
    Row(
        "caseworker.fill_place",
        a_place_given_back,
        subject=the_new_visit,
        page="caseworker.show_free_place",
        fields={"party": carried(lambda world: world.party.id, at="party_id")},
        then={"slot_id": lambda world: world.slot.id, "state": VisitState.PROPOSED},
    ),
    Row(
        "caseworker.swap_with",
        two_who_could_swap,
        subject=the_new_visit,
        page="caseworker.swap_visit",
        fields={"other": carried(lambda world: world.other.party_id, at="party_id")},
        then={"slot_id": lambda world: world.visit.slot_id, "state": VisitState.PROPOSED},
    ),
    Row(
        "caseworker.lift_on_free_place",
        lambda db: a_place_given_back(db, adults=1),
        form=LiftForm,
        subject=the_new_visit,
        fields={"reason": typed(REASON, at="lift_reason")},
        then={"party_id": lambda world: world.party.id, "state": VisitState.PROPOSED},
    ),
]
