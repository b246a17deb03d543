"""What an association asks many households for: no name, no number, one address."""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.services.parties import requesting
from webapp.services.records.tokens import household_token
from webapp.wording.messages import Text, address, kind


@kind(requesting.CALL)
def _call(message: Message) -> Text:
    words = _("Sillon: your association would like to talk with you. Please call it. Its number:")
    return Text("", f"{words}\n{_page(message)}")


@kind(requesting.DATES)
def _dates(message: Message) -> Text:
    words = _("Sillon: when could you go to a farm? Please tell your association. Its number:")
    return Text("", f"{words}\n{_page(message)}")


def _page(message: Message) -> str:
    token = household_token(message.party) if message.party else "…"
    return address("visit_page.show_request", token=token)
