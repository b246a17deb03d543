"""What became of people and farms after their visits, counted; unknown counts."""

from webapp.models import OUTCOMES, Side
from webapp.portals.coordinator import portal
from webapp.services.after import follow_up_figures
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again


@portal.get("/follow-ups")
@given_again()
def show_follow_ups() -> str:
    """Show how many of each side were reached, and what became of them, with each definition."""
    return page(
        figures={side: follow_up_figures.figures(db, side) for side in Side}, outcomes=OUTCOMES[:-1]
    )
