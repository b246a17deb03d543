"""Settings of a round are kept under a name, and taken up by rounds to come."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_programme, a_round
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import MatchingRound, RoundTemplate, User
from webapp.services import rounds

HEAVY = {**rounds.weights_of(rounds.USUAL), "journey": 6}
FIRST = today() + timedelta(days=20)


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    """The desk of a caseworker who has opened a round of two weeks."""
    a_programme(db)
    by = a_caseworker(db, language="en")
    a_round(
        db, by.organisation, created_by=by, name="Spring", weights=HEAVY, floors_by="household",
        judged_by=["agreed"], first_day=FIRST, last_day=FIRST + timedelta(days=13),
        answer_by=today() + timedelta(days=6),
    )  # fmt: skip
    return page.sign_in(by)


def keep(desk: Page, name: str, *, replaces: bool = False) -> Page:
    """Keep the settings of the first round under a name."""
    desk.visit("/casework/rounds").follow("Spring").follow("Settings")
    desk.follow("Keep these settings under a name")
    typed = {"name": name} | ({"replaces": True} if replaces else {})
    return desk.submit(typed, button="Keep")


def the_one(db: Session) -> RoundTemplate:
    db.expire_all()
    return db.scalars(select(RoundTemplate)).one()


def test_settings_that_are_kept_open_a_round_as_long_that_counts_the_same_with_days_of_its_own(
    desk: Page, db: Session
) -> None:
    keep(desk, "Two weeks")
    assert "A window of 14 days" in desk.text
    assert "6 days to answer" in desk.text
    desk.follow("Open a round with them")
    assert "Not all of it could be taken over" not in desk.text
    desk.submit(button="Open the round")
    made = db.scalars(select(MatchingRound).order_by(MatchingRound.id.desc())).first()
    assert made is not None
    assert made.first_day > today()
    assert (made.last_day - made.first_day).days == 13
    assert made.answer_by == today() + timedelta(days=6)
    assert (made.weights, made.floors_by, made.judged_by) == (HEAVY, "household", ["agreed"])


def test_a_name_that_is_taken_is_replaced_only_by_whoever_says_so(desk: Page, db: Session) -> None:
    keep(desk, "Two weeks")
    of_round = db.scalars(select(MatchingRound)).one()
    of_round.floors_by = None
    db.commit()
    keep(desk, "Two weeks")
    assert "Other settings have this name" in desk.text
    assert desk.soup.select_one("[name=name]")["value"] == "Two weeks"  # type: ignore[index]
    assert the_one(db).floors_by == "household"
    keep(desk, "Two weeks", replaces=True)
    assert the_one(db).floors_by is None
    desk.follow("Undo").submit(button="Put back: Two weeks")
    kept = {each.name: each.floors_by for each in db.scalars(select(RoundTemplate))}
    assert kept == {"Two weeks": None, "Two weeks 2": "household"}


def test_a_name_in_another_spelling_is_the_same_name(desk: Page, db: Session) -> None:
    keep(desk, "Été à deux")
    keep(desk, "  ETE  a Deux ")
    assert "Other settings have this name" in desk.text
    assert the_one(db).name == "Été à deux"
    keep(desk, "ete à deux", replaces=True)
    assert the_one(db).name == "ete à deux"
    desk.follow("Rename").submit({"name": "Été à deux"}, button="Save")
    assert the_one(db).name == "Été à deux"
    keep(desk, "Autumn")
    desk.follow("Rename").submit({"name": "ÉTÉ A DEUX"}, button="Save")
    assert "Other settings have this name" in desk.text


def test_kept_settings_are_renamed_and_forgotten_and_rounds_stay(desk: Page, db: Session) -> None:
    keep(desk, "Two weeks")
    desk.follow("Rename").submit({"name": "A fortnight"}, button="Save")
    assert the_one(db).name == "A fortnight"
    keep(desk, "Two weeks")
    other = db.scalars(select(RoundTemplate).where(RoundTemplate.name == "Two weeks")).one()
    desk.visit(f"/casework/rounds/templates/{other.id}")
    desk.submit({"name": "A fortnight"}, button="Save")
    assert "Other settings have this name" in desk.text
    for _each in range(2):
        desk.visit("/casework/rounds/templates").submit(button="Forget")
    assert db.scalars(select(RoundTemplate)).all() == []
    assert "Spring" in desk.visit("/casework/rounds").text


def test_what_kept_settings_ask_that_no_longer_exists_is_told_and_the_usual_stands(
    desk: Page, db: Session
) -> None:
    keep(desk, "Two weeks")
    kept = the_one(db)
    kept.weights = {"journey": 6, "of-a-former-version": 3}
    kept.judged_by = ["person-0"]
    kept.answer_days = 90
    db.commit()
    desk.follow("Open a round with them")
    for said in ("no longer counted in part", "what is new counts as usual",
                 "Part of what it was judged by", "would come after the window"):  # fmt: skip
        assert said in desk.text
    desk.submit(button="Open the round")
    made = db.scalars(select(MatchingRound).order_by(MatchingRound.id.desc())).first()
    assert made is not None
    assert made.weights == HEAVY
    assert made.judged_by
    assert made.answer_by < made.last_day


def test_each_association_has_settings_of_its_own_and_coordinators_have_theirs(
    desk: Page, db: Session
) -> None:
    keep(desk, "Two weeks")
    kept = the_one(db)
    for stranger, portal in (
        (a_caseworker(db, language="en"), "casework"),
        (a_coordinator(db, language="en"), "programme"),
    ):
        assert_unseen(desk, stranger, portal, kept)


def assert_unseen(page: Page, stranger: User, portal: str, kept: RoundTemplate) -> None:
    page.sign_in(stranger)
    assert "Two weeks" not in page.visit(f"/{portal}/rounds/new").text
    page.visit(f"/{portal}/rounds/new?template={kept.id}", status=404)
    page.visit(f"/{portal}/rounds/templates/{kept.id}", status=404)
