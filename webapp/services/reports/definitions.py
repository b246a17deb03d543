"""What an indicator is: of whom it counts which, split how, over what is selected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from webapp.services.reports.facts import Fact, Facts, PersonFact


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
    first_titles
        Whether only people are selected whose first title was less than five years old when the
        period began, or when they had a file; of visits, those of whose file somebody is so.
    funder_id
        Whose workshops alone are selected; none: whoever pays them.
    paid_from, paid_until
        The days that a funder pays for, both included.
    actions
        What they pay for, of which nothing outside these days is selected; none: everything.
    """

    first: date
    last: date
    as_of: date
    organisation_id: int | None = None
    sex: str = ""
    first_titles: bool = False
    funder_id: int | None = None
    paid_from: date = date.min
    paid_until: date = date.max
    actions: tuple[str, ...] = ()

    def as_paid(self, action: str) -> "Selection":
        """Return it within the days that are paid for, if such an action is."""
        if self.actions and action not in self.actions:
            return self
        days = max(self.first, self.paid_from), min(self.last, self.paid_until)
        return replace(self, first=days[0], last=days[1])

    def spans(self, day: date) -> bool:
        """Whether a day is within the period, and had come by the as-of day."""
        return self.first <= day <= min(self.last, self.as_of)

    def had_come(self, day: date | None) -> bool:
        """Whether something had happened by the as-of day."""
        return day is not None and day <= self.as_of

    def takes_home(self, fact: Fact) -> bool:
        """Whether this is of an association of which the selection tells."""
        return fact.organisation_id is None or self.organisation_id in {None, fact.organisation_id}

    @property
    def public(self) -> str:
        """By what they are those selected are so; empty: whatever they are."""
        return f"first-titles {self.sex}" if self.first_titles else self.sex

    def takes(self, fact: Fact) -> bool:
        """Whether this is somebody, or the visit of somebody, of whom the selection tells."""
        people = (fact,) if isinstance(fact, PersonFact) else fact.people
        return not self.public or any(map(self._is_so, people))

    def _is_so(self, person: PersonFact) -> bool:
        until, since = person.fundable_until, max(self.first, person.enrolled_on)
        is_recent = not self.first_titles or (until is not None and until >= since)
        return is_recent and self.sex in {"", person.sex}


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
    least
        Parts that are told to be fewer are not told at all.
    of_counted
        Whether the numerator is divided, and not all among whom it is.
    """

    code: str
    of: Callable[[Any, Selection], str]
    parts: tuple[str, ...] = ()
    public: bool = False
    least: int = 0
    of_counted: bool = False

    def over(self, facts: Sequence[Fact], selection: Selection) -> "Split":
        """Return it with its parts: whatever is selected, all of which there is anything."""
        if self.parts:
            return self
        return replace(self, parts=tuple(sorted({self.of(each, selection) for each in facts})))


@dataclass(frozen=True)
class Indicator:
    """What is counted, and of whom.

    Parameters
    ----------
    unit
        `person`, `visit`, `referral`, `place`, `sitting`, `farm` or `voice`.
    among
        The denominator: everybody who could be counted, known or not.
    counted
        The numerator; none where the denominator itself, or its splits, are the figure.
    rows
        From which tables it is read.
    participation
        Whether whoever is counted has taken part in something, and no more: then all of them are
        told exactly.
    action
        Of which kind of action it tells; empty: of accompanying people, whatever they do.
    """

    code: str
    unit: str
    among: Judged
    counted: Judged | None
    splits: tuple[Split, ...]
    rows: tuple[str, ...]
    participation: bool = False
    action: str = ""

    def everyone(self, facts: Facts) -> Sequence[Fact]:
        """Return all of its unit."""
        units: dict[str, Sequence[Fact]] = {
            "person": facts.people,
            "visit": facts.visits,
            "referral": facts.referrals,
            "place": facts.places,
            "sitting": facts.sittings,
            "farm": facts.farms,
            "voice": facts.voices,
        }
        return units[self.unit]
