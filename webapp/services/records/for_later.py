"""Forms that somebody keeps for later: theirs alone, for days, and gone with whom they tell of.

They are kept as forms that came too late (`KeptForm`).
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from webapp.models import KeptForm, User, Visit
from webapp.services.records.expiry import is_still_kept

ABOUT: Final = re.compile(r"/(parties|visits)/(\d+)/")
"""Where an address says of which file or visit its form is."""


def of_user(user: User) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on the forms that somebody keeps for later."""
    return KeptForm.user_id == user.id, KeptForm.for_later.is_(True), is_still_kept()


def find(session: Session, user: User) -> Sequence[KeptForm]:
    """Return the forms that somebody keeps for later, the last first."""
    mine = select(KeptForm).where(*of_user(user))
    return session.scalars(mine.order_by(KeptForm.at.desc(), KeptForm.id)).all()


def forget_about(session: Session, parties: Collection[int], *, under: str = "/") -> None:
    """Keep no form any longer that is about these files, or a visit of theirs.

    Parameters
    ----------
    under
        How the addresses of these forms begin; those of other portals are left.
    """
    about = _about(session, under)
    if not about:
        return
    visits = session.scalars(select(Visit.id).where(Visit.party_id.in_(parties)))
    theirs = {("parties", str(number)) for number in parties}
    _forget(session, about, theirs | {("visits", str(number)) for number in visits})


def forget_about_visits(session: Session, visits: Collection[int]) -> None:
    """Keep no form any longer that is about these visits, of which nothing remains."""
    _forget(session, _about(session, "/"), {("visits", str(number)) for number in visits})


def _about(session: Session, under: str) -> dict[int, tuple[str, ...]]:
    waits = KeptForm.for_later, KeptForm.address.startswith(under, autoescape=True)
    kept = session.execute(select(KeptForm.id, KeptForm.address).where(*waits)).all()
    return {each.id: found.groups() for each in kept if (found := ABOUT.search(each.address))}


def _forget(
    session: Session, about: dict[int, tuple[str, ...]], those: Collection[tuple[str, ...]]
) -> None:
    gone = [number for number, whom in about.items() if whom in those]
    session.execute(delete(KeptForm).where(KeptForm.id.in_(gone)))


def forget_of(session: Session, organisation_id: int) -> None:
    """Keep no form any longer of an association's people: what it says of whom, nobody knows."""
    theirs = select(User.id).where(User.organisation_id == organisation_id)
    session.execute(delete(KeptForm).where(KeptForm.for_later, KeptForm.user_id.in_(theirs)))
