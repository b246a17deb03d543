"""What is asked of someone who invites."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, ValidationError

from webapp.geography import Commune, resolve_commune
from webapp.ground import languages
from webapp.models import Organisation
from webapp.web.forms import Form, PhoneField, required


def strip(typed: str | None) -> str | None:
    """Return what was typed without the blanks around and between."""
    return " ".join(typed.split()) if typed else typed


class InvitationForm(Form):
    """Who is invited, and to what."""

    name = StringField(
        _l("First and last name"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
    )
    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[
            required(_l("Enter an e-mail address")),
            Length(max=254),
            Email(_l("Enter an e-mail address, such as name@example.org")),
        ],
    )
    language = RadioField(
        _l("Language of the message"),
        choices=[SelectChoice(each.code, each.name) for each in languages.STAFF],
        default=languages.DEFAULT.code,
    )


class CaseworkerForm(InvitationForm):
    """A caseworker, of an association."""

    organisation = SelectField(
        _l("Association"),
        coerce=int,
        validators=[required(_l("Choose an association"))],
    )

    def offer(self, organisations: Iterable[Organisation]) -> "CaseworkerForm":
        """Let one of these associations be chosen."""
        self.organisation.choices = [SelectChoice(each.id, each.name) for each in organisations]
        return self


class FarmerForm(InvitationForm):
    """A farmer, of a new farm."""

    farm = StringField(
        _l("Name of the farm"),
        filters=[strip],
        validators=[required(_l("Enter a farm name")), Length(max=120)],
    )


class OrganisationForm(Form):
    """An association that accompanies people."""

    name = StringField(
        _l("Name of the association"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
    )
    phone = PhoneField(_l("Telephone"), validators=[required(_l("Enter a telephone number"))])
    commune = StringField(
        _l("Commune of its office"),
        filters=[strip],
        validators=[required(_l("Enter a commune, such as Caen or 14000"))],
    )
    place: Commune | None = None

    def validate_commune(self, field: StringField) -> None:
        """Find the commune that is meant."""
        found = resolve_commune(field.data)
        if isinstance(found, Commune):
            self.place = found
        elif found:
            raise ValidationError(_l("Several communes are called so: enter the postcode instead"))
        else:
            raise ValidationError(_l("No commune of this name is known: check the spelling"))
