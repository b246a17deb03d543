"""Phrases that people record: taken from real sound files, and heard on a guest's page."""

from io import BytesIO

import numpy as np
import pytest
import soundfile
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_visit
from tests.page import SITE, Page
from tests.webapp.visits.test_visit_page import address
from webapp import voices
from webapp.ground.database import EVERYONE, NOBODY, set_scope
from webapp.ground.errors import RuleBroken
from webapp.ground.languages import DEFAULT, find
from webapp.models import Recording, User
from webapp.services.records import recordings
from webapp.web import recorded
from webapp.wording.phrases import NOT_RECORDED, phrases_of, spoken_words
from webapp.wording.sentences import Sentence, sentences_of

RATE = 48_000
PASHTO = find("ps") or DEFAULT


def a_sound(
    seconds: float = 1.0, *, rate: int = RATE, kind: str = "WAV", tone: float = 440, **about: str
) -> bytes:
    """Return a real sound file: half a second of silence, a tone in two channels, silence."""
    at = np.arange(int(seconds * rate)) / rate
    quiet = np.zeros(rate // 2)
    points = np.concatenate([quiet, 0.2 * np.sin(2 * np.pi * tone * at), quiet])
    file = BytesIO()
    with soundfile.SoundFile(file, "w", rate, 2, format=kind) as written:
        for name, words in about.items():
            setattr(written, name, words)
        written.write(np.column_stack([points, points]))
    return file.getvalue()


def seconds(sound: bytes) -> float:
    return float(soundfile.info(BytesIO(sound)).duration)


def record(db: Session, by: User, language: str, *phrases: str) -> None:
    sound = voices.take(a_sound(0.4))
    db.add_all(
        Recording(language=language, phrase=each, sound=sound, made_by_id=by.id) for each in phrases
    )
    db.flush()


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3"])
def test_a_sound_is_written_anew_in_one_channel_without_silence_and_what_it_told(
    kind: str,
) -> None:
    sent = a_sound(1.0, kind=kind, comment="Ombredune was here", artist="Ombredune")
    kept = voices.take(sent)
    with soundfile.SoundFile(BytesIO(kept)) as sound:
        assert (sound.format, sound.samplerate, sound.channels) == ("MP3", 22_050, 1)
        points = sound.read()
    assert b"Ombredune" not in kept
    assert 1.0 <= len(points) / 22_050 < 1.4, "A second of tone, without the second of silence"
    assert 0.7 < np.abs(points).max() < 0.95, "As loud as every other phrase"
    strongest = np.argmax(np.abs(np.fft.rfft(points))) * 22_050 / len(points)
    assert strongest == pytest.approx(440, abs=3), "The tone is the same at another rate"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"no sound at all", "recording-unreadable"),
        (b"", "recording-unreadable"),
        (a_sound(25, rate=8_000), "recording-too-long"),
        (a_sound(1, rate=8_000, tone=0), "recording-silent"),
        (a_sound()[:40], "recording-unreadable"),
    ],
    ids=["words", "nothing", "long", "silence", "cut off"],
)
def test_what_is_no_phrase_is_not_taken(sent: bytes, told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        voices.take(sent)


def test_a_coordinator_records_a_phrase_hears_it_back_and_goes_on_to_the_next(
    page: Page, db: Session
) -> None:
    page.sign_in(a_coordinator(db, language="en"))
    page.visit("/programme/settings/languages").follow("Voice: Pashto")
    first = page.soup.select("tbody th a")[0]
    page.visit(str(first["href"]))
    assert page.response.headers["Permissions-Policy"].count("microphone=(self)") == 1
    page.submit({"sound": (BytesIO(b"nothing"), "a.wav")}, button="Keep the recording")
    assert "no sound that can be read" in page.text
    page.submit({"sound": (BytesIO(a_sound()), "a.wav")}, button="Keep the recording")
    assert "guests hear it from now on" in page.text
    heard = page.client.get(str(page.soup.select("audio")[0]["src"]), base_url=SITE)
    assert (heard.mimetype, round(seconds(heard.data))) == ("audio/mpeg", 1)
    page.follow("Next phrase to be recorded")
    assert page.soup.select("audio") == []


def test_nobody_is_asked_to_record_what_the_desk_alone_reads(app: Flask) -> None:
    arabic = find("ar") or DEFAULT
    of_desk, of_guest = (
        Sentence((english,), (), ()).key
        for english in ("Now set up your new telephone.", "Yes, I come")
    )
    assert of_desk in sentences_of(arabic, {})
    with app.test_request_context():
        recorded = phrases_of(arabic, {})
    assert (of_desk in recorded, of_guest in recorded) == (False, True)


def test_another_recording_of_a_phrase_takes_the_place_of_the_first(db: Session) -> None:
    by = a_coordinator(db)
    first = recordings.keep(db, by, "ps", "هو", a_sound(0.5)).sound
    second = recordings.keep(db, by, "ps", "هو", a_sound(2.0)).sound
    assert recordings.sounds(db, "ps", ["هو"]) == {"هو": second} != {"هو": first}


def test_a_page_in_pashto_is_heard_once_most_of_it_is_recorded_and_shows_what_is_silent(
    page: Page, app: Flask, db: Session
) -> None:
    by, visit = a_coordinator(db), a_visit(db, a_party(db, language="ps"))
    visit.party.organisation.name = "Accueil"  # no number that nobody says
    with app.test_request_context():
        phrases = [each.words for each in phrases_of(PASHTO, {}).values()]
    honest = next(iter(phrases))
    assert page.visit(address(visit)).soup.select_one("a[data-sound]") is None
    record(db, by, "ps", honest, "هو")
    assert page.visit(address(visit)).soup.select_one("a[data-sound]") is None, "Too little"
    record(db, by, "ps", *(each for each in phrases[1:] if each != "هو"))
    page.visit(address(visit))
    heard = 0.0
    for link in page.soup.select("a[data-sound]"):
        assert not link.has_attr("hidden")
        sound = page.client.get(str(link["href"]), base_url=SITE)
        assert (sound.status_code, sound.mimetype) == (200, "audio/mpeg")
        heard += seconds(sound.data)
    assert heard > 10
    assert page.soup.select(".unrecorded") == []
    for number in db.scalars(select(Recording).where(Recording.phrase.in_(map(str, range(61))))):
        recordings.remove(db, number)
    page.visit(address(visit))
    assert page.soup.select("a[data-sound]"), "Most of it is recorded still"
    assert any(
        "۵" in each.get_text() or "5" in each.get_text() for each in page.soup.select(".unrecorded")
    )
    assert page.soup.select("[data-part]") == []


def test_what_nobody_recorded_is_said_to_be_missing_once_a_part(db: Session, app: Flask) -> None:
    record(db, a_coordinator(db), "so", "Haa", "Weli lama duubin")
    with app.test_request_context():
        said = recorded.Said("so")
        pieces = list(said.pieces("Haa, waan imanayaa. Haa!"))
    assert pieces == [("Haa", ""), ("", ", waan imanayaa. "), ("Haa", ""), ("", "!")]


def test_numbers_are_found_in_whichever_digits_they_are_written(db: Session, app: Flask) -> None:
    record(db, a_coordinator(db), "ps", "5")
    with app.test_request_context():
        assert ("5", "") in recorded.Said("ps").pieces("۵ شپې")
    assert spoken_words("٥–8") == ("5", "8")


def test_a_recorded_phrase_takes_the_place_of_the_computers_voice(
    page: Page, app: Flask, db: Session
) -> None:
    visit = a_visit(db, a_party(db, language="tr"))
    page.visit(address(visit))
    link = page.soup.select("a[data-sound]")[0]
    before = seconds(page.client.get(str(link["href"]), base_url=SITE).data)
    long = voices.take(a_sound(9.0))
    [words] = page.soup.select("h1")
    record(db, a_coordinator(db), "tr", "unused")
    phrase = " ".join(words.get_text().split())
    db.add(Recording(language="tr", phrase=phrase, sound=long, made_by_id=a_coordinator(db).id))
    page.visit(address(visit))
    after = seconds(page.client.get(str(link["href"]), base_url=SITE).data)
    assert after > before + 4


def test_each_voice_says_whether_a_speaker_has_judged_it(
    page: Page, app: Flask, db: Session
) -> None:
    guest = Page(app, db)
    visit = a_visit(db, a_party(db, language="en"))
    told = "No speaker of your language has judged this voice yet."
    assert told in guest.visit(address(visit)).text
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/settings/languages/en/voice")
    assert "no speaker has judged it yet" in page.text
    page.submit({"voice": "synthetic", "clear": "yes"}, button="Note it")
    assert "a speaker understands it well" in page.text
    assert told not in guest.visit(address(visit)).text


def test_a_judgement_of_recorded_phrases_is_said_to_be_older_than_what_was_recorded_since(
    page: Page, db: Session
) -> None:
    by = a_coordinator(db, language="en")
    recordings.judge(db, by, "so", recorded=True, is_clear=True)
    db.commit()
    db.expunge_all()
    set_scope(db, NOBODY)
    assert recordings.is_clear(db, "so", recorded=True), "also for guests, who see no account"
    set_scope(db, EVERYONE)
    by = db.merge(by)
    record(db, by, "so", "Haa")
    assert not recordings.is_clear(db, "so", recorded=True), "nobody has judged what is heard now"
    page.sign_in(by).visit("/programme/settings/languages/so/voice")
    assert "phrases were recorded since it was judged" in page.text


def test_what_is_missing_is_the_first_phrase_to_record_and_no_text_message_is_one() -> None:
    phrases = list(phrases_of(PASHTO, {}).values())
    assert phrases[0].french == "Cette partie n’est pas encore enregistrée."
    assert NOT_RECORDED
    assert not [each for each in phrases if each.words.startswith("Sillon: ")]
    assert len({spoken_words(each.words) for each in phrases}) == len(phrases)
