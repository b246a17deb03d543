"""How both sides are asked whether they are still interested: no name, no place, one address."""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.services.parties import interest
from webapp.services.records.tokens import hosts_token, household_token
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind


@kind(interest.OF_PARTY)
def _of_party(message: Message) -> Text:
    words = _("Sillon: are you still interested in a stay on a farm? Say yes or no here:")
    token = household_token(message.party) if message.party else "…"
    return Text("", f"{words}\n{address('visit_page.show_interest', token=token)}")


@kind(interest.OF_FARM)
def _of_farm(message: Message) -> Text:
    farm = message.user.farm if message.user else None
    token = hosts_token(farm) if farm else "…"
    return letter(
        _("Are you still interested?"),
        _("You have no date to come. Are you still interested? One tap is enough, and a no is as "
          "welcome as a yes:"),
        address("visit_page.show_interest", token=token),
    )  # fmt: skip
