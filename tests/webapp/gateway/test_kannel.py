"""Text messages through a real Kannel, with the sample of deploy/: what leaves and comes back."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from tests.builders import a_party, a_programme, a_visit
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.ports import HERE
from tests.waiting import wait_until
from tests.webapp.gateway.kannel import Kannel, running
from webapp import create_app
from webapp.channels import gsm, sender_for
from webapp.channels.delivery import deliver
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.models import Message, MessageState, Reply, Side
from webapp.services.visits import proposing
from webapp.wording import compose

pytestmark = [pytest.mark.process, pytest.mark.kannel]

KEY = "5ab81fd1c0e4b2f7a9d36e5c8f0b1a2d"


@dataclass
class Desk:
    """Sillon, behind which a real Kannel stands."""

    app: Flask
    session: Session
    kannel: Kannel

    def send(self, language: str) -> Message:
        visit = a_visit(self.session, a_party(self.session, language=language))
        proposing.tell(self.session, visit, Side.PARTY, "visit-proposed")
        message = self.session.query(Message).order_by(Message.id.desc()).first()
        assert message
        self.session.commit()
        config = self.app.extensions["config"]
        with self.app.app_context():
            deliver(self.session, message.id, compose, lambda each: sender_for(each, config))
        self.session.commit()
        return message

    def written(self) -> list[str]:
        found = [each.words for each in self.session.query(Reply).order_by(Reply.id)]
        self.session.commit()
        return found

    def is_in(self, message: Message, state: MessageState) -> bool:
        self.session.refresh(message)
        self.session.commit()
        return message.state is state


@pytest.fixture
def desk(fresh_database: Database, tmp_path: Path) -> Iterator[Desk]:
    config = Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test", gateway_key=KEY)
    app, engine = create_app(config), make_engine(fresh_database.url)
    server = make_server(HERE, 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        with (
            running(tmp_path, f"{HERE}:{server.server_port}", KEY) as kannel,
            Session(engine, expire_on_commit=False) as session,
        ):
            set_scope(session, EVERYONE)
            a_programme(session)
            app.extensions["config"] = replace(config, sms_url=kannel.url)
            yield Desk(app, session, kannel)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        engine.dispose()
        app.extensions["sessions"].kw["bind"].dispose()


def test_a_text_arrives_word_for_word_and_its_receipt_is_kept(desk: Desk) -> None:
    for language in ("fr", "ar"):
        message = desk.send(language)
        with desk.app.app_context():
            words = compose(message).body
        number, taken = desk.kannel.network.take()
        assert message.visit
        assert f"+{number}" == message.visit.party.phone
        assert taken == gsm.fold(words)
        wait_until(partial(desk.is_in, message, MessageState.DELIVERED))
        assert message.attempts == 1
    desk.kannel.network.bring(number, "déjà là")
    wait_until(lambda: desk.written() == ["déjà là"] * 2)  # both files have this number
    wrong = desk.kannel.url.replace("password", "another", 1)
    desk.app.extensions["config"] = replace(desk.app.extensions["config"], sms_url=wrong)
    refused = desk.send("fr")
    assert (refused.state, refused.failure) == (MessageState.FAILED, "sms-setting")
