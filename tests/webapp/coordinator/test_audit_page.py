"""The audit as coordinators read it: acts in words, pages without gaps, the chain told as it is."""

import ast
import csv
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party, a_visit
from tests.page import Page
from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.vocabulary import WEBHOOK_ACTS
from webapp.models import Event, FarmState
from webapp.portals.coordinator import audit as audit_page
from webapp.services.records import audit, audit_chain
from webapp.services.records.audit_keys import AuditKeys
from webapp.services.records.audit_search import KINDS
from webapp.wording import act_labels

AUDIT = "/programme/audit"
WEBAPP = Path(audit_page.__file__).parents[2]
NO_ACT = {"parties", "visits", "farms"}
"""Words that begin the names of sealed columns as well."""


def test_every_act_has_words_and_a_kind() -> None:
    begins = "|".join(start for starts in KINDS.values() for start in starts if start not in NO_ACT)
    named = re.compile(rf"({begins})\.[a-z]+(-[a-z]+)*")
    written = {
        node.value
        for path in WEBAPP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and named.fullmatch(str(node.value))
    }
    columns = {str(each) for table in Base.metadata.tables.values() for each in table.c}
    assert len(written) > 100
    told_as = set(WEBHOOK_ACTS.values())  # what programs hear: a word for several acts
    assert written - columns - told_as - act_labels.ACTS.keys() == set()
    assert {act.partition(".")[0] for act in act_labels.ACTS} <= {*sum(KINDS.values(), ())}
    assert act_labels.KINDS.keys() == KINDS.keys()


def test_who_did_what_to_which_thing_is_said_by_code(page: Page, db: Session) -> None:
    nadia, party = a_caseworker(db, name="Nadia Benali"), a_party(db, code="P-9001")
    audit.set_actor(db, audit.Actor("user", nadia.id))
    audit.record(db, "visit.read", a_visit(db, party))
    audit.set_actor(db, audit.JOB)
    audit.record(db, "farm.on-hold", a_farm(db, name="Ferme du Bocage", state=FarmState.SUSPENDED))
    db.flush()
    page.sign_in(a_coordinator(db, language="en")).visit(AUDIT)
    newest, before = (
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in page.soup.select("tbody tr")[:2]
    )
    assert newest == ["Sillon itself", "On hold: no new visit is proposed", "Ferme du Bocage"]
    assert before == ["Nadia Benali", "Visit read", "P-9001"]
    assert party.first_names not in page.text


def test_its_pages_have_no_gap_and_none_twice(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_page, "A_PAGE", 3)
    for number in range(7):
        audit.record(db, f"offer.made-{number}")
    db.flush()
    page.sign_in(a_coordinator(db, language="en")).visit(f"{AUDIT}?kind=offer")
    read = []
    for _page in range(3):
        read += [row.select("td")[1].get_text(strip=True) for row in page.soup.select("tbody tr")]
        way = page.soup.find("a", string=re.compile("Earlier events"))
        if way is not None:
            page.visit(f"{AUDIT}{way['href']}" if str(way["href"])[0] == "?" else str(way["href"]))
    assert read == [f"offer.made-{number}" for number in reversed(range(7))]
    assert way is None


def test_the_state_of_the_chain_is_told_as_it_is(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit(AUDIT)
    assert "have not been checked yet" in page.text
    with time_machine.travel(now() - timedelta(days=3)):
        audit.record(db, "test.happened")
        db.flush()
    audit_chain.extend(db)
    with time_machine.travel(now() - timedelta(days=2)):
        assert audit_chain.check(db) is None
        db.flush()
    assert "none has taken place" in page.visit(AUDIT).text
    audit_chain.check(db)
    db.flush()
    assert "as it was written" in page.visit(AUDIT).text
    with monkeypatch.context() as elsewhere:  # nobody of the application can change a row
        elsewhere.setattr(audit_chain, "digest_of", lambda *_: "another")
        changed = audit_chain.check(db)
    db.flush()
    assert changed is not None
    assert f"Row {changed.event_id} was changed" in page.visit(AUDIT).text
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(AuditKeys, "_keys", {})
        AuditKeys.use("another")
        audit_chain.check(db)
    db.flush()
    assert "it was chained with another key" in page.visit(AUDIT).text


def test_what_is_exported_is_an_event_itself(page: Page, db: Session) -> None:
    audit.record(db, "farm.changed", a_farm(db, name="=Ferme du Bocage"))
    db.flush()
    reader = a_coordinator(db, language="en")
    page.sign_in(reader).visit(f"{AUDIT}?kind=farm&endpoint=x&_scheme=javascript")
    page.submit(button="Export these as CSV")
    table = csv.DictReader(StringIO(page.response.get_data().decode("utf-8-sig")), delimiter=";")
    [row] = [row for row in table if row["Event"] == "farm.changed"]
    assert (row["What was done"], row["To what"]) == ("Farm changed", "'=Ferme du Bocage")
    [event] = db.scalars(select(Event).where(Event.act == "audit.exported"))
    assert event.actor_id == reader.id
