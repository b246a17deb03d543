"""Whatever is removed at the desk is put back the same way: for an hour, by whoever removed it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from webapp.ground.database import Base, seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.ground.names import plain
from webapp.models import (
    Accreditation,
    Availability,
    CaseDecision,
    Centre,
    CommitteeLine,
    Contact,
    Duty,
    Engagement,
    Farm,
    FarmContact,
    Host,
    MatchingRound,
    Party,
    Refusal,
    Report,
    RoundTemplate,
    SavedSearch,
)
from webapp.services.committees import keeping
from webapp.services.farms import hosts
from webapp.services.parties import case_meetings, file_history
from webapp.services.records import audit, on_duty, put_back
from webapp.services.records.put_back import Removed
from webapp.web.access import signed_in_user
from webapp.web.acts import Act
from webapp.web.extensions import db


def _stored(row: Any) -> None:
    db.add(row)
    db.flush()


def _beside_namesakes(row: SavedSearch) -> None:
    """Put a search back under a name that no other of the same list has."""
    mine, (start, *_asked) = SavedSearch.user_id == row.user_id, row.asked.rpartition("?")
    others = db.scalars(select(SavedSearch).where(mine)).all()
    _under_a_free_name(row, [each for each in others if each.asked.rpartition("?")[0] == start])


def _beside_other_settings(row: RoundTemplate) -> None:
    """Put kept settings back under a name that no others of the same association have."""
    theirs = RoundTemplate.organisation_id.is_not_distinct_from(row.organisation_id)
    _under_a_free_name(row, db.scalars(select(RoundTemplate).where(theirs)).all())


def _under_a_free_name(
    row: SavedSearch | RoundTemplate, others: Sequence[SavedSearch | RoundTemplate]
) -> None:
    taken = {plain(each.name) for each in others}
    names = chain([row.name], (f"{row.name} {number}" for number in count(2)))
    row.name = next(name for name in names if plain(name) not in taken)
    _stored(row)


def _into(rows: str) -> Callable[[Any], None]:
    """Put a row back among those of its file."""
    return lambda row: getattr(db.get_one(Party, row.party_id), rows).append(row)


@dataclass(frozen=True)
class Kind:
    """What can be put back.

    Parameters
    ----------
    act
        What the audit calls it; none: it is nobody else's.
    about
        The attribute of what it is part of, whose history tells of it.
    topic
        The topic of a file that it belongs to, whose history tells what was and what is.
    back
        What puts it back, by the rules of its kind.
    parts
        The attributes whose rows go with it.
    """

    model: type[Base]
    act: str = ""
    about: type[Party] | type[Farm] | None = None
    topic: str = ""
    back: Callable[[Any], None] = _stored
    parts: tuple[str, ...] = ()


KINDS: Final = {
    each.model.__tablename__: each
    for each in (
        Kind(SavedSearch, back=_beside_namesakes),
        Kind(RoundTemplate, "template.put-back", back=_beside_other_settings),
        Kind(Centre, "centre.put-back"),
        Kind(Contact, "party.contact-put-back", Party),
        Kind(FarmContact, "farm.contact-put-back", Farm),
        Kind(Host, back=lambda row: hosts.put_back(db, row)),
        Kind(Accreditation, "accreditation.put-back"),
        Kind(Duty, back=lambda row: on_duty.add(db, row)),
        Kind(Refusal, about=Party, topic="refusals", back=_into("refusals")),
        Kind(Availability, about=Party, topic="availability", back=_into("availabilities")),
        Kind(Engagement, about=Party, topic="engagements", back=_into("engagements")),
        Kind(Report, "report.put-back"),
        Kind(CaseDecision, back=lambda row: case_meetings.put_back(db, row)),
        Kind(CommitteeLine, back=lambda row: keeping.put_on_again(db, row)),
        Kind(MatchingRound, "round.put-back", parts=("decisions",)),
    )
}
"""By the name of their table."""


def offer(act: Act, row: Base, called: str, back: str) -> None:
    """Keep what an act is about to remove, and offer on the next page to put it back.

    Parameters
    ----------
    called
        What it is called where it is offered.
    back
        The page on which it is seen again.
    """
    parts = KINDS[row.__tablename__].parts
    put_back.keep(db, signed_in_user(), row, called, back, parts)
    words = _("A mistake? For an hour you can put it back: %(what)s", what=called)
    way = Markup('<a href="{}">{}</a>').format(url_for("account.list_removed"), _("Undo"))
    act.tell(Markup("{} {}").format(words, way), "info")


def mine() -> list[Removed]:
    """Return what the reader has removed within the hour, the last first."""
    return [each for each in put_back.find(db, signed_in_user()) if each.kind in KINDS]


def put_it_back(number: int) -> Removed:
    """Put back what the reader removed.

    Raises
    ------
    RuleBroken
        When the hour is over, or its rules do not let it stand any more.
    """
    kept = next((each for each in mine() if each.id == number), None)
    if kept is None:
        raise RuleBroken("put-back-too-late")
    kind = KINDS[kept.kind]
    row = put_back.again(kept, kind.model)
    about = _about(kind, row)
    with _history(kind, about):
        kind.back(row)
    if kind.act:
        audit.record(db, kind.act, about or row, **_facts(row))
    put_back.forget(db, kept)
    return kept


def drop_what_moved_away(number: int) -> bool:
    """Keep no longer what was of a file that another association follows; say whether it was."""
    kept = next((each for each in mine() if each.id == number), None)
    if kept is None or KINDS[kept.kind].about is not Party:
        return False
    file = select(Party.id).where(Party.id == kept.row["party_id"])
    if db.scalar(file) is not None:
        return False
    with seeing_everyone(db):
        has_moved = db.scalar(file) is not None
    if has_moved:
        put_back.drop(db, kept)
    return has_moved


def _about(kind: Kind, row: Any) -> Party | Farm | None:
    """Return what it is part of, which may be the reader's no more."""
    if kind.about is None:
        return None
    if kind.about is Farm:
        return db.get(Farm, row.farm_id)
    mine = Party.id == row.party_id, Party.merged_into_id.is_(None)
    found = db.scalar(select(Party).where(*mine).with_for_update(of=Party))
    if found is None:
        raise RuleBroken("put-back-changed-since")
    return found


def _history(kind: Kind, about: Party | Farm | None) -> AbstractContextManager[None]:
    if not kind.topic or not isinstance(about, Party):
        return nullcontext()
    return file_history.recording(db, kind.topic, about)


def _facts(row: Any) -> dict[str, Any]:
    return {"kind": row.kind} if isinstance(row, Contact | FarmContact) else {}


def told(kept: Removed) -> str:
    """Return what is said once it is back."""
    return str(_("It is back: %(what)s", what=kept.called))
