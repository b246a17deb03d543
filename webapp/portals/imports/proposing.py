"""What the columns of a table probably say: as was said before, or by the words of its header."""

from collections.abc import Mapping
from functools import cache

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.languages import PUBLIC
from webapp.ground.names import plain
from webapp.models import Import
from webapp.portals.imports.kinds import KINDS, Column
from webapp.services.imports.tables import Table

LONG_ENOUGH = 5
"""A word of so many letters is looked for inside a longer header as well."""


@cache
def _by_word(kind: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for column in KINDS[kind].columns:
        for language in PUBLIC:
            with force_locale(language.locale):
                words.setdefault(plain(str(column.label)), column.name)
        for word in (column.name, *column.words):
            words.setdefault(plain(word), column.name)
    return words


def meaning_of(kind: str, header: str) -> str:
    """Return what a column of this header says; nothing where that is not plain."""
    words = _by_word(kind)
    for written in (plain(header), plain(header.rpartition("/")[2])):
        if written in words:
            return words[written]
    inside = [
        word for word in words if len(word) >= LONG_ENOUGH and f" {word} " in f" {plain(header)} "
    ]
    meant = {words[word] for word in inside if len(word) == max(map(len, inside))}
    return meant.pop() if len(meant) == 1 else ""


def proposed(kind: str, table: Table, before: Mapping[str, str]) -> dict[str, str]:
    """Return what each column says, the first of several that say the same.

    Parameters
    ----------
    before
        What columns of these headers were said to be the last time.
    """
    said: dict[str, str] = {}
    for name in table.header:
        meant = before.get(name, meaning_of(kind, name))
        said[name] = meant if meant in KINDS[kind].column_of and meant not in said.values() else ""
    return said


def said_before(session: Session, about: Import) -> dict[str, str]:
    """Return what columns were said to be in the last table that the same people checked."""
    query = select(Import).where(
        Import.organisation_id.is_not_distinct_from(about.organisation_id),
        Import.kind == about.kind,
        Import.columns.is_not(None),
        Import.id != about.id,
    )
    last = session.scalar(query.order_by(Import.id.desc()).limit(1))
    return last.meanings if last else {}


def missing(kind: str, meanings: Mapping[str, str]) -> list[Column]:
    """Return the columns without which nothing can be made, and which no header says."""
    said = set(meanings.values())
    return [each for each in KINDS[kind].columns if each.required and each.name not in said]
