"""What the programme knows by a name (a centre, a prescriber, a funder): noted, and changed."""

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.services.records import audit, namesakes
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form


def keep(
    known: Any, form: Form, act_name: str, leads_to: str, fill: Callable[[Any], None] | None = None
) -> Response | None:
    """Keep what was typed of it; return where that leads, or nothing where it is asked (again).

    Parameters
    ----------
    fill
        Writes what was typed; without it each field goes to what bears its name.
    """
    if not form.validate_on_submit():
        return None
    with acting(form, "name") as act:
        (fill or form.populate_obj)(known)
        namesakes.refuse_namesake(db, known)
        db.add(known)
        db.flush()
        audit.record(db, act_name, known)
        act.tell(_("Saved."))
    return redirect(url_for(leads_to)) if act.done else None
