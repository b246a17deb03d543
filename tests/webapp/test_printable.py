"""What is put on paper is refused where it is typed, if no font of ours has its signs."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from webapp.portals.caseworker.agreement_forms import BesideForm, WorkForm
from webapp.portals.caseworker.case_forms import CaseDecisionForm, CaseForm
from webapp.portals.caseworker.path_forms import NewGoalForm, ObstaclesForm, StepForm
from webapp.portals.coordinator.committees import DecisionForm
from webapp.portals.coordinator.gathering_forms import FarmWordsForm, GatheringForm
from webapp.portals.coordinator.workshop_forms import FirstDateForm, WorkshopForm
from webapp.portals.rounds.forms import SettingsForm
from webapp.portals.visit_desk.forms import NameForm
from webapp.web.forms import Form

PRINTED: dict[type[Form], str] = {
    BesideForm: "emergency_name representative_name",
    CaseDecisionForm: "their_word decision",
    CaseForm: "bodies",
    DecisionForm: "decision",
    FarmWordsForm: "title words venue",
    GatheringForm: "title words venue",
    NameForm: "name",
    NewGoalForm: "words",
    FirstDateForm: "place knows_people knows_trade",
    SettingsForm: "why",
    StepForm: "words",
    WorkForm: "trade tasks goals equipment tutor_name tutor_job",
    WorkshopForm: "title materials",
}


@pytest.mark.parametrize("form", PRINTED)
def test_a_sign_that_cannot_be_printed_is_said_beside_its_field(
    app: Flask, form: type[Form]
) -> None:
    names = PRINTED[form].split()
    with app.test_request_context(method="POST"):
        typed = form(formdata=MultiDict(dict.fromkeys(names, "Le tracteur 🚜")))
        typed.validate()
        for name in names:
            assert "🚜" in str(typed[name].errors), name
            assert typed[name].data == "Le tracteur 🚜"


def test_who_handles_what_stands_in_the_way_is_printed_too(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"by_french": "GRETA 🚜"}):
        typed = ObstaclesForm({})
        typed.validate()
        assert "🚜" in str(typed["by_french"].errors)
