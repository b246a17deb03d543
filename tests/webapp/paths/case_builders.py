"""Case meetings with sensible defaults: a test names only what it is about."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import CaseDecision, CaseMeeting, Person, User
from webapp.services.parties import case_meetings


def a_case_meeting(db: Session, organisation_id: int, **given: Any) -> CaseMeeting:
    db.add(meeting := CaseMeeting(organisation_id=organisation_id, day=today(), **given))
    db.flush()
    return meeting


def a_decision(db: Session, person: Person, meeting: CaseMeeting | None = None) -> CaseDecision:
    meeting = meeting or a_case_meeting(db, person.party.organisation_id)
    of = {"party_id": person.party_id, "person_id": person.id}
    said = {"decision": "La mission locale la reçoit.", "their_word": "D’accord."}
    db.add(made := CaseDecision(meeting=meeting, **of, **said))
    db.flush()
    return made


def closed_by(db: Session, meeting: CaseMeeting, *present: User) -> CaseMeeting:
    case_meetings.close(db, meeting, present, present)
    return meeting
