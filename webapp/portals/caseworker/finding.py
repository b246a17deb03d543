"""The list of files: what is looked for, under which name it is kept, and what is found."""

from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.names import plain
from webapp.ground.vocabulary import LANGUAGES
from webapp.models import Party, PartyState, SavedSearch
from webapp.portals.caseworker import portal
from webapp.services.parties import asking_interest, interest, many_files, referents
from webapp.services.parties.search import (
    IN_A_TABLE,
    SORTS,
    Search,
    find_parties,
    load_parties,
)
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import has_workshops, page, shown_page

A_PAGE = 25
LONGEST = 80
"""Letters of each thing that is asked for."""
MOST_KEPT = 30
ASKED = ("text", "state", "language", "referent", "interest", "sort", "direction")
"""What the address of the list may ask for, beside the page."""


class SearchNameForm(Form):
    """The name under which a search is kept."""

    name = StringField(
        _l("Keep this search as"), [required(_l("Give the search a name")), Length(max=60)]
    )


@portal.route("/parties", methods=["GET", "POST"])
def list_parties() -> str | Response:
    """Show the parties that the search asks for, some at a time; keep the search under a name."""
    naming = SearchNameForm()
    if naming.validate_on_submit() and _keep(naming):
        return redirect(the_list())
    user = signed_in_user()
    accompany = referents.referents(db, user.organisation_id or 0)
    found = find_parties(db, user.organisation_id or 0, asked_search())
    number, pages = shown_page(found.count, A_PAGE)
    return page(
        search=asked_search(),
        found=found.count,
        shown=load_parties(db, found.numbers(db, (number - 1) * A_PAGE, A_PAGE), *IN_A_TABLE),
        number=number,
        pages=pages,
        states=list(PartyState),
        referents=accompany,
        known_languages=LANGUAGES,
        acts=[*_acts(), "merge"],
        undo=_to_undo(),
        saved=_saved(),
        said=_what_was_said(),
        naming=naming,
        asked=_asked(),
        today=today(),
    )


def _what_was_said() -> dict[str, int]:
    """Count who is still interested, where that is looked for."""
    if not asked_search().interest:
        return {}
    home = Party.organisation_id == (signed_in_user().organisation_id or 0)
    return asking_interest.count(db, Party, home)


def _acts() -> list[str]:
    """Return what can be done to many files, of workshops only where there are any."""
    left_out = {act for act in many_files.ACTS if act.endswith("-back")} | (
        set() if has_workshops() else {"workshops"}
    )
    return [act for act in many_files.ACTS if act not in left_out]


def _keep(naming: SearchNameForm) -> bool:
    """Keep what the address asks for, in the place of what had its name before; or say why not."""
    name, kept, asked = naming.name.data.strip(), _saved(), _asked()
    same = next((each for each in kept if plain(each.name) == plain(name)), None)
    if not asked:
        naming.refuse("name", _("Look for something first: this list shows every file."))
    elif same is None and len(kept) >= MOST_KEPT:
        naming.refuse("name", _("Forget one of your searches first: you keep many."))
    else:
        with acting(naming) as act:
            if same is None:
                db.add(SavedSearch(user_id=signed_in_user().id, name=name, asked=asked))
            else:
                same.asked = asked
            act.tell(_("The search is kept as “%(name)s”.", name=same.name if same else name))
        return act.done
    return False


def asked_search() -> Search:
    """Return what the address asks for."""
    asked = request.args
    referent = asked.get("referent", "")
    known = referent == referents.NOBODY or (
        referent.isascii() and referent.isdigit() and len(referent) < 10
    )
    return Search(
        text=asked.get("text", "")[:LONGEST],
        state=_one_of([state.value for state in PartyState], asked.get("state", "")),
        language=_one_of(LANGUAGES, asked.get("language", "")),
        referent=referent if known else "",
        interest=_one_of(interest.WORDS, asked.get("interest", "")),
        sort=_one_of(SORTS, asked.get("sort", "")) or "code",
        descending=asked.get("direction") == "descending",
    )


def _one_of(known: object, asked: str) -> str:
    return asked if asked in known else ""  # type: ignore[operator]


def _asked() -> str:
    """Return what the address asks for, no longer than anybody types."""
    asked = [(name, request.args.get(name, "")[:LONGEST]) for name in ASKED]
    return urlencode([(name, value) for name, value in asked if value])


def the_list() -> str:
    """Return the address of the list with what this address asks for."""
    return f"{url_for('caseworker.list_parties')}?{_asked()}"


def _to_undo() -> dict[str, object]:
    """Return the act that takes back the one that was just done to many files, and which files."""
    done = request.args.get("undo", "")
    if done not in many_files.UNDONE_BY:
        return {}
    return {"act": many_files.UNDONE_BY[done], "party": request.args.getlist("party")}


def _saved() -> list[SavedSearch]:
    mine = SavedSearch.user_id == signed_in_user().id
    kept = db.scalars(select(SavedSearch).where(mine)).all()
    return sorted(kept, key=lambda each: (each.name.casefold(), each.id))


@portal.post("/parties/searches/<int:search_id>/removal")
def remove_search(search_id: int) -> Response:
    """Forget a search that was kept."""
    mine = SavedSearch.user_id == signed_in_user().id
    kept = find_or_404(SavedSearch, SavedSearch.id == search_id, mine)
    with acting() as act:
        db.delete(kept)
        act.tell(_("The search is forgotten; the files stay."))
    return redirect(url_for("caseworker.list_parties"))
