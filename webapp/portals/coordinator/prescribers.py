"""Who may prescribe immersions: the body, who signs for it, and the paper that was seen."""

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import EmailField, SelectField, StringField, ValidationError
from wtforms.validators import Email, Length

from webapp.ground.clock import now, today
from webapp.ground.vocabulary import PRESCRIBER_KINDS
from webapp.models import Prescriber
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.known_by_name import keep
from webapp.portals.coordinator.user_forms import strip
from webapp.services.agreements import drafting, limits
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.days import PAPER
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, choices, required
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording.agreements import limit_value

LIST = "coordinator.list_prescribers"


class PrescriberForm(Form):
    """A body that prescribes, and its paper as it was seen."""

    name = StringField(_l("Name"), [required(), Length(max=120)], filters=[strip])
    kind = SelectField(
        _l("What kind of body"), choices=choices("prescriber-kind", PRESCRIBER_KINDS)
    )
    address = StringField(_l("Address"), [Length(max=200)], filters=[strip])
    signatory = StringField(
        _l("Who signs for it"),
        [required(_l("Enter a name")), Length(max=120)],
        filters=[strip],
    )
    email = EmailField(
        _l("E-mail address of who signs"),
        [
            required(_l("Enter an e-mail address")),
            Length(max=254),
            Email(_l("Enter an e-mail address, such as name@example.org")),
        ],
        filters=[strip],
    )
    number = StringField(
        _l("Number of the delegation"),
        [required(_l("Enter the number that stands on the paper")), Length(max=80)],
        filters=[strip],
        description=_l("Or of the agreement with the State. The paper is looked at, never copied."),
    )
    valid_from = DayField(_l("Valid from"), [required(_l("Enter the day"))], span=PAPER)
    valid_until = DayField(_l("Valid until"), [required(_l("Enter the day"))], span=PAPER)

    def validate_valid_until(self, field: DayField) -> None:
        """Let a paper end after it begins."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day comes before the first one"))

    def fill(self, prescriber: Prescriber) -> None:
        """Write what was typed; whoever notes another paper has seen it."""
        before = prescriber.paper
        self.populate_obj(prescriber)
        prescriber.address = prescriber.address or ""
        if prescriber.paper != before:
            prescriber.seen_by_id, prescriber.seen_at = signed_in_user().id, now()


@portal.get("/prescribers")
@given_again()
def list_prescribers() -> str:
    """Show who may prescribe, and until when."""
    return page(
        prescribers=drafting.prescribers(db),
        today=today(),
        limits=limits.limits(),
        limit_value=limit_value,
    )


@portal.route("/prescribers/new", methods=["GET", "POST"])
def add_prescriber() -> str | Response:
    """Note a body whose paper was seen."""
    form = PrescriberForm()
    noted = Prescriber(address="")
    return keep(noted, form, "prescriber.added", LIST, form.fill) or page(form=form)


@portal.route("/prescribers/<int:prescriber_id>", methods=["GET", "POST"])
def edit_prescriber(prescriber_id: int) -> str | Response:
    """Note its paper anew; agreements that were signed stay as they were."""
    found = find_or_404(Prescriber, Prescriber.id == prescriber_id)
    form = PrescriberForm(obj=found)
    return keep(found, form, "prescriber.changed", LIST, form.fill) or page(
        form=form, prescriber=found
    )
