"""An invented timetable: trains between cities, coaches to the towns near the farms."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

import numpy as np
from sqlalchemy.orm import Session

from webapp.demo.places import station_town
from webapp.geography import Commune, find_commune
from webapp.geography.communes import communes
from webapp.geography.point import distance_km
from webapp.geography.timetables import Timetable
from webapp.geography.timetables.tickets import Rule, Tariff, Ticket
from webapp.ground.clock import today
from webapp.models import Farm, Party
from webapp.services.visits import journeys

PUBLISHER = "Horaires inventés de la démonstration"
CAPITAL = "75056"
CITIES = (CAPITAL, "76540", "14118", "69123", "44109", "33063", "31555", "59350", "67482", "13055")
"""By their INSEE codes: Paris, Rouen, Caen, Lyon, Nantes, Bordeaux, Toulouse, Lille, Strasbourg,
Marseille."""
DAYS_BEFORE, DAYS = 30, 240
TRAIN_KMH, COACH_KMH = 110.0, 45.0
COACH_EUROS, TRAIN_EUROS_A_KM = Decimal("2.50"), Decimal("0.15")
FIRST_HOUR, LAST_HOUR, EVERY_HOURS = 6, 20, 2

Run = tuple[str, int, int, int, int]
"""Its line, from which stop, when, to which stop, when."""


def let_run(session: Session, farms: list[Farm], parties: list[Party]) -> None:
    """Load the timetable, and look up every visit to come."""
    journeys.load(session, [invent(farms, parties)])
    search = journeys.search(session)
    if search is None:
        return
    for visit in search.due(session):
        search.look_up(visit)


def invent(farms: Iterable[Farm], parties: Iterable[Party]) -> Timetable:
    """Invent what runs between the homes and the farms, every two hours on every day."""
    cities = [_commune(code) for code in CITIES]
    homes = (find_commune(party.commune or "") for party in parties)
    near_farms = (station_town(each) for each in map(_of_farm, farms) if each)
    towns = {each.code: each for each in (*cities, *filter(None, homes), *near_farms)}
    stops = list(towns.values())
    number = {each.code: at for at, each in enumerate(stops)}
    runs: list[Run] = []
    for city in cities[1:]:
        runs += _both_ways("TER", number, city, cities[0], TRAIN_KMH)
    for town in stops:
        if town.code not in CITIES:
            hub = min(cities, key=lambda city: distance_km(city.point, town.point))
            runs += _both_ways("Car", number, town, hub, COACH_KMH)
    return _timetable(stops, runs)


def _commune(code: str) -> Commune:
    return communes()[code]


def _of_farm(farm: Farm) -> Commune | None:
    return find_commune(farm.commune or "")


def _both_ways(
    kind: str, number: dict[str, int], one: Commune, other: Commune, kmh: float
) -> Iterable[Run]:
    """Let it set out every two hours at both ends, the second end half an hour later."""
    takes = round(600 + distance_km(one.point, other.point) / kmh * 3600)
    for start, end, late in ((one, other, 0), (other, one, 1800)):
        line = f"{kind} {start.name} – {end.name}"
        for hour in range(FIRST_HOUR, LAST_HOUR + 1, EVERY_HOURS):
            at = hour * 3600 + late
            yield line, number[start.code], at, number[end.code], at + takes


def _timetable(stops: list[Commune], runs: list[Run]) -> Timetable:
    lines, starts, departs, ends, arrives = zip(*runs, strict=True)
    times = np.array([departs, arrives], np.int32).T.ravel()
    return Timetable(
        publisher=PUBLISHER,
        first_day=today() - timedelta(days=DAYS_BEFORE),
        stops=tuple(each.name for each in stops),
        places=np.array([(each.point.latitude, each.point.longitude) for each in stops]),
        stations=np.arange(len(stops), dtype=np.int32),
        lines=lines,
        starts=np.arange(0, 2 * len(runs) + 1, 2, dtype=np.int32),
        stop=np.array([starts, ends], np.int32).T.ravel(),
        arrives=times,
        departs=times,
        takes=np.ones(len(times), bool),
        leaves=np.ones(len(times), bool),
        service=np.zeros(len(runs), np.int32),
        runs_on=np.ones((1, DAYS), bool),
        tariffs=(_tariff(stops, runs),),
    )


def _tariff(stops: list[Commune], runs: list[Run]) -> Tariff:
    """Invent what each line costs: trains by how far they go, coaches the same for all."""
    tickets = {}
    for line, start, _departs, end, _arrives in runs:
        km = distance_km(stops[start].point, stops[end].point)
        price = COACH_EUROS if line.startswith("Car") else TRAIN_EUROS_A_KM * round(km)
        tickets[line] = Ticket(price, "EUR", transfers=0, rules=(Rule(route=line),))
    return Tariff(
        tickets=tuple(tickets.values()),
        routes=tuple(line for line, *_others in runs),
        agencies={},
        zones=("",) * len(stops),
    )
