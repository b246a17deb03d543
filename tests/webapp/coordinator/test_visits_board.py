"""The visits of all associations, as coordinators read them: by code, and what is open."""

import csv
from datetime import date, timedelta
from io import StringIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_organisation,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Answer, Event, Misfit, VisitState
from webapp.services.visits import overview
from webapp.services.visits.overview import Overview

BOARD = "/programme/visits"


def a_programme_under_way(db: Session) -> None:
    """Of two associations: a visit that waits, one without a sign, one that broke a rule, one well.

    The second rule that the third breaks is decided: it goes on all the same.
    """
    first, second = an_organisation(db, name="Accueil du Bessin"), an_organisation(db)
    named = [a_person(first_name="Ghazal", last_name="Rahimi")]
    a_visit(db, a_party(db, first, code="P-9001", persons=named), party_answer=Answer.YES)
    yesterday = today() - timedelta(days=1)
    for code, arrived in (("P-9002", None), ("P-9004", now())):
        begun = {"state": VisitState.UNDER_WAY, "arrived_at": arrived}
        a_visit(db, a_party(db, first, code=code), a_slot(db, arrival=yesterday), **begun)
    broken = a_visit(db, a_party(db, second, code="P-9003"), state=VisitState.CONFIRMED)
    broken.misfits = [Misfit(rule="distance"), Misfit(rule="dates", kept_reason="They agree")]
    db.flush()


def test_what_is_open_is_said_by_code_and_never_who_the_guests_are(page: Page, db: Session) -> None:
    a_programme_under_way(db)
    page.sign_in(a_coordinator(db, language="en")).visit(f"{BOARD}?sort=code&direction=ascending")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["P-9001", "P-9002", "P-9003", "P-9004"]
    said = "Answer awaited: the farm", "No sign of arrival", "No longer fits: the farm is farther"
    for row, words in zip(rows, said, strict=False):
        assert words.lower() in row.lower()
    assert "not on all these days" not in rows[2]
    assert not any(words.lower() in rows[3].lower() for words in said)
    assert "Accueil du Bessin" in rows[0]
    assert "Ghazal" not in page.text
    assert "Rahimi" not in page.text


def test_a_code_or_its_beginning_finds_the_visits_of_a_file(page: Page, db: Session) -> None:
    a_programme_under_way(db)
    shown = page.sign_in(a_coordinator(db)).visit(f"{BOARD}?code=p-9003")
    assert [code.text for code in shown.soup.select("tbody th")] == ["P-9003"]
    assert overview.count_visits(db, Overview(code="P-900")) == 4
    assert overview.count_visits(db, Overview(code="%")) == 0


def test_each_kind_of_what_is_open_finds_its_own(db: Session) -> None:
    a_programme_under_way(db)
    found = {
        kind: [visit.code for visit in overview.list_visits(db, Overview(open=kind))]
        for kind in overview.OPEN
    }
    assert found == {"awaited": ["P-9001"], "no-sign": ["P-9002"], "misfit": ["P-9003"]}


def test_a_visit_over_the_end_of_a_month_is_in_both(db: Session) -> None:
    a_visit(db, slot=a_slot(db, arrival=date(2027, 4, 29)))  # four nights: to 3 May
    assert overview.months(db) == [date(2027, 5, 1), date(2027, 4, 1)]
    counted = [
        overview.count_visits(db, Overview(month=date(2027, month, 1))) for month in (3, 4, 5, 6)
    ]
    assert counted == [0, 1, 1, 0]


def test_a_month_that_has_no_next_one_asks_for_nothing(page: Page, db: Session) -> None:
    a_programme_under_way(db)
    shown = page.sign_in(a_coordinator(db)).visit(f"{BOARD}?month=9999-12")
    assert len(shown.soup.select("tbody th")) == 4


def test_what_is_asked_for_is_exported_without_names_and_who_took_it_is_kept(
    page: Page, db: Session
) -> None:
    a_programme_under_way(db)
    reader = a_coordinator(db, language="en")
    page.sign_in(reader).visit(f"{BOARD}?open=misfit&endpoint=x&_scheme=javascript")
    page.submit(button="Export these as CSV")
    text = page.response.get_data().decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text), delimiter=";")
    assert row["Code"] == "P-9003"
    assert row["What is open"].startswith("No longer fits")
    [event] = db.scalars(select(Event).where(Event.act == "visits.exported"))
    assert (event.actor_id, event.facts) == (reader.id, {"rows": 1})
