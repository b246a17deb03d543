"""What was changed in a file: each fact as it was before and as it is after, in one act."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import FileChange, Party, Person
from webapp.services.records import audit

OF_THE_PARTY: Final = (
    "phone", "phone_shared", "email", "language", "channel", "agreed_word", "commune", "reach_km",
    "interpreter", "private",
    "childcare", "needs", "wishes", "frames", "notice_days", "notice_reason", "centre_id",
    "referent_id",
    "second_referent_id", "organisation_id",
)  # fmt: skip
OF_A_PERSON: Final = (
    "first_name", "last_name", "is_another", "sex", "birth_year", "is_of_age", "languages",
    "french", "reads", "title_until", "fundable_until",
)  # fmt: skip

Fact = tuple[int, str]
"""The number of the member whose fact it is, or 0, and its name."""


Changes = dict[int, list[FileChange]]
"""What was changed, by the number of the event."""


@contextmanager
def recording(session: Session, topic: str, *parties: Party) -> Iterator[None]:
    """Keep what is changed in these files inside, with the audit row of each that says by whom."""
    before = {party.id: facts_of(party) for party in parties}
    yield
    session.flush()
    for party in sorted(parties, key=lambda each: each.id):
        event = audit.record_numbered(session, "party.changed", party, topic=topic)
        after = facts_of(party)
        for fact in sorted(before[party.id].keys() | after.keys()):
            was, is_now = before[party.id].get(fact), after.get(fact)
            if was != is_now:
                session.add(_change(party, event, fact, was, is_now))


def _change(party: Party, event_id: int, fact: Fact, was: Any, is_now: Any) -> FileChange:
    person_id, name = fact
    return FileChange(
        party_id=party.id,
        event_id=event_id,
        person_id=person_id or None,
        fact=name,
        before=_written(was),
        after=_written(is_now),
    )


def _written(value: Any) -> str | None:
    return None if value in (None, "", []) else json.dumps(value)


def facts_of(party: Party) -> dict[Fact, Any]:
    """Return every fact of a file that its history keeps, as JSON knows values."""
    facts = {(0, name): getattr(party, name) for name in OF_THE_PARTY if hasattr(party, name)}
    away = [[each.first_day, each.last_day] for each in party.availabilities]
    engaged = [each.written for each in party.engagements]
    others = party.companions.parties if party.companions else []
    facts[0, "availability"] = sorted(away)
    facts[0, "engagements"] = sorted(engaged)
    facts[0, "refusals"] = sorted([each.farm_id, each.side.value] for each in party.refusals)
    facts[0, "companions"] = sorted(each.code for each in others if each is not party)
    for person in party.persons:
        facts |= _facts_of(person)
    return {fact: _plain(value) for fact, value in facts.items()}


def _facts_of(person: Person) -> dict[Fact, Any]:
    """Return what is known of a member, who is named once they are kept."""
    return {(person.id or 0, name): getattr(person, name) for name in OF_A_PERSON}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def changes(session: Session, events: Collection[int]) -> Changes:
    """Return what these events changed in a file, by the number of the event."""
    if not events:
        return {}
    query = select(FileChange).where(FileChange.event_id.in_(events)).order_by(FileChange.id)
    found: defaultdict[int, list[FileChange]] = defaultdict(list)
    for change in session.scalars(query):
        found[change.event_id].append(change)
    return found


def name_for_good(session: Session, fact: str, number: int, name: str) -> None:
    """Let histories say by name what is about to have no number any more."""
    written, named = json.dumps(number), json.dumps(name)
    for change in session.scalars(select(FileChange).where(FileChange.fact == fact)):
        if change.before == written:
            change.before = named
        if change.after == written:
            change.after = named
    session.flush()


def is_a_name(written: str | None) -> bool:
    """Whether what a history keeps is the name of something that has no number any more."""
    return isinstance(json.loads(written or "null"), str)


def users_named(found: Changes) -> set[int]:
    """Return the users whose numbers stand in these changes."""
    facts = ("referent_id", "second_referent_id")
    return {number for fact in facts for number in _values(found, fact) if number}


def organisations_named(found: Changes) -> set[int]:
    """Return the associations whose numbers stand in these changes."""
    return {number for number in _values(found, "organisation_id") if number}


def centres_named(found: Changes) -> set[int]:
    """Return the reception centres whose numbers stand in these changes."""
    return {number for number in _values(found, "centre_id") if isinstance(number, int)}


def farms_named(found: Changes) -> set[int]:
    """Return the farms whose numbers stand in these changes."""
    return {farm for refused in _values(found, "refusals") for farm, _side in refused or ()}


def _values(found: Changes, fact: str) -> list[Any]:
    about = [change for changes in found.values() for change in changes if change.fact == fact]
    written = [text for change in about for text in (change.before, change.after) if text]
    return [json.loads(text) for text in written]
