"""Two files of the same people: which values are kept, and parted again."""

from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_slot, a_visit
from tests.page import Page
from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.places import audited, of
from tests.webapp.forms.row import Row, World, carried, typed
from webapp.models import Refusal, Side, VisitState
from webapp.portals.caseworker.merging import MergeForm
from webapp.services.parties import merging
from webapp.services.records import contacts


def a_file_recorded_twice(db: Session) -> World:
    """A file, and another of the same woman with a visit, a contact and a refusal of its own."""
    world = a_file(db)
    person = a_person(first_name="Aminata", last_name="Example", french="B1", birth_year=1996)
    world.other = a_party(
        db, world.party.organisation, persons=[person], number="+33639980077", reach_km=90,
        needs=["no-dogs"],
    )  # fmt: skip
    slot = a_slot(db)
    world.visit = a_visit(db, world.other, slot, state=VisitState.COMPLETED)
    world.other.refusals.append(Refusal(farm_id=slot.farm_id, side=Side.PARTY))
    day = world.other.created_at.date()
    contacts.log(db, world.other, world.reader, kind="call", on=day, words="Comes in May.")
    db.flush()
    world.person = world.party.persons[0]
    return world


def two_files_made_one(db: Session) -> World:
    world = a_file_recorded_twice(db)
    world.merge = merging.merge(db, world.party, world.other, {"reach_km": "other"}, world.reader)
    world.number = world.merge.id
    return world


def on_the_page(page: Page, world: World) -> None:
    page.visit(f"/casework/parties/{world.party.id}/merging/{world.other.id}")


ROWS = [
    Row(
        "caseworker.merge_parties",
        a_file_recorded_twice,
        form=MergeForm,
        subject="party",
        approach=on_the_page,
        fields={
            "read": carried(lambda world: world.party.id, of("other", "merged_into_id")),
            "phone": typed("other", "+33639980077"),
            "reach_km": typed("other", 90),
            "needs": typed("other", ["no-dogs"]),
            "language": typed("other", "fr"),
            "wishes": typed("other", ["sheep-goats"]),
            "person_{person}_name": typed("other", "Aminata", at=of("person", "first_name")),
            "person_{person}_birth_year": typed("other", 1996, at=of("person", "birth_year")),
            "person_{person}_french": typed("other", "B1", at=of("person", "french")),
        },
        then={
            of("visit", "party_id"): lambda world: world.party.id,
            audited("party.merged", "into"): lambda world: world.party.code,
        },
    ),
    Row(
        "caseworker.undo_merge",
        two_files_made_one,
        page="caseworker.show_party",
        then={
            of("visit", "party_id"): lambda world: world.other.id,
            of("other", "merged_into_id"): None,
            audited("party.merge-undone"): True,
        },
    ),
]
