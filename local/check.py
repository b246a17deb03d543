"""Checks that need the application: migrations make the models, screens are translated."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from local import postgres
from local.guest_words import Found, of_guests
from webapp.ground import migrate
from webapp.ground.languages import DEFAULT, PUBLIC, TRANSLATIONS

WEBAPP = Path(__file__).parents[1] / "webapp"
LAZY = {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}


def faults() -> list[str]:
    """Return what is wrong, a sentence each."""
    return [*wrong_migrations(), *wrong_translations()]


def wrong_migrations() -> list[str]:
    """Say whether the migrations fork, or make something else than the models say."""
    folder = Path(tempfile.mkdtemp(prefix="sillon-check-"))
    try:
        with postgres.start(folder, durable=False) as server:
            config = migrate.configure(server.url("sillon_owner"))
            heads = ScriptDirectory.from_config(config).get_heads()
            if len(heads) != 1:
                return [f"The migrations have several heads: {', '.join(heads)}."]
            command.upgrade(config, "head")
            command.check(config)
    finally:
        shutil.rmtree(folder)
    return []


def wrong_translations() -> list[str]:
    """List the texts of the screens that a language lacks."""
    return [
        f"{language}: not translated: {message!r} ({place}:{line})"
        for language, wanted in needed(extracted()).items()
        for catalogue in [catalogue_of(language)]
        for place, line, message, _comments, context in wanted
        if not is_translated(catalogue, message, context)
    ]


@cache
def extracted() -> list[Found]:
    """Find the texts of code and templates, each where it stands."""
    with (WEBAPP / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    return list(extract_from_dir(WEBAPP, methods, options, keywords={**DEFAULT_KEYWORDS, **LAZY}))


def needed(found: list[Found]) -> dict[str, list[Found]]:
    """Return the texts that each catalogue of an offered language must have: its guests' at least.

    The texts of the code are English, so that English needs no catalogue.
    """
    guests = of_guests(found)
    wanted = {language.locale: guests for language in PUBLIC if language.code != "en"}
    return {**wanted, DEFAULT.locale: found}


def catalogue_of(language: str) -> Catalog:
    """Read the catalogue of a language."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        return read_po(readable, locale=language)


def is_translated(catalogue: Catalog, message: str | tuple[str, ...], context: str | None) -> bool:
    """Return whether a catalogue has every form of a message, and is sure of it."""
    entry = catalogue.get(message if isinstance(message, str) else message[0], context)
    if entry is None or entry.fuzzy:
        return False
    forms = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
    return bool(forms) and all(forms)
