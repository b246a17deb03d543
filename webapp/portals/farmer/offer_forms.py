"""What an offer says, a form each: what is shared, with whom, where they sleep."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from webapp.ground.clock import today
from webapp.ground.vocabulary import FRENCH_LEVELS, HAZARDS, PRODUCTIONS
from webapp.web.days import PLANNED
from webapp.web.forms import (
    CheckboxesField,
    DayField,
    Form,
    LinesField,
    NumberField,
    choices,
    required,
)

LEVELS_ASKED = FRENCH_LEVELS[:4]
"""Nobody needs to be at ease in French to see a farm."""


class DescriptionForm(Form):
    """What will be seen and shared."""

    title = StringField(
        _l("Title"),
        [required(_l("Enter a title")), Length(max=90)],
        description=_l("For example: Spring with the goats."),
    )
    description = LinesField(
        _l("What will your guests see and share?"),
        [required(_l("Tell in a few sentences what guests will see and share")), Length(max=2000)],
        description=_l("A day with you: the animals, the fields, meals, the village, the market."),
    )
    production = SelectField(
        _l("Around what?"),
        [InputRequired(_l("Choose a production"))],
        choices=choices("production", PRODUCTIONS, none=_l("Choose")),
    )


class GuestsForm(Form):
    """For whom the offer is."""

    min_french = RadioField(
        _l("How much French is needed to be safe?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=choices("french", LEVELS_ASKED),
    )
    children = BooleanField(
        _l("Children are welcome"), description=_l("Always with a parent, who stays responsible.")
    )
    women_only = BooleanField(_l("Only women"))
    exclusive = BooleanField(
        _l("One household at a time"),
        description=_l("People who do not know each other will not be here together."),
    )
    min_people = NumberField(
        _l("From how many people?"),
        [InputRequired(_l("Enter a number")), NumberRange(1, 6, _l("Enter a number from 1 to 6"))],
        description=_l("1 if someone may come alone."),
    )

    def told_before(self) -> None:
        """Leave out what the first page of a new offer has asked."""
        del self.min_french
        self.stored -= {"min_french"}


HOUSE = 0
"""Among the sites, what stands for the farm's own house."""


class LodgingForm(Form):
    """Where guests go and sleep, how long they stay, and what they should know."""

    site = SelectField(
        _l("Where does this take place?"),
        coerce=int,
        description=_l("Distance, journey, address and station are those of this place."),
    )
    nights = NumberField(
        _l("How many nights does a stay last?"),
        [
            InputRequired(_l("Enter a number of nights")),
            NumberRange(1, 30, _l("Enter a number from 1 to 30")),
        ],
        description=_l("Four nights suit most people; courses begin again on Monday."),
    )
    hazards = CheckboxesField(
        _l("What guests should know before they say yes"),
        choices=choices("hazard", HAZARDS),
        description=_l("Taken from your farm; change what differs for this offer."),
    )

    def ask_where(self, sites: Mapping[int, str]) -> None:
        """Ask at which place it is, where the farm has several, by number and name."""
        if not sites:
            del self.site
            self.stored -= {"site"}
            return
        self.site.choices = [(HOUSE, _l("At our house")), *sites.items()]

    def told_before(self) -> None:
        """Leave out what the first page of a new offer has asked."""
        del self.nights
        self.stored -= {"nights"}


class NewOfferForm(DescriptionForm):
    """With what an offer begins, and may be opened at once."""

    min_french = GuestsForm.min_french
    nights = LodgingForm.nights


class PauseForm(Form):
    """Until when an offer rests."""

    until = DayField(
        _l("Last day of the pause"),
        [Optional()],
        span=PLANNED,
        description=_l("Leave it empty to rest until you open the offer again."),
    )

    def validate_until(self, field: DayField) -> None:
        """Reject a pause that is over."""
        if field.data and field.data < today():
            raise ValidationError(_l("This day is over: choose a later one"))
