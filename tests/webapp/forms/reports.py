"""Funders and reports: what is typed, and what each button does."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme, a_visit, an_organisation
from tests.webapp.forms.places import audited, is_there, newest, of
from tests.webapp.forms.row import Row, World, carried, typed
from tests.webapp.reports.builders import a_funder, a_report, many_people
from webapp.ground.clock import now, today
from webapp.models import Funder, Report, ReportState
from webapp.portals.coordinator.funders import FunderForm
from webapp.portals.coordinator.reports import ReportForm
from webapp.services.records import audit
from webapp.services.reports import keeping


def one_who_pays(db: Session) -> World:
    a_programme(db)
    reader = a_coordinator(db, language="en")
    return World(reader=reader, funder=a_funder(db), organisation=an_organisation(db))


def with_a_visit(db: Session) -> World:
    world = one_who_pays(db)
    audit.record(db, "visit.read", a_visit(db))
    return world


def a_draft(db: Session) -> World:
    world = one_who_pays(db)
    world.report = a_report(db, world.funder)
    return world


def a_long_draft(db: Session) -> World:
    world = a_draft(db)
    many_people(db)
    return world


def under_way(db: Session) -> World:
    world = a_draft(db)
    world.report.count(9)
    return world


def frozen(db: Session) -> World:
    world = a_draft(db)
    words = {"definitions": "Definitions", "figures": "Figures", "few": "few", "heads": ["a"] * 6}
    said: dict[str, Any] = {"title": "Sillon", "frozen_at": now().isoformat(), "foreword": ""}
    said |= {"about": [], "notes": [], "tables": [], "words": words}
    keeping.freeze(db, world.report, said, {"pdf": "12ab"}, now(), world.reader)
    return world


WHO_PAYS = {
    "name": typed("Région Normandie"),
    "organisation_id": typed(
        lambda world: str(world.organisation.id), lambda world: world.organisation.id
    ),
    "sex": typed("woman"),
    "first_titles": typed(True),
    "pays_from": typed("2026-03-01", date(2026, 3, 1)),
    "pays_until": typed("2028-02-29", date(2028, 2, 29)),
    "actions": typed(["visits", "follow-up"]),
    "indicators": typed(["visits", "outcome-6"]),
    "foreword": typed("Avec vous depuis 2024."),
}
ROWS = [
    Row(
        "coordinator.add_funder",
        one_who_pays,
        form=FunderForm,
        subject=newest(Funder),
        fields=WHO_PAYS,
    ),
    Row(
        "coordinator.edit_funder",
        one_who_pays,
        form=FunderForm,
        subject="funder",
        edits=True,
        fields=WHO_PAYS,
    ),
    Row(
        "coordinator.open_report",
        one_who_pays,
        form=ReportForm,
        subject=newest(Report),
        fields={
            "funder": typed(
                lambda world: str(world.funder.id),
                lambda world: world.funder.id,
                at="funder_id",
            ),
            "first_day": typed("2026-03-01", date(2026, 3, 1)),
            "last_day": typed("2026-09-30", date(2026, 9, 30)),
            "as_of": typed("2026-12-01", date(2026, 12, 1)),
        },
    ),
    Row(
        "coordinator.export_visits",
        with_a_visit,
        page="coordinator.list_visits",
        then={audited("visits.exported", "rows"): 1},
    ),
    Row(
        "coordinator.export_events",
        with_a_visit,
        page="coordinator.list_events",
        then={audited("audit.exported"): True},
    ),
    Row(
        "coordinator.count_report",
        a_long_draft,
        page="coordinator.show_report",
        then={of("report", "is_under_way"): True},
    ),
    Row(
        "coordinator.stop_counting",
        under_way,
        page="coordinator.show_report",
        then={of("report", "stop_asked"): True},
    ),
    Row(
        "coordinator.freeze_report",
        a_draft,
        page="coordinator.show_report",
        fields={"read": carried(ReportState.FROZEN, at=of("report", "state"))},
        then={
            of("report", "frozen_by_id"): lambda world: world.reader.id,
        },
    ),
    Row(
        "coordinator.remove_report",
        a_draft,
        page="coordinator.show_report",
        then={is_there("report"): False},
    ),
    Row(
        "coordinator.send_report",
        frozen,
        page="coordinator.show_report",
        then={of("report", "sent_on"): lambda _world: today()},
    ),
]
