"""Invented parties: households with their days, needs and wishes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from webapp.demo import names, places
from webapp.demo.distributions import WISH_OF, draw, draw_several, table
from webapp.ground.clock import today
from webapp.ground.vocabulary import AGREED_WORDS
from webapp.models import (
    Availability,
    Engagement,
    Organisation,
    Party,
    PartyState,
    Person,
    Visit,
    VisitState,
)
from webapp.models.persons import ADULT_AGE
from webapp.services.visits import misfits

SCREENS = ("fr", "en", "ar", "prs", "ps", "ti", "uk", "ru", "bn", "so", "tr")
"""Languages that a refugee's page can have, most widely read last resort first."""

NEED_OF = {
    "no_pork": "no-pork", "halal_only_meat": "halal-menu", "vegetarian": "vegetarian",
    "no_dogs_or_dog_kept_away": "no-dogs", "lockable_room": "lockable-room",
    "step_free_access": "step-free", "quiet_time_and_place": "quiet-place",
    "first_trip_accompanied": "accompanied-trip",
}  # fmt: skip
WOMEN_NEEDS = {
    "woman_host_present_(women)": "woman-host", "women_only_group_(women)": "women-only-group",
}  # fmt: skip
OLDEST_PARENT = 45
"""Nobody who travels with young children is older."""
STATED = 0.5
"""Share of the needs that people state before a caseworker asks a second time."""


@dataclass(frozen=True)
class PartyMaker:
    """Makes parties of one association: `shares` says in which regions they are housed."""

    rng: Random
    shares: dict[str, float]
    known: set[tuple[str, str, int | None]] = field(default_factory=set)
    """First name, surname and year of birth of everyone made so far."""

    def make(self, organisation: Organisation, code: str) -> Party:
        """Make an enrolled party with everything a round needs to know."""
        born_in = draw(self.rng, table("nationality")["shares"])
        persons = self._strangers(born_in)
        town = places.draw_town(self.rng, draw(self.rng, self.shares))
        point = places.near(self.rng, town.point)
        languages = [code for code in persons[0].languages if code in SCREENS]
        party = Party(
            organisation=organisation,
            code=code,
            language=languages[0] if languages else "fr",
            agreed_word=_word_of(code),
            phone_shared=_is_shared(code),
            commune=town.code,
            latitude=point.latitude,
            longitude=point.longitude,
            reach_km=self.rng.choice((150, 200, 250, 250, 300, 400)),
            interpreter=self.rng.random() < table("needs_declared")["prob"]["interpreter_by_phone"],
            needs=self._needs(persons),
            wishes=self._wishes(),
            persons=persons,
            availabilities=self._availabilities(),
            engagements=self._engagements(),
        )
        party.set_phone(f"+33639{self.rng.randint(980_000, 989_999):06d}")
        return party

    def make_ready(self, party: Party) -> None:
        """Let the party wait since some day of the last year."""
        party.state = PartyState.READY
        party.waiting_since = today() - timedelta(days=self.rng.randint(5, 330))

    def _strangers(self, born_in: str) -> list[Person]:
        """Make a household of whom nobody could be taken for someone of another one."""
        for _ in range(1_000):
            persons = self._household(born_in)
            called = {(each.first_name, each.last_name, each.birth_year) for each in persons}
            if not called & self.known:
                self.known.update(called)
                return persons
        raise ValueError("There are more people than names: add some.")

    def _household(self, born_in: str) -> list[Person]:
        overrides = table("gender_given_nationality_override")["female_share"]
        women = overrides.get(born_in, table("gender")["shares"]["F"])
        sex = "woman" if self.rng.random() < women else "man"
        letter = "F" if sex == "woman" else "M"
        shape = draw(self.rng, table("household")["given_gender"][letter])
        family = names.surname(self.rng, born_in)
        persons = [self._person(born_in, sex, family)]
        if shape in {"couple_no_child", "couple_with_children"}:
            other = "man" if sex == "woman" else "woman"
            persons.append(self._person(born_in, other, family, persons))
        if shape == "with_other_adult_relative":
            persons.append(self._person(born_in, sex, family, persons))
        travels = self.rng.random() < table("household")["wishes_family_visit_if_children"]
        if shape in {"couple_with_children", "single_parent"} and travels:
            for parent in persons:
                parent.birth_year = max(parent.birth_year, today().year - OLDEST_PARENT)
            count = draw(self.rng, table("household")["children_count_if_any"])
            for _ in range(int(count[0])):
                persons.append(self._child(born_in, persons, family))
        elif shape == "couple_with_children":
            persons = persons[:1]  # the other parent stays with the children
        return persons

    def _person(self, born_in: str, sex: str, family: str, others: Sequence[Person] = ()) -> Person:
        first, last = draw(self.rng, table("age")["bands"]).split("-")
        origin = table("french_functional_level")["francophone_origin"]
        speech = "francophone" if born_in in origin else "non_francophone"
        languages = draw_several(self.rng, table("languages_given_nationality")["table"][born_in])
        return Person(
            first_name=self._first_name(born_in, sex, others),
            last_name=family,
            sex=sex,
            birth_year=today().year - self.rng.randint(int(first), int(last)) - 1,
            languages=languages or ["en"],
            french=draw(self.rng, table("french_functional_level")["given_origin"][speech]),
            reads=self.rng.random() > table("literacy")["shares"]["non_reader"],
        )

    def _first_name(self, born_in: str, sex: str, others: Sequence[Person]) -> str:
        taken = [person.first_name for person in others]
        return names.first_name(self.rng, born_in, sex, taken)

    def _child(self, born_in: str, household: Sequence[Person], family: str) -> Person:
        """Make a child, eighteen years younger than its parents at least."""
        sex, parent = self.rng.choice(("woman", "man")), household[0]
        adults = [person for person in household if person.is_adult(today())]
        oldest = today().year - max(person.birth_year for person in adults) - ADULT_AGE
        return Person(
            first_name=self._first_name(born_in, sex, household),
            last_name=family,
            sex=sex,
            birth_year=today().year - self.rng.randint(min(2, oldest), min(14, oldest)),
            languages=list(parent.languages),
            french=parent.french,
        )

    def _needs(self, persons: list[Person]) -> list[str]:
        chances = table("needs_declared")["prob"]
        stated = {code: STATED * chances[name] for name, code in NEED_OF.items()}
        if all(person.sex == "woman" for person in persons):
            stated |= {code: STATED * chances[name] for name, code in WOMEN_NEEDS.items()}
        return draw_several(self.rng, stated)

    def _wishes(self) -> list[str]:
        shares = table("interest_productions")["shares"]
        drawn = [draw(self.rng, shares) for _ in range(self.rng.randint(1, 3))]
        wishes = [WISH_OF[name] for name in drawn if name in WISH_OF]
        return list(dict.fromkeys(wishes))

    def _availabilities(self) -> list[Availability]:
        start = today() - timedelta(days=120)
        spans, day = [], start
        while day < today() + timedelta(days=200):
            length = self.rng.choice((14, 21, 35, 60, 90))
            spans.append(Availability(first_day=day, last_day=day + timedelta(days=length)))
            day += timedelta(days=length + self.rng.choice((4, 10, 21)))
        return spans

    def _engagements(self) -> list[Engagement]:
        busy = table("unavailability")
        found = []
        if self.rng.random() < busy["in_language_course"] * 0.5:  # the others are on holiday then
            begins = today() + timedelta(days=self.rng.randint(-30, 60))
            found.append(
                Engagement(
                    kind="course",
                    first_day=begins,
                    last_day=begins + timedelta(days=60),
                    weekdays=sorted(self.rng.sample((1, 2, 3, 4, 5), self.rng.randint(2, 3))),
                )
            )
        if self.rng.random() < busy["prefecture_or_ofpra_appointment_in_window"]:
            day = today() + timedelta(days=self.rng.randint(5, 90))
            found.append(Engagement(kind="appointment", first_day=day, last_day=day, weekdays=[]))
        return found


def miss_a_course(session: Session, visits: Sequence[Visit]) -> None:
    """Let a party with a confirmed visit follow a course of which visits may take hours."""
    confirmed = [each for each in visits if each.state is VisitState.CONFIRMED]
    for visit in confirmed[1:2]:
        begins, day = visit.arrival - timedelta(days=30), visit.arrival + timedelta(days=1)
        visit.party.engagements.append(
            Engagement(
                kind="course",
                first_day=begins,
                last_day=begins + timedelta(days=90),
                weekdays=[day.isoweekday()],
                hours=3,
                missable=8,
            )
        )
    misfits.look_again(session)


def _number_of(code: str) -> int:
    return int("".join(sign for sign in code if sign.isdecimal()) or 0)


def _is_shared(code: str) -> bool:
    """Whether others read a household's telephone too: some, without a draw."""
    return _number_of(code) % 29 == 11


def _word_of(code: str) -> str | None:
    """Return the word agreed with a household; one in three has none yet, as in real files."""
    number = _number_of(code)
    return AGREED_WORDS[number % len(AGREED_WORDS)] if number % 3 else None
