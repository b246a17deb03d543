"""A person's path: their goals, what stands in the way, the steps, and which of these are late."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.encryption import Cipher
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import OBSTACLES
from webapp.models import (
    Goal,
    Message,
    MessageState,
    Obstacle,
    Party,
    PartyState,
    PathState,
    Person,
    ServiceAround,
    Step,
    User,
)
from webapp.models.persons import ADULT_AGE
from webapp.services.parties import assessments
from webapp.services.records import audit, outbox

LINK: Final = "path-link"
"""The message that brings somebody's path to their telephone."""
LATIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]")
"""Letters of the pages of staff: what has none of them is in the language of who reads it."""
USUAL_TIME: Final = timedelta(days=14)
"""Until when a step is to be done, where nobody says another day."""

Noted = tuple[int, str]
"""A level, and the body that sees to it, if any."""


def goals(session: Session, person: Person) -> Sequence[Goal]:
    """Return what somebody wants, those that stand first."""
    query = select(Goal).where(Goal.person_id == person.id).options(joinedload(Goal.by))
    found = session.scalars(query.order_by(Goal.id)).all()
    return sorted(found, key=lambda each: each.state is not PathState.OPEN)


def steps(session: Session, person: Person) -> Sequence[Step]:
    """Return the steps: those to do by their day, then those that ended, the last first."""
    told = joinedload(Step.service).joinedload(ServiceAround.publication)
    query = select(Step).where(Step.person_id == person.id).options(told)
    found = session.scalars(query.order_by(Step.due_on.asc().nulls_last(), Step.id)).all()
    ended = [each for each in found if each.ended_on]
    ended.sort(key=lambda each: (each.ended_on or date.min, each.id), reverse=True)
    return [each for each in found if not each.ended_on] + ended


def obstacles(session: Session, person: Person) -> Sequence[Obstacle]:
    """Return all that was ever noted, the newest first."""
    query = select(Obstacle).where(Obstacle.person_id == person.id).options(joinedload(Obstacle.by))
    return session.scalars(query.order_by(Obstacle.noted_on.desc(), Obstacle.id.desc())).all()


def standing(noted: Sequence[Obstacle]) -> dict[str, Obstacle]:
    """Return what holds by now of each kind, of what `obstacles` returns."""
    return {each.kind: each for each in reversed(noted)}


def to_do(session: Session, party: Party) -> dict[int, int]:
    """Return how many steps each of a file's people has to do still, by their number."""
    mine = Step.party_id == party.id, Step.state == PathState.OPEN
    counted = select(Step.person_id, func.count()).where(*mine).group_by(Step.person_id)
    return dict(session.execute(counted).all())


def whose_telephone(session: Session, party: Party) -> Person | None:
    """Return the one adult of a household, who alone reads what its link opens.

    None where there are several, be it in another file of the same number: what somebody wants is
    not said to whom they live with.
    """
    adults = [person for person in party.persons if person.may_be_adult(today())]
    return adults[0] if len(adults) == 1 and not _reads_another(session, party) else None


def _reads_another(session: Session, party: Party) -> bool:
    """Whether an adult of another file that is in use has the same telephone."""
    if party.phone is None:
        return False
    same = Party.phone_fingerprint.in_(Cipher.fingerprints(party.phone)), Party.id != party.id
    in_use = Party.state != PartyState.LEFT, Party.merged_into_id.is_(None)
    may_be_adult = Person.birth_year <= today().year - ADULT_AGE
    query = select(Person.id).join(Person.party).where(*same, *in_use, may_be_adult).limit(1)
    with seeing_everyone(session):  # the other may be of another association
        return session.scalar(query) is not None


def is_shown(session: Session, party: Party) -> bool:
    """Whether a household's link shows a path on which something stands, or is asked."""
    person = whose_telephone(session, party)
    if person is None or party.state is PartyState.LEFT:
        return False
    noted = goals(session, person) or steps(session, person)
    return bool(noted) or assessments.is_asked(session, person)


def send_link(session: Session, person: Person) -> None:
    """Write to somebody where their path stands: to a telephone once a day.

    Raises
    ------
    RuleBroken
        They are a child, others read what comes to this telephone, there is nothing to read yet,
        no message of ours can arrive, or it was written today.
    """
    check(person)
    party = person.party
    if not person.may_be_adult(today()):
        raise RuleBroken("path-of-a-child")
    if whose_telephone(session, party) is not person:
        raise RuleBroken("telephone-of-several")
    if not is_shown(session, party):
        raise RuleBroken("path-is-empty")
    if not party.can_be_written_to:
        raise RuleBroken("no-message-arrives")
    key = f"{LINK}-{party.id}-{party.phone_fingerprint}-{today()}"
    written = session.scalar(select(Message).where(Message.idempotency_key == key))
    if written is None or written.state is MessageState.NOT_NEEDED:
        outbox.write_to_household(session, party, LINK, key=key)
    elif written.state is MessageState.FAILED:
        outbox.send_again(session, written)
    else:
        raise RuleBroken("path-sent-today")
    audit.record(session, "party.path-sent", party, person=person.id)


def usual_steps(stand: Mapping[str, Obstacle], steps: Sequence[Step]) -> list[str]:
    """Return the usual steps against what stands in the way most, of those not on the path yet."""
    there = {each.kind for each in steps}
    most_first = sorted(stand.values(), key=lambda each: -each.level)
    found = [step for each in most_first if each.level for step in OBSTACLES[each.kind]]
    return [each for each in found if each not in there]


def note_goal(
    session: Session, person: Person, by: User, *, words: str, language: str, said_on: date
) -> None:
    """Write down what somebody wants."""
    check(person)
    said = {"words": words.strip(), "language": language, "said_on": said_on}
    session.add(Goal(party_id=person.party_id, person_id=person.id, by_id=by.id, **said))
    audit.record(session, "party.goal-noted", person.party, person=person.id)


def change_goal(session: Session, person: Person, goal: Goal, **said: Any) -> None:
    """Write a goal better, or note what became of it."""
    check(person)
    for name, value in said.items():
        setattr(goal, name, value)
    state = goal.state.value
    audit.record(session, "party.goal-changed", person.party, person=person.id, state=state)


def note_obstacles(session: Session, person: Person, by: User, said: Mapping[str, Noted]) -> int:
    """Note what has changed of what stands in the way, from today on; return how much.

    What was noted before stays as it is.
    """
    check(person)
    before = standing(obstacles(session, person))
    changed = [
        Obstacle(
            party_id=person.party_id,
            person_id=person.id,
            by_id=by.id,
            kind=kind,
            level=level,
            handled_by=handled_by.strip() or None,
            noted_on=today(),
        )
        for kind, (level, handled_by) in said.items()
        if (level, handled_by.strip()) != (before[kind].says if kind in before else (0, ""))
    ]
    if changed:
        session.add_all(changed)
        noted = {"person": person.id, "count": len(changed)}
        audit.record(session, "party.obstacles-noted", person.party, **noted)
    return len(changed)


def add_step(session: Session, person: Person, by: User, **said: Any) -> Step:
    """Add a step.

    Parameters
    ----------
    said
        Its `kind`, its `words` or both with their `language`, `who` does it, and until when
        (`due_on`).
    """
    check(person)
    step = Step(party_id=person.party_id, person_id=person.id, by_id=by.id)
    _write(step, person, said)
    session.add(step)
    audit.record(session, "party.step-added", person.party, person=person.id)
    return step


def add_usual_step(session: Session, person: Person, by: User, kind: str) -> Step | None:
    """Add one of the usual steps; none where it is to be done already."""
    there = select(Step.id).where(Step.person_id == person.id, Step.kind == kind)
    if session.scalar(there.where(Step.state == PathState.OPEN).limit(1)) is not None:
        return None
    return add_step(session, person, by, kind=kind, who="both", due_on=today() + USUAL_TIME)


def change_step(session: Session, person: Person, step: Step, **said: Any) -> None:
    """Say otherwise what is to be done, by whom, or until when.

    Words that stay are in the language in which they were written.
    """
    check(person)
    if said.get("words") == step.words:
        said = said | {"language": step.language}
    _write(step, person, said)
    audit.record(session, "party.step-changed", person.party, person=person.id)


def end_step(session: Session, person: Person, step: Step, state: PathState) -> None:
    """Note that a step is done or dropped, or that it is to be done after all."""
    check(person)
    session.refresh(step, with_for_update=True)
    step.end(state, today())
    audit.record(session, "party.step-ended", person.party, person=person.id, state=state.value)


def that_are_late() -> Select[Step]:
    """Ask for the steps that were to be done before today."""
    due = Step.state == PathState.OPEN, Step.due_on < at(today)
    return select(Step).where(*due)


def late(*files: ColumnElement[bool]) -> Select[Step]:
    """Ask for the steps of these files that were to be done before today, the oldest first."""
    who = joinedload(Step.party).load_only(Party.code)
    whole = who, joinedload(Step.person).load_only(Person.first_name)
    here = Party.state != PartyState.LEFT, Party.anonymous_since.is_(None)
    query = that_are_late().join(Step.party).where(*files, *here).options(*whole)
    return query.order_by(Step.due_on, Step.id)


def _write(step: Step, person: Person, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(step, name, value or None)
    if step.words and not LATIN.search(step.words):
        step.language = person.party.reads_in.code
    if not step.kind and not step.words:
        raise RuleBroken("step-says-nothing")


def check(person: Person) -> None:
    """Refuse to write on the path of a file that is one with another now."""
    if person.party.merged_into_id is not None:
        raise RuleBroken("merged-already")
