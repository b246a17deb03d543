"""Searches that somebody gives a name to, in whichever list: one way for all of them.

What the address of a list asks for is kept as it stands there; the list of files came first, so
that what is kept for another one begins with its name and a question mark.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground.names import plain
from webapp.models import SavedSearch
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.removals import offer

LONGEST: Final = 80
"""Letters of each thing that is asked for."""
MOST: Final = 30
"""So many are kept in one list."""
FIRST: Final = "list_parties"
"""The list whose searches are kept without its name."""


class SearchNameForm(Form):
    """The name under which a search is kept."""

    name = StringField(
        _l("Keep this search as"), [required(_l("Give the search a name")), Length(max=60)]
    )


@dataclass(frozen=True)
class Kept:
    """A search under its name."""

    id: int
    name: str
    asked: str


@dataclass(frozen=True)
class Searches:
    """The searches of the list that is shown.

    Parameters
    ----------
    asked
        What its address asks for; empty where it shows everything.
    done
        Whether one was just kept: the list is then shown anew.
    """

    naming: SearchNameForm
    saved: list[Kept]
    asked: str
    done: bool

    @property
    def shown(self) -> dict[str, Any]:
        """What the page of the list needs."""
        return {"naming": self.naming, "saved": self.saved, "kept_as": self.asked}

    def again(self) -> Response:
        """Lead to the list with what its address asks for."""
        return redirect(f"{request.path}?{self.asked}")


def searches(may_ask: Collection[str]) -> Searches:
    """Read the searches of the present list, and keep the present one where its form was sent.

    Parameters
    ----------
    may_ask
        What the address of the list may ask for, beside the page.
    """
    naming, asked = SearchNameForm(), what_is_asked(may_ask)
    done = naming.validate_on_submit() and _keep(naming, asked)
    return Searches(naming, _saved(), asked, done)


def asked_of(may_ask: Collection[str]) -> dict[str, str]:
    """Return what the address asks for by name, no longer than anybody types."""
    asked = {name: request.args.get(name, "")[:LONGEST] for name in may_ask}
    return {name: value for name, value in asked.items() if value}


def page_asked_of(may_ask: Collection[str]) -> dict[str, Any]:
    """Return what the address asks for, and the page of the list that it shows."""
    page = request.args.get("page", "")
    return asked_of(may_ask) | ({"page": page} if page.isdecimal() else {})


def what_is_asked(may_ask: Collection[str]) -> str:
    """Return what the address asks for, as an address says it."""
    return urlencode(asked_of(may_ask))


def _keep(naming: SearchNameForm, asked: str) -> bool:
    """Keep it under a name that no other search of this list has; or say why not."""
    name, kept = (naming.name.data or "").strip(), _rows()
    same = next((row for row in kept if plain(row.name) == plain(name)), None)
    if not asked:
        naming.refuse("name", _("Look for something first: this list shows everything."))
    elif same is not None and same.asked != _start() + asked:
        told = _("“%(name)s” is another search of yours: give this one another name, or forget "
                 "that one first.", name=same.name)  # fmt: skip
        naming.refuse("name", told)
    elif same is None and len(kept) >= MOST:
        naming.refuse("name", _("Forget one of your searches first: you keep many."))
    else:
        with acting(naming) as act:
            if same is None:
                mine = signed_in_user().id
                db.add(SavedSearch(user_id=mine, name=name, asked=_start() + asked))
            act.tell(_("The search is kept as “%(name)s”.", name=same.name if same else name))
        return act.done
    return False


def _start() -> str:
    view = (request.endpoint or "").rpartition(".")[2]
    return "" if view == FIRST else f"{view}?"


def _rows() -> list[SavedSearch]:
    mine = SavedSearch.user_id == signed_in_user().id
    start = _start()
    kept = db.scalars(select(SavedSearch).where(mine)).all()
    return [row for row in kept if row.asked.rpartition("?")[0] == start.removesuffix("?")]


def _saved() -> list[Kept]:
    kept = [Kept(row.id, row.name, row.asked.rpartition("?")[2]) for row in _rows()]
    return sorted(kept, key=lambda each: (each.name.casefold(), each.id))


def forget(search_id: int) -> Response:
    """Forget a search that was kept, and lead to its list."""
    mine = SavedSearch.user_id == signed_in_user().id
    kept = find_or_404(SavedSearch, SavedSearch.id == search_id, mine)
    there = url_for(f".{kept.asked.rpartition('?')[0] or FIRST}")
    with acting() as act:
        offer(act, kept, kept.name, there)
        db.delete(kept)
        act.tell(_("The search is forgotten; what it found stays."))
    return redirect(there)
