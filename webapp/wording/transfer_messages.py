"""What is written about a file on its way to another association: no name, no number, a link."""

from flask_babel import gettext as _

from webapp.models import Message
from webapp.services.parties import transfers
from webapp.services.records.tokens import household_token
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind


def _page(message: Message) -> str:
    token = household_token(message.party) if message.party else "…"
    return address("visit_page.show_transfer", token=token)


@kind(transfers.ASKED)
def _asked(message: Message) -> Text:
    words = _(
        "Sillon: your association proposes that another one accompanies you. Nothing changes "
        "without your yes:"
    )
    return Text("", f"{words}\n{_page(message)}")


@kind(transfers.DONE)
def _done(message: Message) -> Text:
    words = _("Sillon: another association accompanies you from now on. Who, and its number:")
    return Text("", f"{words}\n{_page(message)}")


@kind(transfers.OFFERED)
def _offered(message: Message) -> Text:
    return letter(
        _("A file is offered to your association"),
        _("Another association would hand a file over to yours, and its people agree. Take it "
          "on, or say no:"),
        address("caseworker.list_transfers"),
    )  # fmt: skip


@kind(transfers.SETTLED)
def _settled(message: Message) -> Text:
    return letter(
        _("What became of a file to be handed over"),
        _("A file that one association offers to another was decided about. See what became of "
          "it:"),
        address("caseworker.list_transfers"),
    )  # fmt: skip
