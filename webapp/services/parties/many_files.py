"""The same act on many files at once: whom it touches, whom it leaves and why, then the act."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session, selectinload

from webapp.ground.errors import RuleBroken
from webapp.models import Party, WorkshopKind
from webapp.services.parties import asking_interest, putting_back, requesting
from webapp.services.parties.many_file_acts import (
    ACTS,
    CHECKS,
    OF_INTEREST,
    OF_REQUESTS,
    PUT_BACK,
    UNDONE_BY,
    Given,
)
from webapp.services.workshops import listing, preparation, telling

__all__ = [
    "ACTS", "MOST", "OF_INTEREST", "OF_REQUESTS", "PUT_BACK", "TAKEN_BACK_UNTIL", "UNDONE_BY",
    "Given", "Preview", "do", "preview",
]  # fmt: skip

MOST: Final = 500
"""So many files are acted on at once."""

TAKING_BACK: Final = ("interest-back", *(f"{act}-back" for act in requesting.ACTS))
"""The acts that take back what waits to leave."""
TAKEN_BACK_UNTIL: Final = ("interest", *requesting.ACTS)
"""The acts whose message can be taken back until it leaves."""
WRITING: Final = ("workshops", *TAKEN_BACK_UNTIL)
"""The acts by which a message leaves."""


@dataclass(frozen=True)
class Preview:
    """Whom an act would touch, and why it leaves the others."""

    touched: list[Party] = field(default_factory=list)
    left: list[tuple[Party, RuleBroken]] = field(default_factory=list)


def preview(act: str, parties: Sequence[Party], given: Given) -> Preview:
    """Say of each file whether an act would touch it; nothing is written."""
    found = Preview()
    if act == "ready":
        given = _with_the_unprepared(given, parties)
    if act == "workshops":
        given = _with_those_sent_today(given, parties)
    given = _with_what_is_known(given, act, parties)
    for party in parties:
        try:
            CHECKS[act](party, given)
        except RuleBroken as rule:
            found.left.append((party, rule))
        else:
            found.touched.append(party)
    return found


def do(session: Session, act: str, parties: Sequence[Party], given: Given) -> list[Party]:
    """Do an act on every file that it may touch, and return these.

    Raises
    ------
    RuleBroken
        When it may touch none.
    """
    if given.of_round is not None:
        session.refresh(given.of_round, ["without", "state"], with_for_update=True)
    held = _held(session, parties)
    touched = preview(act, held, given).touched
    if not touched:
        _refuse_of_nobody(act)
    given = _with_the_unprepared(given, held) if given.then_ready else given
    given = _with_what_is_known(given, act, held)
    for party in touched:
        ACTS[act](session, party, given)
    return touched


def _refuse_of_nobody(act: str) -> NoReturn:
    if act in TAKING_BACK:
        raise RuleBroken("nobody-taken-back")
    if act in WRITING:
        raise RuleBroken("nobody-written-to")
    raise RuleBroken("nobody-touched")


def _held(session: Session, parties: Sequence[Party]) -> list[Party]:
    """Read these files anew, and keep them as they are until the end."""
    whole = (selectinload(Party.persons), selectinload(Party.availabilities))
    query = select(Party).where(Party.id.in_([party.id for party in parties])).order_by(Party.id)
    held = query.options(*whole).with_for_update(of=Party)
    return list(session.scalars(held.execution_options(populate_existing=True)))


def _with_the_unprepared(given: Given, parties: Sequence[Party]) -> Given:
    session = object_session(parties[0]) if parties else None
    return replace(given, unprepared=preparation.unprepared(session, parties) if session else ())


def _with_those_sent_today(given: Given, parties: Sequence[Party]) -> Given:
    session = object_session(parties[0]) if parties else None
    if session is None or not listing.coming(session, WorkshopKind.GUESTS):
        return given
    return replace(given, sent=telling.sent_today(session, parties))


def _with_what_is_known(given: Given, act: str, parties: Sequence[Party]) -> Given:
    session = object_session(parties[0]) if parties else None
    if session is not None and act in OF_INTEREST:
        return replace(given, around=asking_interest.around(session, parties))
    if session is not None and act in OF_REQUESTS:
        return replace(given, requested=requesting.around(session, parties))
    if session is not None and act in PUT_BACK:
        return replace(given, was=putting_back.look_back(session, parties))
    return given
