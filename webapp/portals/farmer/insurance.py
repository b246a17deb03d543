"""My certificate of insurance, sent to the coordination."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.farms import insurance
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.web.uploads import takes_files

LARGEST_PAPER = 5 * 1024 * 1024
"""In bytes."""


class InsuranceForm(Form):
    """A certificate of insurance."""

    paper = FileField(
        _l("Certificate"),
        [FileRequired(_l("Choose a file"))],
        description=_l("A PDF, or a photo of it as JPEG or PNG, 5 MB at most."),
    )


@portal.route("/my-farm/insurance", methods=["GET", "POST"])
@takes_files(LARGEST_PAPER)
def send_insurance() -> str | Response:
    """Send the certificate; it is deleted once its last day is noted."""
    farm, form = own_farm(), InsuranceForm()
    if form.validate_on_submit():
        with acting(form, "paper") as act:
            insurance.send(db, farm, form.paper.data.read())
            act.tell(_("Your certificate is on its way to the coordination."))
        if act.done:
            return redirect(url_for("farmer.show_farm"))
    return page(farm=farm, form=form)
