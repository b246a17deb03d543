"""Places worth looking for, of a solved round: asked for, and stopped."""

from sqlalchemy.orm import Session

from tests.webapp.forms.places import audited
from tests.webapp.forms.rounds import a_result, of
from tests.webapp.forms.row import Row, World
from webapp.services import rounds


def a_result_without_advice(db: Session, portal: str) -> World:
    """A solved round for which looking for places went wrong."""
    world = a_result(db, portal)
    world.round.advice_failure = "engine-broke"
    db.flush()
    return world


def a_result_being_advised(db: Session, portal: str) -> World:
    """A solved round of which places worth looking for are sought."""
    world = a_result_without_advice(db, portal)
    rounds.ask_for_advice(db, world.round)
    return world


def advice(portal: str) -> list[Row]:
    """Return the rows of looking for places, and of stopping it."""
    return [
        Row(
            f"{portal}.ask_for_advice",
            of(portal, a_result_without_advice),
            subject="round",
            page=f"{portal}.show_advice",
            then={"awaits_advice": True},
        ),
        Row(
            f"{portal}.stop_advice",
            of(portal, a_result_being_advised),
            subject="round",
            page=f"{portal}.show_advice_progress",
            then={"awaits_advice": False, audited("round.advice-stopped"): True},
        ),
    ]


ROWS = [row for portal in ("caseworker", "coordinator") for row in advice(portal)]
