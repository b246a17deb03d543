"""Invitations: the only way for staff to come in, and one of two for farmers."""

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import (
    EmailLink,
    EmailLinkPurpose,
    Farm,
    FarmState,
    LocalReferent,
    Message,
    MessageState,
    Offer,
    Organisation,
    Role,
    User,
)
from webapp.services.accounts import email_links, stand_ins, users
from webapp.services.records import audit


def invite_coordinator(session: Session, email: str, name: str, language: str = "fr") -> User:
    """Invite someone of the programme itself."""
    return _invite(
        session, users.add_user(session, Role.COORDINATOR, email, name, language=language)
    )


def invite_caseworker(
    session: Session, email: str, name: str, organisation: Organisation, language: str = "fr"
) -> User:
    """Invite someone of an association."""
    added = users.add_user(
        session, Role.CASEWORKER, email, name, organisation=organisation, language=language
    )
    return _invite(session, added)


def invite_farmer(
    session: Session, email: str, name: str, farm: Farm | str, language: str = "fr"
) -> User:
    """Invite a farmer, to a farm that stands already or to a new one of this name."""
    if isinstance(farm, Farm) and farm.state in {FarmState.DECLINED, FarmState.REMOVED}:
        raise RuleBroken("farm-has-left")
    home = farm if isinstance(farm, Farm) else Farm(name=farm)
    added = users.add_user(session, Role.FARMER, email, name, farm=home, language=language)
    if not isinstance(farm, Farm):
        audit.record(session, "farm.applied", home)
    return _invite(session, added)


def invite_local_referent(
    session: Session,
    email: str,
    name: str,
    commune: str,
    phone: str | None,
    language: str = "fr",
) -> User:
    """Invite a volunteer who looks after visits near a commune, by its INSEE code."""
    added = users.add_user(session, Role.LOCAL_REFERENT, email, name, language=language)
    session.add(LocalReferent(user=added, commune=commune, phone=phone))
    return _invite(session, added)


def _invite(session: Session, user: User) -> User:
    email_links.send_link(session, user, EmailLinkPurpose.INVITATION)
    return user


def is_pending(user: User) -> bool:
    """Whether an invited person has never come in."""
    return user.password_hash is None and not user.has_come


def never_came_in() -> ColumnElement[bool]:
    """Whether `is_pending` says so of the people asked for."""
    return and_(User.password_hash.is_(None), ~User.has_come)


def resend(session: Session, user: User) -> None:
    """Write a new link to someone who has not come in yet; the earlier one ends."""
    _require_pending(user)
    _invite(session, user)


def revoke(session: Session, user: User) -> None:
    """Take an invitation back: nothing of the person remains, nor of a farm made for them alone."""
    _require_pending(user)
    audit.record(session, "user.invitation-revoked", user)
    farm = user.farm
    session.delete(user)
    session.flush()
    if farm is not None and _was_made_for_nobody_else(session, farm):
        session.delete(farm)
        session.flush()


def accept(session: Session, token: str) -> User:
    """Use an invitation up."""
    link = email_links.use_link(session, token)
    audit.record(session, "user.invitation-accepted", link.user)
    stand_ins.come_back(session, link.user)
    return link.user


def live_invitation(session: Session, user: User) -> EmailLink | None:
    """Return the newest invitation of a user."""
    return session.scalar(
        select(EmailLink)
        .where(EmailLink.user_id == user.id, EmailLink.purpose == EmailLinkPurpose.INVITATION)
        .order_by(EmailLink.id.desc())
        .limit(1)
    )


def why_not_sent(session: Session, invitation: EmailLink | None) -> str | None:
    """Return the code of why an invitation has not left, if it failed to."""
    if invitation is None:
        return None
    of_link = select(Message.failure).where(
        Message.email_link_id == invitation.id, Message.state == MessageState.FAILED
    )
    return session.scalar(of_link)


def _require_pending(user: User) -> None:
    if not is_pending(user):
        raise RuleBroken("already-came-in")


def _was_made_for_nobody_else(session: Session, farm: Farm) -> bool:
    others = exists().where(User.farm_id == farm.id)
    offers = exists().where(Offer.farm_id == farm.id)
    return farm.state is FarmState.APPLIED and not session.scalar(select(others | offers))
