"""Find my link by telephone number; known or not, the answer is the same."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from webapp.portals.public import portal
from webapp.services.visits import links
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, PhoneField, required
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then

HOUR = timedelta(hours=1)


class LinkForm(Form):
    """The number that the link was sent to."""

    phone = PhoneField(_l("Your telephone number"), [required(_l("Enter your telephone number"))])


@portal.get("/my-link")
def ask_link() -> str:
    """Ask for the telephone number."""
    return page(form=LinkForm())


@portal.post("/my-link")
def send_link() -> str | Response:
    """Send the links of a number's visits and workshops, if any, and never say whether."""
    form = LinkForm()
    if not form.validate_on_submit() or form.phone.data is None:
        return _ask_again(form)
    if wait := wait_to_knock(*_doors(form.phone.data)):
        told = _("You have asked several times. Wait %(time)s, or call.", time=until_then(wait))
        form.refuse("phone", told)
        return _ask_again(form)
    with acting(form, "phone") as act:
        links.ask_for_links(db, form.phone.data)
    return redirect(url_for("public.show_link_sent")) if act.done else _ask_again(form)


@portal.get("/my-link/sent")
def show_link_sent() -> str:
    """Say what happens next, whatever has happened."""
    return page()


def _ask_again(form: LinkForm) -> str:
    """Show the form with what was wrong."""
    return render_template("public/ask_link.html", form=form)


def _doors(number: str) -> tuple[Door, ...]:
    return (
        Door(f"my-link:{number}", 3, HOUR),
        Door(f"my-link-from:{request.remote_addr}", 10, HOUR),
        Alarm("my-link", 300, HOUR),
    )
