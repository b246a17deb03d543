"""Where a value is read back when it is not a column of the row's own subject."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from tests.webapp.forms.row import Reading, World
from webapp.ground.database import Base
from webapp.models import Event, Message, Side, User, UserSession

At = Callable[[Reading], Any]


def newest(kind: type[Base]) -> At:
    """Return what finds the thing that the form has made."""

    def find(reading: Reading) -> Any:
        newest_first = select(kind).order_by(kind.id.desc())  # type: ignore[attr-defined]
        return reading.fresh.scalars(newest_first).first() if reading.is_after else None

    return find


def of(name: str, attribute: str) -> At:
    """Return what reads an attribute of a thing of the world; none once the thing is gone."""

    def read(reading: Reading) -> Any:
        thing = reading.again(getattr(reading.world, name))
        return getattr(thing, attribute) if thing is not None else None

    return read


def how_many(name: str, attribute: str) -> At:
    """Return what counts what a thing of the world has."""
    return lambda reading: len(getattr(reading.again(getattr(reading.world, name)), attribute))


def is_there(name: str) -> At:
    """Return whether a thing of the world still stands."""
    return lambda reading: reading.again(getattr(reading.world, name)) is not None


def audited(act: str, fact: str = "") -> At:
    """Return what reads a fact of the newest audit row of an act; without a fact, that it is."""

    def read(reading: Reading) -> Any:
        query = select(Event).where(Event.act == act).order_by(Event.id.desc())
        event = reading.fresh.scalars(query).first()
        if not fact:
            return event is not None
        return event.facts.get(fact) if event else None

    return read


def written(kind: str) -> At:
    """Return what counts the messages of a kind."""
    query = select(func.count()).where(Message.kind == kind)
    return lambda reading: reading.fresh.scalar(query)


def said(text: str) -> At:
    """Return what looks whether the page says this."""
    return lambda reading: text in reading.page.text


def leads_to(path: str) -> At:
    """Return whether the browser stands on a page whose address ends so."""
    return lambda reading: reading.page.path.endswith(path)


def live_sessions(of_whom: str = "reader") -> At:
    """Return what counts the browsers in which someone is signed in."""

    def count(reading: Reading) -> Any:
        user: User = getattr(reading.world, of_whom)
        live = UserSession.user_id == user.id, UserSession.ended_at.is_(None)
        return reading.fresh.scalar(select(func.count()).where(*live))

    return count


def has_arrived(reading: Reading) -> bool:
    """Return whether it is known that the people of the visit are there."""
    return reading.again(reading.world.visit).arrived_at is not None


def misfit(reading: Reading) -> str | None:
    """Return by which rule the visit of the world no longer fits."""
    rules = [each.rule for each in reading.again(reading.world.visit).misfits]
    return ", ".join(rules) or None


def id_of(name: str) -> Callable[[World], str]:
    """Return what types the number of a thing of the world."""
    return lambda world: str(getattr(world, name).id)


def stands_on_facts(reading: Reading) -> bool:
    """Return whether a yes of the visit stands on what was shown."""
    visit = reading.again(reading.world.visit)
    return any(visit.shown_to(side) for side in Side)
