"""A language of guests said better: by two, at once, and as a gettext file."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import escape
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_coordinator, a_party, a_visit
from tests.page import Page
from tests.webapp.forms.rewordings import BETTER, ENGLISH, TURKISH, a_proposal, key_of
from tests.webapp.visits.test_visit_page import address
from webapp.ground.errors import RuleBroken
from webapp.services.records import rewordings
from webapp.web.spoken import catalogue, say_stay
from webapp.wording.days import stay_range
from webapp.wording.reworded import Reworded, look_again
from webapp.wording.sentences import Said, numbers_of, read_better, sentences_of, written
from webapp.wording.sentences import reworded_catalogue as catalogue_with
from webapp.wording.tongues import languages_named

LANGUAGE = "/programme/settings/languages/tr"


@pytest.fixture(autouse=True)
def _as_the_catalogues_say_it() -> Iterator[None]:
    yield
    catalogue.take({})


@pytest.fixture
def first(page: Page, db: Session) -> Page:
    page.sign_in(a_coordinator(db, language="en"))
    return page


def test_words_that_a_second_coordinator_accepts_are_read_by_guests_at_once(
    first: Page, app: Flask, db: Session
) -> None:
    first.visit(f"{LANGUAGE}/sentences/{key_of(ENGLISH)}")
    first.submit({"said": "\n".join(BETTER)}, button="Propose it")
    assert "Another coordinator reads and accepts it." in first.text
    assert "Accept" not in [each.get_text(strip=True) for each in first.soup.find_all("button")]
    guest = Page(app, db)
    visit = a_visit(db, a_party(db, language="tr"))
    assert BETTER[0] not in guest.visit(address(visit)).text
    second = Page(app, db)
    second.sign_in(a_coordinator(db, language="en"))
    second.visit(LANGUAGE).submit(button="Accept")
    assert BETTER[0] in guest.visit(address(visit)).text


def test_nobody_accepts_words_of_their_own(db: Session) -> None:
    rewording = a_proposal(db).rewording
    with pytest.raises(RuleBroken, match="rewording-is-your-own"):
        rewordings.decide(db, rewording, rewording.proposed_by, accepted=True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Evet", "Write 2 lines, one for each count."),
        ("Evet %(name)s\nEvet", "Keep these marks as they are"),
    ],
)
def test_words_of_another_shape_are_not_taken_and_stay_on_the_page(
    first: Page, db: Session, said: str, told: str
) -> None:
    first.visit(f"{LANGUAGE}/sentences/{key_of(ENGLISH)}")
    first.submit({"said": said}, button="Propose it")
    assert told in first.text
    assert said.splitlines()[0] in first.soup.find("textarea").get_text()  # type: ignore[union-attr]
    assert rewordings.awaiting(db, "tr") == []


def test_a_gettext_file_goes_out_and_what_it_says_better_comes_back(first: Page) -> None:
    first.visit(f"{LANGUAGE}/messages.po")
    file = first.response.data
    assert read_better(file, TURKISH, {}) == ({}, 0)
    changed: Said = {ENGLISH: tuple(BETTER)}
    assert read_better(written(catalogue_with(TURKISH, changed)), TURKISH, {}) == (changed, 0)
    broken: Said = {ENGLISH: ("Evet %(x)s", "Evet")}
    assert read_better(written(catalogue_with(TURKISH, broken)), TURKISH, {}) == ({}, 1)
    with pytest.raises(ValueError, match=r"."):
        read_better(b"\xff\xfe no gettext", TURKISH, {})


def test_a_process_learns_in_seconds_what_another_one_accepted(
    db: Session, sessions: sessionmaker[Session]
) -> None:
    world = a_proposal(db)
    rewordings.decide(db, world.rewording, world.reader, accepted=True)
    db.commit()
    elsewhere = Reworded()
    elsewhere.looked_at = float("-inf")
    app = SimpleNamespace(testing=False, extensions={"sessions": sessions})
    look_again(app, elsewhere)  # type: ignore[arg-type]
    assert elsewhere._in_force == {"tr": {ENGLISH: tuple(BETTER)}}


def test_each_plural_form_is_told_by_some_numbers_that_take_it() -> None:
    assert numbers_of(TURKISH) == ["1", "0, 2, 3, 4, 5"]


def test_every_sentence_of_a_language_has_french_beside_it() -> None:
    assert [each.english for each in sentences_of(TURKISH, {}).values() if not each.french] == []


def test_the_list_of_languages_tells_where_proposals_wait(first: Page, db: Session) -> None:
    a_proposal(db)
    first.visit("/programme/settings/languages").follow("Turkish")
    assert "Proposed by" in first.text


def test_what_a_process_keeps_of_its_words_goes_with_them(app: Flask) -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 5)
    with app.test_request_context(), force_locale("tr"):
        assert " ila " not in say_stay(first, last)
        assert say_stay(first, last) == escape(stay_range(first, last))
        assert languages_named("Zaghawa dili") == ["Zaghawa dili"]
    accepted: Said = {
        "%(arrival)s to %(departure)s": ("%(arrival)s ila %(departure)s",),
        "Arabic": ("Zaghawa dili",),
    }
    catalogue.take({"tr": accepted})
    with app.test_request_context(), force_locale("tr"):
        assert " ila " in say_stay(first, last)
        assert languages_named("Zaghawa dili") == ["ar"]
