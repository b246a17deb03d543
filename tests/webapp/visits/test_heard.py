"""The page read aloud by the server's own voice: in which languages, and which words."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.page import SITE, Page
from tests.waiting import PATIENCE_SECONDS
from tests.webapp.visits.test_visit_page import a_settled_visit, address
from webapp import voices
from webapp.ground.clock import now
from webapp.ground.languages import PUBLIC, Language
from webapp.models import VisitState
from webapp.voices import VoiceLostError, Words
from webapp.web.read_aloud import parts_of

SILENT = [language for language in PUBLIC if language.code not in voices.VOICES]


def read(html: str, voice: str = "en") -> list[tuple[Words, ...]]:
    return list(parts_of(f"<main>{html}</main>", voice))


def words_of(html: str, voice: str = "en") -> list[str]:
    return [" | ".join(words.text for words in part) for part in read(html, voice)]


def the_sound(page: Page, **headers: str) -> Any:
    link = page.soup.select("a[data-sound]")[0]
    return page.client.get(link["href"], base_url=SITE, headers=headers)


@pytest.mark.parametrize("language", SILENT, ids=lambda language: language.code)
def test_a_language_that_nobody_speaks_here_is_left_to_the_voices_of_the_phone(
    page: Page, db: Session, language: Language
) -> None:
    visit = a_visit(db, a_party(db, language=language.code))
    page.visit(address(visit))
    [link] = page.soup.select("a[data-read-aloud]")
    assert link.has_attr("hidden")
    page.visit(f"{address(visit)}?listen")
    assert page.response.mimetype == "text/html"


def test_every_page_behind_a_link_can_be_heard_and_its_answer_only_by_the_phone(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    page.visit(f"{address(visit)}/help")
    assert the_sound(page).mimetype == "audio/mpeg"
    page.visit(f"{address(visit)}/incident")
    page.submit({}, status=200)
    [link] = page.soup.select("a[data-read-aloud]")
    assert link.has_attr("hidden"), "Asked for anew, the page would say something else"


def test_a_phone_may_fetch_a_sound_in_pieces(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db)))
    whole = the_sound(page).data
    piece = the_sound(page, Range="bytes=0-1")
    assert (piece.status_code, piece.data) == (206, whole[:2])
    assert piece.headers["Content-Range"] == f"bytes 0-1/{len(whole)}"


def test_the_sound_is_kept_out_of_caches_and_says_nothing_about_where_it_was_heard(
    page: Page, db: Session
) -> None:
    page.visit(address(a_visit(db)))
    headers = the_sound(page).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_voice_that_fails_is_said_in_words(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr(voices, "_SPEAKING", broken)
    page.visit(address(a_visit(db, a_party(db, language="en"))))
    voices.spoken.cache_clear()
    answer = the_sound(page)
    assert answer.status_code == 409
    assert "cannot be read aloud just now" in answer.text
    monkeypatch.undo()
    assert the_sound(page).status_code == 200, "A failure is not kept"


def test_a_voice_that_does_not_come_to_an_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(voices, "_SPEAKING", endless)
    monkeypatch.setattr(voices, "PATIENCE", 0.2)
    with pytest.raises(VoiceLostError):
        voices.spoken(((Words("en", "Never said"),),))


def test_the_voice_speaks_in_a_process_that_may_not_grow() -> None:
    """Twelve million parts without a word are twenty times as large in it as what is sent."""
    ended = subprocess.run(
        [sys.executable, "-I", str(voices._SPEAKING)],
        input=b"[" + b"[]," * 12_000_000 + b"[]]",
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ended.returncode != 0
    assert b"MemoryError" in ended.stderr or sys.platform == "darwin"


def test_what_is_read_is_the_page_in_its_order_and_nothing_twice() -> None:
    html = """<h1>A visit</h1><p class="lead">Five days</p>
    <ul class="facts"><li><svg><title>bed</title></svg>
    <div><b>1 room</b><span>2 beds</span></div></li></ul>
    <div class="note"><p>First</p><div class="notice"><p>Within</p></div></div>
    <form><p>Read <b>this</b>.</p><label hidden>Not this</label>
    <button class="answer"><span>Yes<small>I come</small></span></button></form>"""
    assert words_of(html) == [
        "A visit", "Five days", "1 room, 2 beds", "First, Within", "Read this.", "Yes, I come",
    ]  # fmt: skip


def test_what_is_said_in_a_notice_or_a_note_is_heard_first_of_all(page: Page, db: Session) -> None:
    visit = a_visit(
        db, a_party(db, language="en"), state=VisitState.CANCELLED, ended_at=now(),
        end_reason="programme",
    )  # fmt: skip
    page.visit(address(visit))
    heard = [" ".join(words.text for words in part) for part in parts_of(page.response.text, "en")]
    told = [each.get_text(" ", strip=True) for each in page.soup.select("main .notice, main .note")]
    assert told
    for each in told:
        beginning = each.split(".")[0].split(",")[0]
        assert any(beginning in part for part in heard), (beginning, heard)


def test_names_of_here_are_said_in_french_in_a_page_of_other_letters() -> None:
    assert read("<h1>قرب <bdi>Carentan-les-Marais</bdi>، الدراجة</h1>", "ar") == [
        (Words("ar", "قرب"), Words("fr", "Carentan-les-Marais"), Words("ar", "، الدراجة"))
    ]
    assert read("<h1>Yakın: <bdi>Die</bdi></h1>", "tr") == [
        (Words("tr", "Yakın:"), Words("fr", "Die"))
    ]


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("fa", "نمی\u200cخوابد"),
        ("ar", "يُحفظ"),
        ("bn", "হ্যাঁ, আমি আসছি"),
        ("ti", "እወ፣ ክመጽእ እየ"),
        ("fr", "Oui, je viens ! 50 % de 3 €"),
    ],
)
def test_every_sign_that_makes_a_word_is_said(voice: str, text: str) -> None:
    assert words_of(f"<h1>{text}</h1>", voice) == [text]


def test_signs_for_the_eye_are_not_named() -> None:
    assert words_of("<h1>A → B ✓ · C</h1>") == ["A B, C"]
    assert words_of("<h1>→</h1>") == []


def test_what_is_shortened_for_the_eye_is_said_in_full() -> None:
    assert words_of("<h1>Du mar. 29 au sam. 2, souhait n° 1</h1>", "fr") == [
        "Du mardi 29 au samedi 2, souhait numéro 1"
    ]
    assert words_of("<h1>Tue, December 29 on a Sunday</h1>") == ["Tuesday, December 29 on a Sunday"]


@pytest.mark.parametrize(
    ("voice", "written", "said"),
    [
        (
            "fr",
            "environ 3 h 20, calme dès 22 h, 45 min",
            "environ 3 heures 20, calme dès 22 heures, 45 minutes",
        ),
        ("fr", "1 h 05, 30 novembre – 3 décembre", "1 heure 05, 30 novembre à 3 décembre"),
        ("en", "about 3 h 20 min, 14 – 18 December", "about 3 hours 20 minutes, 14 to 18 December"),
        ("ar", "18–20 كانون الأول/ديسمبر", "18 إلى 20 كانون الأول ديسمبر"),
        ("fa", "18–20 دسمبر، 14:30، 3\u00a0€", "18 تا 20 دسمبر، 14 30، 3 یورو"),
        ("ti", "ዓርቢ 18/12 – ሰንበት 20/12", "ዓርቢ 18 12 ክሳብ ሰንበት 20 12"),
        ("uk", "1 год 20 хв, 14:30, 3 €", "1 година 20 хвилин, 14 30, 3 євро"),
        ("ru", "3 ч 20 мин, 18–20 декабря, 3 €", "3 часа 20 минут, 18 до 20 декабря, 3 евро"),
        ("bn", "18–20 ডিসেম্বর, 3 €", "18 থেকে 20 ডিসেম্বর, 3 ইউরো"),
        (
            "tr",
            "14 Aralık Pazartesi – 19 Aralık, 1 sa",
            "14 Aralık Pazartesi ila 19 Aralık, 1 saat",
        ),
        (
            "fr",
            "Saint-Lô – Caen : ferme des Prés – accueil",
            "Saint-Lô – Caen : ferme des Prés – accueil",
        ),
    ],
)
def test_what_a_voice_would_leave_out_or_name_for_the_eye_is_said_in_words(
    voice: str, written: str, said: str
) -> None:
    assert words_of(f"<p><span>{written}</span></p>", voice) == [said]


def test_a_page_without_end_is_read_so_far_and_no_further() -> None:
    assert len(words_of("<p class='lead'>Ten words and then a few more of it</p>" * 1_000)) < 200


def test_other_words_sound_otherwise_and_the_same_ones_alike() -> None:
    first, again, other = (
        voices.spoken(((Words("fr", words),),))
        for words in ("Bonjour", "Bonjour", "Bonsoir à tous")
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", [("en", "I want"), ("fr", "conduire un tracteur"), ("en", "one day")]),
        ("ru", [("en", "I want"), ("fr", "conduire un tracteur"), ("en", "one day")]),
        ("en", [("en", "I want conduire un tracteur one day")]),
        ("ps", [("en", "I want Read it here. one day")]),
        ("Zaghawa", [("en", "I want Read it here. one day")]),
    ],
)
def test_words_in_another_language_are_said_by_its_voice_or_left_to_the_eye(
    lang: str, said: list[tuple[str, str]]
) -> None:
    words = f'<b lang="{lang}" data-unheard="Read it here.">conduire un tracteur</b>'
    [part] = [tuple(one) for one in read(f"<p>I want {words} one day</p>")]
    assert [tuple(each) for each in part] == said


def test_names_of_here_stay_french_between_the_letters_of_another_language() -> None:
    words = '<b lang="prs" data-unheard="…">می‌خواهم به Caen بروم</b>'
    [part] = read(f"<p>{words}</p>")
    assert [each.voice for each in part] == ["fa", "fr", "fa"]


def test_what_a_proposal_asks_and_how_one_answers_is_said_before_its_details(
    page: Page, db: Session
) -> None:
    page.visit(address(a_visit(db, a_party(db, language="en"))))
    told, later = (
        " | ".join(words.text for part in portion for words in part)
        for portion in voices.portions(parts_of(page.response.text, "en"))
    )
    for words in ("A visit is proposed", "Before you answer", "4 nights", "Near", "Answer until",
                  "Yes, I come", "Yes, but not these dates", "No, thank you"):  # fmt: skip
        assert words in told
    assert "This is not work" in later


def test_details_come_first_nowhere_else_and_a_page_without_them_is_read_in_its_order() -> None:
    html = "<h1>A</h1><p class='lead'>B</p><p>C</p><p data-first>D</p><div class='notice'>E</div>"
    assert words_of(html) == ["A", "D", "E", "C"]
    assert words_of(html.replace(" data-first", "")) == ["A", "B", "C", "D", "E"]


def test_a_page_is_cut_between_its_parts_and_nothing_of_it_is_lost() -> None:
    parts = read("".join(f"<p>{'word ' * 40}{number}.</p>" for number in range(9)))
    cut = voices.portions(tuple(parts))
    assert len(cut) > 2
    assert [part for portion in cut for part in portion] == parts
    alone = read(f"<p>{'word ' * 900}</p><p>b</p>")
    assert [len(each) for each in voices.portions(tuple(alone))] == [1, 1]


def test_each_sound_but_the_last_says_which_button_goes_on(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[voices.Part, ...]] = []

    def say(parts: tuple[voices.Part, ...], **_asked: bool) -> bytes:
        said.append(parts)
        return b"sound"

    monkeypatch.setattr(voices, "spoken", say)
    page.visit(address(a_visit(db, a_party(db, language="en"))))
    ways = page.soup.select("a[data-sound]")
    for way in ways:
        page.client.get(way["href"], base_url=SITE)
    ends = [parts[-1][-1].text for parts in said]
    assert ends[0] == "The rest: press 2."
    assert "press" not in ends[-1]
    assert [way.get_text(strip=True) for way in ways] == ["Listen", "2"]
    beyond = page.client.get(f"{ways[0]['href']}9", base_url=SITE)
    assert beyond.mimetype == "text/html", "There is no ninth"
