"""Agreements for immersions: begun, each topic, cancelled; who prescribes them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    an_offer,
)
from tests.webapp.agreements.builders import a_prescriber, an_agreement
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Filter, Found, Reading, Row, World, typed
from webapp.ground.clock import today
from webapp.models import Agreement, AgreementState, OfferState, Prescriber, Purpose
from webapp.portals.caseworker.agreement_forms import (
    BesideForm,
    CancelForm,
    FrameForm,
    HoursForm,
    NewAgreementForm,
    WorkForm,
)
from webapp.portals.caseworker.agreement_signing import CallOffForm
from webapp.portals.coordinator.prescribers import PrescriberForm


def who_may_begin(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    offer = an_offer(db, frame="immersion", state=OfferState.OPEN)
    return World(reader=reader, party=a_party(db, reader.organisation), offer=offer)


def a_draft(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    agreement = an_agreement(db, a_party(db, reader.organisation).persons[0])
    return World(reader=reader, agreement=agreement, prescriber=a_prescriber(db))


def one_accepted(db: Session) -> World:
    world = a_draft(db)
    world.agreement.state = AgreementState.ACCEPTED
    return world


def a_coordinator_reads(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"))


def a_paper(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), prescriber=a_prescriber(db))


def term(name: str) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        found = reading.again(reading.world.agreement)
        return found.terms[name]

    return read


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def on(days: int) -> Any:
    return typed(lambda _world: ahead(days).isoformat(), lambda _world: ahead(days))


def terms(**values: str) -> dict[str, Any]:
    return {name: typed(value, at=term(name)) for name, value in values.items()}


def phones(*names: str) -> dict[str, Any]:
    return {name: typed("06 12 34 56 78", "+33612345678", at=term(name)) for name in names}


FRAME = {
    "purpose": typed("confirm-project", Purpose.CONFIRM_PROJECT),
    "first_day": on(40),
    "last_day": on(47),
}
PAPER = {
    "name": typed("Cap emploi 14"),
    "kind": typed("cap-emploi"),
    "address": typed("1 quai Vendeuvre, 14000 Caen"),
    "signatory": typed("Paul Roux"),
    "email": typed("paul@cap.example"),
    "number": typed("C-14-7"),
    "valid_from": on(-5),
    "valid_until": on(300),
}
ROWS: list[Row] = [
    Row(
        "caseworker.begin_agreement",
        who_may_begin,
        form=NewAgreementForm,
        subject=newest(Agreement),
        fields={
            **FRAME,
            "person_id": typed(
                lambda world: str(world.party.persons[0].id),
                lambda world: world.party.persons[0].id,
            ),
            "base": typed(
                lambda world: f"offer-{world.offer.id}", lambda world: world.offer.id, at="offer_id"
            ),
        },
    ),
    Row(
        "caseworker.edit_agreement_frame",
        a_draft,
        form=FrameForm,
        subject="agreement",
        fields=FRAME,
        edits=True,
    ),
    Row(
        "caseworker.edit_agreement_hours",
        a_draft,
        form=HoursForm,
        subject="agreement",
        fields={
            **terms(**{f"hours_{day}": f"{day + 10}:00-{day + 11}:30" for day in range(1, 8)}),
            "prescriber_id": typed(
                lambda world: str(world.prescriber.id), lambda world: world.prescriber.id
            ),
        },
        edits=True,
    ),
    Row(
        "caseworker.edit_agreement_work",
        a_draft,
        form=WorkForm,
        fields={
            **terms(
                trade="Apiculture",
                tasks="Regarder\nles cadres",
                goals="Savoir si cela plaît",
                equipment="Voile",
                tutor_name="Luc",
                tutor_job="Apiculteur",
            ),
            **phones("tutor_phone"),
        },
        subject="agreement",
        edits=True,
    ),
    Row(
        "caseworker.edit_agreement_beside",
        a_draft,
        form=BesideForm,
        fields={
            **terms(emergency_name="Samira", representative_name="Nour"),
            **phones("emergency_phone", "representative_phone"),
        },
        subject="agreement",
        edits=True,
    ),
    Row(
        "caseworker.cancel_agreement",
        a_draft,
        form=CancelForm,
        subject="agreement",
        fields={"reason": typed("Le projet a changé")},
        then={
            lambda reading: reading.again(reading.world.agreement).state: AgreementState.CANCELLED
        },
    ),
    Row(
        "caseworker.call_agreement_off",
        one_accepted,
        form=CallOffForm,
        subject="agreement",
        fields={
            "first": typed(
                lambda world: world.agreement.last_day.isoformat(),
                lambda world: world.agreement.last_day,
                at="called_off_on",
            ),
            "reason": typed("La ferme est fermée"),
        },
        then={audited("agreement.called-off"): True},
    ),
    Row(
        "coordinator.add_prescriber",
        a_coordinator_reads,
        form=PrescriberForm,
        subject=newest(Prescriber),
        fields=PAPER,
        then={audited("prescriber.added"): True},
    ),
    Row(
        "coordinator.edit_prescriber",
        a_paper,
        form=PrescriberForm,
        subject="prescriber",
        fields=PAPER,
        edits=True,
    ),
]


def two_agreements(db: Session) -> World:
    world = a_draft(db)
    farm = a_farm(db, name="La ferme du Bois")
    an_agreement(db, world.agreement.person, farm, state=AgreementState.CANCELLED)
    world.agreement.farm.name = "Le Pré"
    return world


FILTERS = [
    Filter(
        "caseworker.list_agreements",
        two_agreements,
        fields={"state": Found("cancelled", "La ferme du Bois", "Le Pré")},
    ),
]
