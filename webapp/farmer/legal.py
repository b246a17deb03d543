"""My legal sheet: what a discovery stay is and is not, with the farm's own counters."""

from webapp.clock import today
from webapp.extensions import db
from webapp.farmer import portal
from webapp.farmer.own import own_farm
from webapp.pages import page
from webapp.services import seasons


@portal.get("/legal")
def show_legal() -> str:
    """Show what protects the farm, and how far its season is."""
    farm = own_farm()
    return page(farm=farm, season=seasons.season_of(db, farm, today().year))
