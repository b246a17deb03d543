"""What a farm tells of itself, a form each."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from webapp.ground.vocabulary import FEATURES, HAZARDS, HOUSE_RULES, LANGUAGES, PRODUCTIONS
from webapp.web.commune_form import CommuneForm
from webapp.web.forms import (
    CheckboxesField,
    Form,
    LinesField,
    NamedLanguagesField,
    NumberField,
    PhoneField,
    choices,
    required,
)

TOLD_ELSEWHERE = {"woman-host", "lockable-room", "station-pickup", "accompanied-trip"}
"""Features that the pages on the household, the rooms and the station already ask for."""

STATION_FEATURES = ("station-pickup", "accompanied-trip")
FEATURES_ASKED = tuple(feature for feature in FEATURES if feature not in TOLD_ELSEWHERE)
USUAL_LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "ar")
OTHER_LANGUAGES = tuple(code for code in LANGUAGES if code not in USUAL_LANGUAGES)
MOST_ADULTS = 30


class PlaceForm(CommuneForm):
    """Where the farm is."""

    address = StringField(
        _l("Exact address"),
        [required(_l("Enter the address, as you would tell it to a visitor")), Length(max=200)],
        description=_l(
            "Told to guests only once they and you have both said yes. "
            "If your commune has several postcodes, add yours."
        ),
    )


class IdentityForm(Form):
    """What the farm is called and what grows there."""

    name = StringField(_l("Name of the farm"), [required(_l("Enter a farm name")), Length(max=120)])
    productions = CheckboxesField(
        _l("What do you produce?"),
        [required(_l("Tick at least one production"))],
        choices=choices("production", PRODUCTIONS),
    )
    presentation = LinesField(
        _l("Your farm in a few sentences"),
        [Length(max=1500)],
        description=_l(
            "What you would tell a guest who has never seen a French farm. "
            "Told only once both sides have said yes."
        ),
    )


class SiteForm(CommuneForm):
    """Another place at which the farm receives."""

    name = StringField(
        _l("What do you call this site?"),
        [required(_l("Enter a name for this site")), Length(max=80)],
        description=_l(
            "For example: The upper pasture. For yourselves: "
            "guests read the commune, then the address."
        ),
    )
    address = StringField(
        _l("Exact address"),
        [required(_l("Enter the address, as you would tell it to a visitor")), Length(max=200)],
        description=_l(
            "Told to guests only once they and you have both said yes. "
            "If your commune has several postcodes, add yours."
        ),
    )
    station = StringField(_l("Nearest station or coach stop"), [Length(max=120)])


class HouseholdForm(Form):
    """Who lives on the farm and how guests reach them."""

    host_names = StringField(
        _l("How should your guests call you?"),
        [required(_l("Enter the first names of those who host")), Length(max=120)],
        description=_l("For example: Anne and Luc. Told only once both sides have said yes."),
    )
    phone = PhoneField(
        _l("Telephone number on the day of arrival"), [required(_l("Enter a telephone number"))]
    )
    adults = NumberField(
        _l("How many adults live in the household?"),
        [
            InputRequired(_l("Enter a number, you included")),
            NumberRange(1, MOST_ADULTS, _l("Enter a number from 1 to 30")),
        ],
        description=_l("You included. It lets some people feel safe, and protects you as well."),
    )
    woman_host = RadioField(
        _l("Is a woman of the household there during stays?"),
        [InputRequired(_l("Choose yes or no"))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    languages = CheckboxesField(
        _l("Which languages do you speak?"),
        choices=choices("language", USUAL_LANGUAGES),
        description=_l("A few words are enough to count."),
    )
    other_languages = CheckboxesField(
        _l("Other languages"), choices=choices("language", OTHER_LANGUAGES)
    )
    named_languages = NamedLanguagesField(_l("Another language"))

    @property
    def spoken(self) -> list[str]:
        """Every language that was ticked or typed, each once."""
        ticked = [*(self.languages.data or []), *(self.other_languages.data or [])]
        return list(dict.fromkeys([*ticked, *self.named_languages.languages]))

    def validate_languages(self, _field: CheckboxesField) -> None:
        """Ask for one language at least."""
        if not self.spoken:
            raise ValidationError(_l("Tick at least one language"))


class RoomForm(Form):
    """A room for guests."""

    name = StringField(
        _l("What do you call this room?"),
        [required(_l("Enter a name, such as Blue room")), Length(max=60)],
    )
    beds = NumberField(
        _l("How many people can sleep there?"),
        [
            InputRequired(_l("Enter a number from 1 to 6")),
            NumberRange(1, 6, _l("Enter a number from 1 to 6: never more in one room")),
        ],
        description=_l("Each person has a bed of their own; 9 m² for the first, 7 m² for others."),
    )
    lockable = BooleanField(_l("The door locks from inside"))


class ChangedRoomForm(RoomForm):
    """A room on which dates may count."""

    agreed = BooleanField(_l("Change these dates too"))


class FirstRoomForm(RoomForm):
    """The first room, asked beside all else that a farm tells, where `name` is the farm's."""

    room_name = StringField(
        _l("What do you call this room?"),
        [required(_l("Enter a name, such as Blue room")), Length(max=60)],
    )


class WelcomeForm(Form):
    """What is possible on the farm and what one should know."""

    features = CheckboxesField(_l("What is possible"), choices=choices("need", FEATURES_ASKED))
    hazards = CheckboxesField(
        _l("What guests should know before they say yes"),
        choices=choices("hazard", HAZARDS),
        description=_l("Nobody has to say why they prefer another farm."),
    )

    house_rules = CheckboxesField(
        _l("House rules"),
        choices=choices("house-rule", HOUSE_RULES),
        description=_l("Guests read them in their language before they say yes."),
    )
    house_words = StringField(
        _l("A house rule more, in your words"),
        [Optional(), Length(max=200, message=_l("Shorten it to 200 letters"))],
        description=_l(
            "In French, without a name or an address. Guests read it once both have said yes."
        ),
    )

    def validate_house_rules(self, field: CheckboxesField) -> None:
        """Reject what cannot be true at once."""
        ticked = set(field.data or [])
        if {"no-smoking", "smoke-outside"} <= ticked:
            raise ValidationError(
                _l("You ticked “No smoking on the farm” and “Smoking outside only”: keep one")
            )
        if {"internet", "no-internet"} <= ticked:
            raise ValidationError(
                _l("You ticked “There is internet” and “There is no internet”: keep one")
            )

    def validate_features(self, field: CheckboxesField) -> None:
        """Reject dogs that are there and not there."""
        if "no-dogs" in field.data and "dogs" in (self.hazards.data or []):
            raise ValidationError(_l("You ticked “No dogs” and “Dogs on the farm”: keep one"))


class StationForm(Form):
    """How one gets there without a car."""

    station = StringField(
        _l("Nearest station or coach stop"),
        [Optional(), Length(max=120)],
        description=_l("As you would tell it to a friend: Carentan station, 12 minutes by car."),
    )
    features = CheckboxesField(
        _l("What you can do"),
        choices=[
            SelectChoice("station-pickup", _l("We fetch guests at the station")),
            SelectChoice("accompanied-trip", _l("We can travel with a guest on the first journey")),
        ],
    )


class WholeFarmForm(PlaceForm, IdentityForm, HouseholdForm, FirstRoomForm, WelcomeForm):
    """All that a farm has to tell, on one page."""

    presentation = None  # type: ignore[assignment]  # told afterwards, among the topics
    station = StationForm.station
    journey = StationForm.features
