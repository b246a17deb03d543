"""Known weaknesses of what is locked: pip-audit itself, before a database of them on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from local import advisories

LOCK = f"flask==3.1.3 --hash=sha256:{'0' * 64}\njinja2==3.1.6 --hash=sha256:{'0' * 64}\n"
WEAKNESS = {
    "id": "GHSA-test-test-test",
    "aliases": ["CVE-2026-0001"],
    "schema_version": "1.6.0",
    "published": "2026-01-01T00:00:00Z",
    "summary": "A page is served to the wrong reader.",
    "affected": [
        {
            "package": {"name": "flask", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.4"}]}],
        }
    ],
}


class Advisories(ThreadingHTTPServer):
    """A database that speaks as OSV does, and knows one weakness at most."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.answers = {"flask": {"vulns": [WEAKNESS]}}
        self.status = 200


class Asked(BaseHTTPRequestHandler):
    """Answers what is known of a package."""

    server: Advisories

    def do_POST(self) -> None:
        """Answer a question."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps(self.server.answers.get(asked["package"]["name"], {})).encode()
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words: object) -> None:
        """Say nothing among the tests."""


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Advisories]:
    (tmp_path / "dev.txt").write_text(LOCK)
    monkeypatch.setattr(advisories, "LOCKS", tmp_path)
    accept(monkeypatch, tmp_path)
    with Advisories() as server:
        monkeypatch.setenv("SILLON_OSV_URL", f"http://127.0.0.1:{server.server_port}/")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def accept(monkeypatch: pytest.MonkeyPatch, folder: Path, *rows: str) -> None:
    monkeypatch.setattr(advisories, "ACCEPTED", folder / "accepted.csv")
    (folder / "accepted.csv").write_text("\n".join(["id,until,reason", *rows]))


@pytest.mark.usefixtures("database")
def test_a_known_weakness_is_told_with_the_version_that_mends_it() -> None:
    assert advisories.check() == [
        "flask 3.1.3 has CVE-2026-0001 (mended in: 3.1.4): A page is served to the wrong reader."
    ]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["GHSA-test-test-test", "CVE-2026-0001"])
def test_one_that_somebody_accepted_is_passed_over_until_its_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    accept(monkeypatch, tmp_path, f"{name},2999-01-01,no page of ours asks for it")
    assert advisories.check() == []
    accept(monkeypatch, tmp_path, f"{name},2026-01-02,no page of ours asks for it")
    assert "accepted until 2026-01-02 alone" in advisories.check()[0]


def test_a_row_for_what_is_not_found_any_more_is_to_be_taken_out(
    database: Advisories, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database.answers = {}
    accept(monkeypatch, tmp_path, "CVE-2026-0001,2999-01-01,no page of ours asks for it")
    assert advisories.check() == [
        "CVE-2026-0001 is accepted in accepted.csv and no longer found: take its row out."
    ]


def test_nothing_known_is_nothing_wrong(
    database: Advisories, capsys: pytest.CaptureFixture[str]
) -> None:
    database.answers = {}
    assert advisories.check() == []
    assert capsys.readouterr().out == "Advisories looked up for 2 packages.\n"


def test_a_database_that_is_away_or_broken_is_said_aloud_and_fails_nothing(
    database: Advisories, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database.status = 500
    assert advisories.check() == []
    assert capsys.readouterr().out.startswith("ADVISORIES NOT REACHABLE, NOT CHECKED: ")
    monkeypatch.setenv("SILLON_OSV_URL", "http://127.0.0.1:1/")
    assert advisories.check() == []
    assert capsys.readouterr().out.startswith("ADVISORIES NOT REACHABLE, NOT CHECKED: ")


def test_what_the_house_has_accepted_has_a_reason_and_a_day() -> None:
    assert all(row.reason for row in advisories.accepted())
