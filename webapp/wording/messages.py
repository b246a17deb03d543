"""The text of every message, made at the moment it leaves, in its reader's language.

A kind of message is a function from its row to a text, registered under the kind's word. A text
tells no name, number or address: whoever sees the telephone or the letter box learns nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from webapp.ground import languages
from webapp.models import Channel, Message, Side, Signer
from webapp.services.visits import thread_answers
from webapp.wording.agreed_words import in_front
from webapp.wording.calendar_file import with_letter
from webapp.wording.days import short_day, stay_range
from webapp.wording.farm_letters import answer_reaches_guests
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.shared_telephones import for_others_eyes


@dataclass(frozen=True)
class Text:
    """What the reader gets; what is written for a text message has no subject.

    Parameters
    ----------
    calendar
        A calendar file that goes along with a letter, or nothing.
    """

    subject: str
    body: str
    calendar: bytes = b""


ADDRESS: Final = re.compile(r"https?://\S+")
"""The link of a message, which leads nowhere before that has left."""
Composer = Callable[[Message], Text]

KINDS: dict[str, Composer] = {}


def kind(name: str) -> Callable[[Composer], Composer]:
    """Register the text of a kind of message."""

    def register(composer: Composer) -> Composer:
        KINDS[name] = composer
        return composer

    return register


def compose(message: Message) -> Text:
    """Return the text of a message in its reader's language.

    What guests read by e-mail are the words of the text message: its subject is the same of all.
    Where a word is agreed with them it stands in front, as a proof of who writes. Where others read
    their telephone too, it says no more than that there is a message.
    """
    with force_locale(language_of(message).locale):
        text, guests = KINDS[message.kind](message), message.guests
        if guests is not None and guests.phone_shared:
            text = _for_others_eyes(message.kind, text)
        text = replace(text, body=in_front(guests.agreed_word if guests else None, text.body))
        if message.channel is Channel.EMAIL and not text.subject:
            text = replace(text, subject=_("A message for you"), body=f"{text.body}\n")
        if _is_of_a_household_or_a_visit(message):
            text = replace(text, body=f"{text.body}\n{_of_answers(message)}\n")
        return replace(text, calendar=with_letter(message))


def _for_others_eyes(kind: str, text: Text) -> Text:
    link = ADDRESS.search(text.body)
    return Text("", for_others_eyes(kind, text.body, link[0] if link else ""))


def _is_of_a_household_or_a_visit(message: Message) -> bool:
    """Whether an answer to a letter would be put before an association."""
    by_farm = message.visit is not None and message.side is Side.FARM
    return message.channel is Channel.EMAIL and (message.guests is not None or by_farm)


def _of_answers(message: Message) -> str:
    """Say truly whom an answer to a letter reaches."""
    session = object_session(message)
    takes = current_app.extensions["config"].takes_answers
    if takes and session is not None and thread_answers.goes_there(session, message):
        if message.side is Side.FARM:
            return answer_reaches_guests()
        return str(
            _("You can answer this e-mail: the farm reads it, and the association. Files are not "
              "kept.")
        )  # fmt: skip
    if takes:
        return str(_("You can answer this e-mail: the association reads it. Files are not kept."))
    return str(_("Do not answer this e-mail: it may be that nobody reads it."))


def language_of(message: Message) -> languages.Language:
    """Return the language of whoever reads a message, as it is when it leaves."""
    if message.guests is not None:
        return message.guests.reads_in
    return languages.read_in(message.language)


def reader_of(message: Message) -> str:
    """Return what staff call whoever reads a message: an account by its name, or a side."""
    user = message.user or (message.seat.user if message.seat else None)
    if user is not None:
        return user.name
    side = _side_of(message)
    if side is None and message.signature is not None:
        return str(label("signer", message.signature.signer))
    return str(label("side", side) if side else _("The number on duty"))


def _signer_of(message: Message) -> Side | None:
    """Return which side is to sign; neither: somebody outside."""
    sides = {Signer.PERSON: Side.PARTY, Signer.FARM: Side.FARM}
    return sides.get(message.signature.signer) if message.signature else None


def _side_of(message: Message) -> Side | None:
    """Return which side reads a message that is written to no account; neither: who is on duty."""
    if message.signature is not None:
        return _signer_of(message)
    if message.seat is not None:
        return Side.FARM if message.seat.farm is not None else Side.PARTY
    return Side.PARTY if message.party is not None else message.side


def subject_of(message: Message) -> str:
    """Return what a message is about, as staff know it: an account, a visit, a place, a file."""
    if message.user is not None:
        return message.user.email
    if visit := message.visit:
        stay = stay_range(visit.arrival, visit.departure)
        return in_a_row([visit.party.code, visit.farm.name, stay])
    if message.signature is not None:
        agreement = message.signature.agreement
        return in_a_row([agreement.party.code, agreement.farm.name])
    seat, party = message.seat, message.guests
    of = party.code if party is not None else ""
    if seat is None:
        return of
    of = seat.farm.name if seat.farm is not None else of
    sittings = [message.sitting] if message.sitting is not None else seat.series.sittings
    days = [short_day(each.day) for each in sittings]
    return in_a_row([each for each in (of, seat.series.workshop.title, *days) if each])


def address(endpoint: str, **values: object) -> str:
    """Return the full address of a page, for a message; a job has no request to take it from."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.extensions['config'].public_url}{path}"
