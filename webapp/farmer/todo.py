"""The first page of the portal: what is to be done next."""

from flask_login import current_user

from webapp.access import signed_in_user
from webapp.clock import today
from webapp.extensions import db
from webapp.farmer import portal
from webapp.farmer.own import own_farm
from webapp.farmer.topics import TOPICS
from webapp.pages import page
from webapp.services import seasons
from webapp.services.agenda import agenda_of, answers_awaited


@portal.context_processor
def count_answers() -> dict[str, int]:
    """Tell the menu how many answers are awaited."""
    farm = signed_in_user().farm if current_user.is_authenticated else None
    return {"answers_awaited": answers_awaited(db, farm) if farm else 0}


@portal.get("/")
def show_todo() -> str:
    """Show what is to be done next and who comes next."""
    farm = own_farm()
    return page(
        farm=farm,
        agenda=agenda_of(db, farm, today()),
        topics=TOPICS,
        season=seasons.season_of(db, farm, today().year),
    )
