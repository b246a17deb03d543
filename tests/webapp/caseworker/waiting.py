"""Those who wait for ninety days and more, on a day of March, and what is written to them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_programme
from webapp.ground.clock import PARIS, now, today
from webapp.models import Farm, Message, Party

NOON = datetime(2027, 3, 2, 12, tzinfo=PARIS)
LONG = timedelta(days=91)


@pytest.fixture(autouse=True)
def by_day(db: Session) -> Any:
    with time_machine.travel(NOON, tick=False):
        a_programme(db)
        yield


def who_waits(db: Session, **given: Any) -> Party:
    return a_party(db, **{"waiting_since": today() - LONG, **given})


def who_hosts(db: Session, **given: Any) -> Farm:
    farm = a_farm(db, **{"created_at": now() - LONG, **given})
    for decision in farm.decisions:
        decision.at = now() - LONG
    db.flush()
    return farm


def written(db: Session, kind: str) -> list[Message]:
    return list(db.scalars(select(Message).where(Message.kind == kind)))
