"""The forms that one keeps for later, from one page."""

from flask import current_app, redirect, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RoutingException
from werkzeug.wrappers import Response

from webapp.models import KeptForm
from webapp.portals.auth import account
from webapp.services.records import for_later
from webapp.services.records.expiry import LATER_KEPT
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.let_in import may_enter
from webapp.web.pages import page


@account.get("/kept")
def list_kept_forms() -> str:
    """Show the forms that its reader keeps for later, the last first."""
    kept = [each for each in for_later.find(db, signed_in_user()) if _kind_of(each)]
    return page(kept=kept, kind_of=_kind_of, lasts=LATER_KEPT, is_open=_is_open)


@account.post("/kept/<int:kept_id>/forgetting")
def forget_form(kept_id: int) -> Response:
    """Delete one of them."""
    kept = find_or_404(KeptForm, KeptForm.id == kept_id, *for_later.of_user(signed_in_user()))
    with acting() as act:
        db.delete(kept)
        act.tell(_("It is deleted."))
    return redirect(url_for("account.list_kept_forms"))


def _is_open(kept: KeptForm) -> bool:
    """Whether its writer is still let in where it stands: somebody may have another role now."""
    return may_enter(_view_of(kept).partition(".")[0])


def _kind_of(kept: KeptForm) -> str:
    """Return the name of the view on whose page a form stands; none if a new version has none."""
    return _view_of(kept).rpartition(".")[2]


def _view_of(kept: KeptForm) -> str:
    path = kept.address.partition("?")[0]
    try:
        endpoint, _numbers = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RoutingException):
        return ""
    return str(endpoint)
