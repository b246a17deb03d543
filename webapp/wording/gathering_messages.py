"""What the people of a farm are written about a gathering on its ground."""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.services.village.gatherings import ASKED, CANCELLED
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind


@kind(ASKED)
def _asked(_message: Message) -> Text:
    return letter(
        _("Would you open your farm for a few hours?"),
        _("The programme proposes to invite your village while you have guests. Nobody reads of "
          "it before your yes. You see the very words here, and say yes or no:"),
        address("farmer.list_gatherings"),
    )  # fmt: skip


@kind(CANCELLED)
def _cancelled(_message: Message) -> Text:
    return letter(
        _("A gathering at your farm is cancelled"),
        _("The programme has cancelled a gathering at your farm. Its public page says so. Please "
          "take down its posters, if you have put up any. Your page says which:"),
        address("farmer.list_gatherings"),
    )  # fmt: skip
