"""What a farm writes to the association, and what it reads in return."""

from sqlalchemy.orm import Session

from tests.builders import a_farmer
from tests.webapp.forms.caseworker_visits import a_visit_of_mine
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Row, World, typed
from webapp.models import FarmNote
from webapp.portals.caseworker.farm_notes import FarmAnswerForm
from webapp.portals.farmer.notes import FarmNoteForm


def guests_expected(db: Session) -> World:
    visit = a_visit_of_mine()(db).visit
    return World(reader=a_farmer(db, visit.farm, language="en"), visit=visit)


def a_note_to_see_to(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.farm_note = FarmNote(visit_id=world.visit.id, words="The car is broken.")
    db.add(world.farm_note)
    db.flush()
    return world


ROWS = [
    Row(
        "farmer.write_note",
        guests_expected,
        form=FarmNoteForm,
        subject=newest(FarmNote),
        fields={"words": typed("The car is broken.")},
        then={audited("visit.farm-wrote"): True},
    ),
    Row(
        "caseworker.answer_farm_note",
        a_note_to_see_to,
        form=FarmAnswerForm,
        subject="farm_note",
        fields={"answer": typed("We fetch them.")},
        then={
            "seen_by_id": lambda world: world.reader.id,
            audited("visit.farm-answered", "words"): True,
        },
    ),
]
