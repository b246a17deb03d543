"""A visit that stands is looked at again when something changes that a rule looks at."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person, a_slot, a_visit, an_offer
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import NEEDS
from webapp.models import (
    Engagement,
    Person,
    Refusal,
    Room,
    Side,
    Visit,
    VisitState,
)
from webapp.services.visits import misfits
from webapp.wording import label


@pytest.fixture
def visit(db: Session) -> Visit:
    """A confirmed visit that keeps every rule."""
    farm = a_farm(db, features=["halal-menu", "no-dogs"], languages=["fr", "ar"])
    party = a_party(db, persons=[a_person(sex="man")], needs=["halal-menu"])
    made = a_visit(db, party, a_slot(db, an_offer(db, farm)), state=VisitState.CONFIRMED)
    misfits.look_again(db)
    assert made.misfits == []
    return made


def move_away(visit: Visit) -> None:
    visit.farm.latitude, visit.farm.longitude = 43.0, 5.5


def add_a_child(visit: Visit) -> None:
    visit.party.persons.append(Person(first_name="A", last_name="B", sex="man", birth_year=2020))


def take_rooms_away(visit: Visit) -> None:
    visit.farm.rooms[0].beds = 1
    visit.party.persons.append(a_person())


CHANGES: list[tuple[Callable[[Visit], object], str]] = [
    (move_away, "distance"),
    (lambda visit: setattr(visit.farm, "features", []), "need:halal-menu"),
    (lambda visit: setattr(visit.party, "needs", ["no-dogs", "woman-host"]), "need:woman-host"),
    (lambda visit: setattr(visit.party, "needs", ["lockable-room"]), "need:lockable-room"),
    (lambda visit: setattr(visit.slot.offer, "women_only", True), "women-only"),
    (lambda visit: setattr(visit.slot.offer, "frame", "immersion"), "frame"),
    (lambda visit: setattr(visit.party, "reach_km", 1), "distance"),
    (
        lambda visit: setattr(visit.party.persons[0], "title_until", visit.arrival),
        "dates",
    ),
    (
        lambda visit: visit.party.engagements.append(
            Engagement(kind="course", first_day=visit.arrival, last_day=visit.arrival, weekdays=[])
        ),
        "dates",
    ),
    (
        lambda visit: visit.party.refusals.append(Refusal(farm_id=visit.farm_id, side=Side.PARTY)),
        "refused",
    ),
    (add_a_child, "children"),
    (take_rooms_away, "rooms"),
    (lambda visit: setattr(visit.party.persons[0], "birth_year", today().year - 3), "child-alone"),
    (lambda visit: visit.party.pause(), "party-not-taking-part"),
    (lambda visit: visit.farm.put_on_hold(), "farm-on-hold"),
    (
        lambda visit: setattr(visit.farm, "approved_until", visit.arrival - timedelta(days=1)),
        "farm-not-receiving",
    ),
]


@pytest.mark.parametrize(("change", "rule"), CHANGES)
def test_a_change_that_breaks_a_rule_is_found(
    db: Session, visit: Visit, change: Callable[[Visit], object], rule: str
) -> None:
    visit.farm.woman_host = False
    change(visit)
    found = misfits.look_again(db)
    assert [each.visit_id for each in found] == [visit.id]
    assert rule in {misfit.rule for misfit in visit.misfits}
    assert visit in misfits.waiting(db)


def test_what_fits_again_is_no_longer_said(db: Session, visit: Visit) -> None:
    visit.farm.features = []
    misfits.look_again(db)
    visit.farm.features = ["halal-menu"]
    assert misfits.look_again(db) == []
    assert visit.misfits == []


def test_what_was_known_is_not_found_twice(db: Session, visit: Visit) -> None:
    visit.farm.features = []
    assert len(misfits.look_again(db)) == 1
    visit.farm.languages = ["fr", "en", "ar"]
    assert misfits.look_again(db) == []
    assert len(visit.misfits) == 1


def test_a_change_that_no_rule_looks_at_judges_nothing(db: Session, visit: Visit) -> None:
    visit.farm.name, visit.party.notes = "Un autre nom", "x"
    db.flush()
    assert "touched" not in db.info


def test_the_night_finds_what_only_the_days_have_changed(db: Session, visit: Visit) -> None:
    db.info.pop("touched", None)
    visit.farm.features = []
    db.flush()
    db.info.pop("touched")
    assert [each.visit_id for each in misfits.look_at_all(db)] == [visit.id]


def test_guests_beside_one_another_are_judged_together(db: Session, visit: Visit) -> None:
    visit.farm.rooms.append(Room(name="Petite", beds=1))
    db.flush()
    visit.slot.open_rooms({room.id: room.beds for room in visit.farm.rooms})
    beside = a_visit(db, a_party(db, persons=[a_person(sex="woman")]), visit.slot)
    misfits.look_again(db)
    assert (visit.misfits, beside.misfits) == ([], [])
    beside.party.needs = ["women-only-group"]
    assert {each.visit_id for each in misfits.look_again(db)} == {visit.id, beside.id}


def test_a_visit_goes_on_with_a_written_reason(db: Session, visit: Visit) -> None:
    visit.farm.features = []
    misfits.look_again(db)
    keeper = a_caseworker(db, visit.party.organisation)
    with pytest.raises(RuleBroken, match="reason-too-short"):
        misfits.keep(db, visit, "ok", keeper)
    misfits.keep(db, visit, "Ils apportent leur repas.", keeper)
    assert misfits.waiting(db) == []
    assert [misfit.kept_by_id for misfit in visit.misfits] == [keeper.id]


def test_a_visit_that_is_over_is_left_alone(db: Session, visit: Visit) -> None:
    visit.state = VisitState.COMPLETED
    visit.farm.features = []
    assert misfits.look_again(db) == []


def test_every_need_that_is_not_met_is_told_by_itself(db: Session, visit: Visit) -> None:
    visit.party.needs = [*NEEDS]
    visit.farm.features, visit.farm.woman_host = [], False
    misfits.look_again(db)
    told = {misfit.rule for misfit in visit.misfits if misfit.rule.startswith("need:")}
    assert told == {f"need:{need}" for need in NEEDS} - {"need:women-only-group"}
    assert all(label("misfit", f"need:{need}") for need in NEEDS)
