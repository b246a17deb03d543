"""The visits of the whole programme, by code: what a coordinator may know of those of others.

No row of a person is read here, and of a party its code alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, select, union
from sqlalchemy.orm import Session

from webapp.geography import Department, departments, find_commune
from webapp.models import (
    HOLDING,
    Answer,
    Farm,
    Misfit,
    Offer,
    Organisation,
    Party,
    Site,
    Slot,
    Visit,
    VisitState,
)
from webapp.services.visits.open import awaited, misfit, no_sign

OPEN: Final = {"awaited": awaited, "no-sign": no_sign, "misfit": misfit}
"""What can be open on a visit that stands, by its code in addresses."""

COMMUNE = func.coalesce(Site.commune, Farm.commune)
"""Where the guests go."""
SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "arrival": (Visit.stay,),
    "deadline": (Visit.answer_by,),
    "code": (func.length(Party.code), Party.code),
    "state": (Visit.state,),
    "farm": (func.lower(Farm.name),),
    "association": (func.lower(Organisation.name),),
}


@dataclass(frozen=True)
class Overview:
    """Which visits of the programme are asked for, and in which order; empty fields ask nothing.

    Parameters
    ----------
    code
        Of a file, or its beginning.
    department
        The code of a département: of the farm.
    month
        Its first day; a visit is in each month that it has a day in.
    open
        One of `OPEN`.
    """

    code: str = ""
    state: str = ""
    open: str = ""
    department: str = ""
    month: date | None = None
    organisation_id: int | None = None
    sort: str = "arrival"
    descending: bool = False


@dataclass(frozen=True)
class Listed:
    """A visit as a coordinator reads of it."""

    code: str
    state: VisitState
    arrival: date
    departure: date
    answer_by: date
    farm_id: int
    farm: str
    department: Department | None
    organisation: str
    phone: str
    """Of the association, whom a coordinator asks for more."""
    waits_for_party: bool
    waits_for_farm: bool
    no_sign: bool
    rules: tuple[str, ...]
    """What it breaks by now, while nobody has decided to keep it all the same."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.waits_for_party or self.waits_for_farm or self.no_sign or bool(self.rules)


def count_visits(session: Session, asked: Overview) -> int:
    """Return how many visits are asked for."""
    query = _of(asked, select(func.count()).select_from(Visit), session)
    return session.scalar(query) or 0


def list_visits(
    session: Session, asked: Overview, first: int = 0, most: int | None = None
) -> list[Listed]:
    """Return those from `first` on, at most so many, in the order asked for."""
    order = [*SORTS[asked.sort], Visit.id]
    query = _of(asked, _columns(), session).order_by(
        *(column.desc() if asked.descending else column.asc() for column in order)
    )
    return [_listed(row) for row in session.execute(query.offset(first).limit(most))]


def farms_departments(session: Session) -> list[Department]:
    """Return the départements in which there is a farm, by code."""
    codes = {_department_of(commune) for commune in _communes(session)}
    return [departments()[code] for code in sorted(codes - {""})]


def months(session: Session) -> list[date]:
    """Return the first day of each month from the first visit to the last, the latest first."""
    ends = func.min(func.lower(Visit.stay)), func.max(func.upper(Visit.stay))
    first, end = session.execute(select(*ends)).one()
    if first is None:
        return []
    month, found = first.replace(day=1), []
    while month < end:
        found.append(month)
        month = _month_after(month)
    return found[::-1]


def _month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _of(asked: Overview, query: Select[Any], session: Session) -> Select[Any]:
    joined = query.join(Visit.party).join(Visit.farm)
    joined = joined.join(Visit.slot).join(Slot.offer).outerjoin(Offer.site)
    joined = joined.join(Organisation, Organisation.id == Visit.organisation_id)
    return joined.where(*_conditions(session, asked))


def _columns() -> Select[Any]:
    rules = func.array(
        select(Misfit.rule)
        .where(Misfit.visit_id == Visit.id, Misfit.kept_reason.is_(None), Visit.state.in_(HOLDING))
        .order_by(Misfit.id)
        .correlate(Visit)
        .scalar_subquery()
    )
    columns = (
        Party.code,
        Visit.state,
        Visit.stay,
        Visit.answer_by,
        Visit.party_answer,
        Visit.farm_answer,
        Farm.id.label("farm_id"),
        Farm.name.label("farm"),
        COMMUNE.label("commune"),
        Organisation.name.label("organisation"),
        Organisation.phone,
        no_sign().label("no_sign"),
        rules.label("rules"),
    )
    return select(*columns).select_from(Visit)


def _listed(row: Row[Any]) -> Listed:
    proposed = row.state is VisitState.PROPOSED
    return Listed(
        row.code,
        row.state,
        row.stay.lower,
        row.stay.upper - timedelta(days=1),
        row.answer_by,
        row.farm_id,
        row.farm,
        departments().get(_department_of(row.commune)),
        row.organisation,
        row.phone,
        waits_for_party=proposed and row.party_answer is Answer.AWAITED,
        waits_for_farm=proposed and row.farm_answer is Answer.AWAITED,
        no_sign=row.no_sign,
        rules=tuple(row.rules),
    )


def _conditions(session: Session, asked: Overview) -> Iterable[ColumnElement[bool]]:
    if asked.code:
        yield Party.code.istartswith(asked.code, autoescape=True)
    if asked.state:
        yield Visit.state == VisitState(asked.state)
    if asked.open:
        yield OPEN[asked.open]()
    if asked.department:
        there = [each for each in _communes(session) if _department_of(each) == asked.department]
        yield COMMUNE.in_(there)
    if asked.month:
        yield func.upper(Visit.stay) > asked.month
        yield func.lower(Visit.stay) < _month_after(asked.month)
    if asked.organisation_id:
        yield Visit.organisation_id == asked.organisation_id


def _communes(session: Session) -> list[str | None]:
    return list(session.scalars(union(select(Farm.commune), select(Site.commune))))


def _department_of(code: str | None) -> str:
    commune = find_commune(code or "")
    return commune.department if commune else ""
