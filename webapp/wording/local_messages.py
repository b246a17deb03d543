"""What is written about a visit to its local referent, or to its association for want of one.

No name and no place: the page behind the link says them, to whoever has signed in.
"""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind


@kind("local-visit-given")
def _given(_message: Message) -> Text:
    words = _("Guests come to a farm near you, and we count on you. Who, when and where is on your "
              "page:")  # fmt: skip
    return _to_page(_("A visit near you"), words)


@kind("local-visit-changed")
def _changed(_message: Message) -> Text:
    words = _("Something has changed about a visit that you look after. Read it again:")
    return _to_page(_("A visit near you has changed"), words)


@kind("local-visit-taken")
def _taken(_message: Message) -> Text:
    words = _("A visit that you looked after is not yours any more: it does not take place, or "
              "somebody else looks after it. Your page says which remain:")  # fmt: skip
    return _to_page(_("A visit less"), words)


@kind("local-visit-open")
def _open(message: Message) -> Text:
    visit = message.visit_id
    return letter(
        _("A visit has no local referent any more"),
        _("Whoever looked after a visit near the farm cannot do so any more. Choose somebody else, "
          "or look after it yourselves:"),
        address("caseworker.show_visit", visit_id=visit),
    )  # fmt: skip


def _to_page(subject: str, words: str) -> Text:
    return letter(subject, words, address("local_referent.list_visits"))
