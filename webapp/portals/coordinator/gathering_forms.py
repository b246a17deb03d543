"""What is asked about a gathering: what anybody may read of it, and nobody by name."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from webapp.portals.coordinator.user_forms import strip
from webapp.portals.coordinator.workshop_forms import HourField, or_nothing
from webapp.web.commune_form import CommuneForm
from webapp.web.days import PLANNED
from webapp.web.forms import DayField, Form, LinesField, required
from webapp.web.printable import printable


class WordsForm(Form):
    """What it is about, and when."""

    title = StringField(
        _l("Title"),
        filters=[strip],
        validators=[required(_l("Enter a title")), Length(max=80), printable],
        description=_l("As it stands on the poster, such as: A farm opens its door"),
    )
    words = LinesField(
        _l("What it is about"),
        [Optional(), Length(max=400), printable],
        filters=[or_nothing],
        description=_l("In two or three sentences. Anybody reads it: never who the guests are, "
                       "where they come from, or how many they are."),
    )  # fmt: skip
    day = DayField(_l("Day"), [required(_l("Enter the day"))], span=PLANNED)
    starts = HourField(_l("Begins at"), [InputRequired(_l("Enter the hour at which it begins"))])
    ends = HourField(_l("Ends at"), [InputRequired(_l("Enter the hour at which it ends"))])

    def validate_ends(self, field: HourField) -> None:
        """Reject an end that is not after the beginning."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_l("Enter an hour after the one at which it begins"))


class GatheringForm(WordsForm, CommuneForm):
    """A gathering of the programme, in a commune."""

    venue = StringField(
        _l("Place"),
        filters=[strip],
        validators=[required(_l("Enter where it is")), Length(max=200), printable],
        description=_l("As one finds it: name, street, which door."),
    )


class FarmWordsForm(WordsForm):
    """A gathering on a farm."""

    venue = StringField(
        _l("How one finds the farm"),
        filters=[strip, or_nothing],
        validators=[Optional(), Length(max=200), printable],
        description=_l("Beside its name and its commune, such as: follow the signs from the "
                       "church. Anybody reads it."),
    )  # fmt: skip


class OpenFarmForm(FarmWordsForm):
    """A farm opens its door while it has guests."""

    visit = SelectField(_l("During which visit?"), [required(_l("Choose a visit"))], choices=[])
    guests_agree = BooleanField(
        _l("The guests were asked, and agree that neighbours come"),
        [required(_l("Ask the guests first, or their association: they are at home there"))],
        description=_l("They need not be there, and need tell nothing to anybody."),
    )
