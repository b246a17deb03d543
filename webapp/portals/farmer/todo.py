"""The first page of the portal: what is to be done next."""

from flask_login import current_user

from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.topics import TOPICS
from webapp.services.after import thanks
from webapp.services.agreements import signing
from webapp.services.farms import assessments, seasons
from webapp.services.farms.agenda import agenda_of, answers_awaited
from webapp.services.parties import interest
from webapp.services.records import accreditations, tokens
from webapp.services.rounds import plan
from webapp.services.village import gatherings
from webapp.services.visits import farm_notes
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page


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
        interest=tokens.hosts_token(farm) if interest.is_asked(db, farm) else "",
        asks=assessments.is_asked(db, farm),
        accreditations=accreditations.ending_of_farm(db, farm),
        agreements=signing.of_farm(db, farm),
        gatherings=gatherings.to_answer(db, farm),
        agenda=agenda_of(db, farm, today()),
        thanks=thanks.new_at(db, farm),
        answered=farm_notes.answered(db, farm),
        expected=plan.expected(db, farm),
        topics=TOPICS,
        season=seasons.season_of(db, farm, today().year),
    )
