"""A directory of services that is sent, and loaded again."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import today
from webapp.models import DirectoryLoading, DirectoryPiece
from webapp.portals.coordinator.directories import DirectoryForm

DAY = date(2026, 3, 2)


def a_desk(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"))


def a_directory_sent(db: Session) -> DirectoryLoading:
    """A directory whose files wait for a worker."""
    loading = DirectoryLoading(
        by_id=a_coordinator(db).id, publisher="data·inclusion", licence="Licence Ouverte 2.0",
        as_of=today(), departments=["14"], structures="structures.csv", services="services.csv",
        total=9,
    )  # fmt: skip
    db.add(loading)
    db.flush()
    db.add(DirectoryPiece(loading_id=loading.id, file="structures", number=0, content=b""))
    db.flush()
    return loading


def on_its_way(db: Session) -> World:
    world = a_desk(db)
    world.loading = a_directory_sent(db)
    return world


def stopped(db: Session) -> World:
    world = on_its_way(db)
    world.loading.go_back()
    db.flush()
    return world


def with_wrong_lines(db: Session) -> World:
    world = on_its_way(db)
    line: dict[str, Any] = {"file": "services.csv", "line": 4, "code": "empty"}
    told = {"mistakes": [line | {"facts": {"column": "nom"}}], "count": 1}
    world.loading.refuse("services-lines", told)
    db.flush()
    return world


def stop_asked(reading: Reading) -> Any:
    return reading.again(reading.world.loading).stop_asked


def is_waiting(reading: Reading) -> Any:
    return reading.again(reading.world.loading).is_under_way


def leaves_out(reading: Reading) -> Any:
    return reading.again(reading.world.loading).without_wrong_lines


ROWS = [
    Row(
        "coordinator.load_services",
        a_desk,
        form=DirectoryForm,
        subject=newest(DirectoryLoading),
        fields={
            "structures": typed(("s.csv", b"id,nom\n"), "s.csv"),
            "services": typed(("v.csv", b"id,nom\n"), "v.csv"),
            "departments": typed(["14", "50"]),
            "as_of": typed(DAY.isoformat(), DAY),
            "without_wrong_lines": typed(True),
            "publisher": typed("Soliguide"),
            "licence": typed("ODbL"),
        },
    ),
    Row(
        "coordinator.stop_loading",
        on_its_way,
        page="coordinator.load_services",
        then={stop_asked: True},
    ),
    Row(
        "coordinator.repeat_loading",
        stopped,
        page="coordinator.load_services",
        then={is_waiting: True},
    ),
    Row(
        "coordinator.load_right_lines",
        with_wrong_lines,
        page="coordinator.load_services",
        then={is_waiting: True, leaves_out: True},
    ),
]
