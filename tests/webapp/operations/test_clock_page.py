"""The page of a demonstration's clock."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.page import Page
from webapp.ground.config import Config
from webapp.services.after import stops


def test_a_day_of_another_year_is_named_with_its_year(
    page: Page, db: Session, app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    days = date(2027, 12, 28), date(2028, 1, 5)
    found = [stops.Stop(days[0], "sitting", 1), stops.Stop(days[1], "visits", 2)]
    monkeypatch.setattr(stops, "of", lambda _session: found)
    with time_machine.travel(datetime(2027, 12, 20, 11, tzinfo=UTC), tick=False):
        told = page.sign_in(a_coordinator(db, language="en")).visit("/programme/clock").text
    assert "After the workshop, Tue, December 28" in told
    assert "After 2 visits, Jan 5, 2028" in told
