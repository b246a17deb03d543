"""Files that may be of one person: proposed in pairs, and told apart where they are of two."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ARRAY, Integer, Select, any_, literal
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from webapp.models import AlikeFiles, Organisation, Party, PartyState, Person
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.merging import about
from webapp.services.parties import alike, merge_facts, referents
from webapp.services.parties.duplicates import Likeness
from webapp.services.parties.search import Search, find_parties, load_parties
from webapp.web.access import find_or_404, possible_numbers, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.kept_searches import LONGEST
from webapp.web.pages import page, shown_page

A_PAGE = 25
HERE = "caseworker.list_alike"
TOLD_APART = "told-apart"
ASKED = ("show", "text", "referent", "page")
"""What the address of the list may ask for."""
WHOLE = tuple(
    selectinload(each) for each in (Party.persons, Party.availabilities, Party.engagements)
)


@dataclass(frozen=True)
class Shown:
    """A pair as it is now.

    Parameters
    ----------
    kept, other
        The file that stays when they are made one, unless it is chosen otherwise, and the other.
    likeness
        Why somebody of the one may be somebody of the other; none: names were changed since.
    people
        Who these are, of each file.
    differs
        What the files say differently, as their merge asks.
    """

    row: AlikeFiles
    kept: Party
    other: Party
    likeness: Likeness | None
    people: tuple[Person, Person] | None
    differs: list[str]

    @property
    def files(self) -> tuple[Party, Party]:
        """Both, as they are shown."""
        return self.kept, self.other

    @property
    def years(self) -> int:
        """How many years lie between their births."""
        years = [person.birth_year for person in self.people or ()]
        return max(years, default=0) - min(years, default=0)

    @property
    def shares(self) -> dict[str, bool]:
        """What else is the same in both."""
        one, other = self.files
        return {
            "phone": one.phone is not None and one.phone == other.phone,
            "commune": one.commune == other.commune,
        }


@portal.get("/parties/alike")
def list_alike() -> str:
    """Show which files may be of one person, the most alike first; or who was told apart."""
    home = db.get_one(Organisation, signed_in_user().organisation_id)
    told_apart = request.args.get("show") == TOLD_APART
    pairs = _found(alike.of(home.id, told_apart=told_apart))
    found = alike.count(db, pairs)
    number, pages = shown_page(found, A_PAGE)
    order = (AlikeFiles.likeness.desc(), AlikeFiles.one_id, AlikeFiles.other_id)
    pairs = pairs.options(joinedload(AlikeFiles.told_apart_by)).order_by(*order)
    rows = db.scalars(pairs.offset((number - 1) * A_PAGE).limit(A_PAGE))
    return page(
        shown=_shown(list(rows)),
        found=found,
        number=number,
        pages=pages,
        told_apart=told_apart,
        asked=_asked(),
        searched=any(_asked().get(name) for name in ("text", "referent")),
        referents=referents.referents(db, home.id),
        compared_at=home.compared_at,
        most=alike.MOST,
        undo=_to_undo(),
        Likeness=Likeness,
    )


def _asked() -> dict[str, str]:
    return {name: said[:LONGEST] for name in ASKED if (said := request.args.get(name, ""))}


def _found(pairs: Select[AlikeFiles]) -> Select[AlikeFiles]:
    """Ask for the pairs alone of which one file is looked for."""
    text, referent = _asked().get("text", ""), _asked().get("referent", "")
    known = referent == referents.NOBODY or possible_numbers([referent])
    if not text and not known:
        return pairs
    search = Search(text=text, referent=referent if known else "")
    files = find_parties(db, signed_in_user().organisation_id or 0, search).numbers(db)
    either = any_(literal(files, ARRAY(Integer)))
    return pairs.where((AlikeFiles.one_id == either) | (AlikeFiles.other_id == either))


def _shown(rows: list[AlikeFiles]) -> list[Shown]:
    numbers = sorted({number for row in rows for number in (row.one_id, row.other_id)})
    files = {party.id: party for party in load_parties(db, numbers, *WHOLE)}
    return [_pair(row, files[row.one_id], files[row.other_id]) for row in rows]


def _pair(row: AlikeFiles, one: Party, other: Party) -> Shown:
    if one.state is PartyState.LEFT and other.state is not PartyState.LEFT:
        one, other = other, one
    likeness: Likeness | None = None
    people: tuple[Person, Person] | None = None
    for each, twin in product(one.persons, other.persons):
        found = merge_facts.alike(each, twin)
        if found and (likeness is None or found > likeness):
            likeness, people = found, (each, twin)
    differs = [about(question) for question in merge_facts.questions(one, other)]
    return Shown(row, one, other, likeness, people, differs)


def _to_undo() -> AlikeFiles | None:
    """Return the pair that was told apart just now, if it still is."""
    undo = possible_numbers([request.args.get("undo", "")])
    mine = alike.of(signed_in_user().organisation_id or 0, told_apart=True)
    return db.scalar(mine.where(AlikeFiles.id.in_(undo))) if undo else None


@portal.post("/parties/alike/comparison")
def compare_files() -> Response:
    """Compare the files now, and not only at night."""
    with acting() as act:
        alike.compare(db, signed_in_user().organisation_id or 0)
        act.tell(_("The files are compared."))
    return redirect(url_for(HERE))


@portal.post("/parties/alike/<int:pair_id>/apart")
def tell_apart(pair_id: int) -> Response:
    """Keep that two files are of two people: they are proposed no more."""
    pair = _own_pair(pair_id)
    with acting() as act:
        alike.tell_apart(db, pair, signed_in_user())
        act.tell(_("%(code)s and %(other)s are two people: it is not asked again while their names "
                   "stay.", code=pair.one.code, other=pair.other.code))  # fmt: skip
    return _back(undo=pair_id if act.done else None)


@portal.post("/parties/alike/<int:pair_id>/proposal")
def propose_alike_again(pair_id: int) -> Response:
    """Take back that two files are of two people."""
    pair = _own_pair(pair_id)
    with acting() as act:
        alike.propose_again(db, pair)
        act.tell(_("%(code)s and %(other)s are proposed again.",
                   code=pair.one.code, other=pair.other.code))  # fmt: skip
    return _back()


def _back(**more: Any) -> Response:
    """Lead to the list as it was looked at."""
    return redirect(url_for(HERE, **{**_asked(), **more}))


def _own_pair(pair_id: int) -> AlikeFiles:
    """Return a pair of the association's files, held until this is done, or answer 404."""
    mine = AlikeFiles.organisation_id == signed_in_user().organisation_id
    return find_or_404(AlikeFiles, AlikeFiles.id == pair_id, mine, lock=True)
