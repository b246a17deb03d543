"""The people who sign in: found, added, suspended, and farmers who come by themselves."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLinkPurpose, Farm, Role, Seat, User
from webapp.services.accounts import email_links, passwords, stand_ins
from webapp.services.farms import stopping
from webapp.services.records import audit, sessions, taking_over
from webapp.services.visits import local_referents
from webapp.services.workshops import seats

UNCONFIRMED_LIFE = timedelta(days=7)
"""How long someone is kept who asked to host and never opened the link."""


def find_by_email(session: Session, email: str) -> User | None:
    """Return whose e-mail address this is, whatever its case."""
    return session.scalar(select(User).where(func.lower(User.email) == func.lower(email.strip())))


def prove(session: Session, email: str, password: str) -> User:
    """Return who signs in so, or raise `password-wrong`: as slow for one unknown as for another."""
    user = find_by_email(session, email)
    fits = passwords.fits(user, password)
    if user is None or not fits or user.suspended_at is not None:
        raise RuleBroken("password-wrong")
    return user


def add_user(session: Session, role: Role, email: str, name: str, **others: object) -> User:
    """Add someone who may sign in; an address already known is refused."""
    take_turn(session, "e-mail", email.strip().lower())
    if find_by_email(session, email) is not None:
        raise RuleBroken("email-known")
    user = User(role=role, email=email.strip(), name=name.strip(), **others)
    session.add(user)
    session.flush()
    audit.record(session, "user.added", user, role=role.value)
    return user


def ask_to_host(session: Session, email: str, name: str, language: str) -> None:
    """Write a link to a farmer who comes by themselves; one already known gets one as well.

    Of two at one instant the second finds who was added: nobody learns who is known.
    """
    take_turn(session, "e-mail", email.strip().lower())
    user = find_by_email(session, email)
    if user is None:
        user = add_user(session, Role.FARMER, email, name, language=language)
        email_links.send_link(session, user, EmailLinkPurpose.SIGN_IN, "host-sign-up")
    else:
        send_way_in(session, user)


def send_way_in(session: Session, user: User) -> None:
    """Write what lets this person in: a link to farmers, a new password to staff."""
    if user.suspended_at is not None:
        return
    purpose = EmailLinkPurpose.RESET_PASSWORD if user.is_staff else EmailLinkPurpose.SIGN_IN
    email_links.send_link(session, user, purpose)


def send_new_password(session: Session, user: User) -> None:
    """Write a link that lets this person choose a new password."""
    if user.suspended_at is None:
        email_links.send_link(session, user, EmailLinkPurpose.RESET_PASSWORD)


def ensure_farm(session: Session, user: User, farm_name: str) -> bool:
    """Give a farmer who has confirmed their address the farm they are about to describe.

    Return whether they had none.
    """
    if user.role is not Role.FARMER or user.farm_id is not None:
        return False
    user.farm = Farm(name=farm_name)
    session.flush()
    audit.record(session, "farm.applied", user.farm)
    return True


def suspend(session: Session, user: User, *, by: User, stand_in: User | None = None) -> None:
    """Shut someone out from the next request on: sessions and links end, seats are given back.

    Their farm's links to visits, which they may have kept, end as well; the others get new ones.

    Parameters
    ----------
    stand_in
        Who takes over, where visits would stand without anybody (`stand_ins`).
    """
    if user.id == by.id:
        raise RuleBroken("not-to-oneself")
    for left in stand_ins.left_by(session, user) if stand_in else ():
        stand_ins.name(session, left, stand_in)
    user.suspended_at = user.suspended_at or now()
    sessions.end_all_sessions(session, user)
    email_links.end_links(session, user)
    seats.give_up(session, Seat.user_id == user.id)
    audit.record(session, "user.suspended", user)
    local_referents.let_go_of_all(session, user)
    if user.farm is not None:
        stopping.renew_links(session, user.farm)


def look_after_incidents(session: Session, user: User, *, by: User, so: bool) -> None:
    """Say whether a coordinator reads the incidents that are opened from now on.

    Nobody names themselves; while nobody is named, every coordinator reads them.
    """
    if user.id == by.id:
        raise RuleBroken("not-to-oneself")
    user.reads_incidents = so
    audit.record(session, "user.incidents", user, reads=so)


def restore(session: Session, user: User) -> None:
    """Let a suspended person in again; they sign in anew."""
    taking_over.come_back(session, user)
    stand_ins.come_back(session, user)
    audit.record(session, "user.restored", user)


def forget_unconfirmed(session: Session) -> int:
    """Delete those who asked to host and never opened the link; return how many."""
    forgotten = session.scalars(
        delete(User)
        .where(
            User.role == Role.FARMER,
            User.farm_id.is_(None),
            User.last_seen_at.is_(None),
            User.created_at < now() - UNCONFIRMED_LIFE,
        )
        .returning(User.id)
    ).all()
    return len(forgotten)
