"""The components, every one rendered by the style page, in every language offered."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.markup import faults
from tests.webapp.look_app import PAGES, make_look_app
from webapp.ground.languages import PUBLIC, Language
from webapp.portals.public.style_samples import PRODUCTIONS, icon_names

WEBAPP = Path(__file__).parents[2] / "webapp"
SHEETS = sorted((WEBAPP / "static").glob("*.css"))
TEMPLATES = sorted((WEBAPP / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:|text-align\s*:\s*(?:left|right)"
)
CLASS, CLASSES = re.compile(r"\.([a-z][\w-]*)"), re.compile(r'class="([^"{]*)')
"""A class that a sheet draws, and those that a template names."""
LARGEST_DRAWING = 3_000


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_look_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def read(client: FlaskClient, page: str, language: str = "fr") -> str:
    response = client.get(f"/look/{page}?lang={language}&demonstration")
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("language", PUBLIC, ids=lambda language: language.code)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_well_made_in_every_language(
    client: FlaskClient, page: str, language: Language
) -> None:
    assert faults(LexborHTMLParser(read(client, page, language.code))) == []


@pytest.mark.parametrize(
    ("folders", "sheets"),
    [
        (("visit_page",), ("sillon", "forms", "components")),
        (
            ("farmer", "local_referent", "help_calls", "incidents", "urgent", "village",
             "workshops", "agreements"),
            ("sillon", "forms", "components", "navigation", "tables"),
        ),
    ],
)  # fmt: skip
def test_no_page_is_drawn_by_a_sheet_that_it_does_not_load(
    folders: tuple[str, ...], sheets: tuple[str, ...]
) -> None:
    drawn = {sheet.stem: set(CLASS.findall(sheet.read_text())) for sheet in SHEETS}
    loaded = set().union(*(drawn[name] for name in (*sheets, "print")))
    elsewhere = set().union(*drawn.values()) - loaded
    for template in (each for each in TEMPLATES if set(folders) & set(each.parts)):
        named = {word for group in CLASSES.findall(template.read_text()) for word in group.split()}
        assert not named & elsewhere, template


def test_arabic_pages_run_from_right_to_left_and_load_the_arabic_letters(
    client: FlaskClient,
) -> None:
    assert '<html lang="ar" dir="rtl">' in read(client, "style", "ar")
    assert "noto-sans-arabic" in read(client, "style", "ar")
    assert "noto-sans-arabic" not in read(client, "style", "fr")


def test_a_mistake_is_told_on_top_and_beside_its_field(client: FlaskClient) -> None:
    html = read(client, "style", "en")
    assert re.search(r'role="alert" tabindex="-1" autofocus', html)
    assert '<a href="#name">Enter the name of the farm</a>' in html
    assert '<a href="#lodging-0">Choose where they will sleep</a>' in html
    field = re.search(r'<input[^>]*id="name"[^>]*>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="name-error"' in field[0]
    hinted = re.search(r'<input[^>]*id="email"[^>]*>', html)
    assert hinted
    assert 'aria-describedby="email-hint"' in hinted[0]
    assert "aria-invalid" not in hinted[0]


def test_the_free_and_chosen_days_of_a_month_are_checkboxes_and_the_others_are_not(
    client: FlaskClient,
) -> None:
    html = read(client, "style", "en")
    assert re.search(r'name="days" value="2027-04-05" checked', html)
    assert re.search(r'name="days" value="2027-04-01">', html)
    assert 'value="2027-04-06"' not in html
    assert "Monday, April 5, 2027, arrival" in html


def test_a_column_sorts_by_a_link_that_keeps_the_filters_and_turns_the_order_round(
    client: FlaskClient,
) -> None:
    html = client.get("/look/style?lang=en&search=P-0&sort=farm&direction=ascending&page=4").text
    assert 'aria-sort="ascending"' in html
    assert "?lang=en&amp;search=P-0&amp;sort=farm&amp;direction=descending" in html
    assert "?lang=en&amp;search=P-0&amp;sort=party&amp;direction=ascending" in html


def test_the_languages_are_offered_each_in_its_own_words_and_direction(
    client: FlaskClient,
) -> None:
    html = read(client, "404", "fr")
    assert 'lang="ar" hreflang="ar" dir="rtl">العربية</a>' in html
    assert re.search(r'lang="fr"[^>]*aria-current="true">Français', html)


def test_the_demonstration_says_so_and_a_real_service_does_not(client: FlaskClient) -> None:
    assert "inventés" in read(client, "404")
    assert "inventés" not in client.get("/look/404?lang=fr").text


@pytest.mark.parametrize("page", ["500", "503"])
def test_a_broken_service_is_told_in_three_languages_without_catalogues(
    client: FlaskClient, page: str
) -> None:
    html = read(client, page)
    assert 'lang="fr"' in html
    assert 'lang="en"' in html
    assert 'lang="ar" dir="rtl"' in html


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'\bicon\("([a-z0-9-]+)"', template.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(icon_names())


@pytest.mark.parametrize("production", PRODUCTIONS)
def test_every_production_has_a_small_drawing(production: str) -> None:
    drawing = WEBAPP / "static" / "drawings" / f"{production}.svg"
    assert 0 < drawing.stat().st_size < LARGEST_DRAWING


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_the_stylesheets_know_no_left_or_right(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_styles_itself_or_carries_script(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(
        r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:", text
    )
