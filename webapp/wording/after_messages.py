"""What is written once a visit is over: how it went, what became of it, staying in contact."""

from flask_babel import gettext as _

from webapp.models import Message, Side
from webapp.wording.messages import Text, address, kind
from webapp.wording.visit_messages import days_of_visit, letter, note, page_of


@kind("visit-feedback")
def _feedback(message: Message) -> Text:
    page = page_of(message, "visit_page.ask_question")
    if message.side is Side.PARTY:
        return note(message, _("Sillon: how was your visit? A few pictures to tap:"), page)
    return letter(
        message,
        _("How was it with your guests, %(days)s?", days=days_of_visit(message)),
        _("Three questions and, if you like, a word to the coordinators. Your guests never read "
          "it:"),
        page,
    )  # fmt: skip


@kind("visit-missed")
def _missed(message: Message) -> Text:
    page = page_of(message, "visit_page.tell_missed")
    if message.side is Side.PARTY:
        return note(message, _("Sillon: your visit did not take place. Why? One tap:"), page)
    return letter(
        message,
        _("Why did the visit not take place?"),
        _("Your guests were expected, %(days)s, and the visit did not take place. Say in one tap "
          "what happened; your guests never read it:", days=days_of_visit(message)),
        page,
    )  # fmt: skip


@kind("visit-follow-up")
def _follow_up(message: Message) -> Text:
    page = page_of(message, "visit_page.tell_since")
    if message.side is Side.PARTY:
        return note(message, _("Sillon: how are you since your visit? One tap:"), page)
    return letter(
        message,
        _("What has become of your guests?"),
        _("Some time ago you had guests. Are you still in contact, do you know what has become "
          "of them? One question:"),
        page,
    )  # fmt: skip


@kind("visit-relationship-asked")
def _relationship_asked(message: Message) -> Text:
    if message.side is Side.PARTY:
        page = page_of(message, "visit_page.show_relationship")
        words = _("Sillon: the farm would like to stay in contact with you. Yes or no:")
        return note(message, words, page)
    return letter(
        message,
        _("Your guests would like to stay in contact"),
        _("You had guests, %(days)s. They would like to stay in contact. Yes or no, on your page:",
          days=days_of_visit(message)),
        address("farmer.show_relationship", visit_id=message.visit_id),
    )  # fmt: skip


@kind("visit-relationship-open")
def _relationship_open(message: Message) -> Text:
    if message.side is Side.PARTY:
        page = page_of(message, "visit_page.show_relationship")
        return note(message, _("Sillon: you and the farm are in contact:"), page)
    return letter(
        message,
        _("You and your guests are in contact"),
        _("Both of you said yes. What they share stands on your page:"),
        address("farmer.show_relationship", visit_id=message.visit_id),
    )
