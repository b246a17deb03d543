"""A certificate of insurance: read by the coordination alone, gone once its last day is noted."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm
from tests.page import SITE, Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, InsurancePaper
from webapp.services.farms import insurance, vetting

PDF = b"%PDF-1.7 <script>"


def test_a_certificate_is_given_as_a_file_and_deleted_once_its_last_day_is_saved(
    page: Page, db: Session
) -> None:
    farm = a_farm(db)
    insurance.send(db, farm, b"%PDF-1.4 the one before")
    insurance.send(db, farm, PDF)
    db.commit()
    page.sign_in(a_coordinator(db)).visit("/programme/")
    assert farm.name in page.text
    address = f"/programme/farms/{farm.id}/insurance"
    answer = page.client.get(address, base_url=SITE)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    vetting.check(db, farm, insured_until=farm.insured_until, lodging_seen=True)
    assert insurance.waiting(db) == [farm]
    vetting.check(db, farm, insured_until=today() + timedelta(days=300))
    assert db.scalars(select(InsurancePaper)).all() == []
    acts = set(db.scalars(select(Event.act).where(Event.subject_id == farm.id)))
    assert {"farm.insurance-sent", "farm.insurance-read", "farm.insurance-paper-deleted"} <= acts


@pytest.mark.parametrize("sent", [b"", b"<html>", b"PK\x03\x04", b"\xff\xd8\xff cut off"])
def test_what_is_no_pdf_and_no_picture_is_refused_and_the_one_before_stays(
    db: Session, sent: bytes
) -> None:
    farm = a_farm(db)
    insurance.send(db, farm, PDF)
    with pytest.raises(RuleBroken, match="paper-unreadable"):
        insurance.send(db, farm, sent)
    assert farm.insurance_paper
    assert insurance.read(farm.insurance_paper) == PDF
