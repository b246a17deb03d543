"""What is kept of somebody is wrong: they say so from a link of theirs, and read what was done."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.models import Party, Visit
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_guests_link
from webapp.portals.visit_page.workshops import open_household
from webapp.services.visits import corrections
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
        description=_l("In your language, in a few sentences."),
    )


@portal.route("/<token>/correction", methods=["GET", "POST"])
def ask_correction(token: str) -> str | Response:
    """Ask what is wrong, behind the link of a visit, and show what became of earlier wishes."""
    link, form = open_guests_link(token), CorrectionForm()
    if _is_asked(form, link.visit.party, link.visit):
        return redirect(link.page("visit_page.ask_correction"))
    asked = corrections.of_party(db, link.visit.party)
    return page(view=link.view(), token=token, form=form, asked=asked, back=link.page())


@portal.route("/workshops/<token>/correction", methods=["GET", "POST"])
def ask_household_correction(token: str) -> str | Response:
    """Ask the same behind a household's link, which needs no visit."""
    party, form = open_household(token), CorrectionForm()
    if _is_asked(form, party):
        return redirect(url_for("visit_page.ask_household_correction", token=token))
    asked = corrections.of_party(db, party)
    back = url_for("visit_page.show_workshops", token=token)
    return render_template("visit_page/ask_correction.html", form=form, asked=asked, back=back)


def _is_asked(form: CorrectionForm, party: Party, visit: Visit | None = None) -> bool:
    """Put a wish before the association, if it was sent and may be; whether it was."""
    if not form.validate_on_submit():
        return False
    if wait := wait_to_knock(Door(f"correction:{party.id}", 5, DAY)):
        told = _("This was told several times. Wait %(time)s, or call.", time=until_then(wait))
        form.refuse("words", told)
        return False
    with acting(form, asks=False) as act:
        corrections.ask(db, party, form.words.data, visit)
        act.tell(_("Your association reads it, and you are told what was done."))
    return act.done
