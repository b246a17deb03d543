"""Who accompanies whom: the caseworker of a file, or a pair of them, and handing files over."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from webapp.ground.at_once import given
from webapp.ground.errors import RuleBroken
from webapp.models import Party, PartyState, User, Visit
from webapp.services.records import audit

NOBODY: Final = "nobody"
"""Whose files are not accompanied yet, where a referent is asked for."""
SOMEBODY: Final = "somebody"


def colleagues(session: Session, organisation_id: int) -> list[User]:
    """Return the caseworkers of an association who can sign in, by name."""
    query = (
        select(User)
        .where(User.organisation_id == organisation_id, User.suspended_at.is_(None))
        .order_by(User.name, User.id)
    )
    return list(session.scalars(query))


def referents(session: Session, organisation_id: int) -> list[User]:
    """Return who accompanies a file of an association, or could, by name."""
    return list(session.scalars(_referents(), {"organisation": organisation_id}))


@cache
def _referents() -> Select[User]:
    organisation = given("organisation")
    files = Party.organisation_id == organisation
    accompany = select(Party.referent_id).where(files)
    beside = select(Party.second_referent_id).where(files)
    query = select(User).where(
        User.organisation_id == organisation,
        or_(User.suspended_at.is_(None), User.id.in_(accompany), User.id.in_(beside)),
    )
    return query.options(load_only(User.name)).order_by(User.name, User.id)


def whole() -> tuple[ORMOption, ...]:
    """Say that who accompanies a file is read with it."""
    return joinedload(Party.referent), joinedload(Party.second_referent)


def accompanied_by(asked: str | ColumnElement[int]) -> ColumnElement[bool]:
    """Say which files somebody accompanies, alone or in a pair, by their number, or `NOBODY`."""
    if isinstance(asked, str) and asked == NOBODY:
        return Party.referent_id.is_(None)
    who = int(asked) if isinstance(asked, str) else asked
    return or_(Party.referent_id == who, Party.second_referent_id == who)


def files_of(organisation: Any, referent: Any) -> tuple[ColumnElement[bool], ...]:
    """Say which files of an association somebody accompanies, or all of them for an empty word."""
    own = Party.organisation_id == organisation
    everyone = isinstance(referent, str) and not referent
    return (own,) if everyone else (own, accompanied_by(referent))


def visits_of(organisation: Any, referent: Any) -> tuple[ColumnElement[bool], ...]:
    """Say which visits are of these files, also where their party is not joined."""
    _own, *by = files_of(organisation, referent)
    own = Visit.organisation_id == organisation
    return (own, Visit.party.has(by[0])) if by else (own,)


Whose = tuple[ColumnElement[bool], ...]


def left_behind(*files: ColumnElement[bool]) -> Select[int]:
    """Ask how many files of people who take part are given to somebody who was shut out."""
    gone = select(User.id).where(User.suspended_at.is_not(None))
    theirs = or_(Party.referent_id.in_(gone), Party.second_referent_id.in_(gone))
    here = Party.state != PartyState.LEFT, Party.merged_into_id.is_(None)
    return select(func.count(Party.id)).where(theirs, *here, *files)


@cache
def asked_of(whose: str) -> tuple[Whose, Whose]:
    """Say which files and which visits count, for a question that is made once.

    Parameters
    ----------
    whose
        Everyone's when empty, `NOBODY`, or `SOMEBODY`, who is given when it is asked.
    """
    organisation = given("organisation")
    referent = given("referent") if whose == SOMEBODY else whose
    return files_of(organisation, referent), visits_of(organisation, referent)


def entrust(session: Session, party: Party, to: User, second: User | None = None) -> None:
    """Give a file to a caseworker of its association, or to two who work as a pair."""
    for user in (to, second):
        if user and (user.organisation_id != party.organisation_id or user.suspended_at):
            raise RuleBroken("no-colleague")
    _entrust(session, party, to.id, second.id if second and second is not to else None)


def hand_over(
    session: Session, organisation_id: int, before: int | None, to: User
) -> Sequence[Party]:
    """Give every file that one caseworker accompanies, or nobody does, to another; return them.

    In a pair the other stays. Files of people who have left stay as they are.
    """
    if to.organisation_id != organisation_id or to.suspended_at is not None:
        raise RuleBroken("no-colleague")
    files = select(Party).where(
        Party.organisation_id == organisation_id,
        accompanied_by(str(before) if before else NOBODY),
        Party.state != PartyState.LEFT,
    )
    handed = session.scalars(files.order_by(Party.id).with_for_update(of=Party)).all()
    for party in handed:
        replace(session, party, before, to)
    return handed


def replace(session: Session, party: Party, before: int | None, to: User) -> None:
    """Let a colleague stand where somebody of a file stood; who is there twice, is there once."""
    pair = (party.referent_id, party.second_referent_id)
    stand = (to.id if who == before else who for who in pair)
    first, *others = [who for who in dict.fromkeys(stand) if who is not None]
    _entrust(session, party, first, others[0] if others else None)


def _entrust(session: Session, party: Party, first: int, second: int | None) -> None:
    before, beside = party.referent_id, party.second_referent_id
    party.referent_id, party.second_referent_id = first, second
    session.flush()
    if (before, beside) != (first, second):
        facts = {"before": before, "to": first, "second_before": beside, "second": second}
        audit.record(session, "party.entrusted", party, **facts)
