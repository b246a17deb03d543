"""What an association asks many households for, and the programme many farms.

Guests read no name and no number, but one address; a farm reads a letter to its accounts.
"""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from webapp.models import Message, OfferState, Programme
from webapp.services.farms import requesting as of_farms
from webapp.services.parties import requesting
from webapp.services.records.tokens import household_token
from webapp.wording.account_messages import letter
from webapp.wording.days import day
from webapp.wording.messages import Text, address, kind
from webapp.wording.people import telephone


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


@kind(of_farms.CALL)
def _farm_call(message: Message) -> Text:
    session = object_session(message.user) if message.user else None
    programme = session.get(Programme, 1) if session else None
    return letter(
        _("Please call us"),
        _("The coordination of the programme would like to talk with you. Please call it, when it "
          "suits you:"),
        telephone(programme.on_duty_phone) if programme else "…",
    )  # fmt: skip


@kind(of_farms.DATES)
def _farm_dates(message: Message) -> Text:
    farm = message.user.farm if message.user else None
    offers = [each for each in farm.offers if each.state is not OfferState.CLOSED] if farm else []
    has_days = _(
        "Your farm has no date to come. When could you receive guests? Tick the days that suit you "
        "on your page; a few are enough, and none is as good an answer:"
    )
    writes_first = _(
        "Your farm has no date to come. When could you receive guests? Say on your page what they "
        "would see and share, then tick the days that suit you; a few are enough, and none is as "
        "good an answer:"
    )
    words = has_days if offers else writes_first
    return letter(_("Which dates suit you next?"), words, address("farmer.list_offers"))


@kind(of_farms.PAPERS)
def _farm_papers(message: Message) -> Text:
    farm = message.user.farm if message.user else None
    ending = of_farms.papers(farm) if farm else []
    return letter(
        _("A paper of your farm ends"),
        *(_paper(name, until) for name, until in ending),
        _("Your page says what is to be done:"),
        address("farmer.show_farm"),
    )


def _paper(name: str, until: date) -> str:
    words = {
        "insured_until": _(
            "Your insurance is noted until %(day)s: send the programme a new certificate.",
            day=day(until),
        ),
        "approved_until": _(
            "Your farm is approved until %(day)s: the programme renews it with you.",
            day=day(until),
        ),
        "hosts_until": _(
            "The record extracts of the adults of your farm count until %(day)s: each shows a new "
            "one to the programme.",
            day=day(until),
        ),
    }
    return str(words[name])
