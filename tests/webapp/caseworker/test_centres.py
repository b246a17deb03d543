"""A reception centre's notice counts by itself, by how long each visit is."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_programme,
    a_round,
    a_slot,
    an_offer,
    an_organisation,
)
from tests.page import Page
from tests.webapp.forms.centres import a_centre
from tests.webapp.services.solving import solved
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Centre, MatchingRound, Party, PartyState, Slot
from webapp.services.parties import centres
from webapp.services.rounds import plan, publication
from webapp.services.rounds.snapshot import take_snapshot

Sessions = sessionmaker[Session]


@pytest.mark.parametrize(("nights", "days"), [(1, 2), (6, 2), (7, 15), (30, 15)])
def test_a_centre_asks_by_the_length_of_the_absence(db: Session, nights: int, days: int) -> None:
    party = a_party(db, centre=a_centre(db))
    assert party.notice_for(nights) == days


def test_the_longer_of_what_the_file_and_the_centre_say_counts(db: Session) -> None:
    party = a_party(db, centre=a_centre(db), notice_days=10, notice_reason="course")
    assert (party.notice_for(2), party.notice_for(9), party.notice_for(None)) == (10, 15, 15)
    assert a_party(db).notice_for(30) == 0


def test_a_long_absence_is_told_no_later_than_a_short_one(db: Session) -> None:
    with pytest.raises(IntegrityError):
        a_centre(db, notice_days=10, long_notice_days=5)


def test_a_centre_is_removed_once_nobody_lives_there_and_known_by_one_name(
    page: Page, db: Session
) -> None:
    centre = a_centre(db)
    party, gone = a_party(db, centre=centre), a_party(db, centre=centre, state=PartyState.LEFT)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/centres/{centre.id}")
    assert "1 file is in this centre: give it another centre" in page.text
    assert "Remove this centre" not in [each.get_text() for each in page.soup.find_all("button")]
    with pytest.raises(RuleBroken, match="centre-lived-in"):
        centres.remove(db, centre)
    party.centre = None
    db.flush()
    page.visit("/programme/centres/new")
    told = {"name": centre.name, "notice_days": 2, "long_nights": 7, "long_notice_days": 15}
    page.submit(told, button="Save")
    assert "CADA du Bessin is noted already: change what is noted there." in page.text
    page.visit(f"/programme/centres/{centre.id}").submit(button="Remove this centre")
    assert "CADA du Bessin is removed." in page.text
    db.expire_all()
    assert (gone.centre_id, db.query(Centre).count()) == (None, 0)


def placed(
    db: Session, sessions: Sessions, nights: int
) -> tuple[MatchingRound, Party, Slot, dict[tuple[str, str], date]]:
    """Somebody of a centre has a place of so many nights in forty days, by a round."""
    a_programme(db, notice_days=5)
    home = an_organisation(db)
    party = a_party(db, home, centre=a_centre(db))
    first = today() + timedelta(days=40)
    offer = an_offer(db, a_farm(db), nights=nights)
    slot = a_slot(db, offer, arrival=first, departure=first + timedelta(days=nights))
    of_round = a_round(db, home, last_day=first + timedelta(days=30))
    result = solved(db, sessions, of_round)
    return of_round, party, slot, plan.due_days(db, result)


@pytest.mark.parametrize(("nights", "days"), [(3, 5), (8, 15)])
def test_a_round_asks_about_a_visit_as_long_before_as_the_centre_wants_of_its_length(
    db: Session, sessions: Sessions, nights: int, days: int
) -> None:
    _round, _party, slot, due = placed(db, sessions, nights)
    assert list(due.values()) == [slot.arrival - timedelta(days=days)]


def test_whoever_publishes_reads_that_a_centre_would_know_too_late(
    page: Page, db: Session, sessions: Sessions
) -> None:
    of_round, party, *_others = placed(db, sessions, 8)
    assert party.centre is not None
    party.centre.long_notice_days = 60
    db.commit()
    [sent] = publication.examine(db, of_round).holding
    assert (sent.needed, sent.is_late) == (60, True)
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/rounds/{of_round.id}/publication")
    assert "60 days before, CADA du Bessin" in page.text


def test_a_place_is_marked_as_soon_up_to_what_the_centre_asks_of_long_stays(
    db: Session, sessions: Sessions
) -> None:
    of_round, party, *_others = placed(db, sessions, 3)
    problem = take_snapshot(db, of_round).problem
    assert [each.told_until for each in problem.parties] == [today() + timedelta(days=15)]
    assert party.centre is not None


def test_a_file_says_its_centre_and_its_history_which_it_was(page: Page, db: Session) -> None:
    nora = a_caseworker(db, language="en")
    a_programme(db)
    party, centre = a_party(db, nora.organisation), a_centre(db)
    form = f"/casework/parties/{party.id}/notice"
    page.sign_in(nora).visit(form).submit({"centre": str(centre.id)}, to=form)
    assert "CADA du Bessin: 2 days before · 15 days before, from 7 nights on" in page.text
    last = page.soup.select(".timeline li")[0].get_text(" ", strip=True)
    assert "Reception centre" in last
    assert "CADA du Bessin" in last


def test_what_a_coordinator_types_wrong_comes_back_with_a_sentence(page: Page, db: Session) -> None:
    form = "/programme/centres/new"
    page.sign_in(a_coordinator(db, language="en")).visit(form)
    typed = {"name": "CPH", "notice_days": "9", "long_nights": "7", "long_notice_days": "3"}
    page.submit(typed, to=form)
    assert "A long absence is told no later than a short one" in page.text
    assert page.soup.select_one("input[name=name]")["value"] == "CPH"  # type: ignore[index]
