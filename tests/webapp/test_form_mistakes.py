"""No sentence of the library of forms comes onto a screen."""

import ast
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length, NumberRange, Regexp

from tests.builders import a_caseworker, a_party
from tests.page import Page
from webapp.web.forms import Form, NumberField
from webapp.wording.form_mistakes import OURS, FormMistakes

FOR_PROGRAMMERS = {"Choices cannot be None.", "Invalid field name '%s'."}
FACTS = {"min": 3, "max": 9, "other_name": "name", "value": "x", "values": "a, b"}


def sentences() -> set[str]:
    """Return what WTForms gives to gettext, word for word."""
    sources = Path(str(wtforms.__file__)).parent.rglob("*.py")
    calls = (node for source in sources for node in ast.walk(ast.parse(source.read_text())))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") in {"gettext", "ngettext"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_sentence_of_the_library_has_one_of_ours() -> None:
    assert sentences() - FOR_PROGRAMMERS == set(OURS)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_ours_take_the_facts_of_theirs(application: Flask, language: str) -> None:
    with application.test_request_context(), force_locale(language):
        for theirs in OURS:
            ours = FormMistakes().gettext(theirs)
            assert ours != theirs
            assert "%" not in ours % FACTS


class Everything(Form):
    class Meta(Form.Meta):
        csrf = False

    one = SelectField("One", choices=["a"])
    several = SelectMultipleField("Several", choices=["a"])
    number = NumberField("Number", [NumberRange(1, 6)])
    needed = StringField("Needed", [InputRequired()])
    short = StringField("Short", [Length(max=3)])
    address = StringField("Address", [Email()])
    twice = StringField("Twice", [EqualTo("short")])
    letters = StringField("Letters", [Regexp("[a-z]+")])


def test_a_form_says_its_mistakes_in_our_words(application: Flask) -> None:
    sent = {
        "one": "x",
        "several": "x",
        "number": "9",
        "short": "long",
        "address": "x",
        "letters": "1",
    }
    with application.test_request_context(method="POST"), force_locale("fr"):
        form = Everything(formdata=MultiDict(sent))
        assert not form.validate()
        said = dict(form.mistakes())
    assert said == {
        "one": "Choisissez l’une des réponses",
        "several": "Choisissez l’une des réponses",
        "number": "Saisissez un nombre de 1 à 6",
        "needed": "Remplissez ce champ",
        "short": "Raccourcissez ce texte à 3 caractères",
        "address": "Saisissez une adresse e-mail, par exemple nom@exemple.fr",
        "twice": "Saisissez la même chose dans les deux champs",
        "letters": "Ce n’est pas possible\u00a0: vérifiez ce champ",
    }


@pytest.mark.parametrize("figures", [11, 400, 5000])
def test_a_number_of_any_length_is_refused_and_comes_back(application: Flask, figures: int) -> None:
    with application.test_request_context(method="POST"):
        form = Everything(formdata=MultiDict({"number": "9" * figures}))
        assert not form.validate()
        assert "number" in dict(form.mistakes())
        assert "9" * figures in str(form.number())


def test_an_answer_that_is_none_of_those_shown_is_asked_again(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    party = a_party(db, caseworker.organisation)
    page.sign_in(caseworker).visit(f"/casework/parties/{party.id}/contact")
    page.submit({"channel": "pigeon"}, button="Enregistrer")
    assert "Choisissez l’une des réponses" in page.text
    assert "choix valide" not in page.text
