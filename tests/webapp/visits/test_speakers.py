"""Whoever grew up with a language says its phrases behind a link; somebody hears each first."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.page import SITE, Page
from tests.webapp.visits.test_recorded import PASHTO, a_sound, seconds
from webapp.ground.clock import now, today
from webapp.ground.database import NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Recording, SpeakerLink, SpokenPhrase, User
from webapp.services.records import recordings, speakers
from webapp.services.records.tokens import speaker_token
from webapp.wording.phrases import phrases_of


@pytest.fixture
def by(db: Session) -> User:
    return a_coordinator(db, language="en")


@pytest.fixture
def link(db: Session, by: User) -> SpeakerLink:
    return speakers.make(db, by, "ps", today() + timedelta(days=14))


def first_words() -> tuple[str, str]:
    phrase = next(iter(phrases_of(PASHTO, {}).values()))
    return phrase.key, phrase.words


def test_a_phrase_is_said_behind_the_link_heard_by_a_coordinator_and_then_by_guests(
    app: Flask, page: Page, db: Session, by: User
) -> None:
    page.sign_in(by)
    page.visit("/programme/settings/languages/ps/voice").follow("Links for speakers")
    page.submit(button="Make a link")
    there = str(page.soup.select('main a[href*="/say/"]')[0]["href"])
    other = Page(app, db)
    other.visit(there[there.index("/say/") :] + "?lang=en").follow("Say the next phrase")
    assert other.response.headers["Permissions-Policy"].count("microphone=(self)") == 1
    other.submit({"sound": (BytesIO(b"nothing"), "a.wav")}, button="Send the recording")
    assert "no sound that can be read" in other.text
    other.submit({"sound": (BytesIO(a_sound()), "a.wav")}, button="Send the recording")
    assert "Somebody listens to it before guests hear it" in other.text
    heard = other.client.get(str(other.soup.select("audio")[0]["src"]), base_url=SITE)
    assert (heard.mimetype, round(seconds(heard.data))) == ("audio/mpeg", 1)
    assert recordings.recorded_in(db, "ps") == {}, "Nobody has taken it"
    page.visit("/programme/settings/languages/ps/speakers")
    sound = page.client.get(str(page.soup.select("audio")[0]["src"]), base_url=SITE)
    assert sound.data == heard.data
    page.submit(button="Take it")
    assert recordings.sounds(db, "ps", [first_words()[1]]) == {first_words()[1]: heard.data}
    assert db.scalar(select(SpokenPhrase)) is None


def test_what_is_not_taken_is_asked_for_again_and_what_is_sent_anew_waits_anew(
    page: Page, db: Session, link: SpeakerLink
) -> None:
    key, words = first_words()
    speakers.refuse(db, speakers.send(db, link, words, a_sound(0.5)))
    page.visit(f"/say/{speaker_token(link)}/{key}?lang=en")
    assert "Say it again, please" in page.text
    assert speakers.waiting(db, "ps") == []
    speakers.send(db, link, words, a_sound(2.0))
    [again] = speakers.waiting(db, "ps")
    assert seconds(again.sound) > 1.5


def test_what_was_sent_can_be_taken_back_until_somebody_takes_it(
    page: Page, db: Session, link: SpeakerLink
) -> None:
    key, words = first_words()
    speakers.send(db, link, words, a_sound(0.5))
    page.visit(f"/say/{speaker_token(link)}/{key}?lang=en")
    page.submit(button="Forget this recording")
    assert db.scalar(select(SpokenPhrase)) is None
    page.visit(f"/say/{speaker_token(link)}/{key}.mp3", status=404)


def test_a_link_that_is_over_ended_or_of_another_language_opens_nothing(
    page: Page, db: Session, link: SpeakerLink
) -> None:
    token = speaker_token(link)
    page.visit(f"/say/{token}")
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        page.visit(f"/say/{token}", status=404)
    link.language = "so"
    page.visit(f"/say/{token}", status=404)
    link.language = "ps"
    speakers.end(db, link)
    page.visit(f"/say/{token}", status=404)


def test_nothing_is_taken_twice_nor_after_it_was_asked_for_again(
    db: Session, by: User, link: SpeakerLink
) -> None:
    spoken = speakers.send(db, link, "هو", a_sound(0.5))
    speakers.refuse(db, spoken)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        speakers.take(db, by, spoken)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        speakers.refuse(db, spoken)


def test_the_database_shows_a_speaker_their_own_link_alone_and_no_account(
    db: Session, by: User, link: SpeakerLink
) -> None:
    other = speakers.make(db, by, "so", today())
    speakers.send(db, other, "Haa", a_sound(0.5))
    mine = speakers.send(db, link, "هو", a_sound(0.5))
    set_scope(db, NOBODY)
    assert db.scalars(select(SpeakerLink.id)).all() == []
    set_scope(db, Scope("speaker", link.id))
    assert db.scalars(select(SpeakerLink.id)).all() == [link.id]
    assert db.scalars(select(SpokenPhrase.id)).all() == [mine.id]
    assert db.scalars(select(User.id)).all() == []
    db.add(Recording(language="ps", phrase="هو", sound=b"a", made_by_id=by.id))
    with pytest.raises(ProgrammingError, match="row-level security"):
        db.flush()


def test_what_nobody_has_taken_is_forgotten_a_month_after_its_link_is_over(
    db: Session, link: SpeakerLink
) -> None:
    speakers.send(db, link, "هو", a_sound(0.5))
    with time_machine.travel(now() + timedelta(days=44), tick=False):
        speakers.forget(db)
        assert db.scalar(select(SpokenPhrase.id)) is not None
    with time_machine.travel(now() + timedelta(days=45), tick=False):
        speakers.forget(db)
        assert db.scalar(select(SpokenPhrase.id)) is None
