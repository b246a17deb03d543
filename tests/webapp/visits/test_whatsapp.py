"""WhatsApp by the real Apprise, which speaks to Meta's own name: here a server on this machine."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_visit
from tests.page import Page
from tests.webapp.visits.meta import ANSWERS, SILENT, Meta
from webapp.channels import Letter, NotSentError, check_texts, sender_for, whatsapp
from webapp.channels.delivery import deliver
from webapp.channels.whatsapp import WhatsApp
from webapp.ground.config import Config
from webapp.ground.errors import ConfigurationError
from webapp.models import Channel, Message, MessageState, Party, Side, Visit
from webapp.services.records import operations, outbox
from webapp.services.records.tokens import visit_token
from webapp.wording import compose

URL = (
    "whatsapp://sillon_message:token123@106540352242922/{to}"
    "?lang={language}&languages=fr,ar,prs_AF&:body=1"
)
LETTER = Letter(("+33699000000",), "", "Sillon : une visite\nvous est proposée", "key", "fr")
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meta]:
    with Meta(tmp_path_factory.mktemp("meta")).open() as server:
        yield server


@pytest.fixture
def meta(running: Meta, monkeypatch: pytest.MonkeyPatch) -> Meta:
    running.asked, running.does = [], "taken"
    monkeypatch.setenv("HTTPS_PROXY", running.proxy)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.certificate))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr(whatsapp, "TIMEOUTS", "cto=2&rto=1")
    return running


@pytest.mark.parametrize(("language", "code"), [("fr", "fr"), ("ar", "ar"), ("prs", "prs_AF")])
def test_a_message_fills_the_template_of_its_language_in_one_line(
    meta: Meta, language: str, code: str
) -> None:
    WhatsApp(URL).send(replace(LETTER, language=language))
    [asked] = meta.asked
    assert asked["path"].endswith("/106540352242922/messages")
    assert asked["key"] == "Bearer token123"
    assert (asked["to"], asked["type"]) == ("+33699000000", "template")
    template = asked["template"]
    assert (template["name"], template["language"]) == ("sillon_message", {"code": code})
    [part] = template["components"]
    said = [{"type": "text", "text": "Sillon : une visite vous est proposée"}]
    assert (part["type"], part["parameters"]) == ("body", said)


@pytest.mark.parametrize("does", [*(each for each in ANSWERS if each != "taken"), *SILENT])
def test_what_meta_does_not_take_has_not_left(
    meta: Meta, does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meta.does = does
    with pytest.raises(NotSentError, match="whatsapp-refused"):
        WhatsApp(URL).send(LETTER)
    meta.does = "taken"
    monkeypatch.setattr(whatsapp, "TIMEOUTS", "cto=60&rto=60")  # however busy the machine is
    WhatsApp(URL).send(LETTER)


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    meta: Meta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(NotSentError, match="whatsapp-refused"):
        WhatsApp(URL).send(LETTER)
    assert meta.asked == []


def test_what_no_template_can_take_is_not_sent(meta: Meta) -> None:
    with pytest.raises(NotSentError, match="whatsapp-language"):
        WhatsApp(URL).send(replace(LETTER, language="ti"))
    with pytest.raises(NotSentError, match="whatsapp-long"):
        WhatsApp(URL).send(replace(LETTER, body="a" * 1_025))
    assert meta.asked == []


def test_no_number_and_no_key_comes_into_the_log(
    meta: Meta, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="apprise")
    meta.does = "no rights"
    with pytest.raises(NotSentError):
        WhatsApp(URL).send(LETTER)
    assert [each for each in caplog.records if each.name.startswith("apprise")] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "whatsapp://token123@106540352242922/{to}?lang={language}&languages=fr&:body=1",
        URL.replace("{to}", "33699000000"),
        URL.replace("{language}", "fr"),
        URL.replace("&languages=fr,ar,prs_AF", ""),
        URL.replace("&:body=1", ""),
        URL.replace("106540352242922", "example.org"),
        URL.replace("whatsapp", "json"),
    ],
)
def test_an_address_by_which_nothing_can_leave_is_told_at_the_start(
    application: Flask, wrong: str
) -> None:
    config: Config = application.extensions["config"]
    with pytest.raises(ConfigurationError, match="SILLON_WHATSAPP_URL"):
        check_texts(replace(config, whatsapp_url=wrong))
    check_texts(replace(config, whatsapp_url=URL))


def a_guest(db: Session) -> Party:
    return a_party(db, channel="whatsapp", language="ar")


def asked_of(db: Session, visit: Visit) -> Message:
    found = select(Message).where(Message.visit_id == visit.id)
    return db.scalars(found.order_by(Message.id.desc())).first() or pytest.fail(
        "nothing is written"
    )


def test_a_household_that_wishes_it_is_written_to_by_whatsapp_without_a_receipt(
    meta: Meta, db: Session, application: Flask
) -> None:
    config = replace(application.extensions["config"], whatsapp_url=URL)
    visit = a_visit(db, a_guest(db))
    outbox.write_to_party(db, visit, "visit-proposed", key="w 1")
    message = asked_of(db, visit)
    assert message.channel is Channel.WHATSAPP
    with application.test_request_context():
        deliver(db, message.id, compose, lambda channel: sender_for(channel, config))
    assert (message.state, message.gives_receipts) == (MessageState.SENT, False)
    [asked] = meta.asked
    [said] = asked["template"]["components"][0]["parameters"]
    assert f"/v/{visit_token(visit, Side.PARTY)}" in said["text"]
    ways = {way.channel: way for way in operations.look(db).ways}
    assert ways[Channel.WHATSAPP].counted[MessageState.SENT] == 1


def test_a_message_that_whatsapp_refuses_is_failed_with_its_reason_and_tried_again(
    meta: Meta, db: Session, application: Flask
) -> None:
    config = replace(application.extensions["config"], whatsapp_url=URL)
    visit = a_visit(db, a_guest(db))
    outbox.write_to_party(db, visit, "visit-proposed", key="w 2")
    message, meta.does = asked_of(db, visit), "down"
    with application.test_request_context():
        for does, state in (("down", MessageState.FAILED), ("taken", MessageState.SENT)):
            meta.does = does
            deliver(db, message.id, compose, lambda channel: sender_for(channel, config))
            assert message.state is state
    assert len(meta.asked) == 2


def test_codes_go_by_text_message_and_a_stop_ends_whatsapp_too(db: Session) -> None:
    party = a_guest(db)
    assert outbox.way_of_code(party) is Channel.SMS
    assert party.reads_messages
    party.stop_texts()
    assert (party.channel, party.refuses_texts) == ("phone-call", True)
    party.channel = "whatsapp"
    assert not party.refuses_texts, "they agreed to it since"


@pytest.mark.parametrize("url", ["", URL])
def test_a_caseworker_chooses_it_only_where_it_is_set_up(
    page: Page, db: Session, application: Flask, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    config = replace(application.extensions["config"], whatsapp_url=url)
    monkeypatch.setitem(application.extensions, "config", config)
    party = a_party(db, language="fr")
    page.sign_in(a_caseworker(db, party.organisation)).visit(
        f"/casework/parties/{party.id}/contact"
    )
    assert ("WhatsApp" in page.text) is bool(url)
    if url:
        page.submit({"channel": "whatsapp", "language": "ti"}, button="Enregistrer")
        assert "Aucun message WhatsApp n’est prévu dans cette langue" in page.text
        page.submit({"channel": "whatsapp", "language": "ar"}, button="Enregistrer")
        db.refresh(party)
        assert (party.channel, party.language) == ("whatsapp", "ar")
