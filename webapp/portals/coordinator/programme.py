"""The settings of the programme."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Programme
from webapp.portals.coordinator import plots, portal
from webapp.portals.coordinator.programme_forms import ProgrammeForm
from webapp.services.records import audit, on_duty
from webapp.services.rounds import notice_price
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/settings", methods=["GET", "POST"])
def edit_programme() -> str | Response:
    """Change when both sides are written to and whom they call; show who is on duty."""
    programme = db.get_one(Programme, 1)
    form = ProgrammeForm(obj=programme)
    if form.validate_on_submit():
        with acting(form) as act:
            form.populate_obj(programme)
            audit.record(db, "programme.changed", programme)
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for("coordinator.edit_programme"))
    price = notice_price.read_price(programme)
    return page(
        form=form,
        price=price,
        plot=plots.bars(price.rows),
        gaps=on_duty.gaps(db),
        number=on_duty.number(db),
    )
