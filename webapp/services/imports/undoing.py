"""A whole import is undone, as long as nobody has done anything with what it made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session, load_only

from webapp.ground.errors import RuleBroken
from webapp.models import (
    Event,
    Farm,
    FarmState,
    Import,
    Offer,
    Party,
    PartyState,
    Slot,
    User,
    Visit,
)
from webapp.services.records import for_later
from webapp.services.records.long_work import Tell

MOST_NAMED = 10
A_BATCH: Final = 250
"""Files that are removed at once."""


@dataclass(frozen=True)
class Made:
    """What imports of a kind make, and how it goes again.

    Parameters
    ----------
    model
        Its table; `import_id` says which import made a row.
    harmless
        Acts after which a thing is still as it was brought in.
    is_in_use
        Conditions beside: any of them keeps it.
    named
        The column by which people call one.
    order
        By what they are sorted: `P-999` comes before `P-1000`.
    before
        Tables whose rows go first, with the column that names the thing.
    """

    model: Any
    harmless: tuple[str, ...]
    is_in_use: Callable[[], tuple[ColumnElement[bool], ...]]
    named: Any
    order: tuple[Any, ...]
    before: tuple[tuple[Any, Any], ...] = ()


def _parties_in_use() -> tuple[ColumnElement[bool], ...]:
    return (
        Party.state != PartyState.ENROLLED,
        Party.companions_id.is_not(None),
        exists().where(Visit.party_id == Party.id),
    )


def _farms_in_use() -> tuple[ColumnElement[bool], ...]:
    return (
        Farm.state != FarmState.APPLIED,
        exists().where(User.farm_id == Farm.id),
        exists().where(Visit.farm_id == Farm.id),
    )


MADE: Final = {
    "parties": Made(
        Party,
        ("party.recorded", "party.read", "party.printed", "party.saved"),
        _parties_in_use,
        Party.code,
        (func.length(Party.code), Party.code),
    ),
    "farms": Made(
        Farm,
        ("farm.applied",),
        _farms_in_use,
        Farm.name,
        (Farm.name, Farm.id),
        before=((Slot, Slot.farm_id), (Offer, Offer.farm_id)),
    ),
}


def files_in_use(session: Session, about: Import) -> list[Any]:
    """Return what an import made and with which something was done, in order."""
    made = MADE[about.kind]
    acts = exists().where(
        Event.subject == made.model.__tablename__,
        Event.subject_id == made.model.id,
        Event.act.not_in(made.harmless),
    )
    found = _made(about).where(or_(*made.is_in_use(), acts)).order_by(*made.order)
    return list(session.scalars(found.options(load_only(made.named))))  # there may be thousands


def undo(session: Session, about: Import, tell: Tell) -> int:
    """Remove everything that an import made, telling after how much of it; return how much it was.

    Raises
    ------
    RuleBroken
        With the codes of what something was done with.
    """
    made = MADE[about.kind]
    mine = select(made.model.id).where(made.model.import_id == about.id).order_by(made.model.id)
    numbers = session.scalars(mine.with_for_update()).all()
    if used := files_in_use(session, about):
        codes = [getattr(each, made.named.key) for each in used[:MOST_NAMED]]
        raise RuleBroken("import-in-use", codes=codes)
    for start in range(0, len(numbers), A_BATCH):
        batch = numbers[start : start + A_BATCH]
        for table, column in made.before:
            session.execute(delete(table).where(column.in_(batch)))
        if made.model is Party:
            for_later.forget_about(session, batch)
        session.execute(delete(made.model).where(made.model.id.in_(batch)))
        tell(start + len(batch))
    return about.made


def _made(about: Import) -> Select[Any]:
    model = MADE[about.kind].model
    return select(model).where(model.import_id == about.id)
