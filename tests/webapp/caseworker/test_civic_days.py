"""The civic days of the integration contract: typed all at once, and no visit falls on one."""

from datetime import date, timedelta

from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_caseworker, a_farm, a_party, a_programme, a_round, a_slot, an_offer
from tests.page import Page
from tests.webapp.services.solving import solved
from webapp.ground.clock import today
from webapp.services.engine.free_days import free_days

DAY = timedelta(days=1)


def test_days_are_typed_all_at_once_and_what_is_none_is_named_and_comes_back(
    page: Page, db: Session
) -> None:
    nora = a_caseworker(db, language="en")
    party = a_party(db, nora.organisation)
    form = f"/casework/parties/{party.id}/civic-days"
    page.sign_in(nora).visit(form)
    page.submit({"civic_days": "12/04/2027, 31/04/2027; soon"}, to=form)
    assert "“31/04/2027” and “soon” is none" in page.text
    assert "12/04/2027, 31/04/2027; soon" in str(page.soup)
    page.submit({"civic_days": "12/04/2027, 19/04/2027\n2027-04-19"}, to=form)
    db.expire_all()
    assert party.civic_days == [date(2027, 4, 12), date(2027, 4, 19)]
    page.visit(f"/casework/parties/{party.id}")
    assert "Apr 12, 2027" in page.text or "April 12, 2027" in page.text
    assert "Civic day, " in page.text, "The history says what came"


def test_what_is_written_again_stays_the_very_row(db: Session) -> None:
    party = a_party(db)
    first, second, third = (today() + number * DAY for number in (10, 17, 24))
    party.keep_civic_days([first, second])
    db.flush()
    kept = party.engagements[1].id
    party.keep_civic_days([second, third])
    db.flush()
    assert [each.first_day for each in party.engagements] == [second, third]
    assert party.engagements[0].id == kept


def test_nobody_is_free_on_a_civic_day(db: Session) -> None:
    party = a_party(db)
    civic = today() + 10 * DAY
    party.keep_civic_days([civic])
    free = free_days(party, today() + 8 * DAY, today() + 12 * DAY)
    assert free == ((civic - 2 * DAY, civic - DAY), (civic + DAY, civic + 2 * DAY))


def test_where_a_civic_day_alone_closes_a_place_it_is_said_with_its_date(
    page: Page, db: Session, sessions: sessionmaker[Session]
) -> None:
    a_programme(db)
    nora = a_caseworker(db, language="en")
    party = a_party(db, nora.organisation)
    slot = a_slot(db, an_offer(db, a_farm(db)))
    party.keep_civic_days([slot.arrival + DAY])
    of_round = a_round(db, nora.organisation, created_by=nora)
    solved(db, sessions, of_round)
    page.sign_in(nora)
    for where in (
        f"/casework/parties/{party.id}/rounds",
        f"/casework/rounds/{of_round.id}/unmatched",
        f"/casework/rounds/{of_round.id}/health",
        f"/casework/rounds/{of_round.id}/parties/{party.id}",
    ):
        page.visit(where)
        assert "1 day of the stay is not free (civic day: " in page.text, where
