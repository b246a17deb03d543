"""The tickets of a visit, in words: for those who see to them, and what they cost."""

from flask_babel import gettext as _

from webapp.ground.isolates import left_to_right
from webapp.models import Visit
from webapp.services.visits import consent
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row, in_a_sentence


def fare(cents: int) -> str:
    """Return a sum as it is written on a ticket in France, whatever is written around it."""
    return left_to_right(f"{cents // 100},{cents % 100:02d}\u00a0€")


def tickets_told(visit: Visit) -> str:
    """Return in one line what is known of the tickets of a visit; nothing: nobody has said."""
    if visit.ticket_from is None:
        return ""
    told = [label("ticket-from", visit.ticket_from)]
    if visit.ticket_from == "farm" and not consent.farm_agrees_to_fetch(visit):
        told.append(_("the farm has still to say yes"))
    if visit.lacks_tickets:
        told.append(_("not bought yet"))
    elif visit.tickets_bought_at is not None:
        told.append(_("bought"))
    if visit.ticket_given is not None:
        told.append(in_a_sentence(str(label("ticket-given", visit.ticket_given))))
    if visit.fare_cents is not None:
        told.append(fare(visit.fare_cents))
    return in_a_row(map(str, told))


def fetched_or_not(visit: Visit) -> str:
    """Return what a farm is told once it is counted on to fetch its guests, or no longer is."""
    if visit.ticket_from == "farm":
        return str(_("Their association counts on you to fetch them: they have no ticket."))
    return str(_("You need not fetch them any more."))
