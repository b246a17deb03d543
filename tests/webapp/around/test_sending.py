"""A coordinator sends a directory of services: a worker loads it, whole or not at all."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.builders import a_caseworker, a_coordinator, a_party
from tests.page import SITE, Page
from tests.webapp.around.directory import a_service, a_structure, written
from webapp.jobs.directories import load_directory
from webapp.models import DirectoryLoading, DirectoryPiece, Event, ServiceAround
from webapp.portals.coordinator import directories
from webapp.services.around import sending
from webapp.services.records import expiry, long_work, unattended
from webapp.web import uploads
from webapp.web.uploads import BESIDE

PLACE = "/programme/settings/services"


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    a_party(db, commune="14118")
    return page.sign_in(a_coordinator(db, language="en")).visit(PLACE)


def send(desk: Page, files: tuple[Path, Path], **given: Any) -> Page:
    said = {"publisher": "data·inclusion", "licence": "Licence Ouverte 2.0", **given}
    names = dict(zip(sending.FILES, files, strict=True))
    with names["structures"].open("rb") as one, names["services"].open("rb") as other:
        sent = {"structures": (one, files[0].name), "services": (other, files[1].name)}
        return desk.submit({**said, **sent}, to=PLACE)


def work(app: Flask, db: Session) -> DirectoryLoading:
    """Do what a worker does with the directory that waits."""
    loading = db.scalars(select(DirectoryLoading)).one()
    with app.app_context():
        load_directory(loading.id)
    db.expire_all()
    return loading


def codes(db: Session) -> list[str]:
    return list(db.scalars(select(ServiceAround.code).order_by(ServiceAround.code)))


def pieces(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(DirectoryPiece)) or 0


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_is_sent_is_loaded_by_a_worker_and_loaded_again_in_its_place(
    desk: Page, db: Session, app: Flask, tmp_path: Path, kind: str
) -> None:
    assert "Nothing is loaded yet" in desk.visit(PLACE).text
    two = [a_service("dora--a"), a_service("dora--b")]
    send(desk, written(tmp_path, [a_structure()], two, kind), departments=["14"])
    assert "Being read" in desk.text
    assert codes(db) == [], "the page loads nothing by itself"
    first = work(app, db)
    assert (first.done, first.departments) == (first.total, ["14"])
    by = first.by_id
    told = desk.visit(PLACE).text
    assert "2 services are loaded. 2 are new, 0 are gone." in told
    assert "data·inclusion (Licence Ouverte 2.0)" in told
    assert "Monday, November 23, 2026" in told, "the day in the names of the files"
    assert pieces(db) == 0
    send(desk, written(tmp_path, [a_structure()], two[:1], kind), departments=["14"])
    work(app, db)
    assert "1 service is loaded. 0 are new, 1 are gone." in desk.visit(PLACE).text
    assert codes(db) == ["dora--a"]
    loaded = db.scalars(select(Event.actor_id).where(Event.act == "services.loaded")).all()
    assert loaded == [by] * 2, "whoever sent it is named"


def test_wrong_lines_are_told_by_number_and_left_out_only_when_that_is_asked(
    desk: Page, db: Session, app: Flask, tmp_path: Path
) -> None:
    right, wrong = a_service("dora--a"), a_service("dora--b", date_maj="hier")
    send(desk, written(tmp_path, [a_structure()], [right, wrong]))
    loading = work(app, db)
    told = desk.visit(PLACE).text
    assert "Nothing was loaded: these lines are wrong." in told
    assert "services-inclusion-2026-11-23.csv, line 4: “hier” in “date_maj” is no day." in told
    assert (codes(db), loading.failure) == ([], "services-lines")
    desk.submit(button="Load it without these lines")
    work(app, db)
    told = desk.visit(PLACE).text
    assert "1 service is loaded." in told
    assert "1 wrong lines" in told
    assert "line 4: “hier”" in told
    assert codes(db) == ["dora--a"]


def test_files_of_another_kind_change_nothing_and_the_page_says_why(
    desk: Page, db: Session, app: Flask, tmp_path: Path
) -> None:
    send(desk, written(tmp_path, [a_structure()], [a_service()]))
    work(app, db)
    structures, services = written(tmp_path, [a_structure()], [a_service()])
    services.write_text("[1")
    send(desk.visit(PLACE), (structures, services))
    work(app, db)
    assert "Line 1 of services-inclusion-2026-11-23.csv is broken off" in desk.visit(PLACE).text
    assert codes(db) == ["dora--atelier"], "what was there stays"


def test_a_directory_on_its_way_may_be_stopped_and_loaded_again(
    desk: Page, db: Session, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    files = written(tmp_path, [a_structure()], [a_service()])
    other = Page(app, db).sign_in(a_coordinator(db, language="en")).visit(PLACE)
    send(desk, files)
    send(other, files)
    assert "Another directory is being loaded: stop it, or wait until it is." in other.text
    desk.visit(PLACE).submit(button="Stop")
    assert "It is being stopped: nothing is loaded." in desk.text
    work(app, db)
    assert "It was stopped." in desk.visit(PLACE).text
    assert codes(db) == []
    desk.submit(button="Load it again")
    work(app, db)
    assert codes(db) == ["dora--atelier"]


def test_what_breaks_by_our_own_fault_is_told_and_may_be_tried_again(
    desk: Page, db: Session, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk, written(tmp_path, [a_structure()], [a_service()]))
    monkeypatch.setattr(sending, "load", None)
    work(app, db)
    assert "the fault is ours" in desk.visit(PLACE).text
    monkeypatch.undo()
    desk.submit(button="Load it again")
    work(app, db)
    assert codes(db) == ["dora--atelier"]


def test_one_that_lost_its_job_is_found(desk: Page, db: Session, tmp_path: Path) -> None:
    send(desk, written(tmp_path, [a_structure()], [a_service()]))
    [waiting] = db.scalars(sending.DIRECTORIES.waiting()).all()
    assert sending.DIRECTORIES.fail(db, waiting)
    assert "the fault is ours" in desk.visit(PLACE).text
    assert unattended.take_up(db, (sending.DIRECTORIES,)) == {}


def test_files_that_were_not_loaded_go_the_night_after(
    desk: Page, db: Session, app: Flask, tmp_path: Path
) -> None:
    send(desk, written(tmp_path, [a_structure()], [a_service()]))
    loading = db.scalars(select(DirectoryLoading)).one()
    loading.sent_at -= 2 * expiry.UPLOADED_KEPT
    expiry.forget(db)
    assert pieces(db) == 2, "a worker is going to load it"
    sending.stop(db, loading)
    db.commit()
    work(app, db)
    desk.visit(PLACE)
    expiry.forget(db)
    db.commit()
    assert pieces(db) == 0
    desk.submit(button="Load it again")
    assert "These files are kept no more: send them again." in desk.text


def test_a_long_file_is_held_by_nobody_as_a_whole(
    desk: Page, db: Session, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Measured(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= 2**20, "nobody asks for all of it"
            return super().read(size)

    monkeypatch.setattr(uploads, "TemporaryFile", Measured)
    monkeypatch.setattr(sending, "A_PIECE", 1000)
    many = [a_service(f"dora--{each}") for each in range(50)]
    files = written(tmp_path, [a_structure()], many)
    send(desk, files)
    assert pieces(db) == sum(-(-each.stat().st_size // 1000) for each in files)
    loading = work(app, db)
    assert loading.total == sum(each.stat().st_size for each in files)
    assert len(codes(db)) == 50


def test_the_page_says_how_large_files_may_be_and_more_is_refused(
    desk: Page, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = desk.visit(PLACE).text
    assert "Both files together may have 400 MB." in told
    assert "Cut larger ones by département first" in told
    view: Any = app.view_functions["coordinator.load_services"]
    assert view.largest_form == directories.MOST_BYTES + BESIDE
    monkeypatch.setattr(view, "largest_form", 1000)
    desk.submit({"publisher": "a" * 2000}, to=PLACE, status=413)


def test_nothing_is_read_of_who_is_not_let_in(
    page: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie_about() -> None:
        raise AssertionError("a file lies on the disk")

    monkeypatch.setattr(uploads, "TemporaryFile", lie_about)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)

    def send_much() -> TestResponse:
        file = BytesIO(b"a" * 2000), "structures-inclusion-2026-11-23.csv"
        return page.client.post(PLACE, base_url=SITE, data={"structures": file})

    stranger = send_much()
    assert stranger.location == f"/account/sign-in?next={PLACE}"
    page.sign_in(a_caseworker(db))
    db.commit()
    assert send_much().status_code == 404


def test_the_departements_of_the_people_are_proposed(desk: Page, db: Session) -> None:
    ticked = desk.visit(PLACE).soup.select("input[name=departments][checked]")
    assert [each["value"] for each in ticked] == sending.usual_departments(db)
    assert "14" in sending.usual_departments(db)
