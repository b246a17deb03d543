"""The routes of a visit, which two portals take, how their pages are shown, and whose it is."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from webapp.models import Role, Slot, User, Visit
from webapp.services.accounts import stand_ins
from webapp.services.visits import possible
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.forms import Form
from webapp.web.views import Routes
from webapp.wording import label

routes = Routes()


def page(visit: Visit, **context: Any) -> str:
    """Render the template of the present view, in the frame of the portal it was opened from."""
    view = (request.endpoint or "").rpartition(".")[2]
    of_association = request.blueprint == "caseworker"
    all_visits = (_("Visits"), url_for(".list_visits")) if of_association else _left_by(visit)
    return render_template(
        f"visit_desk/{view}.html",
        portal=request.blueprint,
        current_page=f"{request.blueprint}.{'list_visits' if of_association else 'show_todo'}",
        all_visits=all_visits,
        visit=visit,
        **context,
    )


def _left_by(visit: Visit) -> tuple[str, str]:
    """Return the name and the page of the association whose visits have nobody of their own."""
    home = visit.party.organisation
    return home.name, url_for(".list_visits_left", organisation_id=home.id)


def act_page(visit: Visit, form: Form, **context: Any) -> str:
    """Render the page of an act; where it can no longer be done there is no form on it."""
    if (request.endpoint or "").rpartition(".")[2] not in possible.acts_on(visit):
        state = label("visit-state", visit.state)
        form.over = str(_("Nothing can be recorded here now. The visit: %(state)s.", state=state))
    return page(visit, form=form, **context)


def seen_visit(visit_id: int) -> Visit:
    """Return a visit that the reader looks after, or answer 404.

    A caseworker looks after those of their association; coordinators after those of an
    association of which nobody can come in.
    """
    user = signed_in_user()
    mine = Visit.organisation_id == user.organisation_id
    if user.role is Role.COORDINATOR:
        mine = Visit.organisation_id.in_(stand_ins.left_alone())
    who = joinedload(Visit.party)
    where = joinedload(Visit.slot).joinedload(Slot.offer), joinedload(Visit.farm)
    near = joinedload(Visit.local_referent).joinedload(User.nearby)
    return find_or_404(Visit, Visit.id == visit_id, mine, whole=(who, *where, near))


def back_to(visit_id: int) -> Response:
    """Lead to a visit's page."""
    return redirect(url_for(".show_visit", visit_id=visit_id))
