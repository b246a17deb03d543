"""A telephone that others read too: what its links ask before they show anything.

Whoever opens one writes the year in which an adult of the household was born: they know it by
heart, in any script, and a stranger who holds the telephone does not. A code by text would prove
nothing there.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.models import Party
from webapp.services.records import audit, tokens

BEHIND_IN_AFGHANISTAN: Final = (0, 621, 622)
"""By how much a year may be written: as here, or as in Afghanistan, where it begins in March."""


def is_asked(party: Party) -> bool:
    """Whether the links of a household ask a proof first, and there is one to give."""
    return party.phone_shared and bool(_years(party))


def find(session: Session, token: str) -> Party | None:
    """Return the household whose question it is, with the session's scope set to it.

    Whether it is still asked, `is_asked` says: a page of it may be older than that.
    """
    number = tokens.read_numbered(token)
    if number is None:
        return None
    set_scope(session, Scope("party", number))
    whole = joinedload(Party.organisation), selectinload(Party.persons)
    party = session.scalar(select(Party).where(Party.id == number).options(*whole))
    if party is None or not tokens.proves_own(token, party):
        return None
    audit.set_actor(session, audit.Actor("party", party.id))
    return party


def give(session: Session, party: Party, typed: str) -> bool:
    """Take a year; return whether it is one of theirs. The caller commits in any case."""
    right = is_theirs(party, typed)
    audit.record(session, "party.own-proved" if right else "party.own-refused", party)
    return right


def is_theirs(party: Party, typed: str) -> bool:
    """Whether a year is one of theirs."""
    return typed in _years(party)


def tell(session: Session, party: Party, *, shared: bool) -> None:
    """Keep what people say themselves of who reads their telephone."""
    if party.phone_shared is not shared:
        party.phone_shared = shared
        audit.record(session, "party.telephone-told", party, shared=shared)


def _years(party: Party) -> set[str]:
    adults = [each for each in party.persons if each.may_be_adult(today())]
    return {str(each.birth_year - less) for each in adults for less in BEHIND_IN_AFGHANISTAN}
