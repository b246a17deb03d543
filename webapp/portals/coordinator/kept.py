"""How an act on a farm ends: committed, said, and back on the farm's page."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm
from webapp.web.extensions import db


def keep(farm: Farm, told: str = "") -> Response:
    """Commit what a view has done to a farm, say so, and show the farm."""
    db.commit()
    flash(told or _("Saved."), "success")
    return redirect(url_for("coordinator.show_farm", farm_id=farm.id))
