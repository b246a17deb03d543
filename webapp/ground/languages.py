"""The languages Sillon's screens speak, which way they run, and to whom each is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from webapp.ground.tongues import understood

TRANSLATIONS = Path(__file__).parents[1] / "translations"


@dataclass(frozen=True)
class Language:
    """A language of the screens.

    Parameters
    ----------
    code
        The word for it in addresses, settings and tables, also its BCP 47 tag.
    name
        What its speakers call it.
    direction
        ``ltr`` or ``rtl``.
    catalogue
        The Babel locale whose rules and translations it uses, when not `code`.
    script
        ISO 15924 code when its letters are not in every phone's font.
    staff
        Whether farmers, caseworkers and coordinators are offered it too.
    enabled
        Whether its catalogue has every sentence that a guest can meet, so that it is offered.
    judged_by
        Who, having grown up with it, has read its catalogue; empty until somebody has.
    also
        Other tags that browsers send for it, or for one that its readers read as well.
    """

    code: str
    name: str
    direction: str = "ltr"
    catalogue: str = ""
    script: str = "Latn"
    staff: bool = False
    enabled: bool = False
    judged_by: str = ""
    also: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether somebody who knows it has read it: staff read theirs every day."""
        return self.staff or bool(self.judged_by)

    @property
    def tag(self) -> str:
        """What the page's ``lang`` attribute says."""
        return self.code

    @property
    def locale(self) -> str:
        """The Babel locale of its dates, plurals and translations."""
        return self.catalogue or self.code


DEFAULT = Language("fr", "Français", staff=True, enabled=True)

ALL = (
    DEFAULT,
    Language("en", "English", staff=True, enabled=True),
    Language("ar", "العربية", direction="rtl", script="Arab", enabled=True),
    # Babel does not know prs: Dari takes the rules of Persian as spoken in Afghanistan.
    Language(
        "prs", "دری", direction="rtl", catalogue="fa_AF", script="Arab", enabled=True, also=("fa",)
    ),
    Language("ps", "پښتو", direction="rtl", script="Arab", enabled=True),
    Language("ti", "ትግርኛ", script="Ethi", enabled=True),
    Language("uk", "Українська", script="Cyrl", enabled=True),
    Language("ru", "Русский", script="Cyrl", enabled=True),
    Language("bn", "বাংলা", script="Beng", enabled=True),
    Language("so", "Soomaali", enabled=True),
    Language("tr", "Türkçe", enabled=True),
)

PUBLIC = tuple(language for language in ALL if language.enabled)
STAFF = tuple(language for language in PUBLIC if language.staff)


def offered(portal: str) -> tuple[Language, ...]:
    """Return the languages a portal offers: all to refugees and visitors, fewer to staff."""
    return PUBLIC if portal in {"visit_page", "public"} else STAFF


def find(code: str | None, among: tuple[Language, ...] = PUBLIC) -> Language | None:
    """Return the language of this code, or None when it is not among those offered."""
    return next((language for language in among if language.code == code), None)


def read_in(code: str, spoken: Iterable[str] = ()) -> Language:
    """Return the language in which someone really reads us.

    Parameters
    ----------
    code
        The language that they asked for; it is theirs when it is offered.
    spoken
        The languages that they speak: where theirs is not offered, the first that is; else French.
    """
    offered = (find(each) for each in (code, *understood(spoken)))
    return next((language for language in offered if language), DEFAULT)


def best(accepted: list[str], among: tuple[Language, ...] = PUBLIC) -> Language:
    """Return the first accepted language that is offered, else French.

    Parameters
    ----------
    accepted
        Tags in order of preference, such as a browser sends (``fr-CA``, ``ar``).
    among
        The languages offered.
    """
    called = {tag: each for each in among for tag in (*each.also, each.code)}
    known = (called.get(tag.lower().split("-")[0]) for tag in accepted)
    return next((language for language in known if language), DEFAULT)


def compile_catalogues(translations: Path = TRANSLATIONS) -> int:
    """Write the ``.mo`` of every catalogue that changed since, and return how many were written."""
    written = 0
    for source in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, compiled)
        written += 1
    return written


def _compile(source: Path, compiled: Path) -> None:
    with source.open("rb") as readable:
        catalogue = read_po(readable, locale=source.parts[-3])
    # Several processes may start at once: each writes its own file, the last rename wins whole.
    draft = compiled.with_name(f"{compiled.name}.{id(catalogue)}.tmp")
    with draft.open("wb") as writable:
        write_mo(writable, catalogue)
    draft.replace(compiled)
