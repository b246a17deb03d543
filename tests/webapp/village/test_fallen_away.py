"""What a village reads once the visit, the farm or the words of a gathering fell away."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import Page
from tests.webapp.village.builders import on_a_farm, some_voices
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, GatheringState, Side, User
from webapp.services.village import gatherings


@pytest.fixture(autouse=True)
def coordinator(db: Session) -> User:
    a_programme(db)
    return a_coordinator(db, language="en")


@pytest.mark.parametrize("fell_away", ["its visit", "a hold for safety"])
def test_where_it_is_and_its_poster_are_gone_once_its_visit_or_its_farm_fell_away(
    db: Session, page: Page, coordinator: User, fell_away: str
) -> None:
    gathering = on_a_farm(db, state=GatheringState.ANNOUNCED)
    assert gathering.farm is not None
    address = f"/village/{gathering.id}"
    assert gathering.farm.name in page.visit(f"{address}?lang=en").text
    if fell_away == "its visit":
        assert gathering.visit is not None
        gathering.visit.cancel(Side.FARM, "work")
    else:
        gathering.farm.on_hold_since = now()
    db.commit()
    page.visit(f"{address}?lang=en")
    for told in (gathering.farm.name, gathering.title, "Open to everyone"):
        assert told not in page.text
    assert "is being changed" in page.text
    page.sign_in(coordinator).visit(f"/programme{address}/poster.pdf", status=404)
    assert gatherings.to_look_at(db) == [gathering]


def test_what_is_asked_anew_tells_nobody_its_new_words(db: Session, page: Page) -> None:
    gathering = on_a_farm(db, announced_at=now(), title="Chez Anne, le 8")
    page.visit(f"/village/{gathering.id}?lang=en")
    assert "Chez Anne" not in page.text
    assert str(gathering.day.year) not in page.text


def test_one_that_nobody_could_read_of_is_cancelled_without_a_sheet(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = on_a_farm(db)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}/cancellation")
    page.submit(button="Cancel this gathering")
    assert "Nobody but the farm had read of it." in page.text
    page.visit(f"/programme/village/{gathering.id}/poster.pdf", status=404)


def test_what_took_place_stays_over_whatever_becomes_of_its_farm(
    db: Session, page: Page, coordinator: User
) -> None:
    voices = some_voices(db, on_a_farm(db, state=GatheringState.ANNOUNCED, day=yesterday()))
    gathering = voices.gathering
    assert gathering.farm is not None
    gathering.farm.state = FarmState.SUSPENDED
    db.commit()
    page.visit(f"/village/{gathering.id}?lang=en")
    assert "This gathering is over. Thank you" in page.text
    assert "Cancelled" not in page.text
    assert gathering.farm.name not in page.text
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}")
    assert f"{voices.voices} voices" in page.text


def test_one_at_which_people_have_spoken_is_not_cancelled(db: Session) -> None:
    voices = some_voices(db, on_a_farm(db, state=GatheringState.ANNOUNCED, day=yesterday()))
    with pytest.raises(RuleBroken, match="gathering-has-voices"):
        gatherings.cancel(db, voices.gathering)


def yesterday() -> date:
    return today() - timedelta(days=1)
