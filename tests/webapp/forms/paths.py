"""The forms of a path: goals, obstacles, steps."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.webapp.around.builders import a_service_around
from tests.webapp.around.directory import FRENCH
from tests.webapp.forms.places import audited, leads_to, newest, written
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from tests.webapp.paths.builders import a_goal, a_step, an_obstacle
from webapp.ground.clock import today
from webapp.ground.vocabulary import OBSTACLES
from webapp.models import Goal, PathState, Step
from webapp.portals.caseworker.path_forms import (
    GoalForm,
    NameForm,
    NewGoalForm,
    ObstaclesForm,
    ServiceForm,
    StepForm,
)
from webapp.services.parties import paths

PATH = "caseworker.show_path"
SAID_ON = date(2027, 2, 19)


def somebody(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation)
    return World(reader=reader, party=party, person=party.persons[0])


def somebody_with_a_goal(db: Session) -> World:
    world = somebody(db)
    world.goal = a_goal(db, world.person)
    return world


def somebody_with_a_step(db: Session) -> World:
    world = somebody(db)
    world.step = a_step(db, world.person)
    return world


def somebody_near_a_service(db: Session) -> World:
    world = somebody(db)
    world.service = a_service_around(db, themes=[FRENCH, "numerique--acquerir-un-equipement"])
    return world


def somebody_sent_to_a_service(db: Session) -> World:
    world = somebody_near_a_service(db)
    world.step = a_step(db, world.person, service_id=world.service.id, need="french")
    return world


def somebody_who_is_named(db: Session) -> World:
    world = somebody_sent_to_a_service(db)
    world.step.name_agreed_on = SAID_ON
    db.flush()
    return world


def is_named(reading: Reading) -> bool:
    return reading.again(reading.world.step).name_agreed_on is not None


def somebody_with_a_late_step(db: Session) -> World:
    world = somebody_with_a_step(db)
    world.step.due_on = today() - timedelta(days=3)
    return world


def somebody_who_cannot_get_around(db: Session) -> World:
    world = somebody(db)
    an_obstacle(db, world.person, "mobility", level=3)
    return world


def noted(kind: str, fact: str):  # type: ignore[no-untyped-def]
    """Return what reads what holds of a kind of obstacle by now."""

    def read(reading: Reading) -> object:
        person = reading.again(reading.world.person)
        standing = paths.standing(paths.obstacles(reading.fresh, person))
        return getattr(standing[kind], fact) if kind in standing else None

    return read


def typed_obstacles() -> dict[str, object]:
    cells: dict[str, object] = {}
    for number, kind in enumerate(OBSTACLES):
        level = 1 + number % 3
        cells[f"level_{kind}"] = typed(str(level), level, at=noted(kind, "level"))
        cells[f"by_{kind}"] = typed(f"OFII {number}", at=noted(kind, "handled_by"))
    return cells


ROWS = [
    Row(
        PATH,
        somebody,
        form=StepForm,
        subject=newest(Step),
        fields={
            "kind": typed("cv"),
            "words": typed("avec Nadia"),
            "who": typed("association"),
            "due_on": typed("2027-04-02", date(2027, 4, 2)),
        },
        then={"person_id": lambda world: world.person.id, audited("party.step-added"): True},
    ),
    Row(
        "caseworker.edit_step",
        somebody_with_a_step,
        form=StepForm,
        subject="step",
        edits=True,
        fields={
            "kind": typed("travel-card"),
            "words": typed("à la gare"),
            "who": typed("person"),
            "due_on": typed("2027-04-03", date(2027, 4, 3)),
        },
        then={audited("party.step-changed"): True},
    ),
    Row(
        "caseworker.send_to_service",
        somebody_near_a_service,
        form=ServiceForm,
        subject=newest(Step),
        fields={
            "need": typed("digital"),
            "who": typed("association"),
            "due_on": typed("2027-04-02", date(2027, 4, 2)),
        },
        then={
            "service_id": lambda world: world.service.id,
            "words": "Cours du soir · Centre des Tilleuls",
            audited("party.step-added"): True,
        },
    ),
    Row(
        "caseworker.edit_step",
        somebody_sent_to_a_service,
        form=ServiceForm,
        subject="step",
        edits=True,
        fields={
            "need": typed("digital"),
            "who": typed("person"),
            "due_on": typed("2027-04-03", date(2027, 4, 3)),
        },
        then={audited("party.step-changed"): True},
        case="to a service",
    ),
    Row(
        "caseworker.note_name",
        somebody_sent_to_a_service,
        form=NameForm,
        subject="step",
        fields={"agreed_on": typed("2027-02-19", SAID_ON, at="name_agreed_on")},
        then={audited("party.step-named"): True},
    ),
    Row(
        "caseworker.take_name_back",
        somebody_who_is_named,
        page="caseworker.edit_step",
        then={is_named: False, audited("party.step-unnamed"): True},
    ),
    Row(
        "caseworker.add_usual_step",
        somebody_who_cannot_get_around,
        page=PATH,
        subject=newest(Step),
        fields={"kind": typed("travel-card")},
        then={"who": "both"},
    ),
    Row(
        "caseworker.end_step",
        somebody_with_a_step,
        page=PATH,
        subject="step",
        fields={"state": typed("done", PathState.DONE)},
        then={audited("party.step-ended", "state"): "done"},
    ),
    Row(
        "caseworker.end_step",
        somebody_with_a_late_step,
        page="caseworker.show_todo",
        subject="step",
        fields={
            "state": typed("done", PathState.DONE),
            "board": carried(True, at=leads_to("/casework/")),
        },
        case="from the board",
    ),
    Row(
        "caseworker.send_path",
        somebody_with_a_goal,
        page=PATH,
        then={written("path-link"): 1, audited("party.path-sent"): True},
    ),
    Row(
        "caseworker.note_goal",
        somebody,
        form=NewGoalForm,
        subject=newest(Goal),
        fields={
            "words": typed("Je veux conduire un tracteur."),
            "language": typed("prs"),
            "said_on": typed("2027-02-20", date(2027, 2, 20)),
        },
        then={"state": PathState.OPEN, audited("party.goal-noted"): True},
    ),
    Row(
        "caseworker.edit_goal",
        somebody_with_a_goal,
        form=GoalForm,
        subject="goal",
        edits=True,
        fields={
            "words": typed("Je veux une ferme à moi."),
            "language": typed("fr"),
            "said_on": typed("2027-02-19", date(2027, 2, 19)),
            "state": typed("done", PathState.DONE),
        },
        then={audited("party.goal-changed", "state"): "done"},
    ),
    Row(
        "caseworker.note_obstacles",
        somebody_who_cannot_get_around,
        form=ObstaclesForm,
        subject="person",
        edits=True,
        fields=typed_obstacles(),  # type: ignore[arg-type]
        then={audited("party.obstacles-noted", "count"): 12},
    ),
]
