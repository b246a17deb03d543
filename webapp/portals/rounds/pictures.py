"""A round as pictures: on the map who goes where, on the calendar who is away when."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import MapKind, MapLine, MapPoint, Point, draw_map
from webapp.models import Farm
from webapp.portals.rounds.routes import routes
from webapp.portals.rounds.workbench import Bench, open_bench


@dataclass
class Place:
    """A farm on the map: its number there, who goes, and the beds that stay free."""

    farm: Farm
    point: Point
    pairs: list[tuple[str, str]] = field(default_factory=list)
    free: int = 0


@routes.get("/rounds/<int:round_id>/map")
def show_round_map(round_id: int) -> str | Response:
    """Show homes and farms, joined by the pairs; a number leads from each farm to its name."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    problem, places = bench.result.problem, _places(bench)
    homes = {Point(*party.home) for party in bench.result.parties}
    lines = {(problem.party_of[p].home, problem.slot_of[s].place) for p, s in bench.pairs}
    drawing = draw_map(
        [MapPoint(point, MapKind.HOME) for point in sorted(homes, key=str)]
        + [MapPoint(each.point, MapKind.FARM, str(n)) for n, each in enumerate(places, 1)],
        title=_("Homes, farms and the pairs between them"),
        description=_("The list below tells the same in words."),
        lines=[MapLine(Point(*home), Point(*place)) for home, place in sorted(lines)],
        crop=True,
    )
    return bench.tab(drawing=drawing, places=places)


def _places(bench: Bench) -> list[Place]:
    """Return the farms of a round, from north to south as they are numbered."""
    found: dict[int, Place] = {}
    for slot in bench.result.problem.slots:
        farm = bench.cast.slots[slot.id].farm
        found.setdefault(farm.id, Place(farm, Point(*slot.place)))
    for pair in bench.pairs:
        found[bench.cast.slots[pair[1]].farm_id].pairs.append(pair)
    for slot, beds in bench.result.free_places:
        found[bench.cast.slots[slot.id].farm_id].free += beds
    return sorted(found.values(), key=lambda each: (-each.point.latitude, each.farm.id))


@routes.get("/rounds/<int:round_id>/calendar")
def show_round_calendar(round_id: int) -> str | Response:
    """Show who is away on which days, each a link to its pair."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    away: dict[date, list[tuple[str, str]]] = {}
    for party, slot_id in bench.pairs:
        slot = bench.result.problem.slot_of[slot_id]
        for day in _days(slot.arrival, slot.departure):
            away.setdefault(day, []).append(_named(bench, party))
    stays = sorted(bench.pairs, key=lambda pair: bench.cast.slots[pair[1]].arrival)
    days = dict.fromkeys(away, ("stay", "", ""))
    return bench.tab(months=list(_months(away)), days=days, away=away, stays=stays)


def _named(bench: Bench, engine_id: str) -> tuple[str, str]:
    """Return a party's code and the address of its pair; none of these for an unseen one."""
    party = bench.cast.parties.get(engine_id)
    if party is None:
        return "–", ""
    return party.code, url_for(".show_pair", round_id=bench.round.id, party_id=party.id)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _months(days: Iterable[date]) -> Iterable[tuple[date, list[list[date]]]]:
    calendar = Calendar()
    for first in sorted({day.replace(day=1) for day in days}):
        yield first, calendar.monthdatescalendar(first.year, first.month)
