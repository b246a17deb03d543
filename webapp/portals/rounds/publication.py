"""A round is published: a person reads what will be sent, and approves."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.portals.rounds.forms import PublicationForm
from webapp.portals.rounds.loaders import seen_round
from webapp.portals.rounds.routes import routes
from webapp.portals.rounds.workbench import open_bench
from webapp.services import rounds
from webapp.services.engine import ids
from webapp.services.rounds import Publication, plan, taking_back
from webapp.web.access import signed_in_user
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.wording import sentence, stay_range
from webapp.wording.barriers import barrier_sentences
from webapp.wording.days import short_day
from webapp.wording.leaving import limit_is_reached, proposed, when_texts_leave


@routes.get("/rounds/<int:round_id>/publication")
def preview_publication(round_id: int) -> str | Response:
    """Show who would be written to, and what about, before anything leaves."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    with acting() as act:
        examination = rounds.examine(db, bench.round)
    if not act.done:
        return redirect(url_for(".show_round", round_id=round_id))
    holding = sorted(examination.holding, key=lambda each: (each.slot.arrival, each.party.code))
    farms = {each.slot.farm_id: each.slot.farm for each in holding}
    reached = rounds.farms_with_an_account(db, farms)
    parties = [each.party for each in holding]
    return bench.tab(
        form=PublicationForm(version=examination.version),
        holding=holding,
        answer_by=examination.answer_by,
        later=sorted(examination.planned, key=lambda each: each.due_on),
        left_out=examination.left_out,
        when=when_texts_leave(db),
        limit=limit_is_reached(db),
        messages=sum(not party.reads_mail and party.takes_texts for party in parties),
        mails=sum(party.reads_mail for party in parties),
        letters=len(reached),
        to_call=[party for party in parties if not party.reads_messages],
        without_account=[farm for number, farm in farms.items() if number not in reached],
        barriers_of=lambda party, slot: barrier_sentences(
            bench.result.barriers(ids.party_id(party.id), ids.slot_id(slot.id))
        ),
        missed_of=lambda party, slot: bench.missed(ids.party_id(party.id), ids.slot_id(slot.id)),
        ids=ids,
    )


@routes.post("/rounds/<int:round_id>/plan/end")
def end_plan(round_id: int) -> Response:
    """Send nothing more of a round: what was planned and not told is given up."""
    found = seen_round(round_id, lock=True)
    with acting() as act:
        plan.end(db, found)
        if found.published_at:
            told = _("Nothing more of this round is sent. A new round may place these people.")
        else:
            told = _("The plan is ended, and nothing was sent: the round is as it was before it.")
        act.tell(told)
    return redirect(url_for(".show_round", round_id=round_id))


@routes.post("/rounds/<int:round_id>/publication")
def publish_round(round_id: int) -> Response:
    """Approve what was read of a round: its visits are proposed to both sides, all at once."""
    found, form = seen_round(round_id), PublicationForm()
    form.validate()
    with acting() as act:
        version = form.version.data or ""
        _tell(act, rounds.publish(db, found, signed_in_user(), version))
    following = ".show_round" if act.done else ".preview_publication"
    return redirect(url_for(following, round_id=round_id))


@routes.post("/rounds/<int:round_id>/publication/undo")
def take_sending_back(round_id: int) -> Response:
    """Take the last sending of a round back, before anybody is told."""
    found = seen_round(round_id)
    with acting() as act:
        count = taking_back.take_back(db, found)
        told = ngettext(
            "The proposal is taken back, and nobody was told: the round is as before.",
            "The %(num)d proposals are taken back, and nobody was told: the round is as before.",
            count,
        )
        act.tell(told)
    return redirect(url_for(".show_round", round_id=round_id))


def _tell(act: Act, publication: Publication) -> None:
    if publication.visits:
        act.tell(proposed(publication.visits))
    if publication.planned:
        first = min(each.due_on for each in publication.planned)
        kept = ngettext(
            "%(num)d visit stays planned, and nobody is told of it before %(day)s.",
            "%(num)d visits stay planned, and nobody is told of them before %(day)s.",
            len(publication.planned),
            day=short_day(first),
        )
        act.tell(kept, "info" if publication.visits else "success")
    for each in publication.left_out:
        words = {
            "code": each.party.code,
            "farm": each.slot.farm.name,
            "days": stay_range(each.slot.arrival, each.slot.departure),
            "why": sentence(each.rule),
        }
        act.tell(_("Left out: %(code)s at %(farm)s, %(days)s. %(why)s", **words), "warning")
