"""The programme that is asked: a country's people, proposals to answer, staff at work."""

from itertools import cycle
from random import Random
from typing import TypedDict

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.load.copies import copy
from tests.signed_in import cookie_of
from webapp import demo
from webapp.demo.history import VisitMaker
from webapp.ground.clock import today
from webapp.models import (
    HOLDING,
    Organisation,
    Party,
    PartyState,
    Side,
    Slot,
    SlotState,
    User,
    Visit,
)
from webapp.services.records.tokens import visit_token

PAGES = ("/casework/", "/casework/parties", "/casework/parties?text=ra", "/casework/visits",
         "/casework/rounds")  # fmt: skip


class People(TypedDict):
    """What Locust is told."""

    links: list[tuple[int, str]]
    cookies: list[str]
    pages: tuple[str, ...]


def invent(session: Session, size: str, times: int) -> None:
    """Load a programme that is so many times as large as a size of the demonstration."""
    # Where others use the machine, more passes between two questions than a web may wait.
    session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    demo.load(session, size)
    copy(session, times)
    session.commit()


def people(app: Flask, session: Session, answers: int, caseworkers: int) -> People:
    """Propose so many visits, let so many caseworkers sign in, and return what each has in hand.

    They work in all associations alike, and accompany whomever nobody accompanies yet.
    """
    made = proposals(session, answers)
    homes = cycle(session.scalars(select(Organisation).order_by(Organisation.id)).all())
    staff = [
        a_caseworker(session, home, email=f"load-{number}@sillon.example")
        for number, home in zip(range(caseworkers), homes, strict=False)
    ]
    accompany(session, staff)
    session.commit()
    links = [(number, f"/v/{visit_token(each, Side.PARTY)}") for number, each in enumerate(made)]
    cookies = [cookie_of(app, session, each) for each in staff]
    return {"links": links, "cookies": cookies, "pages": PAGES}


def accompany(session: Session, staff: list[User]) -> None:
    """Share the files that nobody accompanies out among those who work in their association."""
    working: dict[int | None, list[User]] = {}
    for user in staff:
        working.setdefault(user.organisation_id, []).append(user)
    alone = session.scalars(select(Party).where(Party.referent_id.is_(None)).order_by(Party.id))
    for number, party in enumerate(alone.unique()):
        if own := working.get(party.organisation_id):
            party.referent = own[number % len(own)]


def proposals(session: Session, count: int) -> list[Visit]:
    """Give parties who wait a bed that is free, without asking what a round would ask."""
    expected = select(Visit.party_id).where(Visit.state.in_(HOLDING))
    waiting = (
        select(Party)
        .where(Party.state == PartyState.READY, Party.id.not_in(expected))
        .order_by(Party.id)
    )
    free = (
        select(Slot)
        .where(Slot.state == SlotState.OPEN, Slot.people_held == 0, Slot.arrival > today())
        .order_by(Slot.arrival, Slot.id)
    )
    slots = list(session.scalars(free))
    maker, made = VisitMaker(session, Random(1)), list[Visit]()
    for party in session.scalars(waiting).unique().all():
        slot = next((each for each in slots if each.beds >= party.people), None)
        if slot is None:
            continue
        if len(made) == count:
            break
        slots.remove(slot)
        made.append(maker.make(party, slot, None))
    session.commit()
    return made


def overbooked(session: Session) -> list[int]:
    """Return the slots in which more are expected than there are beds, or than are counted."""
    held = func.sum(Visit.people)
    query = (
        select(Slot.id)
        .join(Visit, Visit.slot_id == Slot.id)
        .where(Visit.state.in_(HOLDING))
        .group_by(Slot.id)
        .having((held > Slot.beds) | (held != Slot.people_held))
    )
    return list(session.scalars(query))
