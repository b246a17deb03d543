"""Those who pay: of whom they want to be told, what, and in which words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from webapp.models import Funder
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.indicators import associations
from webapp.portals.coordinator.known_by_name import keep
from webapp.portals.coordinator.user_forms import strip
from webapp.services.reports.indicators import ACTIONS, INDICATORS, SEX
from webapp.web.access import find_or_404
from webapp.web.days import YEAR, Span
from webapp.web.forms import CheckboxesField, DayField, Form, LinesField, choices, required
from webapp.web.pages import page
from webapp.web.printable import printable

PAID = Span(10 * YEAR, 10 * YEAR)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed else None


class FunderForm(Form):
    """Who pays, and what their reports tell."""

    name = StringField(
        _l("Who pays"), filters=[strip], validators=[required(), Length(max=120), printable]
    )
    organisation_id = SelectField(
        _l("For whose people"), coerce=lambda chosen: _number(str(chosen or ""))
    )
    sex = SelectField(_l("Of whom"), choices=choices("sex", SEX.parts, none=_l("Everybody")))
    first_titles = BooleanField(
        _l("Only people whose first residence title is less than five years old"),
        description=_l(
            "Of whom a caseworker has written so in their file, with their agreement. Of whom it "
            "is not written, nobody is counted."
        ),
    )
    pays_from = DayField(_l("Pays from"), [Optional()], span=PAID)
    pays_until = DayField(
        _l("Pays until"),
        [Optional()],
        span=PAID,
        description=_l("The last day that is paid. It is called to mind 90, 30 and 7 days before."),
    )
    actions = CheckboxesField(
        _l("Pays for these actions"),
        [Optional()],
        choices=choices("action", ACTIONS),
        description=_l(
            "Of these, nothing outside the days above is counted for them. None ticked: they pay "
            "for the whole programme, and so nothing at all is."
        ),
    )
    indicators = CheckboxesField(
        _l("What is told"),
        [required(_l("Choose at least one figure"))],
        choices=choices("indicator", INDICATORS),
    )
    foreword = LinesField(
        _l("What their reports begin with"),
        [Optional(), Length(max=3000), printable],
        filters=[lambda typed: typed or ""],
        description=_l("In the words agreed with them. Of the programme, never of a person."),
    )

    def validate_pays_until(self, field: DayField) -> None:
        """Reject days that end before they begin."""
        if field.data and self.pays_from.data and field.data < self.pays_from.data:
            raise ValidationError(_l("Enter a day that is not before the first one"))


@portal.route("/funders/new", methods=["GET", "POST"])
def add_funder() -> str | Response:
    """Note somebody who pays."""
    return _edit(Funder(), FunderForm(indicators=list(INDICATORS)), "funder.added")


@portal.route("/funders/<int:funder_id>", methods=["GET", "POST"])
def edit_funder(funder_id: int) -> str | Response:
    """Change what a funder is told from now on; frozen reports stay as they are."""
    funder = find_or_404(Funder, Funder.id == funder_id)
    return _edit(funder, FunderForm(obj=funder), "funder.changed")


def _edit(funder: Funder, form: FunderForm, act_name: str) -> str | Response:
    offered = [SelectChoice(number, name) for number, name in associations().items()]
    form.organisation_id.choices = [SelectChoice("", _("All associations")), *offered]
    leads_to = "coordinator.list_reports"
    return keep(funder, form, act_name, leads_to) or page(form=form, funder=funder)
