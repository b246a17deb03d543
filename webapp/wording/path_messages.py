"""The message that brings somebody's path: no name, no place, one address."""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.services.parties import paths
from webapp.services.records.tokens import household_token
from webapp.wording.messages import Text, address, kind


@kind(paths.LINK)
def _link(message: Message) -> Text:
    words = _("Sillon: what you and your association have noted is here:")
    token = household_token(message.party) if message.party else "…"
    return Text("", f"{words}\n{address('visit_page.show_path', token=token)}")
