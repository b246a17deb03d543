"""Trains and coaches of a visit: looked up by a job, shown as far as each side may see."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import CAEN, CARENTAN, a_caseworker, a_farmer, a_visit
from tests.page import Page
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.timetables.feeds import a_feed, tables
from tests.webapp.visits.test_arrival_hours import a_settled_visit, say
from tests.webapp.visits.test_visit_page import address, give_code
from webapp.geography.timetables import Leg, Way, read_feed
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs.visits import look_up_journeys
from webapp.models import Event, LoadedTimetable, Side, Visit, VisitState
from webapp.services.visits import consent, disclosure, journeys, tickets
from webapp.services.visits.journeys import FROM_HOME, THERE_BY, best
from webapp.web import extensions

DAY = date(2027, 5, 4)


@pytest.fixture
def timetable(db: Session, tmp_path: Path) -> LoadedTimetable:
    return journeys.load(db, [read_feed(a_feed(tmp_path))])


def look_up(db: Session) -> int:
    search = journeys.search(db)
    assert search
    due = search.due(db)
    for visit in due:
        search.look_up(visit)
    db.flush()
    return len(due)


@pytest.fixture
def visit(db: Session, timetable: LoadedTimetable) -> Visit:
    made = a_settled_visit(db)
    assert look_up(db) == 1
    return made


def there(visit: Visit) -> list[time]:
    found = journeys.of_visit(visit)
    return [way.legs[0].departs.time() for way in found.there] if found else []


def test_two_ways_each_way_are_found_and_nobody_sets_out_at_five(visit: Visit) -> None:
    found = journeys.of_visit(visit)
    assert found
    assert there(visit) == [time(9), time(13)]
    assert [way.legs[0].start for way in found.back] == ["Carentan", "Carentan"]
    assert found.publisher == "Cars de la Manche"


def test_whoever_is_awaited_at_an_hour_takes_the_last_train_that_is_there_in_time(
    db: Session, visit: Visit
) -> None:
    say(db, visit, "farm 16")
    assert there(visit) == [time(9), time(13)]
    say(db, visit, "guests yes")
    assert there(visit) == []
    assert look_up(db) == 1
    assert there(visit) == [time(13), time(9)]


def test_guests_read_their_trains_with_the_address_and_before_that_how_long_it_takes(
    db: Session, visit: Visit
) -> None:
    before = disclosure.view(db, visit, Side.PARTY, code_given=False)
    assert before.place
    assert before.place_sheet is None
    assert before.place.changes == 0
    sheet = disclosure.view(db, visit, Side.PARTY, code_given=True).place_sheet
    assert sheet
    assert sheet.journeys == journeys.of_visit(visit)


@pytest.mark.parametrize(("days", "opened"), [(-5, []), (0, ["there"]), (4, ["back"])])
def test_trains_are_folded_on_the_sheet_but_those_of_the_day_and_on_paper_all_are_there(
    db: Session, page: Page, visit: Visit, days: int, opened: list[str]
) -> None:
    with time_machine.travel(datetime.combine(visit.arrival, time(8)) + timedelta(days=days)):
        give_code(page, db, visit)
        ways = page.soup.select(".card > details.way")
        assert len(ways) == 2
        which = dict(zip(("there", "back"), ways, strict=True))
        assert [name for name, way in which.items() if way.has_attr("open")] == opened
        assert "Caen, départ à 9" in which["there"].get_text()
        outside = page.soup.main
        assert outside is not None
        for folded in outside.select("details"):
            folded.extract()
        assert "Caen, départ" not in outside.get_text()
        assert "Partez de chez vous vers" in outside.get_text()
        page.visit(f"{address(visit)}/sheet.pdf")
        assert bare("Caen, départ à 13 h") in bare(text_of(page.response.data))


def test_guests_whom_the_farm_fetches_read_of_no_train(
    db: Session, page: Page, visit: Visit
) -> None:
    tickets.note(db, visit, "farm", bought=False)
    consent.keep(db, visit, Side.FARM)
    give_code(page, db, visit)
    assert "il ne vous faut pas de billet" in page.text
    assert "Partez de chez vous" not in page.text
    tickets.note(db, visit, "guest", bought=False)
    assert "Partez de chez vous" in page.visit(address(visit)).text


def test_a_farm_reads_where_they_arrive_and_not_where_they_live(db: Session, visit: Visit) -> None:
    sheet = disclosure.view(db, visit, Side.FARM, code_given=True).guest_sheet
    assert sheet
    assert sheet.comes_by
    assert (sheet.comes_by.end, sheet.comes_by.arrives.time()) == ("Carentan", time(9, 55))
    page = disclosure.view(db, visit, Side.FARM, code_given=False)
    assert page.guest_sheet is None


def test_the_caseworker_reads_the_trains_for_which_tickets_are_bought(
    db: Session, page: Page, visit: Visit
) -> None:
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}")
    assert "From Caen at 9" in page.text
    assert "From Carentan at 9" in page.text
    assert "By the timetable of Cars de la Manche" in page.text
    assert "They leave home at" in page.text
    assert "You are" not in page.text
    visit.arrived_at = now()
    db.flush()
    page.visit(f"/casework/visits/{visit.id}")
    assert "From Carentan at 9" in page.text
    assert "From Caen at 9" not in page.text


@pytest.mark.parametrize(("hour", "met"), [(15, True), (9, False), (21, False)])
def test_an_hour_at_which_nothing_arrives_is_said_to_all_who_could_agree_on_another(
    db: Session, page: Page, visit: Visit, hour: int, met: bool
) -> None:
    say(db, visit, f"farm {hour}")
    say(db, visit, "guests yes")
    look_up(db)
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit(f"/farm/visits/{visit.id}")
    assert "that they can take is at Carentan" in page.text, "in the portal as behind the link"
    assert ("No train or coach is there" not in page.text) is met
    sheet = disclosure.view(db, visit, Side.PARTY, code_given=True).place_sheet
    assert sheet
    assert sheet.journeys
    assert sheet.journeys.misses_the_hour is not met
    visit.arrived_at = now()
    found = journeys.of_visit(visit)
    assert found
    assert not found.misses_the_hour, "they are there"


@pytest.mark.parametrize("changed", ["home", "farm", "days"])
def test_what_was_looked_up_for_another_place_or_day_is_not_told(
    db: Session, visit: Visit, changed: str
) -> None:
    if changed == "home":
        visit.party.latitude += 0.001
    elif changed == "farm":
        visit.farm.longitude = (visit.farm.longitude or 0) + 0.001
    else:
        visit.slot.arrival += timedelta(days=1)
        visit.stay = visit.stay.__class__(
            visit.arrival + timedelta(days=1), visit.departure + timedelta(days=1), bounds="[]"
        )
    db.flush()
    assert journeys.of_visit(visit) is None
    assert look_up(db) == 1
    assert journeys.of_visit(visit)


def test_nothing_is_looked_up_twice_nor_for_what_is_over(db: Session, visit: Visit) -> None:
    assert look_up(db) == 0
    visit.ways, visit.state = None, VisitState.CANCELLED
    db.flush()
    assert look_up(db) == 0


def test_a_new_timetable_is_asked_for_every_visit_and_none_leaves_an_estimate(
    db: Session, tmp_path: Path, visit: Visit
) -> None:
    later = {"stop_times": tables()["stop_times"].replace("9:", "11:")}
    journeys.load(db, [read_feed(a_feed(tmp_path, tables() | later))])
    assert there(visit) == [time(9), time(13)]
    assert look_up(db) == 1
    assert there(visit) == [time(11), time(13)]
    journeys.unload(db)
    db.expire_all()
    assert journeys.of_visit(visit) is None
    assert journeys.search(db) is None
    shown = disclosure.view(db, visit, Side.PARTY, code_given=False).place
    assert shown
    assert shown.changes is None
    assert shown.journey_minutes > 0


def test_of_days_that_the_timetable_does_not_tell_of_an_estimate_is_told(
    db: Session, tmp_path: Path
) -> None:
    over = tables(today() - timedelta(days=60), days=20)
    journeys.load(db, [read_feed(a_feed(tmp_path, over))])
    visit = a_visit(db)
    assert look_up(db) == 1
    assert journeys.of_visit(visit) is None
    assert look_up(db) == 0


def a_way(leaves: int, arrives: int, changes: int = 0) -> Way:
    start, end = datetime.combine(DAY, time(leaves)), datetime.combine(DAY, time(arrives))
    return Way(start, end, tuple(Leg("", "", start, "", end) for _ in range(changes + 1)))


@pytest.mark.parametrize(
    ("ways", "by", "told"),
    [
        ([(6, 9), (8, 11), (10, 13), (12, 15)], None, [(8, 11), (10, 13)]),
        ([(6, 9), (8, 11), (10, 13), (12, 15)], 14, [(10, 13), (8, 11)]),
        ([(6, 9), (8, 11)], 10, [(6, 9)]),
        ([(12, 15), (14, 17)], 10, [(12, 15), (14, 17)]),
        ([(8, 11), (9, 16), (11, 14)], None, [(8, 11), (11, 14)]),
        ([(5, 9)], None, [(5, 9)]),
        ([(19, 22), (20, 23)], None, [(19, 22), (20, 23)]),
        ([], None, []),
    ],
)
def test_the_ways_that_are_told_leave_after_breakfast_and_are_there_in_time(
    ways: list[tuple[int, int]], by: int | None, told: list[tuple[int, int]]
) -> None:
    hour = time(by) if by else None
    chosen = best([a_way(*each) for each in ways], DAY, FROM_HOME, THERE_BY, hour)
    assert [(way.leaves.hour, way.arrives.hour) for way in chosen] == told


def test_many_changes_are_told_only_where_there_is_nothing_simpler() -> None:
    simple, tangled = a_way(9, 13), a_way(8, 12, changes=3)
    assert best([tangled, simple], DAY, FROM_HOME, THERE_BY, None) == [simple]
    assert best([tangled], DAY, FROM_HOME, THERE_BY, None) == [tangled]


def test_the_command_loads_a_timetable_and_the_job_looks_visits_up(
    app: Flask, db: Session, tmp_path: Path
) -> None:
    visit = a_settled_visit(db)
    result = app.test_cli_runner().invoke(args=["load-timetable", str(a_feed(tmp_path))])
    assert result.exit_code == 0, result.output
    assert "Loaded 8 runs of Cars de la Manche" in result.output
    assert db.scalars(select(Event.act).where(Event.act == "timetable.loaded")).all()
    with app.app_context():
        set_scope(extensions.db, EVERYONE)
        look_up_journeys(timestamp=0)
    db.expire_all()
    assert there(visit) == [time(9), time(13)]
    result = app.test_cli_runner().invoke(args=["unload-timetable"])
    assert "estimates" in result.output
    assert db.scalar(select(LoadedTimetable)) is None


def test_a_feed_that_is_wrong_leaves_the_timetable_as_it_was(
    app: Flask, db: Session, tmp_path: Path, timetable: LoadedTimetable
) -> None:
    wrong = a_feed(tmp_path, tables() | {"stop_times": "trip_id\n"}, "wrong.zip")
    result = app.test_cli_runner().invoke(args=["load-timetable", str(wrong)])
    assert result.exit_code == 1
    assert "wrong.zip: stop_times.txt has no column" in result.output
    assert db.scalar(select(LoadedTimetable.id)) == timetable.id


def test_homes_and_farms_of_these_tests_have_a_station(db: Session, visit: Visit) -> None:
    assert (visit.party.latitude, visit.farm.latitude) == (CAEN["latitude"], CARENTAN["latitude"])
