"""Tables of people become an association's files."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.geography import find_commune
from webapp.ground.database import Base, number
from webapp.models import Import, Party
from webapp.portals.caseworker.party_columns import COLUMNS
from webapp.portals.caseworker.party_export import count_people, rows_of_parties
from webapp.portals.caseworker.party_rows import judging
from webapp.portals.imports.kinds import KINDS, Judged, Kind, Likeness, Likes, Row
from webapp.portals.imports.making import TABLES, of_kind
from webapp.services.parties import codes, duplicates
from webapp.services.records import audit
from webapp.wording import in_a_row, label, labels, spans, telephone

Part = Callable[[Party], Sequence[Base]]
PARTS: tuple[Part, ...] = (
    lambda party: party.persons,
    lambda party: party.availabilities,
    lambda party: party.engagements,
)
"""What is written with a party."""


def likes(session: Session, about: Import) -> Likes:
    """Return what finds rows that look like somebody of a file, or of a row further up."""
    assert about.organisation_id is not None  # noqa: S101 (the table asks it of parties)
    files = duplicates.index_of(session, about.organisation_id)
    further_up = duplicates.KnownFiles({}, {}, {})

    def find(judged: Judged) -> Iterable[Likeness]:
        alike = [
            (row, _known(files, judged, row), _known(further_up, judged, row))
            for row in judged.rows
        ]
        for row, recorded, rows in alike:
            if recorded or rows:
                yield Likeness(row.number, recorded, min(rows, default=None))
            further_up.add(row.number, _name(row), *_as_person(judged, row))

    return find


def _known(known: duplicates.KnownFiles, judged: Judged, row: Row) -> list[int]:
    """Return whom a row looks like: of its name, of its number, or of a name that sounds alike."""
    born, number = _as_person(judged, row)
    return known.like(_name(row), born, number)


def _name(row: Row) -> tuple[str, str]:
    return row.cells.get("first_name", ""), row.cells.get("last_name", "")


def _as_person(judged: Judged, row: Row) -> tuple[int | None, str]:
    """Return what a row says of year of birth and telephone, as far as it makes anybody."""
    if judged.made is None:
        return None, ""
    person = judged.made.persons[judged.rows.index(row)]
    return person.birth_year, _fingerprint(judged.made)


def name_of(row: Row) -> str:
    """Return the name in a row."""
    return f"{row.cells.get('first_name', '')} {row.cells.get('last_name', '')}".strip()


def facts_of(party: Party) -> Iterator[tuple[str, str]]:
    """Say of a party what its file would say."""
    for person in party.persons:
        spoken = labels("language", person.languages)
        words = [
            label("sex", person.sex),
            str(person.birth_year),
            spoken,
            label("french", person.french),
        ]
        yield person.name, in_a_row(map(str, filter(None, words)))
    home = find_commune(party.commune)
    yield str(_("Commune")), home.label if home else ""
    yield str(_("Telephone")), telephone(party.phone) if party.phone else ""
    yield str(_("E-mail address")), party.email or ""
    yield str(_("Days on which they can be away")), spans(party.availabilities)
    yield str(_("What they need")), str(labels("need", party.needs))
    yield str(_("Wishes, in order")), str(labels("production", party.wishes))
    yield str(_("Courses and appointments")), spans(party.engagements)


def codes_of(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    """Return the codes of files."""
    found = session.execute(select(Party.id, Party.code).where(Party.id.in_(numbers)))
    return {row.id: row.code for row in found}


def _fingerprint(party: Party | None) -> str:
    return (party.phone_fingerprint or "") if party is not None else ""


def keep(session: Session, about: Import, parties: Sequence[Party]) -> None:
    """Make parties files of the association, accompanied by whoever imports them."""
    assert about.organisation_id is not None  # noqa: S101 (as above)
    given = codes.next_codes(session, len(parties))
    for party, code in zip(parties, given, strict=True):
        party.organisation_id, party.referent_id = about.organisation_id, about.by_id
        party.code, party.import_id = code, about.id
    for of_a_party in (lambda party: [party], *PARTS):
        number(session, [each for party in parties for each in of_a_party(party)])
    session.add_all(parties)
    session.flush()
    audit.record_each(session, "party.recorded", parties, **{"import": about.id})
    for party in parties:  # thousands follow: what is written is let go of
        session.expunge(party)


def _told(files: int) -> str:
    return str(ngettext("%(num)d file is made.", "%(num)d files are made.", files))


PARTIES: Final = Kind(
    "parties", COLUMNS, judging, likes, keep, name_of, facts_of, codes_of, rows_of_parties, _told,
    together="household", unsaid=frozenset({"postcode", "available_from", "available_until"}),
)  # fmt: skip
KINDS["parties"] = PARTIES
TABLES["parties"] = of_kind(PARTIES, count_people)
