"""What a caseworker fills in about a party: one form a topic.

What would harm people in other hands has no field here: no story, no status, no diagnosis.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.ground.clock import today
from webapp.ground.languages import PUBLIC
from webapp.ground.vocabulary import (
    CHILDCARE,
    FRAMES,
    FRENCH,
    FRENCH_LEVELS,
    LANGUAGES,
    NEEDS,
    OUTCOMES,
    PRODUCTIONS,
    SEXES,
)
from webapp.models import Party, Person
from webapp.models.persons import ADULT_AGE
from webapp.portals.caseworker.party_contact_form import shared_field, word_field
from webapp.web.commune_form import CommuneForm
from webapp.web.days import FIRST_TITLE, TITLE
from webapp.web.forms import (
    CheckboxesField,
    DayField,
    Form,
    NamedLanguagesField,
    NumberField,
    PhoneField,
    choices,
    required,
    screen_languages,
)

OLDEST = 110
NO_CHOICE = SelectChoice("", "")
PRODUCTIONS_OR_NONE = choices("production", PRODUCTIONS, none=_l("No wish"))

WRITTEN = frozenset(each.code for each in PUBLIC)
"""The languages of guests' messages and pages."""

A_YEAR = _l("Enter a year of birth, such as 1994")


class YearField(NumberField):
    """A year of birth."""

    mistake = A_YEAR


class PersonForm(Form):
    """One member of a party."""

    first_name = StringField(_l("First name"), [required(_l("Enter a first name")), Length(max=80)])
    last_name = StringField(
        _l("Last name"),
        [Length(max=80)],
        description=_l("Leave it empty for someone who has one name only."),
    )
    is_another = BooleanField(
        _l("Another person of the same name"),
        description=_l("Tick it when someone else has this name and this year of birth."),
    )
    sex = RadioField(
        _l("Sex"), [required(_l("Choose one of the three answers"))], choices=choices("sex", SEXES)
    )
    birth_year = YearField(_l("Year of birth"), [required(A_YEAR)])
    is_of_age = BooleanField(
        _l("Eighteen already"),
        description=_l("Only asked of those who turn eighteen this year; no full date of birth."),
    )
    languages = CheckboxesField(
        _l("Languages in which the person holds a simple conversation"),
        choices=choices("language", LANGUAGES),
    )
    named_languages = NamedLanguagesField(_l("Another language"))
    french = RadioField(
        _l("French when speaking"), default="A0", choices=choices("french", FRENCH_LEVELS)
    )
    reads = BooleanField(_l("Reads easily, in any script"), default=True)
    title_until = DayField(
        _l("Last day of the residence title"),
        [Optional()],
        span=TITLE,
        description=_l("No visit is proposed beyond this day. Leave it empty if there is none."),
    )

    fundable_until = DayField(
        _l("First title less than five years old until"),
        [Optional()],
        span=FIRST_TITLE,
        description=_l(
            "Five years after the first residence title, so that a funder who pays for these "
            "people alone can be told of them. Leave it empty if none does."
        ),
    )
    fundable_agreed = BooleanField(
        _l("They agree that this day is written here"),
        description=_l(
            "Ask for it in their language. A no changes nothing for them; when they take a yes "
            "back, empty the day."
        ),
    )

    @property
    def names(self) -> tuple[str, str]:
        """First and last name, the last one empty when there is none."""
        return (self.first_name.data or "").strip(), (self.last_name.data or "").strip()

    def fill(self, person: Person) -> None:
        """Write what was said into the person's row."""
        person.first_name, person.last_name = self.names
        person.is_another = self.is_another.data
        person.sex, person.birth_year = self.sex.data, self.birth_year.data
        person.is_of_age = self.is_of_age.data
        spoken = [*self.languages.data, *self.named_languages.languages]
        person.languages, person.french = list(dict.fromkeys(spoken)), self.french.data
        person.reads, person.title_until = self.reads.data, self.title_until.data
        person.fundable_until = self.fundable_until.data

    def validate_french(self, field: RadioField) -> None:
        """Reject that somebody who converses in French has none yet: farms ask for a level."""
        if field.data == FRENCH_LEVELS[0] and FRENCH in (self.languages.data or ()):
            raise ValidationError(
                _l("They hold a simple conversation in French: choose how well they speak it")
            )

    def validate_birth_year(self, field: YearField) -> None:
        """Reject a year in which nobody alive was born."""
        year = today().year
        if not year - OLDEST <= field.data <= year:
            raise ValidationError(_l("Nobody is born in this year: check it"))

    def validate_is_of_age(self, field: BooleanField) -> None:
        """Reject that someone is eighteen who cannot be, by the year of birth."""
        born = self.birth_year.data
        if field.data and born and born > today().year - ADULT_AGE:
            raise ValidationError(
                _l("Nobody born in this year is eighteen yet: check the year of birth")
            )

    def validate_title_until(self, field: DayField) -> None:
        """Reject a title that has ended, unless it has done so since it was written down."""
        if field.data and field.data < today() and field.data != field.object_data:
            raise ValidationError(
                _l("This day is over: enter the day on the new title, or leave it empty")
            )

    def validate_fundable_agreed(self, field: BooleanField) -> None:
        """Write the day of nobody who has not agreed to it."""
        if self.fundable_until.data and not field.data:
            raise ValidationError(
                _l("Without their agreement this day is not written: ask them, or empty it")
            )


class NewPartyForm(PersonForm, CommuneForm):
    """The first things known of a party: one person, where they live, how they are reached."""

    phone = PhoneField(_l("Telephone number of the contact person"), [Optional()])
    phone_shared = shared_field()
    language = SelectField(
        _l("Language of messages and pages"),
        choices=screen_languages(
            PUBLIC, none=_l("The first of their languages that Sillon writes")
        ),
    )

    agreed_word = word_field()

    @property
    def written_language(self) -> str:
        """The language chosen, or the first of theirs in which messages can be written."""
        theirs = [each for each in self.languages.data or () if each in WRITTEN]
        return self.language.data or next(iter(theirs), "fr")


class HomeForm(CommuneForm):
    """Where the party lives, and how far it travels."""

    reach_km = NumberField(
        _l("How far they can travel"),
        [InputRequired(_l("Enter a distance")), NumberRange(1, 1500, _l("Enter 1 to 1,500 km"))],
        description=_l("As the crow flies, from their home."),
    )


class NeedsForm(Form):
    """Practical needs, never their causes."""

    needs = CheckboxesField(_l("What they need"), choices=choices("need", NEEDS))
    interpreter = BooleanField(
        _l("An interpreter on the telephone is fine when no language is shared")
    )
    private = BooleanField(_l("Never shares a room with other people"))
    childcare = RadioField(
        _l("Who looks after their children who stay at home"),
        choices=choices("childcare", CHILDCARE, none=_l("No child stays at home")),
        default="",
        filters=[lambda said: said or ""],
        description=_l("Where an adult goes without their children. Never by name."),
    )


class WishesForm(Form):
    """What the party would like to see, and under which frame."""

    first = SelectField(_l("First wish"), choices=PRODUCTIONS_OR_NONE)
    second = SelectField(_l("Second wish"), choices=PRODUCTIONS_OR_NONE)
    third = SelectField(_l("Third wish"), choices=PRODUCTIONS_OR_NONE)
    frames = CheckboxesField(
        _l("Which kinds of visit they accept"), choices=choices("frame", FRAMES)
    )

    @property
    def ranked(self) -> list[str]:
        """The wishes in order, without gaps."""
        return [wish for wish in (self.first.data, self.second.data, self.third.data) if wish]

    def validate_third(self, _field: SelectField) -> None:
        """Reject the same wish twice."""
        if len(set(self.ranked)) < len(self.ranked):
            raise ValidationError(_l("The same wish is chosen twice: change one of them"))


class CompanionForm(Form):
    """Who they wish to travel with."""

    other = SelectField(_l("Travels with"), [required(_l("Choose who they travel with"))])

    def __init__(self, others: list[Party], **options: Any) -> None:
        super().__init__(**options)
        self.other.choices = [
            NO_CHOICE,
            *(SelectChoice(str(each.id), f"{each.code} · {each.names}") for each in others),
        ]


class RefusalForm(Form):
    """A farm to which the party does not wish to go, or which does not wish to welcome it."""

    farm = SelectField(_l("Farm"), [required(_l("Choose a farm"))])
    side = RadioField(
        _l("Who wishes it"),
        default="party",
        choices=[
            SelectChoice("party", _l("These people")),
            SelectChoice("farm", _l("The farm")),
        ],
    )

    def __init__(self, farms: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.farm.choices = [
            NO_CHOICE,
            *(SelectChoice(str(number), name) for number, name in farms),
        ]


class PauseForm(Form):
    """The word that a party takes part in nothing for a while."""


class DepartureForm(Form):
    """What became of a party that leaves the programme."""

    outcome = RadioField(
        _l("What do they do now?"),
        [required(_l("Choose one; “not known” is a good answer too"))],
        choices=choices("outcome", OUTCOMES),
    )
    left_alone = BooleanField(_l("They do not wish to be contacted any more"))
    visits = HiddenField()
    """The visits that the page says will be cancelled."""
