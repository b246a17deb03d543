"""Other places at which the farm receives: added, changed, given up."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground.errors import RuleBroken
from webapp.models import Site
from webapp.portals.farmer import portal
from webapp.portals.farmer.farm import geocoder
from webapp.portals.farmer.farm_forms import SiteForm
from webapp.portals.farmer.loaders import own_farm, own_site
from webapp.services.farms import sites
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/my-farm/sites")
def list_sites() -> str:
    """Show at which other places the farm receives."""
    farm = own_farm()
    return page(farm=farm, sites=sites.of_farm(db, farm))


@portal.route("/my-farm/sites/new", methods=["GET", "POST"])
def add_site() -> str | Response:
    form = SiteForm()
    return _tell(form, Site()) or page(form=form)


@portal.route("/my-farm/sites/<int:site_id>", methods=["GET", "POST"])
def edit_site(site_id: int) -> str | Response:
    site = own_site(site_id)
    lies_in = find_commune(site.commune)
    told = {"name": site.name, "address": site.address, "station": site.station}
    form = SiteForm(data={**told, "commune": lies_in.label if lies_in else ""})
    return _tell(form, site) or page(form=form, site=site)


def _tell(form: SiteForm, site: Site) -> Response | None:
    """Save what was typed of a site; return where to go, or nothing where it is asked again."""
    if not form.validate_on_submit() or form.place is None:
        return None
    with acting(form, _field_of) as act:
        sites.tell(
            db,
            own_farm(),
            site,
            name=form.name.data.strip(),
            place=(form.place, form.address.data),
            station=form.station.data or None,
            geocoder=geocoder(),
        )
        act.tell(_("Saved."))
    return redirect(url_for("farmer.list_sites")) if act.done else None


def _field_of(rule: RuleBroken) -> str:
    return "name" if rule.code == "site-known" else "commune"


@portal.post("/my-farm/sites/<int:site_id>/removal")
def remove_site(site_id: int) -> Response:
    """Give up a place at which no offer stands."""
    site = own_site(site_id)
    with acting() as act:
        sites.remove(db, own_farm(), site)
        act.tell(_("%(site)s is removed.", site=site.name))
    return redirect(url_for("farmer.list_sites"))
