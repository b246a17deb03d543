"""How two files were before they became one, written so that both can be so again."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from webapp.ground.database import Base
from webapp.models import Availability, Engagement, Party, Person
from webapp.services.parties import file_history, merge_facts

OF_THE_PARTY: Final = (*sum(merge_facts.OF_THE_PARTY.values(), ()), "waiting_since")
OF_A_PERSON: Final = sum(merge_facts.OF_A_PERSON.values(), ())


def facts_now(party: Party) -> dict[str, Any]:
    """Return every fact of a file, as JSON knows it, to tell whether one has changed since."""
    facts = file_history.facts_of(party)
    return {f"{person}/{name}": value for (person, name), value in facts.items()}


def as_it_is(kept: Party) -> dict[str, Any]:
    """Return what a merge may change of the file that stays."""
    return {
        "party": _written(kept, OF_THE_PARTY),
        "persons": {str(each.id): _written(each, OF_A_PERSON) for each in kept.persons},
        **{name: merge_facts.periods_of(kept, name) for name in merge_facts.PERIODS},
    }


def put_back(kept: Party, written: dict[str, Any]) -> None:
    """Let the file that stayed say again what it said before."""
    _read(kept, written["party"])
    for person in kept.persons:
        _read(person, written["persons"].get(str(person.id), {}))
    kept.availabilities[:] = [
        Availability(first_day=_day(first), last_day=_day(last))
        for first, last in written["availability"]
    ]
    kept.engagements[:] = map(Engagement.read, written["engagements"])


def dumped(undo: dict[str, Any]) -> str:
    """Return it as text."""
    return json.dumps(undo, ensure_ascii=True)


def _written(thing: Base, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(thing: Party | Person, written: dict[str, Any]) -> None:
    columns = type(thing).__table__.c
    for name, value in written.items():
        is_day = value is not None and columns[name].type.python_type is date
        setattr(thing, name, _day(value) if is_day else value)


def _day(written: str) -> date:
    return date.fromisoformat(written)
