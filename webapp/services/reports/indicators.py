"""The indicators: each a definition, of whom it counts which, split how, from which rows."""

from collections.abc import Callable
from datetime import date
from typing import Final

from webapp.ground.vocabulary import OUTCOMES as PARTY_OUTCOMES
from webapp.models import MONTHS, OUTCOMES, UNKNOWN, Fault, Side, VisitState, WorkshopKind
from webapp.services.parties.leaving import BY_MISTAKE
from webapp.services.reports.before_after import BEFORE_AND_AFTER
from webapp.services.reports.definitions import Indicator, Judged, Selection, Split
from webapp.services.reports.facts import (
    NOT_MISSED,
    PersonFact,
    PlaceFact,
    ReferralFact,
    SittingFact,
    VisitFact,
)
from webapp.services.reports.rounding import PARTS_FROM

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
UNITS_OF_NO_PUBLIC: Final = ("referral", "place", "sitting", "farm", "voice")
"""Of these nobody's sex or title is known: they are told of everybody."""
VISITS, WORKSHOPS, FOLLOW_UP = "visits", "workshops", "follow-up"
ACTIONS: Final = (VISITS, WORKSHOPS, FOLLOW_UP)
"""What a funder may pay for, beside the programme as a whole."""
AGAIN_SAID: Final = ("yes", "perhaps", "no", "not-said", UNKNOWN)


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


def _in_progress(person: PersonFact, selection: Selection) -> bool:
    return selection.had_come(person.enrolled_on) and not selection.had_come(person.left_on)


def _left(person: PersonFact, selection: Selection) -> bool:
    return person.left_on is not None and selection.spans(person.left_on)


def _being_recruited(referral: ReferralFact, selection: Selection) -> bool:
    return selection.had_come(referral.sent_on) and not selection.had_come(referral.settled_on)


def _to_come(place: PlaceFact, selection: Selection) -> bool:
    return selection.had_come(place.entered_on) and place.arrival > selection.as_of


def _held(sitting: SittingFact, selection: Selection) -> bool:
    paid = selection.funder_id is None or selection.funder_id in sitting.funders
    return paid and selection.spans(sitting.day)


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
WAYS_OUT: Final = tuple(each for each in PARTY_OUTCOMES if each != BY_MISTAKE)
DEPARTMENT: Final = Split("department", lambda visit, _: visit.department)
FAULT: Final = Split("fault", lambda visit, asked: visit.fault(asked.as_of), (NOT_MISSED, *Fault))
COMMUNE: Final = Split("commune", lambda visit, _: visit.commune, least=PARTS_FROM)
TERRITORIES: Final = (DEPARTMENT, COMMUNE)
ONWARD: Final = ("durable-job", "transition-job", "positive-exit")
"""Outcomes that are work, or training for it."""
BY_TERRITORY: Final = 6
"""So many months after a visit its outcome is compared by territory."""
OPENING: Final = Split(
    "opening", lambda place, _: "open" if place.is_open else "to-open", ("open", "to-open"),
    public=True,
)  # fmt: skip
FOR_WHOM: Final = Split(
    "workshop-kind", lambda sitting, _: sitting.kind, tuple(WorkshopKind), public=True
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
            "in-progress", "person", _in_progress, None, (ORGANISATION,), ("parties", "persons"),
        ),
        Indicator("being-recruited", "referral", _being_recruited, None, (), ("referrals",)),
        Indicator("places", "place", _to_come, None, (OPENING,), ("slots",)),
        Indicator(
            "workshops-held", "sitting", _held, None, (FOR_WHOM,), ("workshops", "sittings"),
            action=WORKSHOPS,
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
            ("visits",), action=VISITS,
        ),
        Indicator(
            "no-show-fault", "visit", _proposed, None, (FAULT,),
            ("visits", "missed_words", "absence_reviews"), action=VISITS,
        ),
        Indicator(
            "visits", "visit", _took_place, None, (ORGANISATION,), ("visits",), action=VISITS,
        ),
        Indicator(
            "visits-by-territory", "visit", _proposed, _took_place, TERRITORIES,
            ("visits", "farms"), participation=True, action=VISITS,
        ),
        Indicator(
            "known-by-territory", "visit", _due(BY_TERRITORY),
            lambda visit, asked: _outcome(BY_TERRITORY)(visit, asked) != UNKNOWN, TERRITORIES,
            ("visits", "farms", "follow_ups"), action=FOLLOW_UP,
        ),
        Indicator(
            "onward-by-territory", "visit", _due(BY_TERRITORY),
            lambda visit, asked: _outcome(BY_TERRITORY)(visit, asked) in ONWARD, TERRITORIES,
            ("visits", "farms", "follow_ups"), action=FOLLOW_UP,
        ),
        Indicator(
            "guests-again", "visit", _took_place, None,
            (Split("again", _again(Side.PARTY), AGAIN_SAID),), ("visits", "feedbacks"),
            action=VISITS,
        ),
        Indicator(
            "farms-again", "visit", _took_place, None,
            (Split("again", _again(Side.FARM), AGAIN_SAID),), ("visits", "feedbacks"),
            action=VISITS,
        ),
        Indicator(
            "in-contact", "visit", _took_place,
            lambda visit, asked: asked.had_come(visit.in_contact_on), (),
            ("visits", "relationships"), action=FOLLOW_UP,
        ),
        Indicator(
            "ways-out", "person", _left, None,
            (Split("way-out", lambda person, _: person.way_out, WAYS_OUT),),
            ("parties", "persons"),
        ),
        *(
            Indicator(
                f"outcome-{months}", "visit", _due(months), None,
                (Split("outcome", _outcome(months), OUTCOMES),), ("visits", "follow_ups"),
                action=FOLLOW_UP,
            )
            for months in MONTHS
        ),
        *BEFORE_AND_AFTER,
    )
}  # fmt: skip
"""By code, in the order of a report."""
