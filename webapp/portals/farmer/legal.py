"""My legal sheet: what a discovery stay is and is not, with the farm's own counters."""

from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.farms import seasons
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/legal")
def show_legal() -> str:
    """Show what protects the farm, and how far its season is."""
    farm = own_farm()
    return page(farm=farm, season=seasons.season_of(db, farm, today().year))
