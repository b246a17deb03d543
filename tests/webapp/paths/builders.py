"""Paths with sensible defaults: a test names only what it is about."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_person
from tests.webapp.around.builders import a_service_around
from tests.webapp.paths.case_builders import a_decision
from webapp.ground.clock import today
from webapp.models import Goal, Obstacle, Person, Step


def of(db: Session, person: Person) -> dict[str, Any]:
    return {
        "party_id": person.party_id,
        "person_id": person.id,
        "by_id": a_caseworker(db, person.party.organisation).id,
    }


def a_goal(db: Session, person: Person, **given: Any) -> Goal:
    defaults = {"words": "اريد ان اعمل", "language": "ar", "said_on": today()}
    db.add(goal := Goal(**{**of(db, person), **defaults, **given}))
    db.flush()
    return goal


def a_step(db: Session, person: Person, **given: Any) -> Step:
    defaults = {"words": "Appeler la mairie", "who": "both"}
    db.add(step := Step(**{**of(db, person), **defaults, **given}))
    db.flush()
    return step


def an_obstacle(db: Session, person: Person, kind: str = "mobility", **given: Any) -> Obstacle:
    defaults = {"level": 2, "noted_on": today()}
    db.add(noted := Obstacle(kind=kind, **{**of(db, person), **defaults, **given}))
    db.flush()
    return noted


def on_a_path(db: Session, person: Person) -> dict[str, Any]:
    """Return by number what an address names of somebody's path."""
    goal, service = a_goal(db, person, words="Ombredune"), a_service_around(db)
    there = {"service_id": service.id, "need": "french"}
    step = a_step(db, person, words="Ombredune", **there)
    made = a_decision(db, person)
    return {
        "goal_id": goal.id,
        "step_id": step.id,
        "service_id": service.id,
        "case_id": made.meeting_id,
        "decision_id": made.id,
    }


def two_people(**given: Any) -> list[Person]:
    return [a_person(first_name="Amina", **given), a_person(first_name="Idris", sex="man")]
