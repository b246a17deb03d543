"""Who may write to guests, and by what they know it: behind their link, with what is theirs."""

from flask import current_app

from webapp.channels.senders import senders
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_guests_link
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/<token>/who-writes")
def show_who_writes(token: str) -> str:
    """Show whose messages are ours; the word itself is told after a code, as names are."""
    link = open_guests_link(token)
    party = link.visit.party
    return page(
        token=token,
        association=party.organisation,
        has_word=party.agreed_word is not None,
        word=party.agreed_word if link.code_given else None,
        senders=senders(db, current_app.extensions["config"]),
    )
