"""Accreditations of the programme, an association, a farm or an animator, until their end."""

from datetime import date

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, ValidationError
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.models import Accreditation, Farm, Organisation
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import strip
from webapp.services.agreements import drafting
from webapp.services.records import accreditations
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.days import PAPER
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, required
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.web.unchanged import given_again

PROGRAMME, ANIMATOR = "programme", "animator"


class AccreditationForm(Form):
    """A paper, as it was seen."""

    name = StringField(
        _l("What it is called"),
        [required(_l("Enter what stands on the paper")), Length(max=120)],
        filters=[strip],
        description=_l("Such as the name of a network, a label or an approval by the State."),
    )
    number = StringField(_l("Number, if it has one"), [Length(max=80)], filters=[strip])
    valid_from = DayField(_l("Valid from"), [required(_l("Enter the day"))], span=PAPER)
    valid_until = DayField(_l("Valid until"), [required(_l("Enter the day"))], span=PAPER)

    def validate_valid_until(self, field: DayField) -> None:
        """Let a paper end after it begins."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day comes before the first one"))


class WhoseForm(AccreditationForm):
    """A paper, and whether it is the programme's own, an animator's or an association's."""

    holder = SelectField(_l("Whose is it?"), [required(_l("Choose whose it is"))])
    animator = StringField(
        _l("Name of the animator"),
        [Length(max=120)],
        filters=[strip],
        description=_l("Of an animator only, as it stands with the workshops that they hold."),
    )

    def __init__(self) -> None:
        super().__init__()
        named = select(Organisation.id, Organisation.name).order_by(Organisation.name)
        theirs = [(str(row.id), row.name) for row in db.execute(named)]
        self.holder.choices = [
            (PROGRAMME, _l("The programme’s own")),
            (ANIMATOR, _l("An animator of workshops")),
            *theirs,
        ]

    def validate_animator(self, field: StringField) -> None:
        """Take a name of an animator, and of nobody else."""
        if self.holder.data == ANIMATOR and not field.data:
            raise ValidationError(_l("Enter the name of the animator"))
        if self.holder.data != ANIMATOR and field.data:
            raise ValidationError(_l("Choose “An animator of workshops” above, or leave no name"))


@portal.get("/accreditations")
@given_again()
def list_accreditations() -> str:
    """Show which there are, until when, and what happens when they end."""
    return page(
        accreditations=accreditations.everything(db),
        prescribers=drafting.prescribers(db),
        today=today(),
    )


@portal.route("/accreditations/new", methods=["GET", "POST"])
def add_accreditation() -> str | Response:
    """Note a paper of the programme, an animator or an association."""
    form = WhoseForm()
    chosen = form.holder.data
    whose = int(chosen) if chosen and chosen.isdecimal() else None
    made = Accreditation(organisation_id=whose, animator=form.animator.data or None)
    return _add(form, made, url_for(".list_accreditations"))


@portal.route("/farms/<int:farm_id>/accreditations/new", methods=["GET", "POST"])
def add_farm_accreditation(farm_id: int) -> str | Response:
    """Note a paper of a farm."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    back = url_for(".show_farm", farm_id=farm_id)
    return _add(AccreditationForm(), Accreditation(farm_id=farm_id), back, farm)


@portal.route("/accreditations/<int:accreditation_id>", methods=["GET", "POST"])
def edit_accreditation(accreditation_id: int) -> str | Response:
    """Note a paper anew."""
    kept = _found(accreditation_id)
    form = AccreditationForm(obj=kept)
    if form.validate_on_submit():
        with acting(form, "valid_until") as act:
            accreditations.change(db, kept, _paper(form), signed_in_user())
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for(".list_accreditations"))
    return page(form=form, accreditation=kept, back=url_for(".list_accreditations"))


@portal.post("/accreditations/<int:accreditation_id>/removal")
def remove_accreditation(accreditation_id: int) -> Response:
    """Take one off the list."""
    kept = _found(accreditation_id)
    with acting() as act:
        offer(act, kept, kept.name, url_for(".list_accreditations"))
        accreditations.remove(db, kept)
        act.tell(_("It is off the list."))
    return redirect(url_for(".list_accreditations"))


def _add(
    form: AccreditationForm, made: Accreditation, back: str, farm: Farm | None = None
) -> str | Response:
    if form.validate_on_submit():
        with acting(form, "name") as act:
            made.name, made.number, made.valid_from, made.valid_until = _paper(form)
            accreditations.add(db, made, signed_in_user())
            act.tell(_("Saved."))
        if act.done:
            return redirect(back)
    return page(form=form, farm=farm, back=back)


def _paper(form: AccreditationForm) -> tuple[str, str, date, date]:
    return form.name.data, form.number.data or "", form.valid_from.data, form.valid_until.data


def _found(number: int) -> Accreditation:
    return find_or_404(Accreditation, Accreditation.id == number)
