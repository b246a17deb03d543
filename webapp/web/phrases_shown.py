"""The card of sentences that a farm has for its guests, as far as it may be shown."""

from webapp.models import Visit
from webapp.services.visits.disclosure import View
from webapp.web.extensions import current_language
from webapp.wording.phrase_card import HostCard, guests_languages, host_card


def has_card(view: View) -> bool:
    """Whether a page leads to the card: both have said yes, and some of their languages is here."""
    guests = view.guests if view.stage in ("code", "sheet") else None
    return guests is not None and bool(guests_languages(guests.languages, current_language()))


def card_of(visit: Visit, view: View) -> HostCard | None:
    """Return it, in no language but those of the facts that the farm reads; or nothing."""
    if view.guests is None or not has_card(view):
        return None
    immersion = visit.slot.offer.frame == "immersion"
    return host_card(view.guests.languages, current_language(), immersion=immersion)
