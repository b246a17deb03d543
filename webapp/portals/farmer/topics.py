"""The topics of a farm, and which one comes after the one just told."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp.models import Farm, FarmState
from webapp.portals.farmer.farm_forms import TOLD_ELSEWHERE

TOPICS = {
    "identity": "farmer.edit_identity",
    "place": "farmer.edit_place",
    "household": "farmer.edit_household",
    "rooms": "farmer.list_rooms",
    "welcome": "farmer.edit_welcome",
    "station": "farmer.edit_station",
}
"""Where each topic is told, in the order in which a newcomer meets them."""

NEWCOMERS = {FarmState.APPLIED, FarmState.MET}


def topic_after(farm: Farm, topic: str) -> str | None:
    """Return the next topic of which something is to be told; none when there is no more.

    A newcomer is led through what may be left out as well, but once only: nobody is brought back
    to it. Then comes what must be told and was passed over.
    """
    order = list(TOPICS)
    before, after = order[: order.index(topic)], order[order.index(topic) + 1 :]
    must = farm.missing_topics
    may = _not_told(farm) if farm.state in NEWCOMERS else []
    ahead = [each for each in after if each in must or each in may]
    return next(iter(ahead + [each for each in before if each in must]), None)


def _not_told(farm: Farm) -> list[str]:
    """Return the topics that may be left out, and have been."""
    told = {
        "welcome": bool(set(farm.features) - TOLD_ELSEWHERE or farm.hazards or farm.house_rules),
        "station": bool(farm.station),
    }
    return [topic for topic, is_told in told.items() if not is_told]


def go_on(farm: Farm, topic: str) -> Response:
    """Lead from a topic to the next one, or back to the farm."""
    following = topic_after(farm, topic)
    return redirect(url_for(TOPICS[following] if following else "farmer.show_farm"))
