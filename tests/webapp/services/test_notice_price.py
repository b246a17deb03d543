"""The price of notice comes from the programme's own past, or says that it does not."""

import json
from collections import defaultdict
from datetime import datetime, time, timedelta
from statistics import mean

import pytest
from sqlalchemy.orm import Session

from tests.benchmarks.__main__ import RESULTS
from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from tests.webapp.services.solving import Sessions
from webapp.ground.clock import PARIS, today
from webapp.models import Availability, Organisation, Programme, SlotState, VisitState
from webapp.services.rounds import notice_price, replay


def days_ago(days: int) -> datetime:
    return datetime.combine(today() - timedelta(days=days), time(12), PARIS)


@pytest.fixture
def a_past(db: Session, home: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three weeks ago two parties came; of two places one opened late, for whoever is left."""
    monkeypatch.setattr(notice_price, "FEWEST_PARTIES", 2)
    monkeypatch.setattr(notice_price, "FEWEST_SLOTS", 2)
    first = today() - timedelta(days=60)
    for opened, arrival in ((60, 20), (40, 30)):
        a_slot(
            db,
            an_offer(db, a_farm(db, rooms=(1,))),
            arrival=today() - timedelta(days=arrival),
            state=SlotState.PAST,
            created_at=days_ago(opened),
        )
    wide = Availability(first_day=first, last_day=today())
    early = Availability(
        first_day=today() - timedelta(days=20), last_day=today() - timedelta(days=10)
    )
    a_party(db, home, waiting_since=first, availabilities=[wide])
    a_party(db, home, waiting_since=today() - timedelta(days=45), availabilities=[early])
    db.commit()


def test_without_a_year_of_its_own_a_programme_reads_an_invented_season(
    db: Session, sessions: Sessions, home: Organisation
) -> None:
    assert notice_price.compute(sessions) is None
    price = notice_price.read_price(db.get_one(Programme, 1))
    assert not price.is_own
    assert dict(price.rows)[21] == 94


def test_the_invented_season_is_the_one_that_was_measured() -> None:
    stored = json.loads((RESULTS / "season.json").read_text(encoding="utf-8"))["reached"]
    found: dict[str, list[float]] = defaultdict(list)
    for each in stored:
        if each["kind"] == "with mishaps":
            found[each["policy"]].append(each["found"])
    policies = {
        7: "plan all, send when due",
        14: "plan all, send 2 weeks before",
        21: "plan all, send 3 weeks before",
        35: "plan all, send 5 weeks before",
        None: "rounds, sent at once",
    }
    measured = tuple(round(mean(found[policies[days]])) for days in notice_price.NOTICES)
    assert measured == notice_price.INVENTED


def test_whoever_is_told_early_takes_a_place_that_another_needed(
    db: Session, sessions: Sessions, a_past: None
) -> None:
    price = notice_price.compute(sessions)
    assert price is not None
    assert (price.parties, price.slots, price.computed_on) == (2, 2, today())
    assert dict(price.rows) == {7: 100, 14: 100, 21: 100, 35: 50, None: 50}
    db.expire_all()
    assert notice_price.read_price(db.get_one(Programme, 1)) == price


def test_it_is_declined_as_often_as_it_was_in_truth(db: Session, a_past: None) -> None:
    season = notice_price.past_season(db)
    assert season is not None
    assert season.declined == 0
    a_visit(db, state=VisitState.DECLINED)
    a_visit(db)
    season = notice_price.past_season(db)
    assert season is not None
    assert season.declined == 0.5


def test_where_everything_is_declined_nobody_comes(db: Session, a_past: None) -> None:
    season = notice_price.past_season(db)
    assert season is not None
    never = replay.PastSeason(season.problem, season.known, declined=1.0)
    assert replay.reached(never, [replay.AT_ONCE]) == replay.Reached(0, (0,))
