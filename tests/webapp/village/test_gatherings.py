"""A village is invited: nobody reads of a farm before its yes, and never who its guests are."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_party, a_person, a_programme, a_slot
from tests.page import Page
from tests.webapp.pdf.reading import bare, opened, text_of
from tests.webapp.village.builders import a_certain_visit, a_gathering, on_a_farm
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.database import DOOR, EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, Gathering, GatheringState, Message, User, VisitState
from webapp.services.village import gatherings

ASKED, ANNOUNCED = GatheringState.ASKED, GatheringState.ANNOUNCED
DECLINED, CANCELLED = GatheringState.DECLINED, GatheringState.CANCELLED
A_DAY = timedelta(days=1)
ACTS: dict[str, Callable[[Gathering], None]] = {
    "agree": Gathering.agree,
    "decline": Gathering.decline,
    "cancel": Gathering.cancel,
}
LEADS = {
    (ASKED, "agree"): ANNOUNCED,
    (ASKED, "decline"): DECLINED,
    (ANNOUNCED, "decline"): CANCELLED,
    (ASKED, "cancel"): CANCELLED,
    (ANNOUNCED, "cancel"): CANCELLED,
}


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


@pytest.fixture
def coordinator(db: Session) -> User:
    return a_coordinator(db, language="en")


@pytest.mark.parametrize("state", GatheringState)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_leads_where_it_may_and_nowhere_else(
    db: Session, state: GatheringState, act: str
) -> None:
    gathering = on_a_farm(db, state=state)
    if (state, act) not in LEADS:
        with pytest.raises(RuleBroken):
            ACTS[act](gathering)
        assert gathering.state is state
        return
    ACTS[act](gathering)
    assert gathering.state is LEADS[state, act]


def test_nobody_reads_of_a_gathering_on_a_farm_before_its_yes(db: Session, page: Page) -> None:
    gathering = on_a_farm(db)
    address = f"/village/{gathering.id}"
    page.visit(address, status=404)
    for scope in (DOOR, NOBODY, Scope("farm", a_farmer(db).farm_id)):
        set_scope(db, scope)
        assert db.scalars(select(Gathering.id)).all() == [], scope
    set_scope(db, EVERYONE)
    gatherings.answer(db, gathering, yes=True)
    page.visit(address)
    assert gathering.farm
    assert gathering.farm.name in page.text


def test_its_page_and_its_poster_say_nothing_of_the_guests(
    db: Session, page: Page, coordinator: User
) -> None:
    party = a_party(db, persons=[a_person(first_name="Xanthippe", last_name="Ombredune")])
    gathering = on_a_farm(db, a_certain_visit(db, party=party))
    gatherings.answer(db, gathering, yes=True)
    page.visit(f"/village/{gathering.id}")
    read = [page.response.text]
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}").follow("Poster (PDF)")
    poster = text_of(page.response.data)
    for name in ("Xanthippe", "Ombredune", party.code):
        assert name not in read[0] + poster
    assert gathering.farm
    for words in (gathering.title, gathering.farm.name, f"/village/{gathering.id}"):
        assert bare(words) in bare(poster)


def test_a_farm_has_no_poster_before_its_yes(db: Session, page: Page, coordinator: User) -> None:
    gathering = on_a_farm(db)
    page.sign_in(coordinator)
    page.visit(f"/programme/village/{gathering.id}/poster.pdf", status=404)
    page.sign_in(a_farmer(db, gathering.farm))
    page.visit(f"/farm/gatherings/{gathering.id}/poster.pdf", status=404)


def test_a_farm_is_asked_and_its_yes_makes_it_public(
    db: Session, page: Page, coordinator: User
) -> None:
    visit = a_certain_visit(db)
    farmer = a_farmer(db, visit.farm, language="en")
    page.sign_in(coordinator).visit("/programme/visits").follow("Village")
    page.follow("A farm opens its door")
    hours = {"day": visit.arrival.isoformat(), "starts": "18:00", "ends": "20:00"}
    words = {"title": "An evening", "visit": str(visit.id), **hours}
    page.submit(words, button="Ask the farm")
    assert "Ask the guests first" in page.text
    page.submit({"guests_agree": "y"}, button="Ask the farm")
    assert "waits for the farm" in page.text
    [asked] = db.scalars(select(Message).where(Message.kind == gatherings.ASKED))
    assert (asked.user_id, is_true(asked)) == (farmer.id, True)
    page.sign_in(farmer).visit("/farm/").follow("Open your farm to the village?")
    page.submit(button="Yes, invite the village")
    assert "Everybody may read of it now" in page.text
    db.refresh(asked)
    assert not is_true(asked)
    assert db.scalars(select(Gathering.state)).all() == [ANNOUNCED]


@pytest.mark.parametrize("state", [VisitState.PROPOSED, VisitState.CANCELLED])
def test_a_farm_is_asked_only_while_a_visit_is_certain(db: Session, state: VisitState) -> None:
    visit = a_certain_visit(db, state=state)
    assert visit not in gatherings.visits_to_open(db)
    with pytest.raises(RuleBroken, match="gathering-visit-not-certain"):
        gatherings.propose(db, visit, {**_words(), "day": visit.arrival})


def test_a_farm_opens_its_door_while_it_has_guests(db: Session) -> None:
    visit = a_certain_visit(db)
    with pytest.raises(RuleBroken, match="gathering-outside-visit"):
        gatherings.propose(db, visit, {**_words(), "day": visit.departure + A_DAY})
    assert gatherings.propose(db, visit, {**_words(), "day": visit.departure}).id


def test_a_yes_stands_on_what_was_read(db: Session, page: Page, coordinator: User) -> None:
    gathering = on_a_farm(db)
    farmer = a_farmer(db, gathering.farm, language="en")
    page.sign_in(farmer).visit(f"/farm/gatherings/{gathering.id}")
    late = Page(page.client.application, db).sign_in(coordinator)
    late.visit(f"/programme/village/{gathering.id}/words")
    late.submit({"words": "And a concert."}, button="Save")
    page.submit(button="Yes, invite the village")
    db.refresh(gathering)
    assert gathering.state is ASKED
    assert "And a concert." in page.text


def test_a_change_asks_the_farm_anew_and_hides_where_it_is_until_then(
    db: Session, page: Page
) -> None:
    gathering = on_a_farm(db)
    a_farmer(db, gathering.farm)
    gatherings.answer(db, gathering, yes=True)
    gatherings.change(db, gathering, {"title": "Another title"})
    assert gathering.state is ASKED
    page.visit(f"/village/{gathering.id}?lang=en")
    assert "being changed" in page.text
    assert gathering.farm
    assert gathering.farm.name not in page.text
    written = db.scalars(select(Message.idempotency_key).where(Message.kind == gatherings.ASKED))
    assert len(written.all()) == 1
    gatherings.change(db, gathering, {"title": "Another title"})
    assert db.query(Message).filter(Message.kind == gatherings.ASKED).count() == 1


def test_a_cancelled_one_tells_its_farm_its_page_and_whoever_prints_it(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = on_a_farm(db)
    farmer = a_farmer(db, gathering.farm)
    gatherings.answer(db, gathering, yes=True)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}").follow("Cancel it")
    page.submit(button="Cancel this gathering")
    assert "Cancelled: its page says so" in page.text
    page.follow("Sheet to put over the posters")
    sheet = text_of(page.response.data)
    assert gathering.farm
    assert bare("Annulé") in bare(sheet)
    assert gathering.farm.name not in sheet
    page.visit(f"/village/{gathering.id}?lang=en")
    assert "Cancelled: this gathering does not take place" in page.text
    assert gathering.farm.name not in page.text
    [told] = db.scalars(select(Message).where(Message.kind == gatherings.CANCELLED))
    assert (told.user_id, is_true(told)) == (farmer.id, True)


def test_what_a_farm_refuses_or_a_visit_leaves_alone_stands_before_the_coordinators(
    db: Session, page: Page, coordinator: User
) -> None:
    stands, refused, alone = (on_a_farm(db, title=name) for name in ("Stands", "No", "Alone"))
    gatherings.answer(db, stands, yes=True)
    gatherings.answer(db, refused, yes=False)
    assert alone.visit
    alone.visit.state = VisitState.CANCELLED
    db.flush()
    assert gatherings.to_look_at(db) == [refused, alone]
    page.sign_in(coordinator).visit("/programme/")
    assert "Gatherings to look at" in page.text
    gatherings.answer(db, stands, yes=False)
    assert stands.cancelled_by_farm
    assert stands in gatherings.to_look_at(db)


def test_a_farm_that_is_shut_out_is_named_to_nobody(db: Session, page: Page) -> None:
    gathering = on_a_farm(db)
    gatherings.answer(db, gathering, yes=True)
    assert gathering.farm
    gathering.farm.state = FarmState.SUSPENDED
    db.flush()
    page.visit(f"/village/{gathering.id}?lang=en")
    assert "does not take place" in page.text
    assert gathering.farm.name not in page.text


def test_a_farm_is_named_until_the_day_after_and_no_longer(db: Session, page: Page) -> None:
    gathering = on_a_farm(db, state=ANNOUNCED)
    assert gathering.farm
    with time_machine.travel(gathering.over_at + timedelta(hours=23), tick=False):
        assert gathering.farm.name in page.visit(f"/village/{gathering.id}").text
    with time_machine.travel(gathering.over_at + timedelta(hours=25), tick=False):
        assert gathering.farm.name not in page.visit(f"/village/{gathering.id}").text


@pytest.mark.parametrize(
    ("given", "act", "why"),
    [
        ({"state": CANCELLED}, "words", "is over, or cancelled"),
        ({"state": DECLINED}, "cancellation", "The farm said no"),
        ({"day": today() - A_DAY}, "words", "is over, or cancelled"),
        ({}, "cancellation", "Nobody but the farm has read of it."),
    ],
)
def test_what_can_no_longer_be_done_to_one_is_said_in_place_of_the_form(
    db: Session, page: Page, coordinator: User, given: dict[str, Any], act: str, why: str
) -> None:
    gathering = on_a_farm(db, **given)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}/{act}")
    assert why in page.text
    assert "Whoever scans a poster" not in page.text
    assert ("cancelled" in why or "said no" in why) is (page.soup.select("main form") == [])


def test_nothing_is_announced_once_it_has_begun(db: Session) -> None:
    with pytest.raises(RuleBroken, match="gathering-in-the-past"):
        gatherings.announce(
            db, {**_words(), "day": a_gathering(db).day - 99 * A_DAY, "commune": "50099"}
        )
    gathering = on_a_farm(db, a_certain_visit(db, slot=a_slot(db)))
    with (
        time_machine.travel(gathering.begins, tick=False),
        pytest.raises(RuleBroken, match="gathering-begun"),
    ):
        gathering.agree()
    with (
        time_machine.travel(gathering.over_at, tick=False),
        pytest.raises(RuleBroken, match="gathering-over"),
    ):
        gathering.cancel()


def _words() -> dict[str, object]:
    hours = {"starts": time(18), "ends": time(20)}
    return {"title": "An evening", "words": None, "venue": "Hall", **hours}


@pytest.mark.parametrize(("title", "more"), [("Un soir", None), ("Le bourg " * 8, "Ici. " * 80)])
def test_a_poster_is_one_page_however_much_there_is_to_say(
    db: Session, page: Page, coordinator: User, title: str, more: str | None
) -> None:
    gathering = a_gathering(db, title=title, words=more, venue="Au bout du chemin " * 11)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}/poster.pdf")
    with opened(page.response.data) as read:
        assert len(read) == 1


def test_guests_read_on_their_sheet_that_neighbours_come_and_that_they_need_not_be_there(
    db: Session, page: Page
) -> None:
    visit = a_settled_visit(db, party=a_party(db, language="en"))
    gathering = on_a_farm(db, visit)
    where = address(visit)
    page.visit(f"{where}?lang=en").submit(to=f"{where}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{where}/sheet")
    assert "Neighbours are invited" not in page.text
    gatherings.answer(db, gathering, yes=True)
    assert "Neighbours are invited to the farm" in page.visit(where).text
    assert "You need not be there" in page.text
    assert bare("You need not be there") in bare(
        text_of(page.visit(f"{where}/sheet.pdf").response.data)
    )
    gatherings.cancel(db, gathering)
    assert "Neighbours are invited" not in page.visit(where).text
