"""How two files were before they became one, written so that both can be so again."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from webapp.ground.database import Base
from webapp.models import Availability, Engagement, Party, Person
from webapp.services.parties import file_history, merge_facts

OF_THE_PARTY: Final = (*sum(merge_facts.OF_THE_PARTY.values(), ()), "waiting_since")
CENTRE: Final = "0/centre_id"
OF_A_PERSON: Final = sum(merge_facts.OF_A_PERSON.values(), ())
SEALED_DAYS: Final = frozenset({"fundable_until"})
"""Days whose columns, which are sealed, hold text."""


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


def was_changed(kept: Party, after: dict[str, Any], known: Collection[int]) -> bool:
    """Whether the file says something else than after the merge; a centre may be gone since."""
    now_said = facts_now(kept)
    changed = {fact for fact, value in after.items() if now_said.get(fact) != value}
    if after.get(CENTRE) not in known and now_said.get(CENTRE) is None:
        changed.discard(CENTRE)
    return bool(changed)


def put_back(kept: Party, written: dict[str, Any], known: Collection[int]) -> bool:
    """Let the file that stayed say again what it said before.

    Parameters
    ----------
    known
        The reception centres that are known still.

    Returns
    -------
    Whether it was in another, so that it is in none now.
    """
    was_in = written["party"].get("centre_id")
    is_lost = was_in is not None and was_in not in known
    _read(kept, written["party"] | ({"centre_id": None} if is_lost else {}))
    for person in kept.persons:
        _read(person, written["persons"].get(str(person.id), {}))
    kept.availabilities[:] = [
        Availability(first_day=_day(first), last_day=_day(last))
        for first, last in written["availability"]
    ]
    kept.engagements[:] = map(Engagement.read, written["engagements"])
    return is_lost


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
        is_day = name in SEALED_DAYS or columns[name].type.python_type is date
        setattr(thing, name, _day(value) if value and is_day else value)


def _day(written: str) -> date:
    return date.fromisoformat(written)
