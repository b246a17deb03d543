"""What is kept of somebody is wrong: they say so from their link, to their association."""

from datetime import timedelta

from flask import redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_guests_link
from webapp.services.visits import replies
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, required
from webapp.web.pages import page
from webapp.web.throttle import Door
from webapp.wording import until_then

DAY = timedelta(days=1)


class CorrectionForm(Form):
    """What is to be corrected, or erased, in the person's own words."""

    words = LinesField(
        _l("What is wrong, and how should it be?"),
        [required(_l("Write what is wrong")), Length(max=1000)],
        description=_l("In your language, as much as you wish."),
    )


@portal.route("/<token>/correction", methods=["GET", "POST"])
def ask_correction(token: str) -> str | Response:
    """Ask what is wrong, and put it before the association, which corrects it."""
    link, form = open_guests_link(token), CorrectionForm()
    if form.validate_on_submit():
        if wait := wait_to_knock(Door(f"correction:{link.visit.party_id}", 5, DAY)):
            told = _("This was told several times. Wait %(time)s, or call.", time=until_then(wait))
            form.refuse("words", told)
            return page(view=link.view(), token=token, form=form)
        with acting(form, asks=False) as act:
            replies.ask_correction(db, link.visit, form.words.data)
            act.tell(_("Your association reads it, corrects it and tells you."))
        if act.done:
            return redirect(link.page("visit_page.show_help"))
    return page(view=link.view(), token=token, form=form)
