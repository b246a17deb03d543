"""Who may write to guests, and by what they know it: behind their link, with what is theirs."""

from flask import current_app, render_template, url_for

from webapp.channels.senders import senders
from webapp.models import Party
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_guests_link
from webapp.portals.visit_page.workshop_attestations import is_open
from webapp.portals.visit_page.workshops import open_household
from webapp.web.extensions import db


@portal.get("/<token>/who-writes")
def show_who_writes(token: str) -> str:
    """Show whose messages are ours; the word itself is told after a code, as names are."""
    link = open_guests_link(token)
    return _shown(
        link.visit.party,
        opened=link.code_given,
        back=link.page(),
        told=url_for("visit_page.tell_telephone", token=token),
    )


@portal.get("/workshops/<token>/who-writes")
def show_household_who_writes(token: str) -> str:
    """Show the same behind a household's link."""
    party = open_household(token)
    return _shown(
        party,
        opened=is_open(party),
        back=url_for("visit_page.show_workshops", token=token),
        told=url_for("visit_page.tell_household_telephone", token=token),
    )


def _shown(party: Party, *, opened: bool, back: str, told: str) -> str:
    return render_template(
        "visit_page/show_who_writes.html",
        association=party.organisation,
        has_word=party.agreed_word is not None,
        word=party.agreed_word if opened else None,
        shared=party.phone_shared,
        senders=senders(db, current_app.extensions["config"]),
        back=back,
        told=told,
    )
