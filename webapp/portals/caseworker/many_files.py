"""Many files at once: chosen on the list, looked over, then acted on."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from webapp.ground.languages import Language
from webapp.models import MatchingRound, Message, Party, PartyState, RoundState, Side, Visit
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.finding import ASKED, asked_search, the_list
from webapp.portals.caseworker.party_date_forms import EngagementForm, PeriodForm
from webapp.portals.caseworker.party_forms import NO_CHOICE
from webapp.portals.caseworker.referents import ReferentForm
from webapp.services.parties import interest, many_files, referents, requesting
from webapp.services.parties.search import find_parties, load_parties
from webapp.services.records import outbox
from webapp.web import decided
from webapp.web.access import possible_numbers, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.kept_searches import page_asked_of
from webapp.web.pages import page
from webapp.web.ticking import ticked_again
from webapp.wording import compose, sentence
from webapp.wording.leaving import held_of, it_leaves, messages_leave, messages_taken_back
from webapp.wording.messages import ADDRESS

TO_CHOOSE_FOR = (
    RoundState.DRAFT, RoundState.SOLVED, RoundState.PLANNED, RoundState.FAILED, RoundState.CANCELLED
)  # fmt: skip


WORD_IN_FRONT = re.compile(r"^\(.+?\) ")
"""The word that is agreed with one household, and is of no other."""
MERGE = "merge"
"""What is done to two files of the same people, on a page of its own."""
TWO = 2


class ManyFilesForm(Form):
    """An act on many files that asks for nothing more."""


class ManyDaysForm(PeriodForm):
    """Days on which all of them can be away."""

    ready = BooleanField(
        _l("They want to take part: take along in rounds whoever’s file lacks nothing more")
    )


class WhichRoundForm(Form):
    """The round that files are left out of, or taken along by."""

    round = SelectField(_l("Round"), [required(_l("Choose a round"))])

    def __init__(self, rounds: list[MatchingRound], **options: Any) -> None:
        super().__init__(**options)
        self.round.choices = [
            NO_CHOICE,
            *(SelectChoice(str(each.id), each.name) for each in rounds),
        ]


@portal.post("/parties/choice")
def choose_parties() -> Response:
    """Lead from the files ticked on the list, or all that it finds, to what is done to them."""
    act = request.form.get("act", "")
    chosen = possible_numbers(request.form.getlist("party"))
    if "all" in request.form:
        chosen = list(find_parties(db, _home(), asked_search()).numbers(db))
    if act == MERGE and len(chosen) == TWO:
        kept, other = sorted(chosen)
        return redirect(url_for("caseworker.merge_parties", party_id=kept, other_id=other))
    if act == MERGE:
        flash(_("Tick the two files that are of the same people."), "error")
        return ticked_again(the_list(), "party")
    if not chosen or act not in many_files.ACTS:
        flash(_("Tick the files, and choose what to do with them."), "error")
        return ticked_again(the_list(), "party")
    if len(chosen) > many_files.MOST:
        flash(_("At most %(num)d files at once: narrow the search.", num=many_files.MOST), "error")
        return redirect(the_list())
    there = url_for("caseworker.act_on_many", act=act, party=chosen, **page_asked_of(ASKED))
    return redirect(there)


@portal.route("/parties/many", methods=["GET", "POST"])
def act_on_many() -> str | Response:
    """Show whom an act on many files touches and whom it leaves, then do it."""
    act = request.args.get("act", "")
    if act not in many_files.ACTS:
        raise NotFound
    parties = _own(request.args.getlist("party"))
    form = _form(act)
    if form.validate_on_submit():
        given = _given(act, form)
        with acting(form) as done:
            decided.refuse_unread_of_many("parties", {party.id: party.code for party in parties})
            touched = many_files.do(db, act, parties, given)
            done.tell(_what_is_done(act, touched))
            if given.then_ready:
                done.tell(_who_takes_part(touched), "info")
        if done.done:
            undo = act if act in many_files.UNDONE_BY else None
            back = [party.id for party in touched] if undo else None
            silent = {"interest": "silent", "page": None} if act == "interest" else {}
            return redirect(the_list(undo=undo, party=back, **silent))
    looked = many_files.preview(act, parties, _given(act, form))
    shown = decided.field_of_many("parties", [party.id for party in parties])
    texts = _texts(act, looked.touched)
    return page(
        form=form,
        act=act,
        looked=looked,
        sentence=sentence,
        shown=shown,
        texts=texts,
        the_list=the_list(),
        leaves=it_leaves(db) if act in many_files.TAKEN_BACK_UNTIL else "",
    )


def _what_is_done(act: str, parties: list[Party]) -> str:
    files = len(parties)
    if act == "workshops":
        told = ngettext("%(num)d message leaves.", "%(num)d messages leave.", files)
    elif act in many_files.OF_REQUESTS and act.endswith("-back"):
        told = messages_taken_back(files)
    elif act in {"interest", *many_files.OF_REQUESTS}:
        told = messages_leave(files, held_of(parties))
    elif act == "interest-back":
        told = ngettext(
            "The question to %(num)d household is taken back: nothing leaves.",
            "The question to %(num)d households is taken back: nothing leaves.",
            files,
        )
    else:
        told = ngettext("%(num)d file changed.", "%(num)d files changed.", files)
    return str(told)


def _who_takes_part(parties: list[Party]) -> str:
    ready = sum(party.state is PartyState.READY for party in parties)
    told: str = ngettext(
        "%(num)d of these files takes part in rounds now.",
        "%(num)d of these files take part in rounds now.",
        ready,
    )
    if ready < len(parties):
        told += " " + _("Of the others something is missing: each file says what.")
    return told


def _texts(act: str, parties: Sequence[Party]) -> list[tuple[Language, str, Party, int, str]]:
    """Return what these households would read: the way, one alike, how many they are, the words.

    Alike are those of one language and way; whose telephone others read too is told no more than
    that there is a message. Without the link, which leads nowhere yet, and without the word that
    is agreed with each.
    """
    kind = interest.OF_PARTY if act == "interest" else requesting.KIND_OF.get(act)
    if kind is None:
        return []
    alike: dict[tuple[str, str, bool], list[Party]] = {}
    for party in parties:
        key = party.reads_in.code, outbox.way_to(party).value, party.phone_shared
        alike.setdefault(key, []).append(party)
    known = requesting.around(db, parties).to_answer if kind == requesting.REMINDER else {}
    return [
        (these[0].reads_in, way, these[0], len(these), _words_to(kind, these[0], known))
        for (_code, way, _shared), these in sorted(alike.items())
    ]


def _words_to(kind: str, party: Party, visits: Mapping[int, Visit]) -> str:
    message = Message(kind=kind, channel=outbox.way_to(party), language=party.language)
    if kind == requesting.REMINDER:
        message.side = Side.PARTY
        set_committed_value(message, "visit", visits[party.id])
    else:
        set_committed_value(message, "party", party)
    words = ADDRESS.sub("…", compose(message).body)
    return WORD_IN_FRONT.sub("", words) if party.agreed_word else words


def _home() -> int:
    return signed_in_user().organisation_id or 0


def _own(numbers: list[str]) -> list[Party]:
    """Return the files of these numbers that are the association's."""
    asked = possible_numbers(numbers[: many_files.MOST])
    mine = select(Party.id).where(Party.organisation_id == _home(), Party.id.in_(asked))
    return load_parties(db, list(db.scalars(mine.order_by(Party.id))))


def _form(act: str) -> Form:
    if act == "hand-over":
        return ReferentForm(referents.colleagues(db, _home()))
    if act == "course":
        return EngagementForm()
    if act == "days":
        return ManyDaysForm()
    return WhichRoundForm(_rounds()) if act in {"leave-out", "take-along"} else ManyFilesForm()


def _rounds() -> list[MatchingRound]:
    """Return the association's rounds that are still run; of each its name only."""
    query = (
        select(MatchingRound)
        .where(MatchingRound.organisation_id == _home(), MatchingRound.state.in_(TO_CHOOSE_FOR))
        .options(load_only(MatchingRound.name, MatchingRound.without))
    )
    return list(db.scalars(query.order_by(MatchingRound.id.desc())))


def _given(act: str, form: Form) -> many_files.Given:
    """Return what the form says beside the files, as far as it does yet."""
    if isinstance(form, ReferentForm):
        colleagues = {str(each.id): each for each in referents.colleagues(db, _home())}
        return many_files.Given(to=colleagues.get(form.to.data or ""))
    if isinstance(form, ManyDaysForm) and form.last_day.data and form.first_day.data:
        days = form.first_day.data, form.last_day.data
        return many_files.Given(days=days, then_ready=form.ready.data)
    if isinstance(form, EngagementForm) and form.last_day.data and form.first_day.data:
        return many_files.Given(course=form.fill)
    if isinstance(form, WhichRoundForm) and form.round.data:
        rounds = {str(each.id): each for each in _rounds()}
        return many_files.Given(of_round=rounds.get(form.round.data))
    return many_files.Given()
