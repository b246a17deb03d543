"""The first page of the portal: what is to be done next."""

from functools import cache
from typing import Any

from flask import request
from flask_login import current_user

from webapp.ground.at_once import Question, given
from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.topics import TOPICS
from webapp.services.after import thanks
from webapp.services.agreements import signing
from webapp.services.farms import agenda, assessments, seasons
from webapp.services.parties import interest
from webapp.services.records import accreditations, tokens
from webapp.services.rounds import plan
from webapp.services.village import gatherings
from webapp.services.visits import farm_notes
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again

HOME = "farmer.show_todo"


@portal.context_processor
def count_answers() -> dict[str, int]:
    """Tell the menu how many answers are awaited; the first page counts those that it lists."""
    if request.endpoint == HOME or not current_user.is_authenticated:
        return {}
    farm = signed_in_user().farm
    return {"answers_awaited": agenda.answers_awaited(db, farm) if farm else 0}


@portal.get("/")
@given_again()
def show_todo() -> str:
    """Show what is to be done next and who comes next."""
    farm = own_farm()
    some = _waits().ask(db, farm=farm.id)
    parts = {name for name in agenda.asks() if getattr(some, name)}
    to_do = agenda.agenda_of(db, farm, today(), parts)
    found: dict[str, Any] = {
        name: read(db, farm) if getattr(some, name) else [] for name, read in READ.items()
    }
    return page(
        farm=farm,
        interest=tokens.hosts_token(farm) if interest.is_asked(db, farm) else "",
        asks=assessments.is_asked(db, farm),
        agenda=to_do,
        answers_awaited=len(to_do.answers),
        topics=TOPICS,
        season=seasons.season_of(db, farm, today().year),
        **found,
    )


READ = {
    "accreditations": accreditations.ending_of_farm,
    "agreements": signing.of_farm,
    "gatherings": gatherings.to_answer,
    "thanks": thanks.new_at,
    "answered": farm_notes.answered,
    "expected": plan.expected,
}
"""What of the page is read only where there is something of it."""


@cache
def _waits() -> Question:
    """Ask at once of what there is something."""
    return Question(
        {
            "accreditations": accreditations.that_end(given("farm")),
            "agreements": signing.farms_are_to_sign(),
            "gatherings": gatherings.farms_are_asked(),
            "thanks": thanks.new_cards(),
            "answered": farm_notes.answered_lately(),
            "expected": plan.planned_at(given("farm")),
            **agenda.asks(),
        }
    )
