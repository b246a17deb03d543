"""The list of files: what is looked for, under which name it is kept, and what is found."""

from urllib.parse import parse_qsl, urlencode

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.vocabulary import LANGUAGES
from webapp.models import PartyState, SavedSearch
from webapp.portals.caseworker import portal
from webapp.services.parties import referents, together
from webapp.services.parties.search import NOBODY, SORTS, Search, find_parties, load_parties
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page, shown_page

A_PAGE = 25
ASKED = ("text", "state", "language", "referent", "sort", "direction")
"""What the address of the list may ask for, beside the page."""


class SearchNameForm(Form):
    """The name under which a search is kept."""

    name = StringField(
        _l("Keep this search as"), [required(_l("Give the search a name")), Length(max=60)]
    )
    asked = HiddenField()


@portal.get("/parties")
def list_parties() -> str:
    """Show the parties that the search asks for, some at a time."""
    user = signed_in_user()
    accompany = referents.referents(db, user.organisation_id or 0)
    found = find_parties(db, user.organisation_id or 0, asked_search())
    number, pages = shown_page(found.count, A_PAGE)
    return page(
        search=asked_search(),
        found=found.count,
        shown=load_parties(db, found.numbers(db, (number - 1) * A_PAGE, A_PAGE)),
        number=number,
        pages=pages,
        states=list(PartyState),
        referents=accompany,
        known_languages=LANGUAGES,
        acts=list(together.ACTS),
        undo=_to_undo(),
        saved=_saved(),
        naming=SearchNameForm(data={"asked": _asked()}),
        asked=_asked(),
        today=today(),
    )


def asked_search() -> Search:
    """Return what the address asks for."""
    asked = request.args
    referent = asked.get("referent", "")
    known = referent == NOBODY or (referent.isascii() and referent.isdigit() and len(referent) < 10)
    return Search(
        text=asked.get("text", "")[:80],
        state=_one_of([state.value for state in PartyState], asked.get("state", "")),
        language=_one_of(LANGUAGES, asked.get("language", "")),
        referent=referent if known else "",
        sort=_one_of(SORTS, asked.get("sort", "")) or "code",
        descending=asked.get("direction") == "descending",
    )


def _one_of(known: object, asked: str) -> str:
    return asked if asked in known else ""  # type: ignore[operator]


def _asked() -> str:
    return urlencode([(name, request.args[name]) for name in ASKED if request.args.get(name)])


def the_list() -> str:
    """Return the address of the list with what this address asks for."""
    return f"{url_for('caseworker.list_parties')}?{_asked()}"


def _to_undo() -> dict[str, object]:
    """Return the act that takes back the one that was just done to many files, and which files."""
    done = request.args.get("undo", "")
    if done not in together.UNDONE_BY:
        return {}
    return {"act": together.UNDONE_BY[done], "party": request.args.getlist("party")}


def _saved() -> list[SavedSearch]:
    mine = SavedSearch.user_id == signed_in_user().id
    kept = db.scalars(select(SavedSearch).where(mine)).all()
    return sorted(kept, key=lambda each: (each.name.casefold(), each.id))


@portal.post("/parties/searches")
def save_search() -> Response:
    """Keep a search under a name, for whoever made it alone."""
    form = SearchNameForm()
    asked = [(name, value) for name, value in parse_qsl(form.asked.data or "") if name in ASKED]
    if form.validate_on_submit() and asked:
        with acting(form) as act:
            name, kept = form.name.data.strip(), urlencode(asked)
            db.add(SavedSearch(user_id=signed_in_user().id, name=name, asked=kept))
            act.tell(_("The search is kept as “%(name)s”.", name=name))
    return redirect(f"{url_for('caseworker.list_parties')}?{urlencode(asked)}")


@portal.post("/parties/searches/<int:search_id>/removal")
def remove_search(search_id: int) -> Response:
    """Forget a search that was kept."""
    mine = SavedSearch.user_id == signed_in_user().id
    kept = find_or_404(SavedSearch, SavedSearch.id == search_id, mine)
    with acting() as act:
        db.delete(kept)
        act.tell(_("The search is forgotten; the files stay."))
    return redirect(url_for("caseworker.list_parties"))
