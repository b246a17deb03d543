"""Rounds for measuring: invented, seeded, and shaped like the real ones.

Homes cluster in cities and farms lie in the country around them. Stays crowd the school holidays.
Few hosts speak a rare language, one in three asks for some French. *Families* brings couples and
households with children; *contended* leaves far fewer beds than people. Every rule is in play:
rooms of several shapes, women-only slots and groups, exclusive slots, minimums, companions, farm
limits and too few interpreters. `reach` stretches how far people travel, so that rounds of every
size keep about the number of feasible pairs that was measured for them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from matching import Party, Problem, Room, Slot

Choice = TypeVar("Choice")

TODAY = date(2027, 2, 1)
SEASON = date(2027, 3, 1)
SEASON_DAYS = 245
HOLIDAYS = [(40, 16), (125, 58), (230, 14)]
"""First day after the season's start, and length: spring, summer, All Saints."""

CITIES = {
    (48.86, 2.35): 36,
    (45.76, 4.84): 9,
    (43.30, 5.37): 8,
    (50.63, 3.06): 7,
    (47.22, -1.55): 7,
    (43.60, 1.44): 7,
    (48.58, 7.75): 6,
    (44.84, -0.58): 6,
    (48.11, -1.68): 5,
    (49.44, 1.10): 4,
    (47.32, 5.04): 3,
    (45.78, 3.08): 2,
}

LANGUAGES = {
    "prs": 26,
    "ps": 18,
    "ar": 22,
    "ti": 8,
    "uk": 7,
    "ru": 9,
    "bn": 6,
    "so": 5,
    "tr": 5,
    "en": 22,
    "fr": 20,
}
HOST_LANGUAGES = {"en": 45, "es": 15, "de": 8, "ar": 3, "ru": 1, "prs": 1}
FRENCH = {"A0": 16, "A1": 32, "A2": 26, "B1": 17, "B2": 8, "C1": 1}
PRODUCTIONS = {
    "vegetables": 26,
    "sheep-goats": 18,
    "dairy": 14,
    "fruit": 10,
    "bees": 8,
    "poultry": 7,
    "vineyard": 7,
    "cereals": 6,
    "other": 4,
}
NEEDS = {"no-dogs": 7, "quiet-place": 5, "no-pork": 12, "station-pickup": 20, "step-free": 2}
MET = {"no-dogs": 35, "quiet-place": 60, "no-pork": 60, "station-pickup": 75, "step-free": 15}
ROOMS = {
    (1,): 18,
    (2,): 22,
    (1, 1): 14,
    (2, 1): 16,
    (2, 2): 14,
    (3, 1): 4,
    (4,): 4,
    (2, 2, 1): 5,
    (2, 2, 2): 3,
}
SINGLES = {(1, 0, 0): 70, (0, 1, 0): 30}
HOUSEHOLDS = {
    (1, 0, 0): 48,
    (0, 1, 0): 20,
    (1, 1, 0): 9,
    (0, 1, 1): 6,
    (1, 1, 1): 5,
    (1, 1, 2): 5,
    (0, 1, 2): 4,
    (2, 0, 0): 3,
}


@dataclass(frozen=True)
class Shape:
    """What round to invent."""

    parties: int
    slots: int
    reach: float = 1.0
    families: bool = False
    crowding: float = 0.0
    """Share of the slots that fall into school holidays."""


def make_round(shape: Shape, seed: int = 0) -> Problem:
    """Invent a round; the same shape and seed give the same round."""
    chance = random.Random(f"{seed}-{shape}")
    farms = [Farm(chance, number) for number in range(max(1, shape.slots // 3))]
    parties = tuple(invent_party(chance, number, shape) for number in range(shape.parties))
    slots = tuple(
        invent_slot(chance, number, chance.choice(farms), shape) for number in range(shape.slots)
    )
    return Problem(
        today=TODAY,
        parties=parties,
        slots=slots,
        farm_limits={f"f{n}": chance.randint(2, 6) for n in range(len(farms)) if n % 4 == 0},
        interpreter_limit=max(1, shape.parties // 20),
    )


class Farm:
    """A farm: what it is, and what each of its slots is like."""

    def __init__(self, chance: random.Random, number: int) -> None:
        city = _pick(chance, CITIES)
        self.id = f"f{number}"
        self.place = _near(chance, city, 1.1)
        self.languages = ("fr", *_some(chance, HOST_LANGUAGES))
        self.production = _pick(chance, PRODUCTIONS)
        self.features = _some(chance, MET)
        self.rooms = _pick(chance, ROOMS)
        self.min_french = _pick(chance, {"A0": 65, "A1": 22, "A2": 13})


def invent_party(chance: random.Random, number: int, shape: Shape) -> Party:
    """Draw a party."""
    men, women, children = _pick(chance, HOUSEHOLDS if shape.families else SINGLES)
    needs = _some(chance, NEEDS)
    if not men and chance.random() < 0.12:
        needs += ("women-only-group",)
    return Party(
        id=f"p{number}",
        men=men,
        women=women,
        children=children,
        home=_near(chance, _pick(chance, CITIES), 0.12),
        reach_km=round(shape.reach * chance.triangular(60, 420, 130)),
        languages=_some(chance, LANGUAGES) or ("prs",),
        french=_pick(chance, FRENCH),
        interpreter=chance.random() < 0.4,
        available=tuple(_range(chance) for _ in range(chance.randint(1, 4))),
        needs=needs,
        wishes=tuple(
            dict.fromkeys(_pick(chance, PRODUCTIONS) for _ in range(chance.randint(0, 3)))
        ),
        frames=("discovery",) if chance.random() < 0.8 else ("discovery", "immersion"),
        waiting_since=TODAY - timedelta(days=chance.randint(0, 500)),
        past_visits=int(chance.random() < 0.25),
        together=f"t{number // 2}" if number % 20 < 2 else None,
        private=chance.random() < 0.08,
    )


def invent_slot(chance: random.Random, number: int, farm: Farm, shape: Shape) -> Slot:
    """Draw a slot of a farm."""
    arrival = SEASON + timedelta(days=_day(chance, shape))
    return Slot(
        id=f"s{number}",
        farm=farm.id,
        place=farm.place,
        arrival=arrival,
        departure=arrival + timedelta(days=chance.choice((2, 3, 4, 4, 6))),
        rooms=tuple(map(Room, farm.rooms)),
        languages=farm.languages,
        min_french=farm.min_french,
        features=farm.features,
        production=farm.production,
        frame="discovery" if chance.random() < 0.92 else "immersion",
        children=chance.random() < (0.6 if shape.families else 0.3),
        women_only=chance.random() < 0.04,
        exclusive=chance.random() < 0.12,
        min_people=2 if sum(farm.rooms) > 2 and chance.random() < 0.15 else 1,
    )


def _day(chance: random.Random, shape: Shape) -> int:
    if chance.random() < shape.crowding:
        first, length = chance.choice(HOLIDAYS)
        return first + chance.randrange(length)
    return chance.randrange(SEASON_DAYS)


def _range(chance: random.Random) -> tuple[date, date]:
    start = SEASON + timedelta(days=chance.randrange(SEASON_DAYS))
    return start, start + timedelta(days=chance.randint(6, 45))


def _near(chance: random.Random, place: tuple[float, float], spread: float) -> tuple[float, float]:
    latitude = min(51.0, max(42.5, chance.gauss(place[0], spread)))
    longitude = min(8.1, max(-4.6, chance.gauss(place[1], 1.4 * spread)))
    return round(latitude, 4), round(longitude, 4)


def _pick(chance: random.Random, shares: dict[Choice, int]) -> Choice:
    return chance.choices(list(shares), list(shares.values()))[0]


def _some(chance: random.Random, shares: dict[str, int]) -> tuple[str, ...]:
    return tuple(word for word, percent in shares.items() if chance.random() < percent / 100)
