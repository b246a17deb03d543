"""Every text message in every language, as long as it can get, with the parts it leaves in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.dialects.postgresql import Range

from webapp.ground import languages
from webapp.ground.vocabulary import AGREED_WORDS
from webapp.models import ASKING, Channel, Message, Party, PhoneCode, Side, Visit
from webapp.wording.labels import label
from webapp.wording.messages import KINDS, compose
from webapp.wording.visit_messages import answered_by_text

A_NUMBER = 999_999
"""The number of a visit in years to come: links grow with it."""
A_LONG_DAY = date(2028, 9, 27)
"""A Wednesday in September, whose name is among the longest in many languages."""

SHARED = "shared-telephone"
"""What is written in place of all of them where others read the telephone too."""


@dataclass(frozen=True)
class Length:
    """One kind of text message in one language."""

    kind: str
    language: languages.Language
    words: str


def of_guests() -> Iterator[Length]:
    """Yield what is written to people by text message, in each language that is offered."""
    takes = current_app.extensions["config"].takes_replies
    for kind in sorted(KINDS):
        if not kind.startswith(("visit-", "farm-stopped")):
            continue
        for language in languages.PUBLIC:
            words = compose(_example(kind, language)).body
            if takes and kind in ASKING:
                with force_locale(language.locale):
                    words += answered_by_text()
            yield Length(kind, language, words)
    for language in languages.PUBLIC:
        words = compose(_example("visit-soon", language, shared=True)).body
        yield Length(SHARED, language, words)


def _example(kind: str, spoken: languages.Language, *, shared: bool = False) -> Message:
    with force_locale(spoken.locale):
        longest = max(AGREED_WORDS, key=lambda word: len(label("agreed-word", word)))
    visit = Visit(
        id=A_NUMBER,
        link_version=1,
        party=Party(language=spoken.code, agreed_word=longest, phone_shared=shared),
        stay=Range(A_LONG_DAY, A_LONG_DAY, bounds="[]"),
        answer_by=A_LONG_DAY,
    )
    at = datetime.combine(A_LONG_DAY, datetime.min.time())
    code = PhoneCode(id=A_NUMBER, visit_id=A_NUMBER, side=Side.PARTY, created_at=at)
    return Message(
        kind=kind,
        channel=Channel.SMS,
        language=spoken.code,
        side=Side.PARTY,
        visit=visit,
        phone_code=code if kind in {"visit-code", "household-code"} else None,
    )
