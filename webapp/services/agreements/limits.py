"""The limits of an immersion: rows with the days on which they hold and where that is written.

They change, and are data (`limits.csv`): a rule that is new gets a row, the one before its last
day. What goes beyond a limit is said in words, and never refused: the State decides, and a row may
be out of date.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from webapp.models import HOLDING, Agreement, AgreementState, Visit
from webapp.services.agreements import hours
from webapp.services.engine.immersions import Immersions, immersions_of

FILE: Final = Path(__file__).with_name("limits.csv")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """A row: what holds, from when until when, and where that is written.

    Parameters
    ----------
    certain
        Whether somebody who knows the law need not be asked any more.
    seen_on
        When somebody last read the source.
    """

    rule: str
    value: str
    valid_from: date
    valid_until: date | None
    certain: bool
    source: str
    seen_on: date

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Warned:
    """What goes beyond a limit, or is not known: beside which field, and the facts."""

    field: str
    code: str
    facts: dict[str, Any]


@cache
def limits() -> tuple[Limit, ...]:
    """Return every row, those that hold no more among them."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_limit(row) for row in csv.DictReader(lines))


def _limit(row: dict[str, str]) -> Limit:
    until = row["valid_until"]
    return Limit(
        row["rule"],
        row["value"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(until) if until else None,
        row["certain"] == "yes",
        row["source"],
        date.fromisoformat(row["seen_on"]),
    )


def value(rule: str, on: date) -> int | None:
    """Return the number of a rule that holds on a day; none where none is known."""
    found = [int(each.value) for each in limits() if each.rule == rule and each.holds_on(on)]
    return found[-1] if found else None


def prescribing_kinds(on: date) -> set[str]:
    """Return which kinds of bodies may prescribe on a day."""
    return {each.value for each in limits() if each.rule == "prescriber" and each.holds_on(on)}


def last_day_of(first: date, months: int) -> date:
    """Return the last day of so many months that begin on a day, from date to date."""
    year, month = divmod(first.month - 1 + months, 12)
    begin = date(first.year + year, month + 1, 1)
    following = (begin + 31 * A_DAY).replace(day=1)
    return min(begin + (first.day - 1) * A_DAY, following) - A_DAY


def needs_representative(agreement: Agreement) -> bool:
    """Whether somebody signs beside the person: who is, or may be, too young to sign alone."""
    person, on = agreement.person, agreement.first_day
    age = value("represented-under", on)
    if person is None or age is None:
        return False
    turned = on.year - person.birth_year
    return turned < age or (turned == age and not person.is_of_age)


def warnings(session: Session, agreement: Agreement) -> list[Warned]:
    """Return what of an agreement goes beyond what is known, in the order of its page."""
    return [
        *_of_days(session, agreement),
        *_of_other_days(session, agreement),
        *_of_hours(agreement),
        *_of_prescriber(agreement),
        *_of_person(agreement),
    ]


def _of_days(session: Session, agreement: Agreement) -> Sequence[Warned]:
    first, last, found = agreement.first_day, agreement.last_day, []
    months = value("longest-months", first)
    if months is not None and last > (until := last_day_of(first, months)):
        found.append(Warned("last_day", "too-long", {"until": until, "months": months}))
    renewals = value("renewals", first)
    before = _others(session, agreement)
    if renewals is not None and before > renewals:
        found.append(Warned("first_day", "renewed-too-often", {"before": before}))
    person = agreement.person
    if person is not None and person.title_until is not None and person.title_until < last:
        found.append(Warned("last_day", "title-ends", {"until": person.title_until}))
    return found


def _of_other_days(session: Session, agreement: Agreement) -> Sequence[Warned]:
    """Say where somebody would have to be in two places."""
    found, theirs = [], immersions_of(session, {agreement.party_id})
    if other := theirs.overlap(agreement):
        days = {"first": other.first_day, "last": other.last_day_there}
        found.append(Warned("first_day", "another-immersion", days))
    held = Visit.party_id == agreement.party_id, Visit.state.in_(HOLDING)
    for visit in session.scalars(select(Visit).where(*held).order_by(Visit.stay)):
        if Immersions([agreement]).shut_out(visit):
            days = {"first": visit.arrival, "last": visit.departure}
            found.append(Warned("first_day", "visit-meanwhile", days))
    return found


def _others(session: Session, agreement: Agreement) -> int:
    """Return how many immersions the person had at this farm, or is to have."""
    ended = AgreementState.REJECTED, AgreementState.CANCELLED
    query = select(func.count()).where(
        Agreement.person_id == agreement.person_id,
        Agreement.farm_id == agreement.farm_id,
        Agreement.id != agreement.id,
        Agreement.state.not_in(ended),
        or_(Agreement.called_off_on.is_(None), Agreement.called_off_on > Agreement.first_day),
    )
    return session.scalar(query) or 0


def _of_hours(agreement: Agreement) -> Sequence[Warned]:
    most, minutes = value("weekly-hours", agreement.first_day), hours.weekly(agreement.terms)
    if not minutes:
        return [Warned("hours", "no-hours", {})]
    if most is not None and minutes > most * 60:
        return [Warned("hours", "too-many-hours", {"minutes": minutes, "most": most})]
    return []


def _of_prescriber(agreement: Agreement) -> Sequence[Warned]:
    first, last, body = agreement.first_day, agreement.last_day, agreement.prescriber
    if body is None:
        return [Warned("prescriber_id", "no-prescriber", {})]
    if not body.covers(first, last):
        days = {"first": body.valid_from, "last": body.valid_until}
        return [Warned("prescriber_id", "delegation-ends", days)]
    kinds = prescribing_kinds(first)
    if kinds and body.kind not in kinds:
        return [Warned("prescriber_id", "may-not-prescribe", {"kind": body.kind})]
    return []


def _of_person(agreement: Agreement) -> Sequence[Warned]:
    person, first, terms = agreement.person, agreement.first_day, agreement.terms
    if person is None:
        return [Warned("person", "person-gone", {})]
    youngest, found = value("youngest", first), []
    turned = first.year - person.birth_year
    if youngest is not None and turned < youngest:
        found.append(Warned("person", "too-young", {"age": youngest}))
    elif youngest is not None and turned == youngest:
        found.append(Warned("person", "perhaps-too-young", {"age": youngest}))
    if needs_representative(agreement) and not terms["representative_name"]:
        found.append(Warned("representative_name", "no-representative", {}))
    return found
