"""What the tests of the time after a visit share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.webapp.forms.missed import nobody_came
from webapp.models import Visit


@pytest.fixture
def noon() -> Iterator[None]:
    """A Wednesday at noon, when messages may leave."""
    with time_machine.travel(datetime(2027, 3, 3, 11, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit to which nobody came, and of which no side has said why."""
    return nobody_came(db, party=a_party(db, language="ar"))
