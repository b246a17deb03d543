"""Addresses are made once, and what is secret in one is kept nowhere."""

from flask import Flask
from flask_babel import force_locale

from webapp.web import spoken
from webapp.web.addresses import Addresses


def test_an_address_by_number_is_made_once_for_each_place_of_the_site(application: Flask) -> None:
    kept = Addresses()
    for root in ("", "", "/sillon"):
        with application.test_request_context("/casework/", base_url=f"https://a.example{root}"):
            assert kept.url_for(".show_party", party_id=7) == f"{root}/casework/parties/7"
            assert f'"{root}/static/icons.svg#eye"' in kept.icon("eye")
    with application.test_request_context("/programme/"):
        assert kept.url_for(".list_farms") == "/programme/farms"
    assert kept._made.cache_info().misses == 5


def test_a_secret_in_an_address_is_not_kept(application: Flask) -> None:
    kept = Addresses()
    with application.test_request_context("/"):
        assert kept.url_for("visit_page.show_visit", token="p1-secret") == "/v/p1-secret"
    assert kept._made.cache_info().currsize == 0


def test_words_are_said_in_the_language_of_the_moment(application: Flask) -> None:
    with application.test_request_context():
        for language, ready, skip in (
            ("en", "Ready", "Skip to the content"),
            ("fr", "Dossier prêt", "Aller au contenu"),
            ("en", "Ready", "Skip to the content"),
        ):
            with force_locale(language):
                assert spoken.say_label("party-state", "ready") == ready
                assert spoken.say("Skip to the content") == skip
        assert "&lt;b&gt;" in spoken.say("%(name)s (me)", name="<b>")
        assert not hasattr(spoken.say_label("party-state", "<b>"), "__html__")
