"""Text messages leave at their provider's pace, in its alphabet, by addresses that it has."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from apprise import Apprise
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.webapp.workers import states
from webapp import create_app
from webapp.channels import Letter, NotSentError, gsm, pace_of
from webapp.channels.pace import LATE, turn_of
from webapp.channels.sms import Sms
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.ground.errors import ConfigurationError
from webapp.jobs.worker import run_worker
from webapp.models import Channel, Message, Side
from webapp.services.records import outbox
from webapp.services.visits import links

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r"\b[a-z]+://[^\s`|]*\{to\}[^\s`|]*")
EVERY = timedelta(seconds=30)


class Provider(http.server.BaseHTTPRequestHandler):
    """An SMS provider on this machine."""

    asked: list[dict[str, Any]] = []  # noqa: RUF012 (one provider at a time)
    answers = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({"path": self.path, **json.loads(body)})
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
    Provider.asked, Provider.answers = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/{{to}}"
    server.shutdown()
    thread.join()
    server.server_close()


# Apprise looks at a module that Python 3.13 no longer has; on 3.11 that is a warning.
OLD_MODULE = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@OLD_MODULE
def test_a_text_message_goes_to_the_number_alone(provider: str) -> None:
    Sms(provider).send(Letter(("+33699000000",), "", "Sillon : bonjour", "key", "fr"))
    [asked] = Provider.asked
    assert asked["path"].strip("/").split("?")[0] == "33699000000"
    assert asked["message"] == "Sillon : bonjour"


@OLD_MODULE
def test_a_text_message_keeps_to_the_alphabet_that_makes_it_short(provider: str) -> None:
    words = "Sillon\u00a0: c’est décidé, à bientôt en août\u202f!"
    Sms(provider).send(Letter(("+33699000000",), "", words, "key", "fr"))
    [asked] = Provider.asked
    assert asked["message"] == "Sillon : c'est décidé, à bientot en aout !"


@OLD_MODULE
def test_a_provider_that_fails_is_said_so(provider: str) -> None:
    Provider.answers = 500
    with pytest.raises(NotSentError, match="sms-refused"):
        Sms(provider).send(Letter(("+33699000000",), "", "Sillon : bonjour", "key", "fr"))


@OLD_MODULE
def test_no_number_and_no_key_comes_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(NotSentError, match="sms-setting"):
        Sms("octopush://nobody/key/{to}").send(Letter(("+33699000000",), "", "Oui", "key", "fr"))
    assert caplog.text == ""


@OLD_MODULE
@pytest.mark.parametrize("sent", [True, False])
def test_what_a_provider_answers_is_believed_for_its_truth(
    provider: str, monkeypatch: pytest.MonkeyPatch, *, sent: bool
) -> None:
    class Outcome:
        def __bool__(self) -> bool:
            return sent

    monkeypatch.setattr(Apprise, "notify", lambda *_, **__: Outcome())
    letter = Letter(("+33699000000",), "", "Sillon : bonjour", "key", "fr")
    if sent:
        Sms(provider).send(letter)
        return
    with pytest.raises(NotSentError, match="sms-refused"):
        Sms(provider).send(letter)


def addresses() -> list[tuple[str, str]]:
    """Return every SMS address that is written anywhere: in documents, settings, docstrings."""
    places = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*")]
    files = (each for each in (*places, *ROOT.glob("webapp/**/*.py")) if each.is_file())
    texts = [each for each in files if each.suffix != ".pyc"]
    return [
        (text.relative_to(ROOT).as_posix(), address)
        for text in texts
        for address in ADDRESS.findall(text.read_text(encoding="utf-8"))
    ]


@OLD_MODULE
def test_every_address_that_is_written_anywhere_is_one_that_apprise_has() -> None:
    written = addresses()
    assert {"docs/operations.md", "webapp/channels/sms.py"} <= {place for place, _ in written}
    for _place, address in written:
        Sms(address).check()


@OLD_MODULE
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ovhsms://account:password@service/{to}", "ovhsms"),
        ("octopush://login@example.org/key/33699000000", "{to}"),
        ("mailto", "{to}"),
    ],
)
def test_a_worker_does_not_start_with_an_address_that_cannot_work(
    config: Config, address: str, said: str
) -> None:
    app = create_app(replace(config, sms_url=address))
    with pytest.raises(ConfigurationError, match=re.escape(said)) as refusal:
        run_worker(app, wait=False)
    assert "password" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("À Œuilly, dès août… – «\u00a0Être\u00a0»", 'A OEuilly, dès aout... - " Etre "'),
        ("Ça coûte 3\u202f€", "Ça coute 3 €"),
        ("Sillon: مزرعة تدعوكم", "Sillon: مزرعة تدعوكم"),
        ("d’été → d’hiver", "d’été → d’hiver"),
    ],
)
def test_letters_lose_their_accent_where_that_keeps_the_text_short(text: str, folded: str) -> None:
    assert gsm.fold(text) == folded


@OLD_MODULE
def test_the_pace_is_what_is_set_or_what_apprise_keeps(config: Config, provider: str) -> None:
    own = replace(config, sms_url=provider)
    carrier = replace(config, sms_url="sfr://user:password@space/{to}")
    assert pace_of(config) == pace_of(own) == timedelta()
    assert pace_of(carrier) == timedelta(seconds=5.5)
    assert pace_of(replace(carrier, sms_seconds=0)) == timedelta()
    assert pace_of(replace(own, sms_seconds=2.5)) == timedelta(seconds=2.5)


def a_text(db: Session, **given: Any) -> Message:
    message = outbox.write_to_party(db, a_visit(db), "visit-link", key=f"{now():%f}")
    for name, value in given.items():
        setattr(message, name, value)
    return message


def test_turns_follow_each_other(db: Session, spring: datetime) -> None:
    turns = [turn_of(db, a_text(db), EVERY) for _ in range(3)]
    assert turns[0] - spring < LATE
    assert turns[2] - turns[1] == turns[1] - turns[0] == EVERY


@pytest.mark.parametrize("given", [{"attempts": 1}, {"channel": Channel.EMAIL}])
def test_letters_and_other_tries_wait_for_no_turn(db: Session, given: dict[str, Any]) -> None:
    turn_of(db, a_text(db), EVERY)
    assert turn_of(db, a_text(db, **given), EVERY) <= now()


def test_a_code_waits_for_no_turn(db: Session) -> None:
    code = links.send_code(db, a_visit(db), Side.PARTY)
    turn_of(db, a_text(db), EVERY)
    assert turn_of(db, db.query(Message).filter_by(phone_code_id=code.id).one(), EVERY) <= now()


def test_a_turn_that_has_come_is_used_and_one_that_was_missed_is_given_anew(db: Session) -> None:
    turn_of(db, a_text(db), EVERY)
    assert turn_of(db, a_text(db), EVERY, given=now()) <= now()
    assert turn_of(db, a_text(db), EVERY, given=now() - LATE) > now()


@pytest.fixture
def round_app(fresh_database: Database, provider: str) -> Iterator[Flask]:
    """An application whose provider is this machine's, with three text messages to send."""
    config = Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test", sms_url=provider)
    app = create_app(replace(config, sms_seconds=EVERY.total_seconds()))
    engine = make_engine(fresh_database.url)
    with Session(engine) as session:
        set_scope(session, EVERYONE)
        for _ in range(3):
            a_text(session)
        session.commit()
    engine.dispose()
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


@OLD_MODULE
def test_the_messages_of_a_round_leave_one_after_the_other(
    round_app: Flask, fresh_database: Database
) -> None:
    run_worker(round_app, wait=False)
    assert (len(Provider.asked), states(fresh_database)) == (1, ["todo", "todo"])
    with psycopg.connect(fresh_database.owner_url) as connection:
        query = "SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo' ORDER BY 1"
        first, second = (row[0] for row in connection.execute(query))
        assert second - first == EVERY
        connection.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    run_worker(round_app, wait=False)
    assert (len(Provider.asked), states(fresh_database)) == (3, [])
