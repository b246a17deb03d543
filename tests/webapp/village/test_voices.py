"""A village says three things: counted, never who, never which answers came together."""

from collections import Counter
from datetime import time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import Page
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.village.builders import a_gathering, on_a_farm, some_voices
from webapp.ground.database import DOOR, EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    MOST_VOICES,
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    Event,
    FarmState,
    Gathering,
    GatheringState,
    User,
    VillageVoice,
    VoiceWay,
)
from webapp.services.reports.rounding import BASE, Rounding
from webapp.services.village import gatherings, voices

GRID = VILLAGE_GRIDS[VILLAGE_GRID]
ANSWERS = {question: choices[0] for question, choices in GRID.items()}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


@pytest.fixture
def coordinator(db: Session) -> User:
    return a_coordinator(db, language="en")


@pytest.fixture
def asking(db: Session) -> Gathering:
    """A gathering of yesterday, whose page asks until midnight."""
    return a_gathering(db, days=-1, starts=time(0), ends=time(23, 59))


def counted(db: Session) -> list[VillageVoice]:
    return list(db.scalars(select(VillageVoice).order_by(VillageVoice.id)))


def test_a_telephone_answers_once_and_is_thanked(
    db: Session, page: Page, asking: Gathering
) -> None:
    page.visit(f"/village/{asking.id}?lang=en").submit(ANSWERS, button="Send my answers")
    assert "Your answers are counted" in page.text
    page.visit(f"/village/{asking.id}")
    assert "Your answers are counted" in page.text
    assert "Send my answers" not in page.text
    [row] = counted(db)
    assert (row.way, row.voices) == (VoiceWay.DEVICES, 1)
    assert {each: row.answers[each][answer] for each, answer in ANSWERS.items()} == dict.fromkeys(
        ANSWERS, 1
    )


def test_an_address_that_is_passed_on_takes_nobody_s_voice(page: Page, asking: Gathering) -> None:
    page.visit(f"/village/{asking.id}?said=1&lang=en")
    assert "Your answers are counted" not in page.text
    assert page.soup.select("form input[type=radio]")


def test_a_page_that_was_opened_before_counts_nothing_once_its_telephone_has_answered(
    db: Session, page: Page, asking: Gathering
) -> None:
    stale = page.visit(f"/village/{asking.id}?lang=en").read
    page.submit(ANSWERS, button="Send my answers")
    page.read = stale
    page.submit({**ANSWERS, "again": "no"}, button="Send my answers")
    assert "Your answers are counted" in page.text
    assert [row.voices for row in counted(db)] == [1]


def test_all_telephones_keep_the_same_and_the_database_nothing_of_them(
    db: Session, page: Page, asking: Gathering
) -> None:
    kept = set()
    for _telephone in range(2):
        one = Page(page.client.application, db)
        one.visit(f"/village/{asking.id}?lang=en").submit(ANSWERS, button="Send my answers")
        cookie = one.client.get_cookie("village", "sillon.example", f"/village/{asking.id}")
        assert cookie
        assert cookie.expires
        kept.add(cookie.value)
    assert len(kept) == 1
    [row] = counted(db)
    assert row.voices == len((1, 2))
    assert row.typed_at is None
    assert not db.scalars(select(Event).where(Event.act.startswith("gathering"))).all()


def test_who_chooses_nothing_is_asked_again_and_what_was_left_out_counts(
    db: Session, page: Page, asking: Gathering
) -> None:
    page.visit(f"/village/{asking.id}?lang=en").submit({}, button="Send my answers")
    assert "Choose one answer at least" in page.text
    assert counted(db) == []
    page.submit({"again": "perhaps"}, button="Send my answers")
    [row] = counted(db)
    assert row.answers["again"]["perhaps"] == 1
    assert sum(row.answers["spoke"].values()) == 0


def test_an_answer_that_nobody_offers_is_refused(
    db: Session, page: Page, asking: Gathering
) -> None:
    page.visit(f"/village/{asking.id}?lang=en")
    page.submit({"again": "<b>me</b>"}, button="Send my answers")
    assert counted(db) == []


def test_a_flood_from_one_address_is_stopped(
    db: Session, page: Page, asking: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.portals.public.gatherings.FROM_ONE_ADDRESS", 1)
    for _telephone in range(2):
        one = Page(page.client.application, db)
        one.visit(f"/village/{asking.id}?lang=en").submit(ANSWERS, button="Send my answers")
    assert "Many answers came from here" in one.text
    assert [row.voices for row in counted(db)] == [1]


def test_its_page_asks_from_its_beginning_until_the_end_of_the_next_day(
    db: Session, page: Page
) -> None:
    gathering = a_gathering(db, starts=time(18), ends=time(20))
    for at, asks in (
        (gathering.begins - HOUR, False),
        (gathering.begins, True),
        (gathering.over_at + 27 * HOUR, True),
        (gathering.over_at + 29 * HOUR, False),
    ):
        with time_machine.travel(at, tick=False):
            page.visit(f"/village/{gathering.id}?lang=en")
            assert ("Send my answers" in page.text) is asks, at


@pytest.mark.parametrize("away", ["cancelled", "shut out", "asked"])
def test_nothing_is_asked_of_what_does_not_take_place(db: Session, away: str) -> None:
    gathering = on_a_farm(db, state=GatheringState.ANNOUNCED, days=-1)
    assert gathering.farm
    with time_machine.travel(gathering.begins, tick=False):
        assert gathering.asks
        if away == "shut out":
            gathering.farm.state = FarmState.SUSPENDED
        else:
            gathering.state = GatheringState(away)
        with pytest.raises(RuleBroken, match="gathering-asks-no-more"):
            voices.hear(db, gathering, ANSWERS)
    assert counted(db) == []


def test_no_more_is_counted_than_a_village_has(db: Session, asking: Gathering) -> None:
    voices.hear(db, asking, ANSWERS)
    [row] = counted(db)
    row.voices = MOST_VOICES
    db.flush()
    with pytest.raises(RuleBroken, match="voices-enough"):
        voices.hear(db, asking, ANSWERS)


def test_voices_are_seen_by_the_programme_and_by_nobody_else(db: Session) -> None:
    row = some_voices(db)
    for scope, seen in {
        EVERYONE: 1, DOOR: 0, NOBODY: 0, Scope("organisation", 1): 0, Scope("farm", 1): 0,
        Scope("gathering", row.gathering_id): 1, Scope("gathering", row.gathering_id + 1): 0,
    }.items():  # fmt: skip
        set_scope(db, scope)
        assert len(counted(db)) == seen, scope


def test_sheets_are_typed_in_by_the_pile_and_taken_back(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = a_gathering(db, days=-1)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}").follow("Type sheets in")
    page.submit({"sheets": "20", "again_yes": "18", "again_no": "3"}, button="Count these sheets")
    assert "more answers than sheets" in page.text
    assert page.soup.select('#again_yes[value="18"]')
    assert counted(db) == []
    page.submit({"again_no": "2"}, button="Count these sheets")
    assert "20 sheets are counted" in page.text
    [row] = counted(db)
    assert (row.voices, row.answers["again"]) == (20, {"yes": 18, "perhaps": 0, "no": 2})
    page.submit(button="Take back")
    assert "Taken back" in page.text
    assert counted(db) == []


def test_sheets_wait_until_somebody_can_have_come(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = a_gathering(db)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}/sheets", status=404)
    with pytest.raises(RuleBroken, match="gathering-to-come"):
        voices.type_in(db, gathering, 3, {})


def test_the_sheets_have_the_three_questions(db: Session, page: Page, coordinator: User) -> None:
    gathering = a_gathering(db)
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}")
    text = text_of(page.follow("Sheets to print").response.data)
    assert bare(text).count(bare("Aujourd’hui, avez-vous parlé")) == len(("twice", "to cut"))


def test_figures_are_told_by_lot_never_the_count_itself(db: Session) -> None:
    row = some_voices(db, sheets=12)
    told = voices.told_of(db, [row.gathering])
    again = voices.told_of(db, [row.gathering])
    assert told == again
    assert {figure % BASE for each in told.figures.values() for figure in each.values()} == {0}
    assert all(each["unanswered"] == 0 for each in told.figures.values())
    assert (told.voices, told.sheets, told.devices) == (12, 12, 0)


def test_one_voice_more_draws_anew_so_that_no_difference_is_a_voice() -> None:
    lots = Counter(
        Rounding(f"key-{key}").tell_voices("1:again:yes", 13)
        - Rounding(f"key-{key}").tell_voices("1:again:yes", 12)
        for key in range(400)
    )
    assert len(lots) > len((-5, 0, 5))
    assert lots.most_common(1)[0][1] < 400 * 0.7


def test_of_fewer_than_five_voices_no_answer_is_shown(
    db: Session, page: Page, coordinator: User
) -> None:
    row = some_voices(db, sheets=4)
    page.sign_in(coordinator).visit(f"/programme/village/{row.gathering_id}")
    assert "Answers are shown from 5 voices on" in page.text
    assert "Often" not in page.text


def test_who_came_and_said_nothing_is_counted_and_who_is_not_counted_is_unknown(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = some_voices(db, sheets=12).gathering
    assert voices.told_of(db, [gathering]).silent is None
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}")
    assert "Nobody has counted how many came" in page.text
    page.follow("How many came?").submit({"came": "30"}, button="Save")
    assert "30 people came" in page.text
    assert voices.told_of(db, [gathering]).silent == 18


def test_a_commune_adds_up_all_that_took_place_there(
    db: Session, page: Page, coordinator: User
) -> None:
    one, other = some_voices(db, sheets=7), some_voices(db, sheets=8)
    called_off = some_voices(db, sheets=9)
    called_off.gathering.state = GatheringState.CANCELLED
    a_gathering(db)
    db.flush()
    held = voices.in_commune(db, one.gathering.commune)
    assert held == [one.gathering, other.gathering]
    assert voices.told_of(db, held).voices == one.voices + other.voices
    page.sign_in(coordinator).visit(f"/programme/village/{one.gathering_id}")
    page.follow("All that was said in")
    assert "2 gatherings took place" in page.text
    assert "15 voices: 0 by telephone, 15 on paper" in page.text
    page.visit("/programme/village/communes/99999", status=404)


def test_a_cancelled_gathering_keeps_nobody_from_reading_that_it_is(db: Session) -> None:
    gathering = on_a_farm(db, state=GatheringState.ANNOUNCED)
    gatherings.cancel(db, gathering)
    set_scope(db, DOOR)
    assert db.scalar(select(Gathering.state)) is GatheringState.CANCELLED
