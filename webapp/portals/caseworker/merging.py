"""Two files of the same people: both seen beside each other, made one, and parted again."""

import json
from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Merge, Party
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, go_on, own_party
from webapp.services.parties import alike, centres, merge_facts, merging, refusals
from webapp.services.parties.merge_facts import BOTH, KEPT, OTHER, Question
from webapp.services.records import history
from webapp.services.records.tokens import Signer
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.wording import listed, sentence
from webapp.wording.file_changes import FACTS, Names, said


class MergeForm(Form):
    """Which value is kept of what two files say differently; `_form` adds a question for each."""

    read = HiddenField()
    """What both files said when they were looked at."""

    @property
    def chosen(self) -> dict[str, str]:
        """The value to keep, by the name of each question."""
        return {field.short_name: field.data for field in self if isinstance(field, RadioField)}


@portal.route("/parties/<int:party_id>/merging/<int:other_id>", methods=["GET", "POST"])
def merge_parties(party_id: int, other_id: int) -> str | Response:
    """Show two files beside each other, and put the other into this one."""
    party, other = own_party(party_id), own_party(other_id)
    asked = merge_facts.questions(party, other)
    seen = Signer.tag("merge", [_shown(each) for each in asked], merging.visits_of(party, other))
    form = _form(asked, party, other)
    if form.validate_on_submit():
        with acting(form) as act:
            if form.read.data != seen:
                raise RuleBroken("changed-meanwhile")
            merging.merge(db, party, other, form.chosen, signed_in_user())
            act.tell(_("%(other)s is now one with %(code)s.", other=other.code, code=party.code))
        if act.done:
            return go_on(party, FILE)
    form.read.data = seen
    forbidden = merging.what_forbids(party, other)
    return page(
        form=form,
        party=party,
        other=other,
        joining=listed(person.name for person in merge_facts.joining(party, other)),
        in_the_way=sentence(forbidden) if forbidden else "",
        proposed=alike.between(db, party, other),
    )


def _form(asked: list[Question], party: Party, other: Party) -> MergeForm:
    names = _names(party, other)
    fields = {question.name: _question(question, party, other, names) for question in asked}
    return type("AskedOfTwo", (MergeForm,), fields)()  # type: ignore[no-any-return]


def _names(party: Party, other: Party) -> Names:
    users = {each.id for one in (party, other) for each in one.referents}
    refused = {each.farm_id for one in (party, other) for each in one.refusals}
    return Names(
        users=history.names_of_actors(db, [], users),
        centres=centres.names(db),
        farms=refusals.names_of_farms(db, Farm.id.in_(refused)),
    )


def _question(question: Question, party: Party, other: Party, names: Names) -> RadioField:
    choices = [
        SelectChoice(KEPT, f"{party.code} · {_said(question, question.kept, names, party)}"),
        SelectChoice(OTHER, f"{other.code} · {_said(question, question.other, names, other)}"),
    ]
    if question.fact in merge_facts.TOGETHER and question.kept and question.other:
        choices.append(SelectChoice(BOTH, _l("Both")))
    return RadioField(about(question), choices=choices, default=question.proposed)


def about(question: Question) -> str:
    """Return what a question asks about, in words."""
    what = str(_("Name") if question.fact == "name" else OTHER_FACTS.get(question.fact, ""))
    what = what or str(FACTS[question.fact])
    return f"{question.person.first_name} · {what}" if question.person else what


OTHER_FACTS: Mapping[str, Any] = {
    "notes": _l("Notes"),
    "title_until": _l("End of the residence title"),
    "fundable_until": _l("End of the five years after the first title"),
}
"""What is asked about under a name of its own: it stands in lists, alone, where no day follows."""


def _said(question: Question, value: Any, names: Names, party: Party) -> str:
    if question.fact == "referent_id":
        return listed(each.name for each in party.referents) or "–"
    if question.fact == "name":
        here = question.person if value == question.kept else question.twin
        return here.name if here else ""
    return said(
        question.fact, json.dumps(value, default=str) if value or value is False else None, names
    )


def _shown(question: Question) -> list[str]:
    return [question.name, str(question.kept), str(question.other)]


@portal.post("/parties/<int:party_id>/merging/<int:number>/undoing")
def undo_merge(party_id: int, number: int) -> Response:
    """Part two files that were made one."""
    party = own_party(party_id)
    done = find_or_404(Merge, Merge.id == number, Merge.organisation_id == party.organisation_id)
    if party.id not in (done.kept_id, done.merged_id):
        abort(404)
    with acting() as act:
        lost = merging.undo(db, done)
        act.tell(_("%(other)s is a file of its own again.", other=done.merged.code))
        for each in lost:
            told = _("%(code)s was in a reception centre that has been removed: note where they "
                     "live now.", code=each.code)  # fmt: skip
            act.tell(told, "warning")
    return redirect(url_for(FILE, party_id=party.id))
