"""Nine people from recruitment to a report of the year, by pages alone, the clock moved between.

Without a browser, and with three farms that stand already: `tests/browser/first_year.py` has both.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_programme,
    a_slot,
    an_offer,
    an_organisation,
)
from tests.page import Page
from tests.webapp.services.solving import Sessions
from webapp.ground import clock
from webapp.ground.clock import PARIS
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs.clock import move
from webapp.models import (
    Event,
    FollowUp,
    FollowUpState,
    MatchingRound,
    Party,
    Report,
    Series,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services import rounds
from webapp.services.records import moving_clock
from webapp.services.records.moving_clock import JOBS
from webapp.services.records.tokens import referring_token, visit_token
from webapp.web import extensions

pytestmark = pytest.mark.long

BEGAN = datetime(2027, 3, 3, 11, 0, tzinfo=UTC)
PEOPLE = ("Samira", "Amina", "Farida", "Olena", "Yasmin", "Lina", "Oumou", "Nadia", "Hawa")
DATES = (10, 14, 18)
OVER = 24
LATER = {1: 60, 3: 120, 6: 215, 12: 400}
"""By month after a visit, so many days after the first one its follow-up is due for everybody."""


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(BEGAN, tick=True), clock.standing_ahead(timedelta()):
        yield


@pytest.fixture
def demonstration(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    return app


def day(number: int) -> str:
    return (BEGAN.date() + timedelta(days=number)).isoformat()


class AYear:
    """A programme, its desk, and how far its clock stands."""

    def __init__(self, page: Page, db: Session, app: Flask, sessions: Sessions) -> None:
        self.page, self.db, self.app, self.sessions = page, db, app, sessions
        a_programme(db)
        self.camille = a_coordinator(db, language="en")
        self.home = an_organisation(db)
        self.claire = a_caseworker(db, self.home, language="en")
        self.farmers: dict[int, User] = {}
        for _ in range(3):
            farm = a_farm(db, (1,))
            self.farmers[farm.id] = a_farmer(db, farm, language="en")
            for each in DATES:
                a_slot(db, an_offer(db, farm), BEGAN.date() + timedelta(days=each))

    def at(self, user: User, address: str) -> Page:
        """Let somebody who is signed in open an address."""
        return self.page.sign_in(user).visit(address)

    def behind(self, side: Side, visit: Visit, more: str = "") -> Page:
        """Let a side open its link."""
        with self.page.client.session_transaction(base_url="https://sillon.example") as cookie:
            cookie.clear()
        return self.page.visit(f"/v/{visit_token(visit, side)}{more}?lang=en")

    @property
    def visits(self) -> list[Visit]:
        return [*self.db.scalars(select(Visit).order_by(Visit.id))]

    @property
    def preparation(self) -> int:
        """The number of the one workshop that is held."""
        return self.db.scalars(select(Series.id)).one()

    def move(self, days: int) -> None:
        """Ask on the page of the clock for a day, and let a worker bring it.

        Of the days between only the last is lived, hour by hour: what the others would have
        brought is due by then, as after a worker that was away.
        """
        page = self.at(self.camille, "/programme/clock")
        page.submit({"day": day(days)}, button="Move the clock")
        until = moving_clock.going_to(self.db)
        assert until == date.fromisoformat(day(days))
        noon = datetime.combine(until, time(12), PARIS)
        with self.app.app_context():
            set_scope(extensions.db, EVERYONE)
            moving_clock.stand_at(extensions.db, noon - timedelta(days=1))
            move(noon)
            extensions.db.execute(delete(JOBS).where(JOBS.c.task_name == moving_clock.TASK))
            extensions.db.commit()
        clock.stand_ahead(timedelta())
        self.db.expire_all()
        moves = select(Event.facts).where(Event.act == "programme.clock-moved")
        assert {each["failed"] for each in self.db.scalars(moves)} == {0}


def test_nine_people_are_accompanied_from_recruitment_to_a_report_of_their_year(
    page: Page, db: Session, demonstration: Flask, sessions: Sessions
) -> None:
    year = AYear(page, db, demonstration, sessions)
    recruit(year)
    prepare(year)
    match(year)
    for visit in year.visits:
        year.behind(Side.PARTY, visit).submit(button="Yes, I come")
        year.behind(Side.FARM, visit).submit(button="Yes, they are welcome")
    year.move(4)
    year.at(year.camille, f"/programme/workshops/dates/{year.preparation}").follow("Who was there?")
    page.submit(button="The others were there: save")
    year.move(OVER)
    tell(year)
    for months, days in LATER.items():
        year.move(days)
        follow_up(year, months)
    report(year)


def recruit(year: AYear) -> None:
    """Let a prescriber send one, whose file is recorded; record eight more, with days for all."""
    page = year.page
    page.visit(f"/refer/{referring_token(year.home)}?lang=en")
    page.submit({**SENT, "first_name": PEOPLE[0]}, button="Send")
    year.at(year.claire, "/casework/referrals").submit(button="Reached")
    page.submit(button="Interested").follow("Record their file")
    page.submit({**ALIKE}, button="Record")
    for born, name in enumerate(PEOPLE[1:], 1981):
        page.visit("/casework/parties/new")
        one = {**ALIKE, "first_name": name, "birth_year": str(born)}
        page.submit(one, button="Save, then another person")
    files = "&".join(f"party={each.id}" for each in year.db.scalars(select(Party)))
    page.visit(f"/casework/parties/many?act=days&{files}")
    page.submit({"first_day": day(1), "last_day": day(60), "ready": "y"}, button="Add")


ALIKE = {
    "last_name": "Bélanger", "sex": "woman", "birth_year": "1980", "languages": ["fr"],
    "french": "B1",
    "commune": "Carentan 50500", "phone": "06 39 98 12 34",
}  # fmt: skip
SENT = {
    "last_name": "Bélanger", "phone": "06 39 98 12 34", "language": "fr",
    "prescriber": "mission-locale", "agreed": "y",
}  # fmt: skip


def prepare(year: AYear) -> None:
    page = year.at(year.camille, "/programme/workshops/new")
    page.submit({"kind": "guests", "title": "Avant de partir"}, button="Go on to the first date")
    held = {"starts": "14:00", "ends": "16:00", "place": "Salle des fêtes", "seats": "12"}
    page.submit({"day": day(3), **held}, button="Open the date")
    parties = [str(each.id) for each in year.db.scalars(select(Party))]
    year.at(year.claire, f"/casework/workshops/dates/{year.preparation}")
    page.submit({"party": parties}, button="Look over").submit(button="Sign up")


def match(year: AYear) -> None:
    page = year.at(year.claire, "/casework/rounds/new")
    page.submit(
        {"first_day": day(8), "last_day": day(30), "name": "Premières visites"},
        button="Open the round",
    )
    page.submit(button="Find the best farms")
    [made] = year.db.scalars(select(MatchingRound))
    rounds.solve(year.sessions, made.id)
    page.visit(f"/casework/rounds/{made.id}").follow("Check and publish")
    page.submit(button="Approve and send")
    assert len(year.visits) == len(PEOPLE)


def tell(year: AYear) -> None:
    assert {each.state for each in year.visits} == {VisitState.COMPLETED}
    for visit in year.visits:
        page = year.behind(Side.PARTY, visit, "/feedback")
        for _question in range(3):
            page.submit(button="Good")
        page = year.at(year.farmers[visit.farm_id], f"/farm/visits/{visit.id}/feedback")
        page.submit({"stay": "good", "understood": "good", "receive_again": "yes"}, button="Send")


def follow_up(year: AYear, months: int) -> None:
    """After six months nobody is reached; before and after, all are."""
    due = FollowUp.months == months
    calls = {
        f"call_{each.id}": "not-reached" if months == 6 else "farm-contact"
        for each in year.db.scalars(select(FollowUp).where(due))
    }
    page = year.at(year.claire, "/casework/follow-ups/calls")
    page.submit(calls, button="Save what came of the calls")
    year.db.expire_all()
    states = {each.state for each in year.db.scalars(select(FollowUp).where(due))}
    assert states == {FollowUpState.ATTEMPTED if months == 6 else FollowUpState.REACHED}


def report(year: AYear) -> None:
    page = year.at(year.camille, "/programme/reports").follow("Note a funder")
    page.submit({"name": "Région", "indicators": [*FIGURES]}, button="Save")
    page.follow("Open a report")
    page.submit({"first_day": day(0), "last_day": day(400), "as_of": day(400)}, button="Count")
    page.submit(button="Freeze this report")
    page.visit(f"{page.path}?compare=1")
    assert "each file is the same, byte for byte" in page.text
    [frozen] = year.db.scalars(select(Report))
    told = {each["code"]: each["parts"][0]["lines"][0]["among"]["told"]
            for each in (frozen.said or {})["tables"]}  # fmt: skip
    assert told == dict.fromkeys(FIGURES, len(PEOPLE)), "who is not reached counts as well"


FIGURES = ("visits", "outcome-6", "outcome-12")
