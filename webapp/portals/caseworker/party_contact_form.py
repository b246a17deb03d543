"""How a party is reached: what a caseworker fills in about it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, ValidationError
from wtforms.validators import Email, Length, Optional

from webapp.ground.languages import PUBLIC
from webapp.ground.telephones import takes_texts
from webapp.ground.vocabulary import AGREED_WORDS, CHANNELS
from webapp.web.forms import Form, PhoneField, choices, screen_languages


def word_field() -> SelectField:
    """Return the choice of the word that is agreed with people."""
    return SelectField(
        _l("Agreed word"),
        choices=choices("agreed-word", AGREED_WORDS, none=_l("None is agreed")),
        filters=[lambda chosen: chosen or ""],
    )


def shared_field() -> BooleanField:
    """Return the tick that others read the telephone as well."""
    return BooleanField(_l("Others read this telephone too: it is lent, or the family’s"))


class ContactForm(Form):
    """How to reach the contact person."""

    phone = PhoneField(_l("Telephone number of the contact person"), [Optional()])
    phone_shared = shared_field()
    email = EmailField(
        _l("E-mail address"),
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("Enter an e-mail address, such as name@example.org")),
        ],
        description=_l("Their own: whoever reads this mailbox opens their visit."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    language = RadioField(
        _l("Language of messages and pages"),
        choices=screen_languages(PUBLIC),
    )
    channel = RadioField(_l("How to reach them"), choices=choices("channel", CHANNELS))
    agreed_word = word_field()

    def validate_channel(self, field: RadioField) -> None:
        """Let nobody wait for a message that cannot arrive."""
        if field.data == "email" and not self.email.data:
            raise ValidationError(
                _l("No mailbox is known: enter an e-mail address, or choose another way")
            )
        number = self.phone.data
        if field.data == "sms" and number and not self.phone.errors and not takes_texts(number):
            raise ValidationError(
                _l("No text message reaches this number: choose a call, or enter a mobile number")
            )
