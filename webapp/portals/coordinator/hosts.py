"""The adults of a farm's household: whose record extract was shown, and until when it counts."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Farm, Host
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farm_forms import HostForm
from webapp.services.farms import hosts
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.removals import offer

A_YEAR = timedelta(days=365)


@portal.route("/farms/<int:farm_id>/adults", methods=["GET", "POST"])
def list_hosts(farm_id: int) -> str | Response:
    """Show the adults of a farm, and note one more."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = HostForm(**({} if request.method == "POST" else {"until": today() + A_YEAR}))
    if form.validate_on_submit():
        host = Host(name=form.name.data, seen_on=form.seen_on.data, until=form.until.data)
        with acting(form, "name") as act:
            hosts.add(db, farm, host)
            act.tell(_("%(name)s is noted.", name=host.name))
        if act.done:
            return _back_to_the_list(farm)
    return page(form=form, farm=farm, today=today())


@portal.route("/farms/<int:farm_id>/adults/<int:number>", methods=["GET", "POST"])
def edit_host(farm_id: int, number: int) -> str | Response:
    """Note that somebody's record extract was shown anew."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    host = find_or_404(Host, Host.id == number, Host.farm_id == farm.id)
    form = HostForm(obj=host)
    if form.validate_on_submit():
        with acting(form) as act:
            hosts.change(db, farm, host, form.name.data, form.seen_on.data, form.until.data)
            act.tell(_("Saved."))
        if act.done:
            return _back_to_the_list(farm)
    return page(form=form, farm=farm)


@portal.post("/farms/<int:farm_id>/adults/<int:number>/removal")
def remove_host(farm_id: int, number: int) -> Response:
    """Take somebody off the list who does not live there any more."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    host = find_or_404(Host, Host.id == number, Host.farm_id == farm.id)
    with acting() as act:
        offer(act, host, host.name, url_for("coordinator.list_hosts", farm_id=farm.id))
        hosts.remove(db, farm, host)
        act.tell(_("%(name)s is off the list.", name=host.name))
    return _back_to_the_list(farm)


def _back_to_the_list(farm: Farm) -> Response:
    return redirect(url_for("coordinator.list_hosts", farm_id=farm.id))
