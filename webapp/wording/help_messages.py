"""What is written to whoever sees to a call for help, to a silence, or to guests to be called."""

from flask_babel import gettext as _

from webapp.models import Message, Role
from webapp.wording.messages import Text, address, kind


@kind("guests-to-call")
def _guests_to_call(_message: Message) -> Text:
    words = _("A farm was stopped. Its guests must be called now. Your board says whom:")
    board = address("caseworker.show_todo")
    return Text(_("Guests to call now"), f"{_('Hello,')}\n\n{words}\n\n{board}\n\nSillon\n")


@kind("guests-to-call-now")
def _guests_to_call_now(_message: Message) -> Text:
    words = _("Sillon: a farm was stopped, and its guests must be called now. Whom:")
    return Text("", f"{words} {address('coordinator.show_todo')}")


@kind("help-asked")
def _help_asked(message: Message) -> Text:
    words = _("Someone asks for help during a visit. Your board says who and where:")
    return _to_board(message, _("Help is asked for"), words)


@kind("help-withdrawn")
def _help_withdrawn(message: Message) -> Text:
    if message.user is None:
        words = _("Sillon: who called for help says that it is no longer needed. Who and where:")
        return Text("", f"{words} {address('coordinator.show_todo')}")
    words = _("Who called for help during a visit says that it is no longer needed. Call them to "
              "be sure, then settle it on your board:")  # fmt: skip
    return _to_board(message, _("Help is no longer needed"), words)


@kind("silence-asked")
def _silence_asked(message: Message) -> Text:
    words = _("Nobody called for help, but no word came that all is well. Please call them. Your "
              "board says who and where:")  # fmt: skip
    return _to_board(message, _("No word on the first evening of a visit"), words)


@kind("silence-unanswered")
def _silence_unanswered(_message: Message) -> Text:
    words = _("Sillon: no word on the first evening of a visit, and nobody sees to it yet. Whom "
              "to call:")  # fmt: skip
    return Text("", f"{words} {address('coordinator.show_todo')}")


@kind("help-unanswered")
def _help_unanswered(_message: Message) -> Text:
    words = _("Sillon: help is asked for during a visit and nobody sees to it yet. Who and where:")
    return Text("", f"{words} {address('coordinator.show_todo')}")


def _to_board(message: Message, subject: str, words: str) -> Text:
    coordinates = message.user is not None and message.user.role is Role.COORDINATOR
    board = address("coordinator.show_todo" if coordinates else "caseworker.show_todo")
    return Text(subject, f"{_('Hello,')}\n\n{words}\n\n{board}\n\nSillon\n")
