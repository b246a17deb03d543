"""How a party is reached: what a caseworker fills in about it."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, ValidationError
from wtforms.validators import Email, Length, Optional

from webapp.channels.whatsapp import WhatsApp
from webapp.ground.languages import PUBLIC
from webapp.ground.telephones import takes_texts
from webapp.ground.vocabulary import AGREED_WORDS, CHANNELS, WHATSAPP
from webapp.models.reached import BY_NUMBER
from webapp.web.forms import Form, PhoneField, choices, screen_languages


def word_field() -> SelectField:
    """Return the choice of the word that is agreed with people."""
    return SelectField(
        _l("Agreed word"),
        choices=choices("agreed-word", AGREED_WORDS, none=_l("None is agreed")),
        filters=[lambda chosen: chosen or ""],
    )


def whatsapp_languages() -> frozenset[str]:
    """Return the languages in which the installation writes by WhatsApp; mostly none."""
    url = current_app.extensions["config"].whatsapp_url
    return frozenset(WhatsApp(url).languages) if url else frozenset()


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

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._whatsapp = whatsapp_languages()
        if self._whatsapp or self.channel.object_data == WHATSAPP:
            self.channel.choices = choices("channel", (CHANNELS[0], WHATSAPP, *CHANNELS[1:]))

    def validate_channel(self, field: RadioField) -> None:
        """Let nobody wait for a message that cannot arrive."""
        if field.data == "email" and not self.email.data:
            raise ValidationError(
                _l("No mailbox is known: enter an e-mail address, or choose another way")
            )
        if field.data == WHATSAPP and self.language.data not in self._whatsapp:
            raise ValidationError(
                _l("No WhatsApp message is set up in this language: choose another way")
            )
        number = self.phone.data
        if field.data == WHATSAPP and not number:
            raise ValidationError(_l("Enter their mobile number, or choose another way"))
        if field.data in BY_NUMBER and number and not self.phone.errors and not takes_texts(number):
            raise ValidationError(
                _l("No text message reaches this number: choose a call, or enter a mobile number")
            )
