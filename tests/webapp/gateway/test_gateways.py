"""What an own gateway is asked, what its answers mean, and which of its calls are believed."""

import hashlib
import hmac
import http.server
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.webapp.visits.test_fates import Network
from tests.webapp.visits.test_messages import a_message, send
from webapp import create_app
from webapp.channels import Letter, NotSentError, pace_of, sender_for
from webapp.channels.gateways import gateway_at
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.errors import ConfigurationError
from webapp.jobs.worker import run_worker
from webapp.models import Channel, Fate, Message, MessageState, Side

PUBLIC = "https://sillon.example"
LETTER = Letter(("+33639980001",), "", "Sillon\u00a0: à bientôt", "key", "fr", "7-1-proof")
ARABIC = replace(LETTER, body="Sillon: مزرعة تدعوكم")
KEY = "5ab81fd1c0e4b2f7a9d36e5c8f0b1a2d"


class Answering(http.server.BaseHTTPRequestHandler):
    """A gateway on this machine."""

    asked: list[tuple[str, str, dict[str, str], bytes]] = []  # noqa: RUF012 (one at a time)
    status = 202

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        if self.status:
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_GET = do_POST  # noqa: N815 (the base class's name)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def place() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Answering.asked, Answering.status = [], 202
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield f"name:pass%2Fword@127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sent(url: str, letter: Letter) -> None:
    gateway = gateway_at(url, PUBLIC)
    assert gateway
    gateway.send(letter)


def test_kannel_is_asked_in_the_alphabet_of_the_text_and_told_where_its_receipt_goes(
    place: str,
) -> None:
    for letter in (LETTER, ARABIC):
        sent(f"kannel://{place}?from=Sillon", letter)
    latin, arabic = (parse_qs(urlsplit(path).query) for _, path, *_ in Answering.asked)
    assert latin["text"] == ["Sillon : à bientot"]
    assert arabic["text"] == [ARABIC.body]
    assert (latin["coding"], arabic["coding"]) == (["0"], ["2"])
    for asked in (latin, arabic):
        assert asked["to"] == ["33639980001"]
        assert (asked["username"], asked["password"]) == (["name"], ["pass/word"])
        assert (asked["charset"], asked["from"]) == (["UTF-8"], ["Sillon"])
        assert asked["dlr-url"] == [f"{PUBLIC}/gateway/receipts/7-1-proof?type=%d"]


def test_a_telephone_is_asked_with_the_receipt_as_its_number_of_the_message(place: str) -> None:
    sent(f"smsgate://{place}", ARABIC)
    [(method, path, headers, body)] = Answering.asked
    assert (method, path) == ("POST", "/message")
    assert headers["Authorization"] == f"Basic {b64encode(b'name:pass/word').decode()}"
    assert json.loads(body) == {
        "id": "7-1-proof",
        "textMessage": {"text": ARABIC.body},
        "phoneNumbers": ["+33639980001"],
        "withDeliveryReport": True,
    }


@pytest.mark.parametrize(
    ("status", "failure"),
    [(401, "sms-setting"), (403, "sms-setting"), (429, "sms-refused"), (500, "sms-refused"),
     (503, "sms-refused"), (0, "sms-unreachable")],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["kannel", "smsgate"])
def test_what_a_gateway_does_not_confirm_is_not_sent(
    place: str, scheme: str, status: int, failure: str
) -> None:
    Answering.status = status
    with pytest.raises(NotSentError, match=failure):
        sent(f"{scheme}://{place}", LETTER)


def test_a_gateway_that_is_away_is_said_so() -> None:
    with pytest.raises(NotSentError, match="sms-unreachable"):
        sent("kannel://name:password@127.0.0.1:9", LETTER)


@pytest.mark.parametrize(
    "url", ["kannel://gateway.example:13013", "smsgates://a:b@", "smsgate://a"]
)
def test_a_worker_does_not_start_with_half_an_address(config: Config, url: str) -> None:
    with pytest.raises(ConfigurationError, match="a gateway's address"):
        run_worker(create_app(replace(config, sms_url=url)), wait=False)


def test_a_gateway_has_its_own_queue_and_gives_receipts(config: Config) -> None:
    own = replace(config, sms_url="kannel://a:b@gateway.example:13013")
    assert sender_for(Channel.SMS, own).gives_receipts
    assert not pace_of(own)


@pytest.fixture
def message(app: Flask, db: Session) -> Message:
    return a_message(db, a_visit(db), Side.PARTY)


@pytest.fixture
def receipt(app: Flask, db: Session, message: Message) -> str:
    network = Network()
    send(app, db, message, network)
    db.commit()
    return network.receipt


@pytest.fixture
def with_key(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, gateway_key=KEY))


def test_kannel_tells_by_the_numbers_it_has(
    app: Flask, db: Session, message: Message, receipt: str
) -> None:
    client = app.test_client()
    for number, state in ((8, MessageState.ACCEPTED), (2, MessageState.FAILED),
                          (1, MessageState.DELIVERED), (16, MessageState.DELIVERED)):  # fmt: skip
        assert client.get(f"/gateway/receipts/{receipt}?type={number}").status_code == 200
        db.refresh(message)
        assert message.state is state
    for wrong in (f"{receipt}?type=7", f"{receipt}", f"{receipt[:-1]}?type=1", "x?type=1"):
        assert client.get(f"/gateway/receipts/{wrong}").status_code == 404


def told(app: Flask, event: object, *, key: str = KEY, age: int = 0) -> int:
    body, at = json.dumps(event).encode(), str(int(now().timestamp()) - age)
    proof = hmac.new(key.encode(), body + at.encode(), hashlib.sha256).hexdigest()
    headers = {"X-Signature": proof, "X-Timestamp": at}
    return app.test_client().post("/gateway/telephone", data=body, headers=headers).status_code


@pytest.mark.usefixtures("with_key")
def test_a_telephone_tells_what_it_signed_a_moment_ago(
    app: Flask, db: Session, message: Message, receipt: str
) -> None:
    def event(name: str) -> dict[str, object]:
        return {"event": name, "payload": {"messageId": receipt}}

    forged: dict[str, Any]
    broken: object
    for forged in ({"key": "another"}, {"key": ""}, {"age": 3600}, {"age": -3600}):
        assert told(app, event("sms:delivered"), **forged) == 404
    for broken in ([], "text", {"event": "sms:sent"}, {"payload": []}):
        assert told(app, broken) == 404
    assert told(app, event("sms:sent")) == told(app, event("system:ping")) == 200
    db.refresh(message)
    assert message.fate is Fate.ACCEPTED
    assert told(app, event("sms:delivered")) == told(app, event("sms:delivered")) == 200
    db.refresh(message)
    assert message.state is MessageState.DELIVERED


def test_without_a_key_nobody_is_believed(app: Flask) -> None:
    assert told(app, {"event": "sms:sent", "payload": {}}, key="") == 404
