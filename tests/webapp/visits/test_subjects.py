"""Every subject that can be written reaches its reader as it was written."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.dialects.postgresql import Range

from webapp.channels import Letter
from webapp.channels.email import WRITTEN, written
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Channel, Farm, FarmState, Message, Side, Visit
from webapp.wording.days import days_of
from webapp.wording.messages import KINDS

FIRST = date(2028, 1, 1)
"""A leap year, so that every day of a year is there."""
DAYS = 366
NIGHTS = (1, 6)
DIGIT = re.compile(r"\d")
ENCODED_WORD = re.compile(rb"=\?[^\s?]+\?[bq]\?[^\s?]*\?=", re.IGNORECASE)


def a_letter_to_a_farm(kind: str, arrival: date, nights: int) -> Message:
    visit = Visit(
        id=1,
        link_version=1,
        stay=Range(arrival, arrival + timedelta(days=nights), bounds="[]"),
        answer_by=arrival - timedelta(days=9),
    )
    visit.farm = Farm(state=FarmState.APPROVED, links_ended=0)
    message = Message(kind=kind, channel=Channel.EMAIL, side=Side.FARM, visit_id=1)
    message.visit = visit
    return message


def stays() -> Iterable[tuple[date, int]]:
    """Return a stay of each look: a subject names the days, and digits do not change its shape."""
    looks = {}
    for arrival in (FIRST + timedelta(days) for days in range(DAYS)):
        for nights in NIGHTS:
            written = days_of(arrival, arrival + timedelta(days=nights))
            looks[DIGIT.sub("0", written)] = arrival, nights
    return looks.values()


def subjects(language: Language) -> Iterator[str]:
    """Yield every subject of a language, on a stay of each look."""
    with force_locale(language.locale):
        of_visits, of_others = stays(), [(FIRST, 1)]
        for kind, compose in sorted(KINDS.items()):
            for arrival, nights in of_visits if kind.startswith("visit-") else of_others:
                yield compose(a_letter_to_a_farm(kind, arrival, nights)).subject


@pytest.mark.parametrize("language", PUBLIC, ids=lambda each: each.code)
def test_every_subject_arrives_as_it_was_written(application: Flask, language: Language) -> None:
    with application.test_request_context():
        different = set(subjects(language))
    assert len(different) > len(KINDS)
    ways = {each: both_ways(each) for each in of_each_shape(different)}
    torn = {each: read for each, read in ways.items() if read != (each, each)}
    assert torn == {}


def of_each_shape(subjects: set[str]) -> Iterable[str]:
    """Return one of those that differ in their digits alone: these are cut at the same places."""
    return {DIGIT.sub("0", each): each for each in sorted(subjects)}.values()


def both_ways(subject: str) -> tuple[str, str]:
    """Return a subject as it is read by a program of today, and by an older one."""
    mail = EmailMessage(WRITTEN)
    mail["Subject"] = subject
    sent = mail.as_bytes()
    assert max(len(line) for line in sent.split(b"\r\n")) <= 78
    assert max((len(word) for word in ENCODED_WORD.findall(sent)), default=0) <= 75
    today = str(message_from_bytes(sent, policy=policy.default)["Subject"])
    older = str(make_header(decode_header(message_from_bytes(sent)["Subject"])))
    return today, older


def test_a_whole_letter_has_its_subject_written_so() -> None:
    subject = "Visite de Meryem : viennent, 1er–2 février"
    sent = written(Letter(("a@farm.example",), subject, "Bonjour", "key", "fr"), "b@sillon.example")
    head = sent.partition(b"\r\n\r\n")[0]
    assert str(message_from_bytes(head, policy=policy.default)["Subject"]) == subject
    mail = EmailMessage(WRITTEN)
    mail["Subject"] = subject
    assert mail.as_bytes().strip() in head
