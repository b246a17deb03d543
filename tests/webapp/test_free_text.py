"""Where somebody writes about people in their own words, the page says what is left out."""

from pathlib import Path

import pytest

import webapp
from webapp.portals.caseworker.case_forms import CaseDecisionForm
from webapp.portals.coordinator.added_lines import BY_CODE

TEMPLATES = Path(webapp.__file__).parent / "templates"
WRITTEN_BY_SIDES = (
    "visit_page/show_thread.html", "farmer/write_in_thread.html",
    "visit_desk/write_in_thread.html", "visit_page/say_why.html", "visit_page/write_word.html",
    "visit_page/contest_missed.html", "visit_page/contest_seat.html",
)  # fmt: skip


@pytest.mark.parametrize("template", WRITTEN_BY_SIDES)
def test_what_guests_and_farms_write_in_their_own_words_is_asked_without_health_or_past(
    template: str,
) -> None:
    assert "Nothing about health, religion or the past." in (TEMPLATES / template).read_text()


def test_decisions_are_written_without_health_religion_or_story() -> None:
    hint = CaseDecisionForm.decision.kwargs["description"]
    for said in (str(hint), str(BY_CODE)):
        assert all(word in said for word in ("health", "religion", "story"))
