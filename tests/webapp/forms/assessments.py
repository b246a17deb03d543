"""The questions before and after: at the desk, and behind a link."""

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer
from tests.webapp.forms.paths import somebody
from tests.webapp.forms.places import At, audited, newest
from tests.webapp.forms.row import MISSING, Reading, Row, World, typed
from webapp.models import Assessment, FarmAssessment, Phase
from webapp.models.assessments import AGREEMENT, ASSESSED
from webapp.services.records.tokens import household_token
from webapp.web.assessment_form import AssessmentForm, FarmAssessmentForm


def somebody_with_a_link(db: Session) -> World:
    world = somebody(db)
    world.token, world.reader = household_token(world.party), None
    return world


def a_farm_that_may_receive(db: Session) -> World:
    farm = a_farm(db)
    return World(reader=a_farmer(db, farm, language="en"), farm=farm)


def a_coordinator_who_calls_a_farm(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), farm=a_farm(db))


def said(question: str, kind: type[Assessment | FarmAssessment] = Assessment) -> At:
    """Return what reads an answer."""

    def read(reading: Reading) -> object:
        made = newest(kind)(reading)
        return made.answers.get(question) if made else MISSING

    return read


CELLS = {
    question: typed(AGREEMENT[number], at=said(question))
    for number, question in enumerate(ASSESSED["person-1"])
}
FARM_CELLS = {
    question: typed(AGREEMENT[number], at=said(question, FarmAssessment))
    for number, question in enumerate(ASSESSED["farm-1"])
}
ROWS = [
    Row(
        "farmer.answer_questions",
        a_farm_that_may_receive,
        form=FarmAssessmentForm,
        subject=newest(FarmAssessment),
        fields=FARM_CELLS,
        then={"phase": Phase.BEFORE, audited("farm.assessed"): True},
    ),
    Row(
        "coordinator.assess_farm",
        a_coordinator_who_calls_a_farm,
        form=FarmAssessmentForm,
        subject=newest(FarmAssessment),
        fields=FARM_CELLS,
        then={"by_id": lambda world: world.reader.id},
    ),
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
