"""What two files of the same people say differently, and taking from the other what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from webapp.models import Engagement, Party, Person
from webapp.services.parties.duplicates import Known, Likeness, how_alike

KEPT, OTHER, BOTH = "kept", "other", "both"
"""Which value is kept: that of the file which stays, of the other, or what both say."""

OF_THE_PARTY: Final[dict[str, tuple[str, ...]]] = {
    "phone": ("phone", "phone_fingerprint"),
    "phone_shared": ("phone_shared",),
    "email": ("email",),
    "language": ("language",),
    "channel": ("channel",),
    "agreed_word": ("agreed_word",),
    "commune": ("commune", "latitude", "longitude"),
    "reach_km": ("reach_km",),
    "needs": ("needs",),
    "interpreter": ("interpreter",),
    "private": ("private",),
    "childcare": ("childcare",),
    "wishes": ("wishes",),
    "frames": ("frames",),
    "notice_days": ("notice_days", "notice_reason"),
    "centre_id": ("centre_id",),
    "referent_id": ("referent_id", "second_referent_id"),
    "notes": ("notes",),
}
"""By the name of a fact, the columns that say it together; the first is shown."""
OF_A_PERSON: Final[dict[str, tuple[str, ...]]] = {
    "name": ("first_name", "last_name"),
    "sex": ("sex",),
    "birth_year": ("birth_year", "is_of_age"),
    "languages": ("languages",),
    "french": ("french",),
    "reads": ("reads",),
    "title_until": ("title_until",),
    "fundable_until": ("fundable_until",),
}
PERIODS: Final = ("availability", "engagements")
NAMED_ALIKE: Final = frozenset({Likeness.NAME, Likeness.NAME_OF_ANOTHER_AGE})
TOGETHER: Final = frozenset({"needs", "languages", *PERIODS})
"""Facts of which both values may be kept."""


@dataclass(frozen=True)
class Question:
    """A fact that two files say differently.

    Parameters
    ----------
    fact
        A name of `OF_THE_PARTY`, `OF_A_PERSON` or `PERIODS`.
    person, twin
        The member whose fact it is, and who they are in the other file; none: of the party.
    """

    fact: str
    kept: Any
    other: Any
    person: Person | None = None
    twin: Person | None = None

    @property
    def name(self) -> str:
        """By what a form calls it."""
        return f"person_{self.person.id}_{self.fact}" if self.person else self.fact

    @property
    def proposed(self) -> str:
        """The value to keep unless somebody says otherwise: what is known before what is not."""
        return OTHER if self.kept in (None, "", []) else KEPT


def twins(kept: Party, other: Party) -> list[tuple[Person, Person]]:
    """Return who of two files is one person: the same name, else one that sounds alike at an age.

    Those who are left alone on both sides are one person, since somebody says that the files are
    of the same people.
    """
    here, there = list(kept.persons), list(other.persons)
    found = []
    for wanted in (NAMED_ALIKE, {Likeness.SOUND}):
        for person in list(here):
            twin = next((each for each in there if alike(person, each) in wanted), None)
            if twin is not None:
                found.append((person, twin))
                here.remove(person)
                there.remove(twin)
    if len(here) == len(there) == 1:
        found.append((here[0], there[0]))
    return sorted(found, key=lambda pair: pair[0].id)


def alike(one: Person, other: Person) -> Likeness | None:
    """Return why two members may be one person, if they may."""
    here, there = ((each.first_name, each.last_name) for each in (one, other))
    return how_alike(Known(here, one.birth_year), Known(there, other.birth_year))


def joining(kept: Party, other: Party) -> list[Person]:
    """Return the members of the other file who are nobody of the one that stays."""
    known = {twin.id for _person, twin in twins(kept, other)}
    return [person for person in other.persons if person.id not in known]


def questions(kept: Party, other: Party) -> list[Question]:
    """Return what the two files say differently, members first."""
    found = [
        Question(fact, getattr(person, columns[0]), getattr(twin, columns[0]), person, twin)
        for person, twin in twins(kept, other)
        for fact, columns in OF_A_PERSON.items()
        if _values(person, columns) != _values(twin, columns)
    ]
    found += [
        Question(fact, getattr(kept, columns[0]), getattr(other, columns[0]))
        for fact, columns in OF_THE_PARTY.items()
        if _values(kept, columns) != _values(other, columns)
    ]
    spans = [Question(name, periods_of(kept, name), periods_of(other, name)) for name in PERIODS]
    return found + [each for each in spans if each.kept != each.other and each.other]


def _values(thing: Party | Person, columns: tuple[str, ...]) -> list[Any]:
    values = [getattr(thing, name) for name in columns]
    return [sorted(each) if name in TOGETHER else each or None
            for name, each in zip(columns, values, strict=True)]  # fmt: skip


def periods_of(party: Party, name: str) -> list[list[Any]]:
    """Return days away, or what keeps at home, as JSON knows them."""
    if name == "availability":
        away = party.availabilities
        return sorted([each.first_day.isoformat(), each.last_day.isoformat()] for each in away)
    return sorted(each.written for each in party.engagements)


def take(kept: Party, other: Party, chosen: Mapping[str, str]) -> None:
    """Let the file that stays say what was chosen of the other; what is not named stays.

    Parameters
    ----------
    chosen
        By the name of a question: `KEPT`, `OTHER`, or, of `TOGETHER`, `BOTH`.
    """
    for question in questions(kept, other):
        choice = chosen.get(question.name, KEPT)
        if choice == KEPT:
            continue
        if question.fact in PERIODS:
            _take_periods(kept, other, question.fact, keeping=choice == BOTH)
        elif choice == BOTH:
            here = question.person or kept
            both = [*question.kept, *(each for each in question.other if each not in question.kept)]
            setattr(here, question.fact, both)
        elif question.person is not None and question.twin is not None:
            _copy(question.twin, question.person, OF_A_PERSON[question.fact])
        else:
            _copy(other, kept, OF_THE_PARTY[question.fact])
    kept.call_where_no_text_arrives()


def _copy(there: Party | Person, here: Party | Person, columns: tuple[str, ...]) -> None:
    for name in columns:
        value = getattr(there, name)
        setattr(here, name, list(value) if isinstance(value, list) else value)


def _take_periods(kept: Party, other: Party, name: str, *, keeping: bool) -> None:
    if name == "availability":
        if not keeping:
            kept.availabilities.clear()
        for period in list(other.availabilities):
            kept.open_days(period.first_day, period.last_day)
        return
    if not keeping:
        kept.engagements.clear()
    there = periods_of(kept, name)
    for each in other.engagements:
        if each.written not in there:
            kept.engagements.append(Engagement.read(each.written))
