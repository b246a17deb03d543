"""The questions before and after: at the desk, and behind a link."""

from sqlalchemy.orm import Session

from tests.webapp.forms.paths import somebody
from tests.webapp.forms.places import At, audited, newest
from tests.webapp.forms.row import MISSING, Reading, Row, World, typed
from webapp.models import Assessment, Phase
from webapp.models.assessments import AGREEMENT, ASSESSED
from webapp.services.records.tokens import household_token
from webapp.web.assessment_form import AssessmentForm


def somebody_with_a_link(db: Session) -> World:
    world = somebody(db)
    world.token, world.reader = household_token(world.party), None
    return world


def said(question: str) -> At:
    """Return what reads an answer."""

    def read(reading: Reading) -> object:
        made = newest(Assessment)(reading)
        return made.answers.get(question) if made else MISSING

    return read


CELLS = {
    question: typed(AGREEMENT[number], at=said(question))
    for number, question in enumerate(ASSESSED["person-1"])
}
ROWS = [
    Row(
        "caseworker.assess_person",
        somebody,
        form=AssessmentForm,
        subject=newest(Assessment),
        fields=CELLS,
        then={"phase": Phase.BEFORE, "by_link": False, audited("party.assessed"): True},
    ),
    Row(
        "visit_page.show_questions",
        somebody_with_a_link,
        form=AssessmentForm,
        subject=newest(Assessment),
        fields=CELLS,
        then={"phase": Phase.BEFORE, "by_link": True},
    ),
]
