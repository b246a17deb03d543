"""What becomes of the addresses of a part of its work that a programme leaves out.

A part's pages and forms say that the programme does without it. Those stay that end what was begun
with people, or read what they said of it: nobody is left with a paper that cannot be signed any
more, a contact that cannot be ended, or a word that nobody reads.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Flask, g
from werkzeug.exceptions import NotFound

from webapp.services.records import parts
from webapp.web.extensions import db

CLOSED: Final = {
    "feedback": """
        coordinator.list_feedback farmer.give_feedback visit_page.ask_question
        visit_page.answer_question visit_page.write_word""",
    "follow-ups": """
        coordinator.show_follow_ups caseworker.list_follow_ups caseworker.show_follow_up
        caseworker.note_calls farmer.tell_since visit_page.tell_since visit_page.keep_outcome""",
    "before-after": """
        coordinator.show_before_after coordinator.assess_farm caseworker.assess_person
        farmer.answer_questions visit_page.show_questions""",
    "contact": "caseworker.list_relationships",
    "immersions": """
        caseworker.list_agreements caseworker.begin_agreement coordinator.list_prescribers
        coordinator.add_prescriber""",
    "case-meetings": """
        caseworker.list_cases caseworker.open_case caseworker.decide_case
        caseworker.edit_case_decision caseworker.remove_case_decision""",
    "committees": """
        coordinator.list_committees coordinator.call_committee coordinator.show_committee
        coordinator.begin_committee coordinator.write_decision coordinator.remove_committee
        coordinator.close_committee coordinator.take_up_committee coordinator.sign_committee
        coordinator.note_unsigned coordinator.download_minutes coordinator.add_committee_line
        coordinator.change_committee_line coordinator.remove_committee_line""",
    "village": """
        coordinator.list_gatherings coordinator.add_gathering coordinator.open_farm
        coordinator.edit_gathering coordinator.download_poster
        coordinator.type_sheets coordinator.take_sheets_back coordinator.leave_telephones_out
        coordinator.count_telephones coordinator.count_came coordinator.download_sheets
        coordinator.show_commune farmer.list_gatherings farmer.show_gathering
        farmer.answer_gathering farmer.download_poster""",
    "reports": """
        coordinator.list_reports coordinator.open_report coordinator.show_report
        coordinator.freeze_report coordinator.count_report coordinator.stop_counting
        coordinator.send_report coordinator.remove_report coordinator.download_report
        coordinator.add_funder coordinator.edit_funder coordinator.show_indicators
        coordinator.show_series_of_indicators api.list_reports""",
}
"""By part: the views that a programme without it does not have."""

STAYS: Final = {
    "feedback": "coordinator.show_feedback coordinator.see_to_word",
    "contact": """
        caseworker.show_relationship caseworker.end_relationship caseworker.remove_tie
        coordinator.show_relationship coordinator.end_relationship coordinator.remove_tie
        farmer.show_relationship farmer.end_relationship farmer.note_tie
        visit_page.show_relationship visit_page.answer_relationship""",
    "immersions": """
        caseworker.show_agreement caseworker.edit_agreement_frame caseworker.edit_agreement_hours
        caseworker.edit_agreement_work caseworker.edit_agreement_beside caseworker.cancel_agreement
        caseworker.ask_for_signatures caseworker.ask_again_to_sign caseworker.change_agreement
        caseworker.sign_for_association caseworker.decide_agreement caseworker.call_agreement_off
        caseworker.download_agreement caseworker.show_state_form
        caseworker.download_state_form_json caseworker.download_state_form_csv
        farmer.sign_agreement farmer.send_agreement_code farmer.download_agreement
        visit_page.show_agreement visit_page.send_agreement_code visit_page.open_agreement
        visit_page.sign_agreement visit_page.download_agreement coordinator.edit_prescriber""",
    "case-meetings": """
        caseworker.show_case caseworker.remove_case caseworker.close_case caseworker.take_up_case
        caseworker.sign_case caseworker.print_case""",
    "village": """
        coordinator.show_gathering coordinator.cancel_gathering public.show_gathering""",
}
"""By part: the views that end, or read, what was begun before it was left out."""


class LeftOut(NotFound):
    """A page of a part that the programme does without.

    Parameters
    ----------
    part
        Which of `vocabulary.PARTS`.
    """

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part


def init_app(app: Flask) -> None:
    """Have each view of a part ask first whether the programme uses it; portals are there."""
    for part, endpoints in CLOSED.items():
        for endpoint in endpoints.split():
            app.view_functions[endpoint] = _of(part, app.view_functions[endpoint])


def hold_settings() -> None:
    """Read the programme's settings once for whatever this request asks of them."""
    g.settings_held = parts.settings(db)


def _of(part: str, view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def shown(**arguments: Any) -> Any:
        hold_settings()
        if not parts.uses(db, part):
            raise LeftOut(part)
        return view(**arguments)

    return shown
