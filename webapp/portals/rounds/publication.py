"""A round is published: a person reads what will be sent, and approves."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.languages import read_in
from webapp.ground.telephones import takes_texts
from webapp.models import RoundState
from webapp.portals.rounds.loaders import seen_round
from webapp.portals.rounds.routes import routes
from webapp.portals.rounds.workbench import open_bench
from webapp.services import rounds
from webapp.services.rounds import Publication
from webapp.web.access import signed_in_user
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.wording import sentence, stay_range


@routes.get("/rounds/<int:round_id>/publication")
def preview_publication(round_id: int) -> str | Response:
    """Show who would be written to, and what about, before anything leaves."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    if bench.round.state is not RoundState.SOLVED or rounds.waiting_decisions(bench.round):
        return redirect(url_for(".show_round", round_id=round_id))
    pairs = bench.pairs
    farms = {bench.cast.slots[slot].farm_id: bench.cast.slots[slot].farm for _, slot in pairs}
    reached = rounds.farms_with_an_account(db, farms)
    parties = [bench.cast.parties[party] for party, _ in pairs if party in bench.cast.parties]
    return bench.tab(
        form=Form(),
        pairs=pairs,
        messages=sum(takes_texts(party.phone) for party in parties),
        letters=len(reached),
        to_call=[
            party for party in parties if not takes_texts(party.phone) or party.channel != "sms"
        ],
        without_account=[farm for number, farm in farms.items() if number not in reached],
        read_in=read_in,
    )


@routes.post("/rounds/<int:round_id>/publication")
def publish_round(round_id: int) -> Response:
    """Approve a round: its visits are proposed to both sides, in one transaction."""
    found = seen_round(round_id)
    with acting() as act:
        _tell(act, rounds.publish(db, found, signed_in_user()))
    return redirect(url_for(".show_round", round_id=round_id))


def _tell(act: Act, publication: Publication) -> None:
    sent = len(publication.visits)
    told = ngettext(
        "%(num)d visit is proposed: both sides receive their message now.",
        "%(num)d visits are proposed: both sides receive their messages now.",
        sent,
    )
    act.tell(told, "success" if sent else "info")
    for each in publication.left_out:
        words = {
            "code": each.party.code,
            "farm": each.slot.farm.name,
            "days": stay_range(each.slot.arrival, each.slot.departure),
            "why": sentence(each.rule),
        }
        act.tell(_("Left out: %(code)s at %(farm)s, %(days)s. %(why)s", **words), "warning")
