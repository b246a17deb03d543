"""The catalogue of a language is read once, and each reader still reads their own language."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext, support

from webapp.web import sentences


def test_a_catalogue_is_read_once_and_not_at_every_request(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences.SENTENCES, "cache", {})
    read, load = [], support.Translations.load

    def count(*given: Any) -> Any:
        read.append(given)
        return load(*given)

    monkeypatch.setattr(support.Translations, "load", count)
    client = application.test_client()
    for language, word in (("fr", "Se connecter"), ("en", "Sign in"), ("fr", "Se connecter")):
        assert word in client.get(f"/account/sign-in?lang={language}").get_data(as_text=True)
    assert len(read) == 2


def test_a_message_is_in_its_own_language_within_a_request_in_another(application: Flask) -> None:
    with application.test_request_context("/?lang=fr"):
        assert gettext("Sign in") == "Se connecter"
        with force_locale("en"):
            assert gettext("Sign in") == "Sign in"
        assert gettext("Sign in") == "Se connecter"
