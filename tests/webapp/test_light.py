"""What a page behind a link brings along: its pictures, and one stylesheet that may be kept."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.builders import a_visit
from webapp.models import Side
from webapp.services.records.tokens import visit_token
from webapp.web import light

ZIPPED = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_page_behind_a_link_asks_for_one_stylesheet_and_no_pictures_of_ours(
    client: FlaskClient, db: Session, language: str
) -> None:
    address = f"/v/{visit_token(a_visit(db), Side.PARTY)}?lang={language}"
    html = client.get(address, follow_redirects=True).text
    assert re.findall(r'(?:src|href)="/static/([^"]+)"', html) == ["favicon.svg", "read-aloud.js"]
    assert 'class="drawing"' in html
    [sheet] = re.findall(r'rel="stylesheet" href="([^"]+)"', html)
    kept = client.get(sheet.replace("&amp;", "&"))
    assert "immutable" in kept.headers["Cache-Control"]
    assert kept.text.startswith((light.STATIC / "sillon.css").read_text(encoding="utf-8"))
    letters = [file for file in re.findall(r'url\("([^"]+)"\)', kept.text) if "woff2" in file]
    assert len(letters) == (2 if language == "ar" else 0)
    for file in re.findall(r'url\("\.\.([^"]+)"\)', kept.text):
        with client.get(file) as given:
            assert given.status_code == 200


def test_a_light_page_and_its_stylesheet_travel_compressed_for_who_understands_it(
    client: FlaskClient, db: Session
) -> None:
    for address in ("/sheets/sillon-print.css", f"/v/{visit_token(a_visit(db), Side.FARM)}"):
        plain, zipped = client.get(address), client.get(address, headers=ZIPPED)
        assert "Content-Encoding" not in plain.headers
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in zipped.headers["Vary"]
        assert len(gzip.decompress(zipped.data)) == len(plain.data)
    assert "Content-Encoding" not in client.get("/privacy", headers=ZIPPED).headers


def test_a_stylesheet_that_an_older_page_names_is_given_and_not_kept(client: FlaskClient) -> None:
    older = client.get("/sheets/sillon-forms.css?v=older")
    assert (older.status_code, older.headers["Cache-Control"]) == (200, "public, no-cache")


@pytest.mark.parametrize("names", ["", "secrets", "sillon-sillon", "sillon-", "..%2Fsillon"])
def test_only_our_stylesheets_are_joined_each_once(client: FlaskClient, names: str) -> None:
    assert client.get(f"/sheets/{names}.css").status_code == 404
