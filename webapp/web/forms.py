"""What the forms of every portal share: the base form, choices with labels, day lists."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.ground.database import LARGEST_NUMBER, Base
from webapp.ground.languages import Language
from webapp.ground.telephones import Line, line_of, read_number
from webapp.ground.written import seen_only
from webapp.web import carried, decided, form_tokens, kept_forms, versions
from webapp.web.as_seen import AsSeen
from webapp.web.days import Span
from webapp.wording import label, telephone
from webapp.wording.form_mistakes import DAY, FILL_IN, NUMBER, FormMistakes
from webapp.wording.tongues import languages_named


class Form(carried.ShownFirst):
    """A form whose mistakes are listed on top and beside each field.

    What is stored is never refused: a choice that is offered no longer stays with whoever has it.
    Nor is it overwritten unseen: what has changed since the form was shown is shown again.

    Parameters
    ----------
    obj, data
        What is stored. A suggestion, which is stored nowhere, is given by the field's name.
    """

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, **suggested: Any
    ) -> None:
        """Read what is stored and what was sent, then offer what is stored as well."""
        super().process(formdata, obj, data, **suggested)
        self.about = obj if isinstance(obj, Base) else None
        self.stored = set() if obj is None and data is None else set(self._fields) - {"csrf_token"}
        for field in self:
            if field.object_data is not None and isinstance(getattr(field, "choices", 0), list):
                self._offer_what_is_stored(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether what was sent is well formed, and was typed over what is stored still."""
        is_valid = super().validate(extra_validators)
        return not versions.changed_since(self, self.stored) and is_valid

    def hidden_tag(self, *fields: Any) -> Markup:
        """Return the hidden fields, with the form's token and what it shows of what is stored."""
        kept: Mapping[str, str] = carried.find() or kept_forms.find() or {}
        about = decided.field(kept.get(decided.SHOWN, ""))
        hidden: Markup = super().hidden_tag(*fields) + form_tokens.field() + about
        line = Markup('<input type="hidden" name="{}" value="{}">')
        before = kept.get(versions.SEEN)
        hidden += kept_forms.begun_with(self)
        return hidden + line.format(versions.SEEN, before or versions.shown(self, self.stored))

    def _offer_what_is_stored(self, field: SelectField) -> None:
        stored = field.object_data
        codes = stored if isinstance(stored, list) else [stored]
        offered = {SelectChoice.from_input(each).value for each in field.choices}
        named = getattr(getattr(type(self), field.short_name, None), "kwargs", {}).get("choices")
        for code in codes:
            if code is not None and code not in offered:
                words = named.beyond(code) if isinstance(named, Choices) else code
                field.choices.append(SelectChoice(code, words))

    each_for_itself = False
    """Whether its questions are apart: what others stored where nothing was touched here stays."""
    over = ""
    """Why nothing can be done with it any more; its page then says so, and has no form."""
    agreement = ""
    """What the reader is asked to agree to before it is saved, when visits would no longer fit."""

    class Meta(AsSeen, carried.ShownFirst.Meta):
        """How the library treats this form."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent; on a page that is opened, what came too late before."""
            sent = _writable(super().wrap_formdata(form, formdata))
            kept = kept_forms.find() if sent is None else None
            return kept if kept and any(field.name in kept for field in form) else sent

        def get_translations(self, _form: Any) -> FormMistakes:
            """Return who says its sentences."""
            return FormMistakes()

    def mistakes(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for every mistake, in the order of the page."""
        return [(field.id, str(error)) for field in self for error in field.errors] + [
            ("", error) for error in self.form_errors
        ]

    def refuse(self, field_name: str, sentence: str) -> None:
        """Add a mistake that only the outer world could find (a rule, the database).

        `field_name` is empty for what concerns no field of its own.
        """
        if field_name not in self:
            self.form_errors.append(sentence)
            return
        field = self[field_name]
        field.errors = [*field.errors, sentence]


def _writable(sent: Any) -> Any:
    """Leave out the one sign that no column holds and nobody types."""
    if sent is None or not any("\0" in each for each in sent.values() if isinstance(each, str)):
        return sent
    pairs = sent.items(multi=True)
    return MultiDict(
        (name, each.replace("\0", "") if isinstance(each, str) else each) for name, each in pairs
    )


def fields_of_buttons() -> Markup:
    """Return the hidden fields of a form of buttons: the guard, and what the page showed.

    A form that stands on every page, those of what is not one's own among them, has the guard only.
    """
    return form_tokens.fields() + decided.field()


class Choices(list[SelectChoice]):
    """What is offered, and how to name a stored code that is not.

    Parameters
    ----------
    beyond
        Returns what such a code is called.
    """

    def __init__(self, offered: Iterable[SelectChoice], beyond: Callable[[str], Any]) -> None:
        super().__init__(offered)
        self.beyond = beyond


def choices(kind: str, codes: Iterable[str], *, none: Any = None) -> Choices:
    """Return each code with its label in the reader's language.

    Parameters
    ----------
    none
        What the choice of no code is called, on top; without it there is none.
    """
    empty = [SelectChoice("", none)] if none else []
    offered = [SelectChoice(code, label(kind, code)) for code in codes]
    return Choices([*empty, *offered], partial(label, kind))


def screen_languages(offered: Iterable[Language], *, none: Any = None) -> Choices:
    """Return languages of screens, each by its own name; `none` as in `choices`."""
    empty = [SelectChoice("", none)] if none else []
    names = [SelectChoice(each.code, each.name) for each in offered]
    return Choices([*empty, *names], _not_offered_yet)


def _not_offered_yet(code: str) -> str:
    return str(_("%(language)s is not offered yet", language=label("language", code)))


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes; what was stored keeps its order, what is new follows."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what is ticked."""
        super().process_formdata(valuelist)
        self.data = in_order(self.data, self.object_data or [])


def in_order(ticked: list[Any], stored: list[Any]) -> list[Any]:
    """Return what is ticked, once, in the order in which it is stored as far as it is."""
    return [*dict.fromkeys(each for each in [*stored, *ticked] if each in ticked)]


class LinesField(TextAreaField):
    """Lines of text; the end of a line is one sign, and what shows nothing is nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the lines."""
        said = str(valuelist[0]).replace("\r\n", "\n") if valuelist else ""
        self.data = said if seen_only(said).strip() else ""


def required(sentence: Any = None) -> DataRequired:
    """Ask for a value, with a sentence that tells what to do ("Enter a farm name")."""
    return DataRequired(message=sentence or FILL_IN)


class NamedLanguagesField(StringField):
    """Languages that the list beside has not, by name; once kept they are ticked in the list."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        told = _l("By its name, such as Zaghawa; several with commas between.")
        super().__init__(label, [Length(max=120)], description=told, **options)

    @property
    def languages(self) -> list[str]:
        """What was typed, as it is kept."""
        return languages_named(self.data)


class OwnMistake:
    """A field whose own mistake is told, and not that it is empty because of it."""

    process_errors: Any
    raw_data: Any

    def pre_validate(self, _form: Any) -> None:
        """Ask nothing more of what was typed and could not be read."""
        if self.process_errors and any(str(each).strip() for each in self.raw_data or ()):
            raise StopValidation


class NumberField(OwnMistake, IntegerField):
    """A whole number."""

    data: Any
    mistake: Any = NUMBER
    """What is said of something else."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; what is none is said in our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.mistake) from error
        if self.data is not None:  # a range refuses the largest, and fails at hundreds of figures
            self.data = max(-LARGEST_NUMBER, min(self.data, LARGEST_NUMBER))


class DayField(OwnMistake, DateField):
    """A day, from the browser's own date input or typed the French way.

    Parameters
    ----------
    span
        Which days are plausible; one that is stored already is not judged again.
    """

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, *, span: Span, **options: Any):
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **options)
        self.span = span

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; keep what was typed if it is none, or not plausible."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(DAY) from error
        mistake = self.span.mistake(self.data) if self.data else None
        if mistake and self.data != self.object_data:
            self.data = None
            raise ValueError(mistake)


class PhoneField(OwnMistake, StringField):
    """A telephone number, kept as E.164; French numbers may be typed the French way."""

    data: str | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read and normalise the number."""
        super().process_formdata(valuelist)
        typed = str(valuelist[0] if valuelist else "").strip()
        if self.object_data and typed in {self.object_data, telephone(self.object_data)}:
            self.data = self.object_data  # what is stored is not judged again
            return
        self.data = read_number(typed) if typed else None
        if typed and self.data is None:
            self.data = typed
            raise ValueError(_l("Enter a telephone number, such as 06 12 34 56 78"))
        if self.data and line_of(self.data) is Line.SURCHARGED:
            self.data = typed
            raise ValueError(_l("Calls to this number cost extra: enter another one"))

    def _value(self) -> str:
        """Return what the field shows: the number as people write it."""
        return telephone(self.data) if self.data and not self.errors else self.data or ""
