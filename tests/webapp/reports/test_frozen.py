"""A frozen report says the same for good, whatever becomes of the rows that it was counted from."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
)
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.reports.builders import a_funder, a_report
from tests.webapp.reports.earlier import FROZEN
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Funder, Person, Programme, Report, ReportState, VisitState
from webapp.portals.coordinator import reports
from webapp.services.reports import keeping
from webapp.services.reports.indicators import INDICATORS
from webapp.web.extensions import db as own
from webapp.wording import report_files

THEN = datetime(2027, 4, 30, 9, tzinfo=UTC)
LATER = THEN.replace(year=2028, hour=17)
KINDS = ("pdf", "xlsx", "csv")


@contextmanager
def on(day: datetime) -> Iterator[None]:
    with time_machine.travel(day, tick=False):
        yield


def a_season(db: Session) -> None:
    """Twelve households of two enrolled, ten of them on a visit in March."""
    for number in range(12):
        party = a_party(db, persons=[a_person(sex="woman"), a_person(sex="man")])
        if number < 10:
            stay = Range(date(2027, 3, 1), date(2027, 3, 5), bounds="[]")
            slot = a_slot(db, arrival=date(2027, 3, 1))
            a_visit(db, party, slot, stay=stay, state=VisitState.EVALUATED)


def files(page: Page, report: Report) -> dict[str, bytes]:
    address = f"/programme/reports/{report.id}/report"
    return {kind: page.visit(f"{address}.{kind}").response.data for kind in KINDS}


def test_a_report_is_made_again_byte_for_byte_a_year_later(db: Session, page: Page) -> None:
    with on(THEN):
        a_programme(db)
        a_season(db)
        funder = a_funder(db, indicators=list(INDICATORS), foreword="=Ensemble\net plus loin.")
        page.sign_in(reader := a_coordinator(db, language="en")).visit("/programme/reports")
        page.follow("Open a report").submit({"funder": funder.id}, button="Count")
        assert "the numbers beside stay here" in page.text
        page.submit(button="Freeze this report")
        assert "What was told stays" in page.text
        [report] = keeping.listed(db)
    with on(LATER):
        db.execute(delete(Person).where(Person.sex == "man"))
        db.get_one(Programme, 1).name, funder.name, funder.foreword = "Other", "Other", "Other"
        db.flush()
        reader.language = "fr"
        page.sign_in(reader).visit(f"/programme/reports/{report.id}")
        assert "octet pour octet" in page.follow("Refaire et comparer").text
        assert report.digests == {
            kind: hashlib.sha256(content).hexdigest()
            for kind, content in files(page, report).items()
        }


def test_its_files_say_the_same_figures_with_their_definitions(db: Session, page: Page) -> None:
    with on(THEN):
        a_programme(db)
        a_season(db)
        funder = a_funder(db, name="+Fonds", indicators=["people-visited"], foreword="=1+1")
        report = a_report(db, funder)
        page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/reports/{report.id}")
        page.submit(button="Freeze this report")
        made = files(page, report)
    rows = list(csv.reader(StringIO(made["csv"].decode("utf-8-sig")), delimiter=";"))
    lines = [row for row in rows if row[0] == "Personnes parties en visite"]
    [whole] = [row for row in lines if row[1:3] == ["", "Tout"]]
    assert whole[3:] == ["24", "24", "24", "20", "20", "20", "83"]
    quarters = [row for row in lines if row[1] == "Par trimestre"]
    assert [row[2] for row in quarters] == ["T2 2026", "T3 2026", "T4 2026", "T1 2027", "T2 2027"]
    assert [row[3] for row in quarters] == ["0", "0", "0", "0", "24"]
    [women] = [row for row in lines if row[2] == "Femme"]
    told, least, most = map(int, women[3:6])
    assert told % 5 == 0
    assert (least, most) == (max(0, told - 5), min(24, told + 5))
    book = load_workbook(BytesIO(made["xlsx"]))
    assert [
        ["" if cell is None else str(cell) for cell in row] for row in book["Chiffres"].values
    ] == rows
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert "f" not in {cell.data_type for cell in cells}  # nothing typed is a formula
    definition = "dont le dossier a été ouvert pendant la période"
    assert any(definition in str(cell.value) for cell in cells)
    printed = text_of(made["pdf"])
    assert "Personnes parties en visite" in printed
    assert "T1 2027" in printed
    assert "personnes des dossiers et visites" in " ".join(printed.split())


def test_what_was_frozen_before_there_were_bands_is_made_again_as_it_was(
    db: Session, page: Page
) -> None:
    report = a_report(db)
    keeping.freeze(db, report, FROZEN, report_files.digests(FROZEN), THEN, a_coordinator(db))
    made = report_files.as_csv(FROZEN)
    assert hashlib.sha256(made).hexdigest() == (
        "1f6d77665aaad5adee45b1ae11fa1156332f3ea3b7ef8887faaf13b4eda3801a"
    )
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/reports/{report.id}?compare=1")
    assert "is the same, byte for byte" in page.text
    assert "peu ou aucun" in page.text
    assert "peu ou aucun" in text_of(report_files.as_pdf(FROZEN))


def with_another_foreword(report: Report) -> None:
    report.funder.foreword = "Autre texte."


def with_other_people(report: Report) -> None:
    report.funder.sex = "woman"


def under_another_name(report: Report) -> None:
    report.funder.name = "Autre fonds"


@pytest.mark.parametrize("change", [with_another_foreword, with_other_people, under_another_name])
def test_nothing_is_frozen_but_what_was_read(
    db: Session, page: Page, change: Callable[[Report], None]
) -> None:
    with on(THEN):
        a_programme(db)
        a_season(db)
        report = a_report(db, a_funder(db, foreword="Ensemble.\nEt plus loin.", sex="man"))
        page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/reports/{report.id}")
        for said in ("Ensemble. Et plus loin.", "People: Man", "Association: all"):
            assert said in page.text
        change(report)
        db.flush()
        page.submit(button="Freeze this report")
        assert "Nothing was saved" in page.text
        assert report.is_draft
        page.submit(button="Freeze this report")
        assert "Frozen: this report says the same from now on." in page.text


@pytest.mark.parametrize("button", ["Freeze this report", "Take the draft away"])
def test_a_draft_that_somebody_took_away_meanwhile_is_said_to_have_changed(
    db: Session, page: Page, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = a_report(db)
    a_programme(db)

    def found_and_gone(number: int) -> Report:
        found = own.get_one(Report, number)
        own.execute(delete(Report).execution_options(synchronize_session=False))
        return found

    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/reports/{report.id}")
    monkeypatch.setattr(reports, "_found", found_and_gone)
    page.submit(button=button)
    assert "Nothing was saved" in page.text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reports SET said = '{}'",
        "UPDATE reports SET last_day = last_day + 1",
        "UPDATE reports SET state = 'draft', said = NULL",
        "DELETE FROM reports",
    ],
)
def test_the_database_lets_nothing_of_a_frozen_report_change(db: Session, change: str) -> None:
    _frozen(db)
    with pytest.raises(DBAPIError, match="a frozen report stays as it is"):
        db.execute(text(change))


def test_funders_and_reports_are_read_by_coordinators_alone(db: Session) -> None:
    report = _frozen(db)
    for scope, seen in {
        EVERYONE: [report.id],
        NOBODY: [],
        Scope("organisation", a_caseworker(db).organisation_id): [],
        Scope("farm", a_farm(db).id): [],
    }.items():
        set_scope(db, scope)
        assert [*db.scalars(select(Report.id))] == seen
        assert len(db.scalars(select(Funder.id)).all()) == len(seen)


def test_what_no_state_allows_is_refused(db: Session) -> None:
    report = _frozen(db)
    by = a_coordinator(db)
    with pytest.raises(RuleBroken, match="report-frozen"):
        keeping.remove(db, report)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.freeze(db, report, {}, {}, THEN, by)
    keeping.send(db, report)
    assert (report.state, report.sent_on) == (ReportState.SENT, today())
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.send(db, report)
    day: dict[str, Any] = {"first": today(), "last": today(), "as_of": today()}
    for wrong, rule in (
        ({"last": date(2020, 1, 1)}, "report-days"),
        ({"as_of": date(2020, 1, 1)}, "report-days"),
        ({"as_of": today().replace(year=today().year + 1)}, "report-of-the-future"),
    ):
        with pytest.raises(RuleBroken, match=rule):
            keeping.open_report(db, report.funder, **{**day, **wrong})


def test_a_frozen_report_keeps_the_name_that_its_files_say(page: Page, db: Session) -> None:
    report = _frozen(db)
    report.funder.name = "Another name since"
    page.sign_in(a_coordinator(db, language="en"))
    page.visit("/programme/reports")
    address = f"/programme/reports/{report.id}"
    assert [each.get_text() for each in page.soup.select(f'a[href="{address}"]')] == ["Sillon"]
    heads = page.visit(address).soup.select("h1")
    assert [each.get_text(strip=True) for each in heads] == ["Sillon"]


def _frozen(db: Session) -> Report:
    report = a_report(db)
    keeping.freeze(db, report, {"title": "Sillon"}, {"csv": "12ab"}, THEN, a_coordinator(db))
    db.flush()
    return report
