"""Many farms are written to at once: chosen on the list, looked over, then asked for something."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.ground.languages import Language
from webapp.models import Channel, Farm, Message, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import ASKED, asked_search, the_list
from webapp.services.farms import requesting
from webapp.services.farms.search import find_farms
from webapp.web import decided
from webapp.web.access import possible_numbers
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.kept_searches import page_asked_of
from webapp.web.pages import page
from webapp.web.ticking import ticked_again
from webapp.wording import compose, sentence
from webapp.wording.committees import PAPERS
from webapp.wording.leaving import has_left_to, it_leaves, messages_leave, messages_taken_back
from webapp.wording.messages import ADDRESS, language_of


class ManyFarmsForm(Form):
    """One message of a list to many farms, which asks for nothing more."""


@portal.post("/farms/choice")
def choose_farms() -> Response:
    """Lead from the farms ticked on the list, or all that it finds, to what they would read."""
    act = request.form.get("act", "")
    chosen = possible_numbers(request.form.getlist("farm"))
    if "all" in request.form:
        chosen = [farm.id for farm in find_farms(db, asked_search(), 1, requesting.MOST + 1)]
    if not chosen or act not in requesting.ACTS:
        flash(_("Tick the farms, and choose what to write to them."), "error")
        return ticked_again(the_list(), "farm")
    if len(chosen) > requesting.MOST:
        flash(_("At most %(num)d farms at once: narrow the search.", num=requesting.MOST), "error")
        return redirect(the_list())
    there = url_for("coordinator.act_on_farms", act=act, farm=chosen, **page_asked_of(ASKED))
    return redirect(there)


@portal.route("/farms/many", methods=["GET", "POST"])
def act_on_farms() -> str | Response:
    """Show which farms would read one message and why others do not, then write it."""
    act = request.args.get("act", "")
    if act not in requesting.KNOWN:
        raise NotFound
    asked = possible_numbers(request.args.getlist("farm")[: requesting.MOST])
    farms, form = requesting.chosen(db, asked), ManyFarmsForm()
    if form.validate_on_submit():
        with acting(form) as done:
            decided.refuse_unread_of_many("farms", {farm.id: farm.name for farm in farms})
            did = requesting.do(db, act, farms)
            is_asked = act in requesting.ACTS
            done.tell(messages_leave(did.letters) if is_asked else messages_taken_back(did.letters))
            if did.left:
                done.tell(has_left_to(did.left), "info")
        if done.done:
            back = [farm.id for farm in did.farms] if is_asked else None
            undo = act if is_asked else None
            return redirect(the_list(undo=undo, farm=back))
    looked = requesting.preview(db, act, farms)
    if act in requesting.ACTS:
        leaves = it_leaves()
    else:
        left = requesting.already_left(db, act, looked.touched)
        leaves = has_left_to(left) if left else ""
    return page(
        form=form,
        act=act,
        looked=looked,
        leaves=leaves,
        the_list=the_list(),
        papers=_papers if act == "papers" else lambda _farm: [],
        sentence=sentence,
        shown=decided.field_of_many("farms", [farm.id for farm in farms]),
        texts=_texts(act, looked.touched),
    )


def _papers(farm: Farm) -> list[tuple[str, date]]:
    return [(str(PAPERS[name]), until) for name, until in requesting.papers(farm)]


def _texts(act: str, farms: Sequence[Farm]) -> list[tuple[Language, int, str, str]]:
    """Return what their accounts would read: the language, how many, the subject and the words.

    Without the link, which leads nowhere yet.
    """
    if act not in requesting.ACTS:
        return []
    found = Counter(_letter(act, user) for farm in farms for user in farm.readers)
    return [
        (language, letters, subject, words)
        for (language, subject, words), letters in sorted(found.items(), key=_by_language)
    ]


def _by_language(found: tuple[tuple[Language, str, str], int]) -> tuple[str, str]:
    return found[0][0].code, found[0][2]


def _letter(act: str, user: User) -> tuple[Language, str, str]:
    kind = requesting.KIND_OF[act]
    message = Message(kind=kind, channel=Channel.EMAIL, language=user.language)
    set_committed_value(message, "user", user)
    composed = compose(message)
    return language_of(message), composed.subject, ADDRESS.sub("…", composed.body)
