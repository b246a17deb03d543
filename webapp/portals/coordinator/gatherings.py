"""Gatherings: to what the village is invited, with a page for anybody and a poster."""

from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from webapp.geography import find_commune
from webapp.models import Gathering, GatheringState, Visit, VoiceWay
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.gathering_forms import (
    FarmWordsForm,
    GatheringForm,
    OpenFarmForm,
)
from webapp.portals.coordinator.village_voices import what_is_told
from webapp.services.village import gatherings
from webapp.web.access import find_or_404, number_or_404
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.web.village_papers import poster
from webapp.wording import stay_range
from webapp.wording.messages import address


class CancelGatheringForm(Form):
    """A gathering that does not take place."""


@portal.get("/village")
@given_again()
def list_gatherings() -> str:
    """Show what the village is invited to, and what it was."""
    return page(coming=gatherings.coming(db), past=gatherings.past(db), commune=commune_of)


@portal.route("/village/new", methods=["GET", "POST"])
def add_gathering() -> str | Response:
    """Ask for a gathering of the programme in a commune; everybody may read of it at once."""
    form = GatheringForm()
    if form.validate_on_submit():
        with acting(form, "day") as act:
            gathering = gatherings.announce(db, _facts(form))
            act.tell(_("Everybody may read of it now. Print the poster."))
        if act.done:
            return _to(gathering)
    return page(form=form)


@portal.route("/village/farm", methods=["GET", "POST"])
def open_farm() -> str | Response:
    """Ask a farm that has guests to open its door; nobody reads of it before its yes."""
    visits, form = gatherings.visits_to_open(db), OpenFarmForm()
    form.visit.choices = [SelectChoice(str(each.id), _name(each)) for each in visits]
    if form.validate_on_submit():
        visit = find_or_404(Visit, Visit.id == number_or_404(form.visit.data))
        with acting(form, "day") as act:
            gathering = gatherings.propose(db, visit, _facts(form))
            act.tell(_("The farm is asked. Nobody else reads of it before its yes."))
        if act.done:
            return _to(gathering)
    return page(form=form, visits=visits)


@portal.get("/village/<int:gathering_id>")
def show_gathering(gathering_id: int) -> str:
    """Show a gathering, who may read of it, and its poster."""
    gathering = _found(gathering_id)
    return page(
        gathering=gathering,
        commune=commune_of(gathering),
        lost=gathering.may_be_cancelled and gatherings.lost_its_visit(gathering),
        public=address("public.show_gathering", gathering_id=gathering.id),
        piles=[each for each in gathering.voices if each.way is VoiceWay.SHEETS],
        **what_is_told([gathering]),
    )


@portal.route("/village/<int:gathering_id>/words", methods=["GET", "POST"])
def edit_gathering(gathering_id: int) -> str | Response:
    """Change what anybody reads of it; a farm is asked anew."""
    gathering = _found(gathering_id)
    form = _form_of(gathering)
    form.over = over(gatherings.closed_to_change(gathering))
    if form.validate_on_submit():
        with acting(form, "day") as act:
            gatherings.change(db, gathering, _facts(form))
            act.tell(_("Saved."))
        if act.done:
            return _to(gathering)
    return page(form=form, gathering=gathering)


@portal.route("/village/<int:gathering_id>/cancellation", methods=["GET", "POST"])
def cancel_gathering(gathering_id: int) -> str | Response:
    """Say what it means, then cancel."""
    gathering = _found(gathering_id)
    form = CancelGatheringForm()
    form.over = over(gatherings.closed_to_cancel(gathering))
    if form.validate_on_submit():
        with acting(form) as act:
            gatherings.cancel(db, gathering)
            act.tell(
                _("It is cancelled, and its page says so. Take the posters down.")
                if gathering.announced_at
                else _("It is cancelled. Nobody but the farm had read of it.")
            )
        if act.done:
            return _to(gathering)
    return page(form=form, gathering=gathering)


@portal.get("/village/<int:gathering_id>/poster.pdf")
def download_poster(gathering_id: int) -> Response:
    """Give the poster; of a cancelled one, the sheet that says so."""
    gathering = _found(gathering_id)
    is_cancelled = gathering.state is GatheringState.CANCELLED and gathering.announced_at
    if not (is_cancelled or gatherings.is_told(db, gathering)):
        abort(404)
    return poster(gathering)


def commune_of(gathering: Gathering) -> str:
    """Return how the commune of a gathering is called."""
    commune = find_commune(gathering.commune)
    return commune.label if commune else ""


def _form_of(gathering: Gathering) -> GatheringForm | FarmWordsForm:
    stored = {name: getattr(gathering, name) for name in gatherings.FARMS_WORDS}
    if gathering.farm_id is not None:
        return FarmWordsForm(data=stored)
    return GatheringForm(data={**stored, "commune": commune_of(gathering)})


def _facts(form: Any) -> dict[str, Any]:
    """Return what was typed, by the gathering's own words for it."""
    facts = {name: form[name].data or None for name in gatherings.FARMS_WORDS}
    if isinstance(form, GatheringForm):
        facts["commune"] = form.place.code if form.place else None
    return facts


def _name(visit: Visit) -> str:
    stay = stay_range(visit.arrival, visit.departure)
    return f"{visit.farm.name} · {stay} · {visit.party.code}"


def _found(gathering_id: int) -> Gathering:
    return find_or_404(Gathering, Gathering.id == gathering_id)


def _to(gathering: Gathering) -> Response:
    return redirect(url_for("coordinator.show_gathering", gathering_id=gathering.id))
