"""Who looks after a visit near the farm: proposed by how near they live, and given it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField

from webapp.models import User, Visit
from webapp.portals.visit_desk.routes import act_page, back_to, routes, seen_visit
from webapp.services.visits import local_referents
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form

NOBODY = "0"


class LocalReferentForm(Form):
    """Who looks after a visit near the farm."""

    who = RadioField(
        _l("Who looks after it?"),
        description=_l("The nearest to the farm first. Who is away on these days is not proposed."),
    )

    def __init__(self, visit: Visit, near: list[local_referents.Near]) -> None:
        super().__init__(data={"who": str(visit.local_referent_id or NOBODY)})
        names = {each.user.id: f"{each.user.name} · {each.town} · {each.km} km" for each in near}
        self.who.choices = [
            *((str(number), name) for number, name in names.items()),
            (NOBODY, _l("Nobody, for now")),
        ]


@routes.route("/visits/<int:visit_id>/local-referent", methods=["GET", "POST"])
def choose_local_referent(visit_id: int) -> str | Response:
    """Give a visit to a local referent, to another one, or to nobody."""
    visit = seen_visit(visit_id)
    near = local_referents.proposed(db, visit)
    form = LocalReferentForm(visit, near)
    if form.validate_on_submit():
        chosen = None if form.who.data == NOBODY else db.get(User, int(form.who.data))
        with acting(form, "who") as act:
            act.tell(_told(visit, changed=local_referents.give(db, visit, chosen)))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form, near=near)


def _told(visit: Visit, *, changed: bool) -> str:
    if not changed:
        return str(_("Nothing has changed."))
    if visit.state in local_referents.EXPECTED:
        return str(_("Saved. Whom it concerns is written to."))
    return str(_("Saved. They are written to once both sides have said yes."))
