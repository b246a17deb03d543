"""Of thousands of rows each is judged by forms that were filled in before, as if it stood alone."""

from typing import Any

import pytest
from flask import Flask

from webapp.portals.caseworker.party_contact_form import ContactForm
from webapp.portals.caseworker.party_forms import HomeForm, PersonForm
from webapp.portals.imports import asking
from webapp.portals.imports.asking import Forms, asked
from webapp.web.forms import Form

WHOLE = {
    "first_name": "Salma", "last_name": "Haddad", "sex": "woman", "birth_year": "1994",
    "is_of_age": ["y"], "languages": ["ar"], "named_languages": "Zaghawa", "french": "B1",
    "reads": ["y"], "title_until": "2031-05-01",
}  # fmt: skip
BARE = {"first_name": "Nour", "sex": "man", "birth_year": "1990", "languages": []}
WRONG = {"first_name": "", "sex": "?", "birth_year": "1", "title_until": "soon"}
ROWS: list[tuple[type[Form], dict[str, Any]]] = [
    (PersonForm, WHOLE), (PersonForm, BARE), (PersonForm, WRONG), (PersonForm, BARE),
    (HomeForm, {"commune": "50500", "reach_km": "100"}), (HomeForm, {"commune": ""}),
    (HomeForm, {"commune": "14000 Caen", "reach_km": "250"}), (HomeForm, {"commune": "Nowhere"}),
    (ContactForm, {"phone": "0639981234", "language": "ar", "channel": "sms"}),
    (ContactForm, {"phone": "1", "language": "fr", "channel": "sms"}),
    (ContactForm, {"email": "n@example.org", "language": "fr", "channel": "email"}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def words(app: Flask) -> Any:
    with app.test_request_context():
        yield


def said(form: Form) -> dict[str, Any]:
    place = getattr(form, "place", None)
    return {
        "data": form.data,
        "errors": {name: list(map(str, those)) for name, those in form.errors.items()},
        "place": place and place.code,
        "read": [(field.raw_data, field.object_data) for field in form],
    }


@pytest.mark.parametrize("at_hand", [1, 2, 32])
def test_each_row_is_judged_as_if_it_stood_alone(
    at_hand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_HAND", at_hand)
    forms = Forms()
    for kind, typed in [*ROWS, *reversed(ROWS), *ROWS[::3], *ROWS[::2]]:
        assert said(forms.ask(kind, typed)) == said(asked(kind, typed))


def test_of_ten_thousand_rows_a_few_forms_are_at_hand() -> None:
    forms = Forms()
    made = {id(forms.ask(PersonForm, BARE | {"first_name": f"Nour {row}"})) for row in range(200)}
    assert len(made) == asking.AT_HAND
