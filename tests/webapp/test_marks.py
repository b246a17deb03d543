"""Words from elsewhere inside a sentence."""

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from webapp.wording import in_french, isolated


@pytest.mark.parametrize("language", ["ar", "en"])
def test_french_words_are_marked_for_who_reads_another_language(
    application: Flask, language: str
) -> None:
    with application.test_request_context(), force_locale(language):
        assert in_french("L’Épine <b>") == '<bdi lang="fr" dir="ltr">L’Épine &lt;b&gt;</bdi>'
        page = render_template_string(
            '{{ _("Near %(commune)s, %(region)s", commune="A & B" | in_french, region="<i>") }}'
        )
    assert '<bdi lang="fr" dir="ltr">A &amp; B</bdi>' in page
    assert "&lt;i&gt;" in page


def test_french_words_stay_as_they_are_in_french(application: Flask) -> None:
    with application.test_request_context(), force_locale("fr"):
        assert in_french("L’Épine <b>") == "L’Épine &lt;b&gt;"


def test_nothing_is_marked_as_nothing(application: Flask) -> None:
    with application.test_request_context(), force_locale("ar"):
        assert in_french(None) == in_french("") == isolated(None) == isolated("") == ""
        assert isolated("عائلة <b>") == "<bdi>عائلة &lt;b&gt;</bdi>"
