"""What its reader removed within the hour, wherever it was, is put back from one page."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import KeptForm
from webapp.portals.auth import account
from webapp.services.records import put_back as records
from webapp.web import removals
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@account.get("/removed")
def list_removed() -> str:
    """Show what its reader removed within the hour, the last first."""
    return page(removed=removals.mine())


@account.get("/removed/<int:removal_id>")
def lead_to_removed(removal_id: int) -> Response:
    """Lead to the list: a form that was refused answers under its own address."""
    return redirect(url_for("account.list_removed"))


@account.post("/removed/<int:removal_id>")
def put_back(removal_id: int) -> Response:
    """Put it back where it was."""
    user, back = signed_in_user(), url_for("account.list_removed")
    is_back = records.is_back(db, user, removal_id)
    if not is_back:
        mine = KeptForm.user_id == user.id, KeptForm.address.startswith(records.PREFIX)
        find_or_404(KeptForm, KeptForm.id == removal_id, *mine)
    with acting() as act:
        if is_back:
            act.tell(_("It is back already."), "info")
        elif removals.drop_what_moved_away(removal_id):
            told = _("This file is followed by another association now: nothing is put back.")
            act.tell(told, "warning")
        else:
            removed = removals.put_it_back(removal_id)
            act.tell(removals.told(removed))
            back = removed.back
    return redirect(back if act.done else url_for("account.list_removed"))
