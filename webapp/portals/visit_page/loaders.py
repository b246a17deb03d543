"""Opening a link: whose it is, what it lets them see, and how often it may be tried."""

from dataclasses import dataclass
from functools import cached_property

from flask import abort, g, redirect, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.ground.languages import Language
from webapp.models import Farm, Party, Relationship, Side, Visit
from webapp.portals.visit_page.own_proof import see_that_it_is_theirs
from webapp.services.after import relationships
from webapp.services.records import audit
from webapp.services.visits import disclosure, links, proposing
from webapp.web import carried
from webapp.web.extensions import db, offer_languages

SECRET = "visit_secret"  # noqa: S105 (the name of a place in the cookie)
WANTED = "code_wanted_for"


@dataclass(frozen=True)
class Opened:
    """A link that proved itself."""

    token: str
    visit: Visit
    side: Side

    @property
    def whose(self) -> Party | Farm:
        """Whose link it is."""
        return self.visit.party if self.side is Side.PARTY else self.visit.farm

    def view(self) -> disclosure.View:
        """Return what this browser may see now."""
        return disclosure.view(db, self.visit, self.side, code_given=self.code_given)

    @cached_property
    def code_given(self) -> bool:
        """Whether this browser gave the code less than fifteen minutes ago."""
        return links.has_session(db, self.visit, self.side, session.get(SECRET))

    def page(self, endpoint: str = "visit_page.show_visit") -> str:
        """Return the address of one of this link's pages."""
        return url_for(endpoint, token=self.token)


def open_link(token: str, *, held: bool = False) -> Opened:
    """Find what a link opens, in its reader's language; a link that opens nothing is a kind 404.

    Parameters
    ----------
    held
        Whether it is locked before it is read, by a view that acts on it.
    """
    found = links.find_visit(db, token, held=held)
    if found is None:
        raise DeadLink
    visit, side = found
    if side is Side.PARTY:
        see_that_it_is_theirs(visit.party, url_for("visit_page.show_visit", token=token))
        speak_to(visit.party, visit)
    else:
        offer_languages(languages.STAFF)
        carried.open_for(visit.farm)
    return Opened(token, visit, side)


def open_guests_link(token: str) -> Opened:
    """Find what a guest's link opens; a farm's has not this page."""
    link = open_link(token)
    if link.side is not Side.PARTY:
        abort(404)
    return link


def relationship_of(link: Opened) -> Relationship | None:
    """Return what a guest may end at any moment; a farm's link has nothing of it."""
    return relationships.of_visit(db, link.visit) if link.side is Side.PARTY else None


def speak_to(party: Party, visit: Visit | None = None) -> None:
    """Show a guest's page in their language, or in the one they chose on it.

    What they then do there, with a form, makes the chosen one theirs: a page that is only looked
    at changes nothing.

    Parameters
    ----------
    visit
        The one whose page it is. It is locked first, in the order of every act on it: to hold the
        party and then to wait for its farm would be a circle with whoever does it the other way.
    """
    chosen = read_to(party)
    if chosen and request.method == "POST" and chosen.code != party.language:
        if visit is not None:
            proposing.lock(db, visit)
        party.language = chosen.code
        audit.record(db, "party.language-chosen", party, language=chosen.code)


def read_to(party: Party) -> Language | None:
    """Show a page in their language, and change nothing; return the one that was chosen on it."""
    chosen = languages.find(request.args.get("lang") or session.get("language"))
    if chosen is None:
        g.language = party.reads_in
    return chosen


class DeadLink(NotFound):
    """A link that opens nothing: mistyped, replaced, or never made."""


def holding_or_back(link: Opened) -> None:
    """Answer 404 for a page that only a visit to come, or under way, has."""
    if not link.visit.holds:
        abort(404)


def remember(secret: str) -> None:
    """Keep the secret of a code that was given, in this browser."""
    session[SECRET] = secret


def want(link: Opened) -> None:
    """Remember the page that asks for a code, so that the code leads there."""
    session[WANTED] = [link.visit.id, request.endpoint]


def wanted_page(link: Opened) -> str:
    """Return the address of the page for which a code of this link was asked."""
    visit_id, endpoint = session.get(WANTED, (None, None))
    return link.page(endpoint) if endpoint and visit_id == link.visit.id else link.page()


def back(link: Opened) -> Response:
    """Return to the link's first page."""
    return redirect(link.page())
