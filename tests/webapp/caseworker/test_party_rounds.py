"""What each round meant for a file: its place, or why there was none, as it was then."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from tests.webapp.services.solving import solved
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, RoundState
from webapp.services.rounds import removing

DAY = timedelta(days=1)


def test_a_file_shows_what_each_round_found_and_why_there_was_no_place(
    page: Page, db: Session, sessions: sessionmaker[Session]
) -> None:
    a_programme(db)
    mine = a_caseworker(db, language="en")
    party = a_party(db, mine.organisation, reach_km=10)
    slot = a_slot(db, an_offer(db, a_farm(db, name="Chèvrerie des Marais")))
    first = a_round(db, mine.organisation, name="First", created_by=mine)
    solved(db, sessions, first)
    party.reach_km = 150
    second = a_round(db, mine.organisation, name="Second", created_by=mine)
    solved(db, sessions, second)
    second.state = RoundState.PUBLISHED
    a_visit(db, party, slot, round=second)
    a_round(db, mine.organisation, name="Third", created_by=mine, without=[party.id])
    a_round(db, mine.organisation, name="Without anything", created_by=mine)
    solved(db, sessions, a_round(db, None, name="Over all", created_by=mine))
    page.sign_in(mine).visit(f"/casework/parties/{party.id}")
    page.follow("Their rounds, and why there was no place")
    said = [each.get_text(" ", strip=True) for each in page.soup.select("main section")]
    assert [each.split()[0] for each in said] == ["Third", "Second", "First"]
    assert "left them out of this round by choice" in said[0]
    assert "Chèvrerie des Marais" in said[1]
    assert "See the visit" in said[1]
    assert "No place" in said[2]
    assert "too far" in said[2]
    page.sign_in(a_caseworker(db)).visit(page.path, status=404)


def test_only_a_round_that_has_found_nothing_is_deleted(
    db: Session, sessions: sessionmaker[Session]
) -> None:
    mine = a_caseworker(db)
    for state, goes in (
        (RoundState.DRAFT, True),
        (RoundState.FAILED, True),
        (RoundState.CANCELLED, True),
        (RoundState.QUEUED, False),
        (RoundState.RUNNING, False),
        (RoundState.SOLVED, False),
        (RoundState.PUBLISHED, False),
    ):
        made = a_round(db, mine.organisation, created_by=mine, state=state)
        if goes:
            removing.remove(db, made)
            assert db.get(MatchingRound, made.id) is None
        else:
            with pytest.raises(RuleBroken, match="round-is-kept"):
                removing.remove(db, made)
    a_programme(db)
    a_party(db, mine.organisation)
    a_slot(db, arrival=today() + 30 * DAY)
    kept = a_round(db, mine.organisation, created_by=mine)
    solved(db, sessions, kept)
    kept.state = RoundState.DRAFT  # as when another run is prepared
    with pytest.raises(RuleBroken, match="round-is-kept"):
        removing.remove(db, kept)
