"""The page read aloud: with which voices of which phones the button shows, and what it says."""

import json
import socket
from collections.abc import Iterator
from io import BytesIO

import pytest
import soundfile
from playwright.sync_api import Browser, FilePayload, Page, Route

from tests.browser.site import served
from tests.webapp.look_app import make_look_app

FIREFOX = "urn:moz-tts:speechd:Arabic?ar"
PAGE = """<!doctype html><html lang="{language}"><body><main>
<a href="/sound?listen" data-read-aloud="main h1, main .lead" {ours}>Listen</a>
<h1>A visit</h1><p class="lead">Five days</p>
</main><script src="/static/read-aloud.js"></script></body></html>"""
PLAYED = """window.played = [];
window.Audio = class extends Audio {
    constructor(address) {
        super(address);
        for (const each of ['playing', 'pause'])
            this.addEventListener(each, () => played.push(each));
    }
};"""
PHONE = """voices => {
    const heard = [];
    window.heard = heard;
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, 'speechSynthesis', { value: {
        speaking: false,
        getVoices: () => voices,
        addEventListener: (_name, listener) => { window.voicesChanged = listener; },
        cancel: () => heard.push('silence'),
        speak: words => heard.push(`${words.voice.voiceURI}, ${words.lang}: ${words.text}`),
    }});
}"""


def a_voice(tag: str, *, local: bool = True, uri: str = "a voice") -> dict[str, object]:
    return {"lang": tag, "localService": local, "voiceURI": uri, "name": uri}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    door = socket.create_server(("127.0.0.1", 0))
    with served(make_look_app(), door):
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def open_page(
    phone: Page, address: str, language: str, *voices: dict[str, object], ours: str = "hidden"
) -> None:
    phone.add_init_script(f"({PHONE})({json.dumps(voices)})")
    phone.route("**/aloud", lambda route: route.fulfill(
        body=PAGE.format(language=language, ours=ours), content_type="text/html",
    ))  # fmt: skip
    phone.goto(f"{address}/aloud")


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("ar", a_voice("ar")),
        ("ar", a_voice("ar-SA")),
        ("ar", a_voice("ar_EG")),
        ("fr", a_voice("fr-CA")),
        ("prs", a_voice("fa")),
        ("prs", a_voice("fa-IR")),
        ("prs", a_voice("prs-AF")),
        ("ar", a_voice("ar", local=False, uri=FIREFOX)),
    ],
)
def test_a_voice_of_the_phone_that_speaks_the_language_reads(
    phone: Page, address: str, language: str, voice: dict[str, object]
) -> None:
    open_page(phone, address, language, a_voice("de-DE", uri="German"), voice)
    phone.get_by_role("link", name="Listen").click()
    said = f"{voice['voiceURI']}, {voice['lang']}"
    assert phone.evaluate("heard") == [f"{said}: A visit", f"{said}: Five days"]


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("ar", a_voice("fr-FR")),
        ("prs", a_voice("ps-AF")),
        ("fr", a_voice("frr")),
        ("ar", a_voice("ar", local=False, uri="Google العربية")),
    ],
)
def test_without_a_voice_that_keeps_the_words_on_the_phone_and_without_ours_there_is_no_link(
    phone: Page, address: str, language: str, voice: dict[str, object]
) -> None:
    open_page(phone, address, language, voice)
    assert phone.locator("[data-read-aloud]").is_hidden()


def test_voices_that_come_later_bring_the_link(phone: Page, address: str) -> None:
    open_page(phone, address, "ar")
    assert phone.locator("[data-read-aloud]").is_hidden()
    phone.evaluate(
        "voice => { speechSynthesis.getVoices().push(voice); voicesChanged(); }", a_voice("ar")
    )
    assert phone.locator("[data-read-aloud]").is_visible()


def a_second_of_sound() -> bytes:
    sound = BytesIO()
    soundfile.write(sound, [0.1] * 16_000, 16_000, format="MP3", subtype="MPEG_LAYER_III")
    return sound.getvalue()


@pytest.mark.parametrize("asked", ["/sound?listen&opus", "/sound?listen"])
def test_without_a_voice_of_the_phone_ours_is_fetched_on_tap_and_stops_on_the_next(
    phone: Page, address: str, asked: str
) -> None:
    if "opus" not in asked:
        phone.add_init_script("Audio.prototype.canPlayType = () => ''")
    fetched: list[str] = []

    def answer(route: Route) -> None:
        fetched.append(route.request.url)
        route.fulfill(body=a_second_of_sound(), content_type="audio/mpeg")

    phone.route("**/sound?*", answer)
    phone.add_init_script(PLAYED)
    open_page(phone, address, "ti", a_voice("fr-FR"), ours="data-sound")
    link = phone.get_by_role("link", name="Listen")
    assert not fetched, "Sound costs nothing until it is asked for"
    link.click()
    phone.wait_for_function("played.includes('playing')")
    link.click()
    phone.wait_for_function("played.at(-1) === 'pause'")
    assert link.get_attribute("aria-busy") is None
    assert phone.url.endswith("/aloud")
    assert fetched == [f"{address}{asked}"]


def test_a_sound_that_does_not_come_leads_to_the_page_that_says_why(
    phone: Page, address: str
) -> None:
    phone.route("**/sound?*", lambda route: route.fulfill(
        status=409, body="It cannot be read aloud now.", content_type="text/html",
    ))  # fmt: skip
    open_page(phone, address, "ti", ours="data-sound")
    phone.get_by_role("link", name="Listen").click()
    phone.wait_for_url(lambda url: url.endswith("/sound?listen"))
    assert "cannot be read aloud" in phone.content()


def test_the_phone_s_own_voice_is_taken_before_ours(phone: Page, address: str) -> None:
    open_page(phone, address, "ar", a_voice("ar"), ours="data-sound")
    phone.get_by_role("link", name="Listen").click()
    assert phone.evaluate("heard") == ["a voice, ar: A visit", "a voice, ar: Five days"]


def test_a_recording_that_we_do_not_read_is_turned_into_one_by_the_browser(
    address: str, phone: Page
) -> None:
    sound = BytesIO()
    soundfile.write(sound, [0.1, -0.1] * 4_000, 8_000, format="WAV")
    page = """<form><div data-record="sound" data-full="20" hidden><button type="button" data-start>
        </button><button type="button" data-hear></button><p role="status"></p></div>
        <input type="file" id="sound"></form><script src="/static/record.js"></script>"""
    phone.route("**/phrase", lambda route: route.fulfill(body=page, content_type="text/html"))
    phone.goto(f"{address}/phrase")
    for name, kept in (("phrase.m4a", "recording.wav"), ("phrase.wav", "phrase.wav")):
        sent: FilePayload = {
            "name": name, "mimeType": "audio/mp4", "buffer": sound.getvalue()
        }  # fmt: skip
        phone.set_input_files("#sound", sent)
        held = "name => document.getElementById('sound').files[0].name === name"
        phone.wait_for_function(held, arg=kept)
