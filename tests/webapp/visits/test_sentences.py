"""Every situation of a visit, every page that tells of it: nothing is said that is not so."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from tests.webapp.visits.chosen_words import chosen_words
from tests.webapp.visits.sentences import NEVER, NEVER_IN, OF_A_LANGUAGE, SENTENCES, Sentence
from tests.webapp.visits.situations import SITUATIONS, Facts
from tests.webapp.visits.test_visit_page import the_code
from webapp.channels.truth import TRUTHS, is_true
from webapp.ground.clock import now, today
from webapp.ground.languages import TRANSLATIONS
from webapp.models import Message, Misfit, Side, Visit, VisitState
from webapp.services.records import outbox
from webapp.services.records.tokens import visit_token
from webapp.wording import compose

Told = tuple[str, Side | None, str]
"""A page, the side whose it is (none: staff), and all that it says."""


def built(db: Session, facts: Facts) -> Visit:
    """Make a visit that stands as the facts say."""
    a_programme(db)
    spoken = ["ar", "en"] if facts.shared_language else ["so"]
    farm = a_farmer(db, a_farm(db, languages=["fr", "en"]), language="en").farm
    person = a_person(languages=spoken, french="A0")
    first = today() + timedelta(days=facts.begins_in)
    over = facts.ended_by is not None or facts.state in (VisitState.EXPIRED, VisitState.CANCELLED)
    return a_visit(
        db,
        a_party(db, persons=[person], language="en"),
        a_slot(db, an_offer(db, farm), arrival=first),
        state=facts.state,
        party_answer=facts.party,
        farm_answer=facts.farm,
        ended_by=facts.ended_by,
        ended_at=now() if over else None,
        end_reason="transport" if facts.state is VisitState.CANCELLED else None,
        arrived_at=now() if facts.arrived else None,
        misfits=[Misfit(rule="distance")] if facts.waits else [],
    )


def behind_links(page: Page, db: Session, visit: Visit, facts: Facts) -> Iterator[Told]:
    for side in Side:
        address = f"/v/{visit_token(visit, side)}"
        yield "link", side, page.visit(f"{address}?lang=en").text
        if facts.settled:
            page.submit(button="Send me the code")
            page.submit({"code": the_code(db, visit)}, button="Show my page")
            yield "sheet", side, page.text


@cache
def sayings(language: str) -> dict[str, str]:
    """Return how a language says each sentence, by its English words (of a plural, the first)."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        catalogue = read_po(readable)
    said = {}
    for each in catalogue:
        if each.id:
            english, told = each.id, each.string or ""
            several = not isinstance(english, str)
            said[str(english[0] if several else english)] = str(told[-1] if several else told)
    return said


def in_other_words(page: Page, visit: Visit) -> list[str]:
    """Return what the page behind a link says in one language and would not say in English."""
    found = []
    for side in Side:
        address = f"/v/{visit_token(visit, side)}"
        with chosen_words() as english:
            page.visit(f"{address}?lang=en")
        assert len(english) > 5, "The words are not noted"
        for language in ("fr", "ar") if side is Side.PARTY else ("fr",):
            with chosen_words() as theirs:
                text = page.visit(f"{address}?lang={language}").text
            differing = (english ^ theirs) - OF_A_LANGUAGE
            found += [f"{language} page of {side}: {each!r}" for each in sorted(differing)]
            unsaid = sorted(each for each in theirs if not sayings(language).get(each))
            found += [f"{language} page of {side}: {each!r} is not translated" for each in unsaid]
            never = [each for each in NEVER_IN[language] if each in text]
            found += [f"{language} page of {side}: {each!r} stands" for each in never]
    return found


def of_the_farmer(page: Page, db: Session, visit: Visit) -> Iterator[Told]:
    page.sign_in(visit.farm.users[0])
    yield "farm", Side.FARM, page.visit(f"/farm/visits/{visit.id}").text
    yield "farm list", Side.FARM, page.visit("/farm/visits").text
    yield "farm board", Side.FARM, page.visit("/farm/").text


def of_the_caseworker(page: Page, db: Session, visit: Visit) -> Iterator[Told]:
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    yield "desk", None, page.visit(f"/casework/visits/{visit.id}").text
    yield "desk list", None, page.visit("/casework/visits").soup.find("table").get_text(" ")  # type: ignore[union-attr]
    yield "board", None, page.visit("/casework/").text


def of_the_coordinator(page: Page, db: Session, visit: Visit) -> Iterator[Told]:
    visit.round = a_round(db)
    page.sign_in(a_coordinator(db, language="en"))
    yield "round", None, page.visit(f"/programme/rounds/{visit.round.id}/visits").text


def letters(app: Flask, db: Session, visit: Visit) -> Iterator[Told]:
    """Yield what may leave to each side: every kind of message that is true now."""
    kinds = [kind for kind in TRUTHS if kind.startswith("visit-") and kind != "visit-code"]
    with app.test_request_context("/"):
        for side in Side:
            write = outbox.write_to_party if side is Side.PARTY else outbox.write_to_farm
            written = [write(db, visit, kind, key=f"{kind}-{side}") for kind in kinds]
            texts = [compose(message) for message in written if is_true(message)]
            yield "letter", side, " ".join(f"{text.subject} {text.body}" for text in texts)
    db.execute(delete(Message))


def wrong(told: Told, facts: Facts) -> list[str]:
    """Return what a page says although it is not so, and what it does not say although it is."""
    page, reader, text = told
    found = [f"{page}: {never!r} stands" for never in NEVER if never in text]
    for sentence in SENTENCES:
        if not sentence.is_read_on(page):
            continue
        wanted = any(sentence.when(facts, side) for side in ([reader] if reader else Side))
        if (sentence.words in text) is not wanted:
            found.append(f"{page} of {reader}: {sentence!s} {'is missing' if wanted else 'stands'}")
    return found


@pytest.mark.parametrize("facts", SITUATIONS, ids=str)
def test_a_page_says_what_is_so_and_nothing_else(
    app: Flask, page: Page, db: Session, facts: Facts
) -> None:
    visit = built(db, facts)
    told = [*letters(app, db, visit), *behind_links(page, db, visit, facts)]
    told += [*of_the_farmer(page, db, visit), *of_the_caseworker(page, db, visit)]
    told += of_the_coordinator(page, db, visit)
    found = [each for every in told for each in wrong(every, facts)]
    found += in_other_words(page, visit)
    assert not found, "\n".join(found)


def test_a_sentence_that_is_not_so_is_found_and_one_that_is_missing_as_well() -> None:
    settled = next(facts for facts in SITUATIONS if facts.settled)
    found = wrong(("link", Side.PARTY, "The other side is still to answer. Go back."), settled)
    assert "link: 'Go back' stands" in found
    assert "link of party: The other side is still to answer stands" in found
    assert "link of party: You are expected! is missing" in found


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_each_sentence_stands_in_some_situation_and_not_in_another(sentence: Sentence) -> None:
    stands = {sentence.when(facts, side) for facts in SITUATIONS for side in Side}
    assert stands == {True, False}


@pytest.mark.parametrize("language", NEVER_IN)
def test_what_is_told_apart_in_english_is_told_apart_in_every_language(language: str) -> None:
    said: defaultdict[str, set[str]] = defaultdict(set)
    for english, translated in sayings(language).items():
        if any(sentence.words in english for sentence in SENTENCES):
            said[translated].add(english)
    one_for_several = {told: words for told, words in said.items() if told and len(words) > 1}
    assert one_for_several == {}


def test_every_state_is_walked() -> None:
    assert {facts.state for facts in SITUATIONS} == set(VisitState)
