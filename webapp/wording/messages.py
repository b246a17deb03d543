"""The text of every message, made at the moment it leaves, in its reader's language.

A kind of message is a function from its row to a text, registered under the kind's word. A text
tells no name, number or address: whoever sees the telephone or the letter box learns nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.ground import languages
from webapp.models import Message, Party
from webapp.wording.labels import label


@dataclass(frozen=True)
class Text:
    """What the reader gets; a text message has no subject."""

    subject: str
    body: str


Composer = Callable[[Message], Text]

KINDS: dict[str, Composer] = {}


def kind(name: str) -> Callable[[Composer], Composer]:
    """Register the text of a kind of message."""

    def register(composer: Composer) -> Composer:
        KINDS[name] = composer
        return composer

    return register


def compose(message: Message) -> Text:
    """Return the text of a message in its reader's language."""
    with force_locale(language_of(message).locale):
        return KINDS[message.kind](message)


def language_of(message: Message) -> languages.Language:
    """Return the language of whoever reads a message, as it is when it leaves."""
    if message.guests is not None:
        return read_by(message.guests)
    return languages.read_in(message.language)


def read_by(party: Party) -> languages.Language:
    """Return the language of a party's pages and messages."""
    return languages.read_in(party.language, party.languages)


def reader_of(message: Message) -> str:
    """Return what staff call whoever reads a message about a visit."""
    return str(label("side", message.side) if message.side else _("The number on duty"))


def address(endpoint: str, **values: object) -> str:
    """Return the full address of a page, for a message; a job has no request to take it from."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.extensions['config'].public_url}{path}"
