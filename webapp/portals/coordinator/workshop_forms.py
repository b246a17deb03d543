"""What is asked about a workshop, a series and its sittings."""

from datetime import time
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TimeField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.ground.vocabulary import LANGUAGES
from webapp.models import WorkshopKind
from webapp.models.workshops import MOST_SEATS
from webapp.portals.coordinator.user_forms import strip
from webapp.web.days import PLANNED
from webapp.web.forms import (
    CheckboxesField,
    DayField,
    Form,
    LinesField,
    NumberField,
    OwnMistake,
    choices,
    required,
)
from webapp.web.printable import printable


def or_nothing(typed: str | None) -> str | None:
    """Return what was typed; a field that was left empty says nothing."""
    return typed or None


def leads_somewhere(address: str) -> bool:
    """Whether an address names a place of the internet, without a space or a quotation mark."""
    try:
        host = urlsplit(address).hostname or ""
        host.encode("idna")
    except ValueError:  # a name with an empty part, or with one that is too long
        return False
    plain = address.isprintable() and not set(address) & set(" <>\"'\\")
    return "." in host.strip(".") and plain


class HourField(OwnMistake, TimeField):
    """An hour of the clock in Paris."""

    data: time | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the hour; what is none is said in our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Enter an hour, such as 14:30")) from error


class WorkshopForm(Form):
    """What a workshop is about, and for whom."""

    kind = RadioField(
        _l("For whom"),
        [required(_l("Choose for whom it is"))],
        choices=choices("workshop-kind", WorkshopKind),
    )
    title = StringField(
        _l("Title"),
        filters=[strip],
        validators=[required(_l("Enter a title")), Length(max=120), printable],
        description=_l("As those who come read it."),
    )
    aims = LinesField(
        _l("What one takes along from it"),
        [Optional(), Length(max=1000)],
        filters=[or_nothing],
        description=_l("In a few plain sentences; those who come read them."),
    )
    counts = BooleanField(
        _l("Having been there counts as preparation"),
        description=_l("For a visit, or for a farm's approval, where the programme asks for it."),
    )
    materials = LinesField(
        _l("What is needed there"),
        [Optional(), Length(max=500), printable],
        filters=[or_nothing],
        description=_l(
            "Room, pictures, somebody who brings the bread: whoever holds it, the desk and the "
            "attendance sheet have it; those who come do not."
        ),
    )
    payers = CheckboxesField(
        _l("Who pays it"),
        [Optional()],
        description=_l(
            "Their report counts its sittings; that of somebody else who pays does not."
        ),
    )


class PlaceForm(Form):
    """When and where a sitting is."""

    day = DayField(_l("Day"), [required(_l("Enter the day"))], span=PLANNED)
    starts = HourField(_l("Begins at"), [InputRequired(_l("Enter the hour at which it begins"))])
    ends = HourField(_l("Ends at"), [InputRequired(_l("Enter the hour at which it ends"))])
    place = StringField(
        _l("Place"),
        filters=[strip, or_nothing],
        validators=[Optional(), Length(max=200), printable],
        description=_l("As one finds it: name, street, town, which door."),
    )
    link = StringField(
        _l("Or the address of a video meeting"),
        filters=[strip, or_nothing],
        validators=[Optional(), Length(max=300)],
        description=_l("It begins with https://"),
    )

    def validate_ends(self, field: HourField) -> None:
        """Reject an end that is not after the beginning."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_l("Enter an hour after the one at which it begins"))

    def validate_link(self, field: StringField) -> None:
        """Reject an address that no browser opens."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(_l("Enter an address that begins with https://"))
        if field.data and not leads_somewhere(field.data):
            raise ValidationError(_l("Enter the whole address, as the meeting’s invitation has it"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it is well formed, and says where one goes."""
        is_valid = super().validate(extra_validators)
        if not (self.place.data or self.link.data):
            self.refuse("place", str(_l("Enter a place, or the address of a video meeting")))
            return False
        return is_valid


class SittingForm(PlaceForm):
    """A sitting that is added to a series, or changed."""


class GroupFields:
    """For how many a series is, in which languages, and who holds it."""

    seats = NumberField(
        _l("For how many people"),
        [
            InputRequired(_l("Enter a number of people")),
            NumberRange(1, MOST_SEATS, _l("Enter 1 to 200 people")),
        ],
    )
    spoken = CheckboxesField(_l("Spoken"), choices=choices("language", LANGUAGES))
    interpreted = CheckboxesField(_l("Interpreted into"), choices=choices("language", LANGUAGES))
    knows_people = StringField(
        _l("Animator who knows the people"),
        filters=[strip, or_nothing],
        validators=[Optional(), Length(max=120), printable],
    )
    knows_trade = StringField(
        _l("Animator who knows the trade"),
        filters=[strip, or_nothing],
        validators=[Optional(), Length(max=120), printable],
    )

    def validate_interpreted(self, field: CheckboxesField) -> None:
        """Reject interpreting into a language in which it is held."""
        if set(field.data or ()) & set(self.spoken.data or ()):
            raise ValidationError(_l("It is held in this language already: tick it only there"))


class SeriesForm(GroupFields, Form):
    """What is changed of a series."""


class FirstDateForm(GroupFields, PlaceForm):
    """A series with its first date."""
