"""What its reader removed within the hour, wherever it was, is put back from one page."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp.models import KeptForm
from webapp.portals.auth import account
from webapp.services.records.put_back import PREFIX
from webapp.web import removals
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.pages import page


@account.get("/removed")
def list_removed() -> str:
    """Show what its reader removed within the hour, the last first."""
    return page(removed=removals.mine())


@account.post("/removed/<int:removal_id>")
def put_back(removal_id: int) -> Response:
    """Put it back where it was."""
    mine = KeptForm.user_id == signed_in_user().id, KeptForm.address.startswith(PREFIX)
    kept = find_or_404(KeptForm, KeptForm.id == removal_id, *mine)
    back = url_for("account.list_removed")
    with acting() as act:
        removed = removals.put_it_back(kept.id)
        act.tell(removals.told(removed))
        back = removed.back
    return redirect(back if act.done else url_for("account.list_removed"))
