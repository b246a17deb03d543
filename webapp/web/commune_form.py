"""The question "which commune?": typed by name or postcode, asked back where it is not sure."""

from typing import Any

from flask import flash
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.geography import Answer, Commune, resolve_commune
from webapp.geography.spelling import readings
from webapp.web.forms import Form, required
from webapp.wording import commune_choice, what_it_is_today


class CommuneForm(Form):
    """A commune. Once valid, `place` is the one meant."""

    commune = StringField(
        _l("Commune"),
        [required(_l("Enter a commune or a postcode"))],
        description=_l("Its name or its postcode, such as Carentan or 50500."),
    )
    commune_code = RadioField(
        _l("Which commune is it?"),
        choices=[],
        validate_choice=False,
        description=_l("If yours is not here, correct what you typed above or add the postcode."),
    )
    place: Commune | None = None
    answer: Answer = Answer()

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Understand what was typed; whoever typed a name of former times is told today's."""
        is_valid = bool(super().validate_on_submit(extra_validators))
        today = what_it_is_today(self.answer.chosen) if self.answer.chosen else ""
        if is_valid and today:
            flash(today, "info")
        return is_valid

    def validate_commune(self, field: StringField) -> None:
        """Find the commune that is meant, or those to choose from."""
        self.answer = answer = resolve_commune(field.data)
        if answer.chosen:
            self.place = answer.chosen.commune
            return
        if not answer.choices:
            raise ValidationError(_not_found(field.data, answer))
        self.commune_code.choices = [
            SelectChoice(found.commune.code, commune_choice(found)) for found in answer.choices
        ]
        communes = {found.commune.code: found.commune for found in answer.choices}
        self.place = communes.get(self.commune_code.data or "")

    def validate_commune_code(self, _field: RadioField) -> None:
        """Ask for the answer where the question stands."""
        if self.answer.choices and self.place is None:
            raise ValidationError(_which_one(self.commune.data, self.answer))


def _not_found(typed: str, answer: Answer) -> Any:
    if answer.is_overseas:
        return _l("This programme is for metropolitan France and Corsica: enter a commune there")
    if _is_a_number(typed):
        return _l("No commune has this postcode: enter the name of the commune instead")
    return _l("No commune of this name is known: check the spelling")


def _which_one(typed: str, answer: Answer) -> Any:
    if answer.is_overseas:
        return _l(
            "A place overseas is called so too, but this programme is for metropolitan France "
            "and Corsica: choose below if you mean a commune there"
        )
    if len(answer.choices) == 1:
        return _l("No commune is called exactly so: choose the one below if it is right")
    if _is_a_number(typed):
        return _l("Several communes have this postcode: choose the right one below")
    return _l("Several communes can be meant: choose the right one below")


def _is_a_number(typed: str) -> bool:
    return readings(typed)[0].replace(" ", "").isdigit()
