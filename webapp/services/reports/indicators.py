"""The indicators: each a definition, of whom it counts which, split how, from which rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.models import MONTHS, OUTCOMES, UNKNOWN, Side, VisitState
from webapp.services.reports.facts import Fact, Facts, PersonFact, VisitFact

AGES: Final = (("under-18", 0), ("18-25", 18), ("26-40", 26), ("41-60", 41), ("over-60", 61))
"""Bands of the age reached in the year of the as-of day, each from its first year on."""
FATES: Final = {
    "took-place": (VisitState.COMPLETED, VisitState.EVALUATED),
    "standing": (VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY),
    "ended-early": (VisitState.ENDED_EARLY,),
    "no-show": (VisitState.NO_SHOW,),
    "cancelled": (VisitState.CANCELLED,),
    "declined": (VisitState.DECLINED,),
    "expired": (VisitState.EXPIRED,),
}
"""What became of a visit, from its state."""
AGAIN_SAID: Final = ("yes", "perhaps", "no", "not-said", UNKNOWN)


@dataclass(frozen=True)
class Selection:
    """What is counted: when, and whom.

    Parameters
    ----------
    first, last
        The period, both days included.
    as_of
        What was known on this day, and nothing later, counts.
    organisation_id
        One association's; none: all.
    sex
        Of people, `man`, `woman` or `not-said`; empty: all. Of visits, those of whose file
        somebody is so.
    """

    first: date
    last: date
    as_of: date
    organisation_id: int | None = None
    sex: str = ""

    def spans(self, day: date) -> bool:
        """Whether a day is within the period, and had come by the as-of day."""
        return self.first <= day <= min(self.last, self.as_of)

    def had_come(self, day: date | None) -> bool:
        """Whether something had happened by the as-of day."""
        return day is not None and day <= self.as_of

    def takes_home(self, fact: Fact) -> bool:
        """Whether this is of an association of which the selection tells."""
        return self.organisation_id in {None, fact.organisation_id}

    def takes_sex(self, fact: Fact) -> bool:
        """Whether this is somebody, or the visit of somebody, of whom the selection tells."""
        people = fact.people if isinstance(fact, VisitFact) else (fact,)
        return not self.sex or any(each.sex == self.sex for each in people)


Judged = Callable[[Any, Selection], bool]


@dataclass(frozen=True)
class Split:
    """Into what a count is divided.

    Parameters
    ----------
    of
        Returns to which part somebody belongs.
    parts
        All of them, in their order; empty where they are what is found.
    public
        Whether a part tells nothing of what anybody is, and so is told exactly.
    """

    code: str
    of: Callable[[Any, Selection], str]
    parts: tuple[str, ...] = ()
    public: bool = False


@dataclass(frozen=True)
class Indicator:
    """What is counted, and of whom.

    Parameters
    ----------
    unit
        `person` or `visit`.
    among
        The denominator: everybody who could be counted, known or not.
    counted
        The numerator; none where the denominator itself, or its splits, are the figure.
    rows
        From which tables it is read.
    participation
        Whether whoever is counted has taken part in something, and no more: then all of them are
        told exactly.
    """

    code: str
    unit: str
    among: Judged
    counted: Judged | None
    splits: tuple[Split, ...]
    rows: tuple[str, ...]
    participation: bool = False

    def everyone(self, facts: Facts) -> Sequence[Fact]:
        """Return all of its unit."""
        return facts.people if self.unit == "person" else facts.visits


def age_band(person: PersonFact, on: date) -> str:
    """Return the band of somebody's age, from the year of birth alone."""
    age = on.year - person.birth_year
    return next(band for band, since in reversed(AGES) if age >= since or not since)


def fate(visit: VisitFact, selection: Selection) -> str:
    """Return what had become of a visit; one that was still to end by the as-of day stood."""
    found = next(fate for fate, states in FATES.items() if visit.state in states)
    return "standing" if visit.took_place and not selection.had_come(visit.last) else found


def _enrolled(person: PersonFact, selection: Selection) -> bool:
    return selection.spans(person.enrolled_on)


def _proposed(visit: VisitFact, selection: Selection) -> bool:
    return selection.first <= visit.last <= selection.last and selection.had_come(visit.proposed_on)


def _took_place(visit: VisitFact, selection: Selection) -> bool:
    return visit.took_place and selection.spans(visit.last)


def _again(side: Side) -> Callable[[VisitFact, Selection], str]:
    def said(visit: VisitFact, selection: Selection) -> str:
        day, answer = visit.again.get(side, (None, UNKNOWN))
        return answer if selection.had_come(day) else UNKNOWN

    return said


def _due(months: int) -> Judged:
    def is_due(visit: VisitFact, selection: Selection) -> bool:
        return _took_place(visit, selection) and months_after(visit.last, months) <= selection.as_of

    return is_due


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last one of a month that is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    for shorter in range(4):
        try:
            return date(day.year + year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _outcome(months: int) -> Callable[[VisitFact, Selection], str]:
    def became(visit: VisitFact, selection: Selection) -> str:
        day, outcome = visit.outcomes.get(months, (None, UNKNOWN))
        return outcome if selection.had_come(day) else UNKNOWN

    return became


SEX: Final = Split("sex", lambda person, _: person.sex, ("woman", "man", "not-said"))
AGE: Final = Split(
    "age", lambda person, asked: age_band(person, asked.as_of), tuple(code for code, _ in AGES)
)
FRENCH: Final = Split(
    "french", lambda person, _: person.french, ("A0", "A1", "A2", "B1", "B2", "C1")
)
ORGANISATION: Final = Split("organisation", lambda fact, _: str(fact.organisation_id), public=True)

INDICATORS: Final[dict[str, Indicator]] = {
    each.code: each
    for each in (
        Indicator(
            "people-enrolled", "person", _enrolled, None, (SEX, AGE, FRENCH, ORGANISATION),
            ("parties", "persons"),
        ),
        Indicator(
            "people-prepared", "person", _enrolled,
            lambda person, asked: asked.had_come(person.prepared_on), (SEX, AGE),
            ("persons", "seats", "sittings"), participation=True,
        ),
        Indicator(
            "people-visited", "person", _enrolled,
            lambda person, asked: asked.had_come(person.visited_on), (SEX, AGE, FRENCH),
            ("persons", "visits"), participation=True,
        ),
        Indicator(
            "visits-proposed", "visit", _proposed, None, (Split("fate", fate, tuple(FATES)),),
            ("visits",),
        ),
        Indicator("visits", "visit", _took_place, None, (ORGANISATION,), ("visits",)),
        Indicator(
            "guests-again", "visit", _took_place, None,
            (Split("again", _again(Side.PARTY), AGAIN_SAID),), ("visits", "feedbacks"),
        ),
        Indicator(
            "farms-again", "visit", _took_place, None,
            (Split("again", _again(Side.FARM), AGAIN_SAID),), ("visits", "feedbacks"),
        ),
        Indicator(
            "in-contact", "visit", _took_place,
            lambda visit, asked: asked.had_come(visit.in_contact_on), (),
            ("visits", "relationships"),
        ),
        *(
            Indicator(
                f"outcome-{months}", "visit", _due(months), None,
                (Split("outcome", _outcome(months), OUTCOMES),), ("visits", "follow_ups"),
            )
            for months in MONTHS
        ),
    )
}  # fmt: skip
"""By code, in the order of a report."""
