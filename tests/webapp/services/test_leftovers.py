"""What is over is removed; what may still be of use stays."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_visit
from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.models import (
    Attempt,
    EmailLink,
    EmailLinkPurpose,
    KeptForm,
    PhoneCode,
    SentForm,
    Side,
    UserSession,
    VisitSession,
)
from webapp.services.records import expiry

LONG_AGO, LATELY = now() - timedelta(days=100), now() - timedelta(hours=12)


def left(db: Session, *rows: Base) -> list[Base]:
    db.add_all(rows)
    db.flush()
    expiry.forget(db)
    db.expunge_all()
    return [row for row in rows if db.get(type(row), row.id)]  # type: ignore[attr-defined]


def test_attempts_that_no_door_counts_any_more_are_removed(db: Session) -> None:
    old, recent = Attempt(door="a", at=LONG_AGO), Attempt(door="a", at=LATELY)
    assert left(db, old, recent) == [recent]


def test_forms_that_were_sent_long_ago_are_forgotten(db: Session) -> None:
    old, recent = SentForm(digest="a", at=LONG_AGO), SentForm(digest="b", at=LATELY)
    assert left(db, old, recent) == [recent]


def test_what_was_typed_is_kept_for_an_hour(db: Session) -> None:
    user = a_farmer(db).id
    old = KeptForm(user_id=user, address="/a", typed="[]", at=LATELY)
    recent = KeptForm(user_id=user, address="/b", typed="[]")
    assert left(db, old, recent) == [recent]


def test_sessions_that_ended_or_lasted_too_long_are_removed(db: Session) -> None:
    user = a_farmer(db)
    ended = UserSession(digest="a", user_id=user.id, ended_at=LONG_AGO)
    expired = UserSession(digest="b", user_id=user.id, created_at=LONG_AGO)
    live = UserSession(digest="c", user_id=user.id, created_at=LATELY)
    assert left(db, ended, expired, live) == [live]


def test_codes_of_visits_and_the_browsers_that_gave_them_are_removed(db: Session) -> None:
    visit, party = a_visit(db).id, Side.PARTY
    old = (
        PhoneCode(visit_id=visit, side=party, expires_at=LONG_AGO),
        VisitSession(digest="a", visit_id=visit, side=party, link_version=1, created_at=LONG_AGO),
    )
    recent = (
        PhoneCode(visit_id=visit, side=party, expires_at=LATELY),
        VisitSession(digest="b", visit_id=visit, side=party, link_version=1, created_at=LATELY),
    )
    assert left(db, *old, *recent) == list(recent)


def test_links_used_or_over_are_removed_but_an_invitation_that_waits_stays(db: Session) -> None:
    user = a_farmer(db).id
    sign_in, invitation = EmailLinkPurpose.SIGN_IN, EmailLinkPurpose.INVITATION
    over = EmailLink(user_id=user, purpose=sign_in, expires_at=LONG_AGO)
    used = EmailLink(user_id=user, purpose=invitation, expires_at=LONG_AGO, used_at=LONG_AGO)
    waiting = EmailLink(user_id=user, purpose=invitation, expires_at=LONG_AGO)
    live = EmailLink(user_id=user, purpose=sign_in, expires_at=now())
    assert left(db, over, used, waiting, live) == [waiting, live]
    assert db.scalars(select(EmailLink.id)).all() == [waiting.id, live.id]
