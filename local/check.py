"""Checks that need the application: migrations make the models, screens are translated."""

import shutil
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from local import postgres
from webapp.ground import migrate
from webapp.ground.languages import TRANSLATIONS

WEBAPP = Path(__file__).parents[1] / "webapp"
LAZY = {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
EVERYTHING = ("",)
FOR_THE_PUBLIC = (
    "portals/visit_page/", "portals/public/", "templates/visit_page/", "templates/public/",
    "templates/components/", "templates/errors/", "templates/base.html", "web/error_pages.py",
    "web/forms.py", "wording/days.py", "wording/form_mistakes.py", "wording/labels.py",
    "wording/lists.py", "wording/people.py", "wording/rules.py", "wording/visit_messages.py",
)  # fmt: skip
NEEDED = {"fr": EVERYTHING, "ar": FOR_THE_PUBLIC}
"""Language to the places, under webapp, whose every text it must have."""


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
    with (WEBAPP / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = list(extract_from_dir(WEBAPP, methods, options, keywords={**DEFAULT_KEYWORDS, **LAZY}))
    wrong = []
    for language, places in NEEDED.items():
        with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as readable:
            catalogue = read_po(readable, locale=language)
        wrong += [
            f"{language}: not translated: {message!r} ({place}:{line})"
            for place, line, message, _comments, context in found
            if place.startswith(places) and not is_translated(catalogue, message, context)
        ]
    return wrong


def is_translated(catalogue: Catalog, message: str | tuple[str, ...], context: str | None) -> bool:
    """Return whether a catalogue has every form of a message, and is sure of it."""
    entry = catalogue.get(message if isinstance(message, str) else message[0], context)
    if entry is None or entry.fuzzy:
        return False
    forms = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
    return bool(forms) and all(forms)
