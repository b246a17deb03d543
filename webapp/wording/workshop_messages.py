"""What is written about a seat in a workshop: few words to a telephone, a short letter to others.

No name, no place, no subject: whoever sees the screen over a shoulder learns nothing.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from webapp.ground.clock import PARIS
from webapp.models import Message, Role, Seat, Sitting
from webapp.services.records.tokens import household_token
from webapp.services.workshops import asking_missed, household, reminding, telling
from webapp.wording.account_messages import letter
from webapp.wording.days import clock_time, short_day
from webapp.wording.lists import in_a_row, listed
from webapp.wording.messages import Text, address, kind


@kind("workshops-link")
def _link(message: Message) -> Text:
    return _told(message, _("Sillon: choose a workshop to get ready for a stay on a farm:"), "")


@kind("seat-given")
def _given(message: Message) -> Text:
    when, who = _when(_next(message)), _who(message, telling.with_a_place(message))
    words = (
        _("Sillon: a place at a workshop for %(who)s, %(when)s.", who=who, when=when)
        if who
        else _("Sillon: you have a place at a workshop, %(when)s.", when=when)
    )
    return _told(message, words, _("You have a place at a workshop"))


@kind("seat-kept")
def _kept(message: Message) -> Text:
    until = telling.kept_until(message)
    last = (
        in_a_row([short_day(until.astimezone(PARIS).date()), clock_time(until)]) if until else "…"
    )
    facts = {"when": _when(_next(message)), "last": last}
    who = _who(message, telling.kept(message))
    words = (
        _("Sillon: a place is free for %(who)s at the workshop of %(when)s. It is kept until "
          "%(last)s. Do you come?", who=who, **facts)
        if who
        else _("Sillon: a place is free at the workshop of %(when)s. It is kept for you until "
               "%(last)s. Do you come?", **facts)
    )  # fmt: skip
    return _told(message, words, _("A place at a workshop is free for you"))


@kind("seat-returned")
def _returned(message: Message) -> Text:
    return _told(message, _fewer(message), _("You no longer have a place at a workshop"))


@kind(asking_missed.KIND)
def _missed(message: Message) -> Text:
    words = _("Sillon: you were not at the workshop. Why? One tap, and you lose nothing:")
    party, seat = message.guests, message.seat
    if party is None or seat is None:
        return Text("", str(words))
    token = household_token(party)
    page = address("visit_page.tell_seat_missed", token=token, seat_id=seat.id)
    return Text("", f"{words}\n{page}")


@kind("workshop-changed")
def _changed(message: Message) -> Text:
    return _told(message, _what_is_new(message), _("Your workshop has changed"))


@kind(reminding.KIND)
def _soon(message: Message) -> Text:
    when, who = _when(message.sitting), _who(message, telling.with_a_place(message))
    words = (
        _("Sillon: the workshop for %(who)s is on %(when)s. Where it is, or not coming? Here:",
          who=who, when=when)
        if who
        else _("Sillon: your workshop is on %(when)s. Where it is, or not coming? Here:", when=when)
    )  # fmt: skip
    if message.guests is None:
        page = _page_of(message.seat)
        return letter(_("Your workshop is soon"), words, page)
    return _told(message, words, "")


def _page_of(seat: Seat | None) -> str:
    """Return where somebody with an account sees the date, and gives their place back."""
    if seat is None or seat.farm_id is not None:
        return address("farmer.list_workshops")
    role = seat.user.role if seat.user else Role.COORDINATOR
    if role in (Role.CASEWORKER, Role.COORDINATOR):
        return address(f"{role.value}.show_series", series_id=seat.series_id)
    return address("auth.sign_in")


@kind("workshop-cancelled")
def _cancelled(message: Message) -> Text:
    return _told(
        message,
        _("Sillon: the workshop of %(when)s does not take place.", when=_when(message.sitting)),
        _("A workshop does not take place"),
    )


def _fewer(message: Message) -> Any:
    when = _when(_next(message))
    who = _who(message, telling.with_a_place(message))
    if who:
        return _("Sillon: one place less at the workshop of %(when)s. With a place: %(who)s.",
                 when=when, who=who)  # fmt: skip
    if telling.has_a_place(message):
        return _("Sillon: you have one place less at the workshop of %(when)s.", when=when)
    return _("Sillon: you no longer have a place at the workshop of %(when)s.", when=when)


def _who(message: Message, theirs: Sequence[Seat]) -> str:
    """Return by a letter each which adults of a household it is about; nothing of one alone."""
    party = message.guests
    if party is None or len(household.adults(party)) < 2:
        return ""
    return str(listed([seat.person.letter for seat in theirs if seat.person]))


def _what_is_new(message: Message) -> Any:
    """Say of a date that it is new, or is another now: to who comes, or only waits."""
    sitting, when = message.sitting, _when(message.sitting)
    if not telling.has_a_place(message):
        return _("Sillon: the workshop for which you wait has changed: %(when)s.", when=when)
    if sitting is not None and sitting.changed_at is None:
        return _("Sillon: your workshop has one more date: %(when)s.", when=when)
    if sitting is not None and len(sitting.series.standing) > 1:
        return _("Sillon: a date of your workshop has changed. It is now: %(when)s.", when=when)
    return _("Sillon: your workshop has changed. It is on %(when)s.", when=when)


def _told(message: Message, words: str, subject: str) -> Text:
    """Return a text message to guests, and a letter to others."""
    party = message.guests
    if party is None:
        return letter(subject, words)
    page = address("visit_page.show_workshops", token=household_token(party))
    return Text("", f"{words}\n{page}")


def _next(message: Message) -> Sitting | None:
    return message.seat.series.next if message.seat else None


def _when(sitting: Sitting | None) -> str:
    return in_a_row([short_day(sitting.day), clock_time(sitting.starts)]) if sitting else "…"
