"""An association's files as a table, in the shape in which a table is imported."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.vocabulary import CIVIC_DAY
from webapp.models import Availability, Engagement, Party, PartyState, Person
from webapp.models.parties import by_code
from webapp.portals.imports.exporting import BETWEEN, codes_said, said
from webapp.wording import label, telephone

A_BATCH: Final = 250
"""Files that are read at once."""
WITHHELD = ("last_name", "phone", "email")


def rows_of_parties(
    session: Session, organisation_id: int | None, *, with_names: bool
) -> Iterator[dict[str, Any]]:
    """Give a row for each person, by the codes of their files."""
    named = session.execute(select(Party.id, Party.code).where(*_here(organisation_id))).all()
    numbers = [each.id for each in sorted(named, key=lambda each: by_code(each.code))]
    whole = (Party.persons, Party.availabilities, Party.engagements, Party.centre)
    for at in range(0, len(numbers), A_BATCH):
        batch = numbers[at : at + A_BATCH]
        query = select(Party).where(Party.id.in_(batch)).options(*map(selectinload, whole))
        found = {party.id: party for party in session.scalars(query)}
        for party in (found[number] for number in batch if number in found):
            yield from _rows_of(party, with_names=with_names)


def count_people(session: Session, organisation_id: int | None) -> int:
    """Return how many people an association accompanies."""
    query = select(func.count(Person.id)).join(Person.party).where(*_here(organisation_id))
    return session.scalar(query) or 0


def _here(organisation_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return Party.organisation_id == organisation_id, Party.state != PartyState.LEFT


def _rows_of(party: Party, *, with_names: bool) -> Iterator[dict[str, Any]]:
    told = _of_a_party(party)
    for number, person in enumerate(party.persons, start=1):
        row = {"household": party.code, **_of_a_person(person), **told}
        if not with_names:
            row |= {"first_name": f"{party.code}-{number}", **dict.fromkeys(WITHHELD, "")}
        yield row


def _of_a_person(person: Person) -> Mapping[str, Any]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "sex": str(label("sex", person.sex)),
        "birth_year": person.birth_year,
        "is_of_age": said(person.is_of_age),
        "languages": codes_said("language", person.languages),
        "french": str(label("french", person.french)),
        "reads": said(person.reads),
        "title_until": person.title_until,
        "fundable_until": person.fundable_until,
        "fundable_agreed": said(bool(person.fundable_until)),
    }


def _of_a_party(party: Party) -> Mapping[str, Any]:
    home = find_commune(party.commune)
    return {
        "commune": home.label if home else "",
        "reach_km": party.reach_km,
        "phone": telephone(party.phone) if party.phone else "",
        "phone_shared": said(party.phone_shared),
        "email": party.email or "",
        "language": str(label("language", party.language)),
        "channel": str(label("channel", party.channel)),
        "needs": codes_said("need", party.needs),
        "childcare": codes_said("childcare", filter(None, [party.childcare])),
        "interpreter": said(party.interpreter),
        "private": said(party.private),
        "wishes": codes_said("production", party.wishes),
        "frames": codes_said("frame", party.frames),
        "available": _days(party.availabilities),
        "engagements": _days([each for each in party.engagements if each.kind != CIVIC_DAY]),
        "civic_days": BETWEEN.join(str(day) for day in party.civic_days if day >= today()),
        "centre": party.centre.name if party.centre else "",
        "notice_days": party.notice_days,
        "notice_reason": codes_said("notice-reason", filter(None, [party.notice_reason])),
    }


def _days(periods: list[Availability] | list[Engagement]) -> str:
    """Write days to come as they are read again; those that are over say nothing any more."""
    return BETWEEN.join(
        " ".join(filter(None, (_kind(each), f"{each.first_day} – {each.last_day}", _after(each))))
        for each in periods
        if each.last_day >= today()
    )


def _kind(each: Availability | Engagement) -> str:
    return str(label("engagement", each.kind)) if isinstance(each, Engagement) else ""


def _after(each: Availability | Engagement) -> str:
    if not isinstance(each, Engagement):
        return ""
    days = [str(label("weekday", str(number))) for number in each.weekdays]
    missed = [] if each.missable is None else [f"{each.hours} h / {each.missable} h"]
    return " ".join(days + missed)
