"""What ends on a day: accreditations and prescribers' papers, warned of before they do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Select, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import now, today
from webapp.ground.names import plain
from webapp.models import Accreditation, Farm, Organisation, Prescriber, User
from webapp.services.records import audit

WARNED: Final = (7, 30, 90)
"""So many days before its end somebody is warned, more urgently each time."""
TOLD_AFTER: Final = timedelta(days=30)
"""So long after its end it still stands on the board; then in its list alone."""


@dataclass(frozen=True)
class Ending:
    """A paper that ends soon, or has ended lately.

    Parameters
    ----------
    holder
        Whose it is; empty: the programme's own, or an animator's.
    animator
        The animator of workshops whose it is; empty: nobody's.
    is_prescriber
        Whether it is a prescriber's: after its end no immersion is signed with it. The end of any
        other blocks nothing.
    """

    id: int
    name: str
    holder: str
    until: date
    is_prescriber: bool
    animator: str

    @property
    def warned(self) -> int:
        """The last of `WARNED` that has come; 0 once it has ended."""
        left = (self.until - today()).days
        return next((days for days in WARNED if left <= days), WARNED[-1]) if left >= 0 else 0


def ending(session: Session) -> list[Ending]:
    """Return what ends within the longest of `WARNED`, or ended lately, the soonest first."""
    found = [
        Ending(
            row.id, row.name, row.farm or row.organisation or "", row.until, row.is_prescriber,
            row.animator or "",
        )
        for row in session.execute(_ending())
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.until, each.is_prescriber, each.id))


@cache
def _ending() -> CompoundSelect[*tuple[Any, ...]]:
    holder = select(
        Accreditation.id,
        Accreditation.name,
        Farm.name.label("farm"),
        Organisation.name.label("organisation"),
        Accreditation.valid_until.label("until"),
        literal(value=False).label("is_prescriber"),
        Accreditation.animator,
    )
    of_holders = holder.outerjoin(Accreditation.farm).outerjoin(Accreditation.organisation)
    of_prescribers = select(
        Prescriber.id,
        Prescriber.number,
        Prescriber.name,
        null().label("organisation"),
        Prescriber.valid_until,
        literal(value=True),
        null(),
    ).where(ends(Prescriber.valid_until))
    return of_holders.where(ends(Accreditation.valid_until)).union_all(of_prescribers)


def everything(session: Session) -> Sequence[Accreditation]:
    """Return every accreditation, the one that ends first on top."""
    whole = (
        joinedload(Accreditation.farm),
        joinedload(Accreditation.organisation),
        joinedload(Accreditation.seen_by),
    )
    order = Accreditation.valid_until, Accreditation.id
    return session.scalars(select(Accreditation).options(*whole).order_by(*order)).all()


def of_farm(session: Session, farm: Farm) -> Sequence[Accreditation]:
    """Return those of a farm, the one that ends first on top."""
    theirs = select(Accreditation).where(Accreditation.farm_id == farm.id)
    return session.scalars(theirs.order_by(Accreditation.valid_until, Accreditation.id)).all()


def ending_of_farm(session: Session, farm: Farm) -> list[Accreditation]:
    """Return those of a farm that end soon or ended lately: it may show a new paper."""
    return list(session.scalars(that_end(farm.id).order_by(Accreditation.id)))


def that_end(farm_id: Any) -> Select[Accreditation]:
    """Ask for those of a farm that end soon or ended lately."""
    theirs = Accreditation.farm_id == farm_id, ends(Accreditation.valid_until)
    return select(Accreditation).where(*theirs)


def of_animators(
    session: Session, names: Iterable[str | None]
) -> Mapping[str, Sequence[Accreditation]]:
    """Return the papers of animators, by the name given, the one that ends first on top."""
    kept: dict[str, list[Accreditation]] = defaultdict(list)
    theirs = select(Accreditation).where(Accreditation.animator.is_not(None))
    for each in session.scalars(theirs.order_by(Accreditation.valid_until, Accreditation.id)):
        kept[plain(each.animator or "")].append(each)
    return {name: kept.get(plain(name), []) for name in names if name}


def add(session: Session, made: Accreditation, by: User) -> None:
    """Note a paper that somebody has seen."""
    made.seen_by_id = by.id
    session.add(made)
    session.flush()
    audit.record(session, "accreditation.added", made)


def change(
    session: Session, kept: Accreditation, paper: tuple[str, str, date, date], by: User
) -> None:
    """Note a paper anew, as one that was renewed."""
    session.refresh(kept, with_for_update={"of": Accreditation})
    if kept.paper != paper:
        kept.name, kept.number, kept.valid_from, kept.valid_until = paper
        kept.seen_by_id, kept.seen_at = by.id, now()
    audit.record(session, "accreditation.changed", kept)


def remove(session: Session, kept: Accreditation) -> None:
    """Take one off that was noted by mistake, or that nobody renews."""
    audit.record(session, "accreditation.removed", kept)
    session.delete(kept)
    session.flush()


def ends(
    until: InstrumentedAttribute[date] | InstrumentedAttribute[date | None],
) -> ColumnElement[bool]:
    """Return whether a day comes within the longest of `WARNED`, or came lately."""
    soon = timedelta(days=WARNED[-1])
    return until.between(at(lambda: today() - TOLD_AFTER), at(lambda: today() + soon))
