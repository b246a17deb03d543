"""The tickets of a visit: who buys them, whether they are bought, how guests get them, the fare."""

import re
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.validators import Length, Optional

from webapp.ground.vocabulary import TICKETS_BOUGHT, TICKETS_FROM, TICKETS_GIVEN
from webapp.models import Visit, VisitState
from webapp.portals.visit_desk.routes import act_page, back_to, routes, seen_visit
from webapp.services.visits import journeys, tickets
from webapp.services.visits.tickets import FarmLearns
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices

WITH_A_SHEET: Final = (VisitState.CONFIRMED, VisitState.UNDER_WAY)
EUROS: Final = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")


class TicketsForm(Form):
    """What is known of the tickets, there and back."""

    ticket_from = RadioField(
        _l("Who sees to the tickets?"),
        choices=choices("ticket-from", TICKETS_FROM, none=_l("Nobody knows yet")),
        filters=[lambda chosen: chosen or ""],
    )
    bought = BooleanField(_l("They are bought"))
    ticket_given = RadioField(
        _l("How do the guests get them?"),
        choices=choices("ticket-given", TICKETS_GIVEN, none=_l("Nobody knows yet")),
        filters=[lambda chosen: chosen or ""],
    )
    ticket_code = StringField(
        _l("The code for the counter"),
        [Optional(), Length(max=40, message=_l("Shorten it to 40 signs"))],
        description=_l("Guests read it on their sheet alone, after the code by telephone."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    fare = StringField(
        _l("What they cost in all, in euros"),
        [Optional()],
        description=_l("There and back, for everybody; such as 34,50."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )

    def __init__(self, visit: Visit) -> None:
        super().__init__(
            data={
                "ticket_from": visit.ticket_from,
                "bought": visit.tickets_bought_at is not None,
                "ticket_given": visit.ticket_given,
                "ticket_code": visit.ticket_code,
                "fare": _euros(visit.fare_cents),
            }
        )

    def validate_bought(self, field: BooleanField) -> None:
        """Reject what is bought by nobody."""
        if field.data and self.ticket_from.data not in TICKETS_BOUGHT:
            raise ValidationError(_l("Choose who buys them, or untick that they are bought"))

    def validate_ticket_code(self, field: StringField) -> None:
        """Reject a code that nobody would be asked for."""
        if field.data and self.ticket_given.data != "counter":
            raise ValidationError(_l("Choose “at the counter”, or empty the code"))

    def validate_ticket_given(self, field: RadioField) -> None:
        """Reject how guests get what nobody buys."""
        if field.data and self.ticket_from.data not in TICKETS_BOUGHT:
            raise ValidationError(_l("Choose who buys them, or “Nobody knows yet” here"))

    def validate_fare(self, field: StringField) -> None:
        """Reject what is no sum, and the price of what nobody buys."""
        if field.data and _cents(field.data) is None:
            raise ValidationError(_l("Enter an amount in euros, such as 34,50"))
        if field.data and self.ticket_from.data not in TICKETS_BOUGHT:
            raise ValidationError(_l("Choose who buys them, or empty the price"))

    @property
    def told(self) -> dict[str, Any]:
        """Return what was told, as it is kept."""
        return {
            "bought": self.bought.data,
            "given": self.ticket_given.data or None,
            "code": (self.ticket_code.data or "").strip() or None,
            "fare_cents": _cents(self.fare.data or ""),
        }


@routes.route("/visits/<int:visit_id>/tickets", methods=["GET", "POST"])
def note_tickets(visit_id: int) -> str | Response:
    """Note who buys the tickets, whether they are bought, and how guests get them."""
    visit = seen_visit(visit_id)
    form = TicketsForm(visit)
    if form.validate_on_submit():
        with acting(form) as act:
            before = visit.ticket_from
            tickets.note(db, visit, form.ticket_from.data or None, **form.told)
            act.tell(_what_follows(visit, before))
        if act.done:
            return back_to(visit_id)
    fares = journeys.of_visit(visit) if visit.holds and visit.lacks_a_fare else None
    return act_page(visit, form, fares=fares)


def _what_follows(visit: Visit, before: str | None) -> str:
    """Say who can read of it by themselves, and who has to be told."""
    learns = tickets.how_the_farm_learns(db, visit, before)
    if learns is FarmLearns.BY_LETTER:
        return str(_("Saved. The farm is written to, and asked whether it still suits."))
    if learns is FarmLearns.BEFORE_IT_ANSWERS:
        return str(_("Saved. The farm reads it before it answers."))
    if learns is FarmLearns.BY_A_CALL and visit.ticket_from == "farm":
        return str(_("Saved. Nobody writes to the farm about it: call it, and ask whether it can."))
    if learns is FarmLearns.BY_A_CALL:
        return str(_("Saved. Nobody writes to the farm about it: call it, and say that it need not "
                     "fetch them any more."))  # fmt: skip
    if visit.ticket_from and visit.state in WITH_A_SHEET:
        return str(_("Saved. Their sheet says it."))
    return str(_("Saved."))


def _cents(typed: str) -> int | None:
    found = EUROS.fullmatch(re.sub(r"[\s€]", "", typed))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02d}"
