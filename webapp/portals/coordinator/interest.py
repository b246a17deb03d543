"""Whether farms are still interested: asked, many at once, and what they say on the telephone."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from webapp.models import Channel, Farm, Message
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import back_to
from webapp.services.parties import asking_interest, interest
from webapp.web.access import find_or_404, possible_numbers, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form
from webapp.web.pages import page
from webapp.wording import compose, sentence
from webapp.wording.leaving import has_left_to, messages_leave, messages_taken_back, when
from webapp.wording.messages import ADDRESS


@portal.post("/farms/<int:farm_id>/interest")
def note_interest(farm_id: int) -> Response:
    """Note whether a farm is still interested; what follows from a no is decided by a person."""
    farm, said = find_or_404(Farm, Farm.id == farm_id), request.form.get("answer", "")
    if said not in {"yes", "no", "talked"}:
        abort(404)
    with acting() as act:
        if said == "talked":
            interest.talked(db, farm)
        else:
            interest.say(db, farm, interested=said == "yes", for_them=True)
        act.tell(_("It is noted."))
    return back_to(farm)


class AskFarmsForm(Form):
    """The farms that are asked now whether they are still interested."""

    farm = CheckboxesField(_l("Farms to ask"))

    def __init__(self, farms: Sequence[Farm], **options: Any) -> None:
        super().__init__(**options)
        self.farm.choices = [SelectChoice(str(each.id), each.name) for each in farms]


@portal.route("/farms/interest", methods=["GET", "POST"])
def ask_farms() -> str | Response:
    """Show which farms can be asked whether they are still interested, and ask those ticked."""
    looked = asking_interest.look_at_farms(db)
    form = AskFarmsForm(looked.asked)
    if form.validate_on_submit():
        with acting(form, "farm") as act:
            asked = asking_interest.ask_farms(db, possible_numbers(form.farm.data or []))
            act.tell(_what_is_asked(asked))
        if act.done:
            back = [farm.id for farm in asked]
            return redirect(url_for("coordinator.ask_farms", asked=back))
    elif request.method == "GET":
        form.farm.data = [str(each.id) for each in looked.asked]
    return page(
        form=form,
        looked=looked,
        letter=_letter(),
        when=when(),
        sentence=sentence,
        undo=possible_numbers(request.args.getlist("asked")),
        said=asking_interest.count(db, Farm),
    )


@portal.post("/farms/interest/back")
def unask_farms() -> Response:
    """Take back a question that has not left yet."""
    with acting() as act:
        did = asking_interest.unask_farms(db, possible_numbers(request.form.getlist("farm")))
        told = ngettext(
            "The question to %(num)d farm is taken back: nothing leaves.",
            "The question to %(num)d farms is taken back: nothing leaves.",
            len(did.farms),
        )
        if did.farms:
            act.tell(told)
        if did.letters:
            act.tell(f"{messages_taken_back(did.letters)} {has_left_to(did.left)}", "info")
    return redirect(url_for("coordinator.ask_farms"))


def _what_is_asked(farms: Sequence[Farm]) -> str:
    told = ngettext("%(num)d farm is asked.", "%(num)d farms are asked.", len(farms))
    return f"{told} {messages_leave(sum(len(farm.readers) for farm in farms))}"


def _letter() -> tuple[str, str]:
    """Return the subject and the words of the letter, without its link."""
    language = signed_in_user().language
    composed = compose(Message(kind=interest.OF_FARM, channel=Channel.EMAIL, language=language))
    return composed.subject, ADDRESS.sub("…", composed.body)
