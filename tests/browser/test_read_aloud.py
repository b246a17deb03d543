"""The page read aloud: with which voices of which phones the button shows, and what it says."""

import json
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import served
from tests.webapp.look_app import make_look_app

FIREFOX = "urn:moz-tts:speechd:Arabic?ar"
PAGE = """<!doctype html><html lang="{language}"><body><main>
<button data-read-aloud hidden>Listen</button><h1>A visit</h1><p class="lead">Five days</p>
</main><script src="/static/read-aloud.js"></script></body></html>"""
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


def open_page(phone: Page, address: str, language: str, *voices: dict[str, object]) -> None:
    phone.add_init_script(f"({PHONE})({json.dumps(voices)})")
    phone.route("**/aloud", lambda route: route.fulfill(
        body=PAGE.format(language=language), content_type="text/html",
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
    phone.get_by_role("button", name="Listen").click()
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
def test_without_a_voice_that_keeps_the_words_on_the_phone_there_is_no_button(
    phone: Page, address: str, language: str, voice: dict[str, object]
) -> None:
    open_page(phone, address, language, voice)
    assert phone.locator("[data-read-aloud]").is_hidden()


def test_voices_that_come_later_bring_the_button(phone: Page, address: str) -> None:
    open_page(phone, address, "ar")
    assert phone.locator("[data-read-aloud]").is_hidden()
    phone.evaluate(
        "voice => { speechSynthesis.getVoices().push(voice); voicesChanged(); }", a_voice("ar")
    )
    assert phone.locator("[data-read-aloud]").is_visible()
