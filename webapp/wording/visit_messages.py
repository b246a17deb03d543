"""What is written about a visit: to a telephone in few words, to a farm as a short letter.

No name, no address, no place: whoever sees the screen over a shoulder learns nothing.
"""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from webapp.models import Answer, Channel, Message, Side, Visit
from webapp.services.records.tokens import household_token, phone_digits, visit_token
from webapp.services.visits import consent, corrections, farm_notes, replies, threads
from webapp.services.workshops import proving
from webapp.wording.days import days_of, short_day
from webapp.wording.labels import label, labels
from webapp.wording.messages import Text, address, kind
from webapp.wording.tickets import fetched_or_not

FEW = 2
"""More things than these do not go into a text message."""


@kind("visit-proposed")
def _proposed(message: Message) -> Text:
    last = short_day(_visit(message).answer_by)
    if message.side is Side.PARTY:
        return _question(
            message,
            _("Sillon: a visit to a farm is proposed to you. Answer until %(day)s:", day=last),
        )
    return letter(
        message,
        _("Would you like to receive, %(days)s?", days=days_of_visit(message)),
        _("Guests are proposed to you on these days. See what you may know of them and answer "
          "until %(day)s:", day=last),
    )  # fmt: skip


@kind("visit-reminder")
def _reminder(message: Message) -> Text:
    last = short_day(_visit(message).answer_by)
    if message.side is Side.PARTY:
        return _question(message, _("Sillon: do you come? Please answer until %(day)s:", day=last))
    return letter(
        message,
        _("Your answer is awaited until %(day)s", day=last),
        _(
            "Guests are proposed to you, %(days)s, and your answer is still missing:",
            days=days_of_visit(message),
        ),
    )


@kind("visit-confirmed")
def _confirmed(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: it is settled, you are expected. All you need is here:"))
    return letter(
        message,
        _("It is settled: your guests come, %(days)s", days=days_of_visit(message)),
        _("Both sides said yes. See who comes and how to reach them:"),
    )


@kind("visit-declined")
def _declined(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(
            message, _("Sillon: this visit cannot take place. We look for another one with you:")
        )
    return letter(
        message,
        _("The visit planned %(days)s will not take place", days=days_of_visit(message)),
        _("The people who were proposed to you cannot come. The place is free again; other guests "
          "may be proposed to you."),
    )  # fmt: skip


@kind("visit-expired")
def _expired(message: Message) -> Text:
    if message.side is Side.PARTY and _visit(message).party_answer is Answer.YES:
        return _declined(message)  # it is not they who let the time go by
    if message.side is Side.PARTY:
        return note(message, _("Sillon: the time to answer is over. Another place? Call us:"))
    return letter(
        message,
        _("The proposal of a visit, %(days)s, is over", days=days_of_visit(message)),
        _("An answer was missing on the last day, so the place is free again."),
    )


@kind("visit-cancelled")
def _cancelled(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your visit is cancelled. Your association tells you more:"))
    return letter(
        message,
        _("The visit planned %(days)s is cancelled", days=days_of_visit(message)),
        _("The association can tell you more:"),
    )


@kind("visit-soon")
def _soon(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your visit begins soon. Your journey and whom to call:"))
    told = _("Their telephone number and whom to call if something is wrong:")
    return letter(
        message, _("Your guests arrive soon: %(days)s", days=days_of_visit(message)), told
    )


@kind("visit-arrival")
def _arrival(message: Message) -> Text:
    return note(message, _("Sillon: did you arrive well? Say it here, or ask for help:"))


@kind("visit-evening")
def _evening(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: is all well this evening? Say it here, or ask for help:"))
    told = _("Your guests come today. Say that all is well, or ask for help:")
    return letter(message, _("Is all well this evening?"), told)


@kind("file-ends-soon")
def _file_ends(message: Message) -> Text:
    words = _("Sillon: no news of you for long. In a month we erase what we keep about you. To "
              "keep it, call your association:")  # fmt: skip
    if message.party is None:
        return note(message, words)
    page = address("visit_page.show_workshops", token=household_token(message.party))
    return Text("", f"{words} {page}")


@kind(corrections.KIND)
def _correction_answered(message: Message) -> Text:
    words = _("Sillon: you asked to have something corrected. Your association answers:")
    if message.party is None:
        return note(message, words, page_of(message, "visit_page.ask_correction"))
    token = household_token(message.party)
    page = address("visit_page.ask_household_correction", token=token)
    return Text("", f"{words} {page}")


@kind(threads.NEWS)
def _thread_news(message: Message) -> Text:
    if message.side is Side.PARTY:
        words = _("Sillon: you have a new message about your visit. Read it:")
        return note(message, words, page_of(message, "visit_page.show_thread"))
    session, read = object_session(message), _("Read it on the page of the visit:")
    page = address("farmer.write_in_thread", visit_id=_visit(message).id)
    said = threads.of_the_way(session, _visit(message)) if session else None
    if said is None:
        subject = _("A new message about the visit, %(days)s", days=days_of_visit(message))
        return letter(message, subject, read, page)
    told = _("Your guests write: “%(sentence)s”", sentence=label("thread-card", said.card or ""))
    return letter(message, f"{told} ({days_of_visit(message)})", f"{told} {read}", page)


@kind(farm_notes.ANSWERED)
def _note_answered(message: Message) -> Text:
    return letter(
        message,
        _("The association has answered your note, %(days)s", days=days_of_visit(message)),
        _("Read it on the page of the visit:"),
        address("farmer.write_note", visit_id=_visit(message).id),
    )


@kind("visit-restored")
def _restored(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your visit is not cancelled after all. All about it:"))
    return letter(
        message,
        _("The visit %(days)s is not cancelled after all", days=days_of_visit(message)),
        _("It was called off by mistake, and stands as before:"),
    )


@kind("visit-changed")
def _changed(message: Message) -> Text:
    session, side = object_session(message), message.side or Side.PARTY
    names = consent.changed_since_yes(session, _visit(message), side) if session else ()
    what = labels("shown-fact", names)
    if message.side is Side.PARTY:
        few = _("Sillon: your visit changes: %(what)s. Does it still suit you?", what=what)
        many = _("Sillon: several things of your visit change. Do they still suit you?")
        return note(message, few if 0 < len(names) <= FEW else many)
    told = _(
        "Since your yes, this has changed: %(what)s. See whether it still suits you:", what=what
    )
    if consent.FETCHED in names:
        told = f"{fetched_or_not(_visit(message))} {told}"
    subject = _("Something changed about your guests, %(days)s", days=days_of_visit(message))
    return letter(message, subject, told)


@kind("visit-as-before")
def _as_before(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your visit is again as you said yes to it. All about it:"))
    return letter(
        message,
        _("About your guests, %(days)s: all is again as before", days=days_of_visit(message)),
        _("What we told you of a change is not so any more. It is as you had said yes to it:"),
    )


@kind("visit-hour-asked")
def _hour_asked(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: the farm proposes an hour of arrival. Does it suit you?"))
    return letter(
        message,
        _("Your guests ask for another hour of arrival, %(days)s", days=days_of_visit(message)),
        _("The hour that you proposed does not suit them. See which one would:"),
    )


@kind("visit-hour-agreed")
def _hour_agreed(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your hour of arrival is agreed with the farm:"))
    return letter(
        message,
        _("The hour of arrival of your guests is agreed, %(days)s", days=days_of_visit(message)),
        _("The hour that you proposed suits them:"),
    )


@kind("visit-link")
def _link(message: Message) -> Text:
    if message.side is Side.PARTY:
        return note(message, _("Sillon: here is your link. Earlier ones may no longer open:"))
    return letter(message, _("Your link to the visit"), _("Here is your link to the visit:"))


@kind("farm-stopped")
def _farm_stopped(message: Message) -> Text:
    return note(message, _("Sillon: this farm is stopped. We call you. Call us too, now:"))


@kind(proving.CODE)
@kind("visit-code")
def _code(message: Message) -> Text:
    code = message.phone_code
    digits = phone_digits(code) if code else ""
    written = _("Sillon: your code is %(digits)s. Good for 10 minutes; tell it to nobody.",
                digits=digits)  # fmt: skip
    return Text("" if message.channel is Channel.SMS else _("Your code"), written)


def _visit(message: Message) -> Visit:
    assert message.visit is not None  # noqa: S101 (these kinds are written about a visit)
    return message.visit


def days_of_visit(message: Message) -> str:
    """Return the days of the visit that a message is about."""
    visit = _visit(message)
    return days_of(visit.arrival, visit.departure)


def page_of(message: Message, endpoint: str = "visit_page.show_visit") -> str:
    """Return the address behind the link; its token is made here and kept nowhere."""
    side = message.side or Side.PARTY
    return address(endpoint, token=visit_token(_visit(message), side))


def note(message: Message, words: str, page: str = "") -> Text:
    """Return a text message to guests with a link to their visit, or to another page of it."""
    return Text("", f"{words} {page or page_of(message)}")


def _question(message: Message, words: str) -> Text:
    """Return a note that may be answered by a word, where one comes in and would be understood."""
    text, session = note(message, words), object_session(message)
    config, by_text = current_app.extensions["config"], message.channel is Channel.SMS
    takes = config.takes_replies if by_text else config.takes_answers
    if takes and session is not None and replies.can_answer(session, _visit(message)):
        return Text("", text.body + answered_by_text())
    return text


def answered_by_text() -> str:
    """Return the line that tells how a text message is answered by another."""
    return "\n" + str(_("Or reply: 1 = yes, 2 = no"))


def letter(message: Message, subject: str, words: str, page: str = "") -> Text:
    """Return a letter with the link to the visit; a farm that is shut out has none that opens."""
    shut_out = not _visit(message).is_open_to_farm
    told = (
        f"{words.removesuffix(':').rstrip()}."
        if shut_out
        else f"{words}\n\n{page or page_of(message)}"
    )
    return Text(subject, f"{_('Hello,')}\n\n{told}\n\nSillon\n")
