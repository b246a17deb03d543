"""A round is published: a person reads what will be sent, and approves."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.access import signed_in_user
from webapp.errors import RuleBroken
from webapp.extensions import db
from webapp.forms import Form
from webapp.models import RoundState
from webapp.rounds.owners import seen_round
from webapp.rounds.routes import routes
from webapp.rounds.workbench import open_bench
from webapp.services import rounds
from webapp.services.rounds import Publication
from webapp.wording import sentence, stay_range


@routes.get("/rounds/<int:round_id>/publication")
def preview_publication(round_id: int) -> str | Response:
    """Show who would be written to, and what about, before anything leaves."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    if bench.round.state is not RoundState.SOLVED or rounds.waiting_decisions(bench.round):
        return redirect(url_for(".show_round", round_id=round_id))
    farms = {bench.cast.slots[slot].farm_id for _, slot in bench.result.pairs}
    return bench.tab(form=Form(), pairs=bench.result.pairs, farms=len(farms))


@routes.post("/rounds/<int:round_id>/publication")
def publish_round(round_id: int) -> Response:
    """Approve a round: its visits are proposed to both sides, in one transaction."""
    found = seen_round(round_id)
    try:
        publication = rounds.publish(db, found, signed_in_user())
    except RuleBroken as rule:
        db.rollback()
        flash(sentence(rule), "error")
        return redirect(url_for(".show_round", round_id=round_id))
    db.commit()
    _tell(publication)
    return redirect(url_for(".show_round", round_id=round_id))


def _tell(publication: Publication) -> None:
    sent = len(publication.visits)
    flash(
        ngettext(
            "%(num)d visit is proposed: both sides receive their message now.",
            "%(num)d visits are proposed: both sides receive their messages now.",
            sent,
        ),
        "success" if sent else "info",
    )
    for each in publication.left_out:
        words = {
            "code": each.party.code,
            "farm": each.slot.farm.name,
            "days": stay_range(each.slot.arrival, each.slot.departure),
            "why": sentence(each.rule),
        }
        flash(_("Left out: %(code)s at %(farm)s, %(days)s. %(why)s", **words), "warning")
