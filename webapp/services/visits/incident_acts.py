"""What the readers of an incident do: judge it, write what is done, close it, take it up again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Incident, IncidentReader, Severity, StepKind, User
from webapp.services.records import audit, staff
from webapp.services.visits import incidents, places, safeguarding


@dataclass(frozen=True)
class Judgement:
    """What a reader knows of an incident.

    Parameters
    ----------
    exposed, minors
        How many people it concerns, and how many of them are children.
    reason
        Why it is judged less serious than it was, or of another farm than the one that it holds;
        needed then.
    """

    kind: str
    severity: Severity
    happened_on: date | None
    exposed: int | None
    minors: int | None
    reason: str = ""


def judge(
    session: Session, incident: Incident, by: User, found: Judgement, farm: Farm | None
) -> None:
    """Keep what is known now; the hold of its farm follows."""
    _take(session, incident, farm)
    if (found.minors or 0) > (found.exposed or 0):
        raise RuleBroken("more-minors-than-people")
    before, held = incident.severity, incident.farm
    order = list(Severity)
    leaves_held = incident.holds and held is not None and farm is not held
    if leaves_held or order.index(found.severity) < order.index(before):
        incident.add(StepKind.JUDGED, by, safeguarding.written(found.reason))
    elif found.reason.strip():
        incident.add(StepKind.JUDGED, by, found.reason.strip())
    for name in ("kind", "severity", "happened_on", "exposed", "minors"):
        setattr(incident, name, getattr(found, name))
    incident.farm = farm
    audit.record(session, "incident.judged", incident, severity=found.severity.value)
    if incident.severity is Severity.SERIOUS and before is not Severity.SERIOUS:
        for reader in incident.readers:
            key = f"incident-{incident.id}-{reader.user_id}-serious-{len(incident.steps)}"
            incidents.write_of(session, incident, reader.user, key=key)
    incidents.hold(session, incident)
    incidents.release(session, held, by)


def add_measure(
    session: Session, incident: Incident, by: User, words: str, again_on: date | None
) -> None:
    """Keep what was done, and the day on which somebody looks again, if one is set."""
    _take(session, incident)
    incident.add(StepKind.MEASURE, by, safeguarding.written(words))
    incident.follow_up_on = again_on
    audit.record(session, "incident.measure-taken", incident)


def close(session: Session, incident: Incident, by: User, finding: str) -> None:
    """Close an incident; with its farm's last serious one, visits can be proposed there again."""
    _take(session, incident)
    incident.close(by, safeguarding.written(finding))
    audit.record(session, "incident.closed", incident)
    incidents.release(session, incident.farm, by)


def reopen(session: Session, incident: Incident, by: User, reason: str) -> None:
    """Take a closed incident up again, with a written reason; a serious one holds its farm anew."""
    if incident.farm is not None:
        places.lock_farm(session, incident.farm)
    _lock(session, incident)
    if incident.is_open:
        raise RuleBroken("changed-meanwhile")
    incident.reopen(by, safeguarding.written(reason))
    audit.record(session, "incident.reopened", incident)
    incidents.hold(session, incident)


def note_notice(session: Session, incident: Incident, by: User) -> None:
    """Keep that the authority has had its notice, and who says so."""
    _lock(session, incident)
    if incident.notified_at is not None:
        raise RuleBroken("changed-meanwhile")
    incident.notified_at, incident.notified_by_id = now(), by.id
    audit.record(session, "incident.authority-told", incident)


def name_reader(session: Session, incident: Incident, user: User) -> None:
    """Let one more person read an incident; they are written to."""
    if user.id in {each.user_id for each in incident.readers}:
        raise RuleBroken("reads-already")
    incident.readers.append(IncidentReader(user=user))
    audit.record(session, "incident.reader-named", incident, user=user.id)
    key = f"incident-{incident.id}-{user.id}-{len(incident.readers)}"
    incidents.write_of(session, incident, user, key=key)


def end_reading(session: Session, incident: Incident, user_id: int) -> None:
    """Let a person read an incident no more; the last reader stays."""
    left = [each for each in incident.readers if each.user_id != user_id]
    if not left or len(left) == len(incident.readers):
        raise RuleBroken("last-reader")
    incident.readers = left
    audit.record(session, "incident.reader-left", incident, user=user_id)


def may_be_named(session: Session, incident: Incident) -> list[User]:
    """Return who could be named: coordinators, and caseworkers of the association concerned.

    Nobody of a farm is among them.
    """
    people = staff.coordinators(session)
    if incident.visit is not None:
        people += staff.caseworkers(session, incident.visit.organisation_id)
    named = {each.user_id for each in incident.readers}
    return [each for each in people if each.id not in named]


def _take(session: Session, incident: Incident, farm: Farm | None = None) -> None:
    """Lock what the act changes: farms first, then the incident, which must be open."""
    farms = [each for each in (incident.farm, farm) if each is not None]
    for each in sorted(set(farms), key=lambda row: row.id):
        places.lock_farm(session, each)
    _lock(session, incident)
    if not incident.is_open:
        raise RuleBroken("changed-meanwhile")


def _lock(session: Session, incident: Incident) -> None:
    query = select(Incident).where(Incident.id == incident.id).with_for_update(of=Incident)
    session.scalars(query.execution_options(populate_existing=True)).one()
