"""Someone who uses Sillon by its pages alone, in their own words, while it is counted."""

import gettext
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from time import monotonic
from typing import Any, Protocol, Self
from urllib.parse import urljoin

from babel.dates import format_date
from playwright.sync_api import Locator, Page, expect

from webapp.demo import PASSWORD
from webapp.ground import languages
from webapp.wording import label

PATIENCE = 120_000
"""Milliseconds that a busy machine may take to show what is looked for."""
SIX_DIGITS = re.compile(r"\b\d{6}\b")
expect.set_options(timeout=PATIENCE)


@dataclass
class Effort:
    """What a journey asks of someone."""

    clicks: int = 0
    fields: int = 0
    pages: int = 0
    seconds: float = 0.0
    _begun: float = field(default_factory=monotonic, repr=False)

    def told(self) -> dict[str, float]:
        """Return the figures, with the time until now."""
        self.seconds = round(monotonic() - self._begun, 1)
        return {name: value for name, value in asdict(self).items() if name[0] != "_"}


class Untranslated(gettext.NullTranslations):
    """Stands behind a catalogue: what it is asked for is missing there."""

    def gettext(self, message: str) -> str:
        """Fail."""
        raise AssertionError(f"no translation of {message!r}")


class Person:
    """Reads and writes in one tab.

    Words are given as in the code and looked for as this person reads them: a word without a
    translation fails.
    """

    def __init__(self, tab: Page, address: str, language: str = "fr") -> None:
        tab.set_default_timeout(PATIENCE)
        self.tab, self.address = tab, address
        found = languages.find(language)
        assert found is not None
        self.locale = found.locale
        self._words = gettext.translation("messages", languages.TRANSLATIONS, [found.locale])
        self._words.add_fallback(Untranslated())
        self.effort = Effort()
        tab.on("framenavigated", self._count_page)

    def _count_page(self, _frame: object) -> None:
        self.effort.pages += 1

    def says(self, words: str, **facts: object) -> str:
        """Return words of the code as this person reads them."""
        said = self._words.gettext(words)
        return said % facts if facts else said

    def says_count(self, one: str, many: str, number: int, **facts: object) -> str:
        """Return words of the code that count something."""
        return self._words.ngettext(one, many, number) % {"num": number, **facts}

    def label(self, kind: str, code: str) -> str:
        """Return the label of a code as this person reads it."""
        return self.says(str(label(kind, code)))

    def says_day(self, day: date) -> str:
        """Return a day as a calendar says it aloud; the first of a month is “1er” in French."""
        said = format_date(day, "full", self.locale)
        return re.sub(r"\b1 ", "1er ", said) if self.locale == "fr" else said

    def opens(self, path: str) -> Self:
        """Open an address, as typed or sent."""
        self.effort.clicks += 1
        self.tab.goto(path if path.startswith("http") else self.address + path)
        return self

    def reads(self, words: str, **facts: object) -> Locator:
        """See words of the code on the page."""
        return self.sees(self.says(words, **facts))

    def sees(self, text: str) -> Locator:
        """See a text on the page."""
        found = self.tab.get_by_text(spaced(text)).first
        expect(found).to_be_visible()
        return found

    def follows(self, words: str) -> None:
        """Follow a link."""
        self.goes_to(self.says(words))

    def follows_one(self, words: str, **facts: str) -> None:
        """Follow a link whose words begin like this: what the facts leave empty ends them."""
        self.effort.clicks += 1
        self.tab.get_by_role("link", name=spaced(self.says(words, **facts))).first.click()

    def goes_to(self, text: str) -> None:
        """Follow a link that bears a text nobody translates, such as a title."""
        self.effort.clicks += 1
        self.tab.get_by_role("link", name=spaced(text, whole=True)).first.click()

    def presses(self, words: str, many: str = "", number: int = 1) -> None:
        """Press a button; `many` is what it says to `number` people, if it says so."""
        self.effort.clicks += 1
        said = self.says_count(words, many, number) if many else self.says(words)
        self.tab.get_by_role("button", name=spaced(said)).first.click()

    def stays_signed_in(self, cookie: Any) -> Self:
        """Be signed in already, by the cookie of somebody who was."""
        self.tab.context.add_cookies([cookie])
        return self

    def signs_in(self, email: str) -> None:
        """Sign in from the first page, with password and the code that a demonstration shows."""
        self.opens("/")
        self.follows("I have an account")
        self.writes("Your e-mail address", email)
        self.presses("Continue")
        self.writes("Your password", PASSWORD)
        self.presses("Sign in")
        shown = self.tab.locator("strong.code").inner_text()
        self.writes("The code of your telephone", shown)
        self.presses("Sign in")
        self.reads("To do")

    def writes(self, question: str, text: str) -> None:
        """Fill in a field."""
        self.effort.fields += 1
        self.asked(question).fill(text)

    def picks(self, question: str, option: str) -> None:
        """Choose from a list."""
        self.effort.fields += 1
        self.asked(question).select_option(label=option)

    def asked(self, question: str) -> Locator:
        """Return the field of a question, whether or not an answer is needed."""
        text = self.says(question)
        optional = re.escape(self.says("(optional)"))
        return self.tab.get_by_label(
            re.compile(rf"^\s*{spaced(text).pattern}\s*({optional})?\s*$")
        ).first

    def ticks(self, option: str, *, question: str = "") -> None:
        """Tick a box or choose one of a few answers, to a question if the option alone is vague."""
        self.effort.clicks += 1
        asked = self.says(question) if question else ""
        within = self.tab.get_by_role("group", name=spaced(asked)) if asked else self.tab
        name = re.compile(rf"^{spaced(option).pattern}(\s|,|$)")
        box, button = (within.get_by_role(role, name=name) for role in ("checkbox", "radio"))
        box.or_(button).first.check()

    def ticks_day(self, day: date) -> None:
        """Tick a day of a calendar."""
        self.effort.clicks += 1
        box = self.tab.get_by_role("checkbox", name=spaced(self.says_day(day)))
        self.tab.locator("label", has=box).click()

    def follows_day(self, day: date) -> None:
        """Follow a day of a calendar to what stands on it."""
        self.effort.clicks += 1
        self.tab.get_by_role("link", name=spaced(self.says_day(day))).first.click()

    def opens_letter(self, to: str) -> None:
        """Follow the link of the newest message to someone, on the outbox page."""
        self.effort.clicks += 1
        self.newest_letter(to).get_by_role("link").first.click()

    def newest_letter(self, to: str) -> Locator:
        """Return the newest message to someone, on the outbox page."""
        return self.tab.get_by_role("listitem").filter(has_text=to).first

    def opens_link(self, token: str) -> Self:
        """Follow the newest message that has this link, on the outbox page."""
        self.opens("/demonstration/outbox")
        self.effort.clicks += 1
        self.tab.get_by_role("link", name=token).first.click()
        return self

    def types_code(self) -> None:
        """Look for the newest code in one's own language on the outbox page, and type it."""
        here, language = self.tab.url, self.locale.replace("_", "-")
        self.follows("Look for the code in the outbox.")
        letters = self.tab.locator(f"li[lang={language}]", has_text=SIX_DIGITS)
        found = SIX_DIGITS.search(letters.first.inner_text())
        assert found is not None
        self.opens(here)
        self.writes("The 6 digits", found.group())

    def fetches(self, words: str) -> bytes:
        """Return the file behind a link."""
        self.effort.clicks += 1
        link = self.tab.get_by_role("link", name=spaced(self.says(words), whole=True)).first
        found = self.tab.request.get(urljoin(self.tab.url, link.get_attribute("href") or ""))
        assert found.ok, found.status
        return found.body()


def spaced(text: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return a pattern for a text, whichever spaces stand between its words."""
    words = r"\s+".join(re.escape(word) for word in text.split())
    return re.compile(rf"^\s*{words}\s*$" if whole else words)


class Newcomer(Protocol):
    """Brings someone with a browser of their own."""

    def __call__(
        self, journey: str, language: str = "fr", *, width: int = 1280, javascript: bool = True
    ) -> Person:
        """Let someone begin a journey, whose effort is kept under its name."""
