"""The first page of the portal: what is to be done next."""

from flask import current_app

from webapp.clock import today
from webapp.extensions import db
from webapp.farmer import portal
from webapp.farmer.own import own_farm
from webapp.pages import page
from webapp.services import seasons
from webapp.services.agenda import agenda_of


@portal.get("/")
def show_todo() -> str:
    """Show what is to be done next and who comes next."""
    farm = own_farm()
    return page(
        farm=farm,
        has_visit_pages="farmer.show_visit" in current_app.view_functions,
        agenda=agenda_of(db, farm, today()),
        season=seasons.season_of(db, farm, today().year),
    )
