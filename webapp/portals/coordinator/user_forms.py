"""What is asked of someone who invites."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length

from webapp.ground import languages
from webapp.models import Organisation, User
from webapp.web.commune_form import CommuneForm
from webapp.web.forms import Form, PhoneField, required, screen_languages


def strip(typed: str | None) -> str | None:
    """Return what was typed without the blanks around and between."""
    return " ".join(typed.split()) if typed else typed


class AccountForm(Form):
    """How somebody with an account is called, and in which language we write."""

    name = StringField(
        _l("First and last name"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
    )
    language = RadioField(
        _l("Language of our messages"),
        choices=screen_languages(languages.STAFF),
        default=languages.DEFAULT.code,
    )


class InvitationForm(AccountForm):
    """Who is invited, and to what."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[
            required(_l("Enter an e-mail address")),
            Length(max=254),
            Email(_l("Enter an e-mail address, such as name@example.org")),
        ],
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


class LocalReferentForm(InvitationForm, CommuneForm):
    """A volunteer who looks after visits near where they live."""

    phone = PhoneField(_l("Telephone"), validators=[required(_l("Enter a telephone number"))])


class SuspensionForm(Form):
    """Who takes over from someone who is shut out, where visits would stand without anybody."""

    stand_in = RadioField(
        _l("Who takes over?"),
        [required(_l("Choose who takes over"))],
        description=_l("They look after these visits until somebody of the association comes in."),
    )  # fmt: skip

    def offer(self, people: Iterable[User]) -> "SuspensionForm":
        """Let one of these people be chosen; nobody, where nobody is needed."""
        self.stand_in.choices = [SelectChoice(str(each.id), each.name) for each in people]
        return self


class OrganisationForm(CommuneForm):
    """An association that accompanies people, and where its office is."""

    name = StringField(
        _l("Name of the association"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
    )
    phone = PhoneField(_l("Telephone"), validators=[required(_l("Enter a telephone number"))])
