"""Where someone goes once they have come in, or what is still missing."""

from flask import redirect, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.models import Role
from webapp.web import access

HOME = {
    Role.FARMER: "farmer.show_todo",
    Role.CASEWORKER: "caseworker.show_todo",
    Role.COORDINATOR: "coordinator.show_todo",
    Role.LOCAL_REFERENT: "local_referent.list_visits",
}


def _portal(endpoint: str) -> str:
    return endpoint.partition(".")[0]


PORTALS = {_portal(home) for home in HOME.values()}
"""Where one kind of person alone is let in."""


def onward() -> Response:
    """Lead to what is still missing for signing in, else to the page first asked for.

    Somebody else may have asked for it in this browser: a page of another kind of person is none.
    """
    if not current_user.complete:
        confirmed = current_user.user.code_confirmed_at is not None
        return redirect(url_for("auth.give_code" if confirmed else "auth.set_up_code"))
    target = access.inside(session.pop("next", None))
    home = HOME[current_user.role]
    if target and access.portal_of(target) in PORTALS - {_portal(home)}:
        target = None
    return redirect(target or url_for(home))
