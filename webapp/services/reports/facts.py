"""What reports count: rows of people and visits, with the days on which things happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from webapp.models import UNKNOWN, Phase, Side, VisitState
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.reports.said import NOTHING_SAID, MissedFact

NOT_MISSED: Final = "not-missed"
"""Of a visit of which it is not noted that nobody came."""


@dataclass(frozen=True)
class PersonFact:
    """Somebody of a file that stands."""

    id: int
    organisation_id: int
    sex: str
    birth_year: int
    french: str
    enrolled_on: date
    prepared_on: date | None = None
    """When they first were at a workshop that counts as preparation."""
    visited_on: date | None = None
    """The last day of their first visit that took place."""
    left_on: date | None = None
    """The day on which they left, where they are gone."""
    way_out: str = UNKNOWN
    """For what they left."""
    fundable_until: date | None = None
    """Until when their first title is less than five years old; none: not known, or no title."""
    back_on: date | None = None
    """The day on which an adult's first visit ended, be it early."""
    changed: Mapping[Phase, tuple[date, Mapping[str, str]]] = field(default_factory=dict)
    """How what they answered in a phase compares with before, by question, and when they did."""


@dataclass(frozen=True)
class ReferralFact:
    """Somebody whom a prescriber sent, with a file by now or not."""

    id: int
    organisation_id: int
    sent_on: date
    settled_on: date | None = None
    """The day on which they got a file, or it was decided that they get none."""
    people: tuple[PersonFact, ...] = ()
    """Nobody: what is known of them is not of a kind that a funder asks for."""


@dataclass(frozen=True)
class PlaceFact:
    """A bed of a date that a farm has entered, on which nobody sleeps yet."""

    id: int
    arrival: date
    entered_on: date
    is_open: bool
    """Whether guests may be proposed for it: its farm, its offer and its date are open."""
    organisation_id: None = None
    """Places are for everybody."""
    people: tuple[PersonFact, ...] = ()


@dataclass(frozen=True)
class SittingFact:
    """A sitting of a workshop that was not cancelled."""

    id: int
    day: date
    kind: str
    funders: frozenset[int] = frozenset()
    """Who pays it, by number."""
    organisation_id: None = None
    """Workshops are for everybody."""
    people: tuple[PersonFact, ...] = ()


@dataclass(frozen=True)
class FarmFact:
    """A farm that has had guests."""

    id: int
    back_on: date
    """The day on which its first guests left, be it early."""
    changed: Mapping[Phase, tuple[date, Mapping[str, str]]] = field(default_factory=dict)
    """How what it answered in a phase compares with before, by question, and when it did."""
    organisation_id: None = None
    """Farms are for everybody."""
    people: tuple[PersonFact, ...] = ()


@dataclass(frozen=True)
class VoiceFact:
    """Somebody who came to a gathering, of whom nothing is kept: one of so many."""

    id: int
    day: date
    is_before: bool
    """Whether the commune had had no guests until then."""
    answers: Mapping[str, str] | None
    """One of so many answers to each question, which tell nothing together; none: they said
    nothing."""
    organisation_id: None = None
    people: tuple[PersonFact, ...] = ()


@dataclass(frozen=True)
class VisitFact:
    """A visit that was proposed, whatever became of it."""

    id: int
    organisation_id: int
    proposed_on: date
    last: date
    """The last day, as agreed."""
    state: VisitState
    people: tuple[PersonFact, ...] = ()
    """Who is in its file; nobody once that is erased."""
    again: Mapping[Side, tuple[date, str]] = field(default_factory=dict)
    """What a side answered to whether it would do it again, and the day on which it had told."""
    outcomes: Mapping[int, tuple[date, str]] = field(default_factory=dict)
    """What became of the guests so many months after, and the day on which that was known."""
    in_contact_on: date | None = None
    """When guests and farm had both said yes to staying in contact."""
    department: str = ""
    """In which département the farm lies, or the house of it to which they went."""
    missed: MissedFact = NOTHING_SAID
    """What was said of why nobody came, where nobody did."""
    commune: str = ""
    """In which commune, by its code."""

    @property
    def took_place(self) -> bool:
        """Whether it went on to its last day."""
        return self.state in TOOK_PLACE

    def fault(self, on: date) -> str:
        """As whose fault nobody came, by what had been said on a day."""
        return self.missed.fault(on).value if self.state is VisitState.NO_SHOW else NOT_MISSED


Fact = PersonFact | VisitFact | ReferralFact | PlaceFact | SittingFact | FarmFact | VoiceFact


@dataclass(frozen=True)
class Facts:
    """All that can be counted."""

    people: tuple[PersonFact, ...]
    visits: tuple[VisitFact, ...]
    referrals: tuple[ReferralFact, ...] = ()
    places: tuple[PlaceFact, ...] = ()
    sittings: tuple[SittingFact, ...] = ()
    farms: tuple[FarmFact, ...] = ()
    voices: tuple[VoiceFact, ...] = ()
