"""Who seeks my dates: how many households could come and when, without anybody's name."""

from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.farms import seekers
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again


@portal.get("/sought")
@given_again()
def show_seekers() -> str:
    """Show the counts, week by week, for the dates that are open and for those nobody came to."""
    demand = seekers.demand(db, own_farm(), today())
    return page(demand=demand, fewest=seekers.FEWEST)
