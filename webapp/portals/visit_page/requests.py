"""What an association asked a household for, and how to reach it: behind the household's link."""

from webapp.portals.visit_page import portal
from webapp.portals.visit_page.workshops import open_household
from webapp.services.parties import requesting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/asked/<token>")
def show_request(token: str) -> str:
    """Show what was asked for last, with the telephone of the association."""
    party = open_household(token)
    return page(token=token, asked=requesting.stands(db, party), association=party.organisation)
