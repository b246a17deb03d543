"""A step that leads to a service around: who is sent there, for what, by whom and until when."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import PathState, Person, ServiceAround, Step, User
from webapp.services.around import schema
from webapp.services.parties import paths
from webapp.services.records import audit


def needs_of(service: ServiceAround) -> list[str]:
    """Return what a service can be asked for, of what may stand in somebody's way."""
    return [need for need in schema.NEEDS if schema.themes_of(need) & set(service.themes)]


def send_to(
    session: Session,
    person: Person,
    by: User,
    service: ServiceAround,
    *,
    need: str,
    who: str,
    due_on: date | None,
) -> Step | None:
    """Add the step that leads somebody to a service; none where it is to be done already.

    Raises
    ------
    RuleBroken
        The service stands in the directory no more.
    """
    held = select(ServiceAround.id).where(
        ServiceAround.id == service.id, ServiceAround.gone_on.is_(None)
    )
    if session.scalar(held.with_for_update(read=True, key_share=True)) is None:
        raise RuleBroken("service-gone")
    mine = Step.person_id == person.id, Step.service_id == service.id
    there = select(Step.id).where(*mine, Step.state == PathState.OPEN).limit(1)
    if session.scalar(there) is not None:
        return None
    said = {"need": need, "who": who, "due_on": due_on, "service_id": service.id}
    return paths.add_step(session, person, by, words=service.called, language="fr", **said)


def agree_to_name(session: Session, person: Person, step: Step, on: date | None) -> None:
    """Note the day on which somebody agreed to be named to a service, or that they do no more."""
    paths.check(person)
    step.name_agreed_on = on
    act = "party.step-named" if on else "party.step-unnamed"
    audit.record(session, act, person.party, person=person.id)


def change(
    session: Session, person: Person, step: Step, *, need: str, who: str, due_on: date | None
) -> None:
    """Say otherwise for what somebody is sent to a service, by whom, or until when."""
    said = {"need": need, "who": who, "due_on": due_on}
    paths.change_step(session, person, step, words=step.words, **said)
