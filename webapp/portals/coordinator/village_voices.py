"""What villages say: sheets to print and to type in, how many came, counts told by lot."""

from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.geography import find_commune
from webapp.ground.errors import RuleBroken
from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering, VillageVoice, VoiceWay
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.plots import Bar, bars
from webapp.services.reports.rounding import BASE
from webapp.services.village import voices
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, NumberField
from webapp.web.pages import page
from webapp.web.village_papers import paper_sheets
from webapp.wording import label

MOST_SHEETS = 500
MOST_CAME = 2000


class SheetsForm(Form):
    """How many sheets there are, and how many of them have each answer ticked."""

    sheets = NumberField(
        _l("How many sheets?"),
        [
            InputRequired(_l("Enter how many sheets you have in your hand")),
            NumberRange(1, MOST_SHEETS, _l("Enter 1 to 500 sheets")),
        ],
        description=_l("Those on which nothing is ticked, too."),
    )


for _question, _answers in VILLAGE_GRIDS[VILLAGE_GRID].items():
    for _answer in _answers:
        _none = NumberRange(0, MOST_SHEETS, _l("Enter 0 to 500"))
        _field = NumberField(label("village-answer", _answer), [Optional(), _none])
        setattr(SheetsForm, f"{_question}_{_answer}", _field)


class CameForm(Form):
    """How many came to a gathering."""

    came = NumberField(
        _l("How many people came?"),
        [Optional(), NumberRange(0, MOST_CAME, _l("Enter 0 to 2000 people"))],
        description=_l("A count is enough: nobody is named."),
    )


@portal.route("/village/<int:gathering_id>/sheets", methods=["GET", "POST"])
def type_sheets(gathering_id: int) -> str | Response:
    """Ask how often each answer is ticked on the sheets."""
    gathering, form = _that_took_place(gathering_id), SheetsForm()
    if form.validate_on_submit():
        with acting(form, _where) as act:
            voices.type_in(db, gathering, form.sheets.data, _counts(form))
            act.tell(_counted(form.sheets.data))
        if act.done:
            return _to(gathering_id)
    return page(form=form, gathering=gathering, grid=VILLAGE_GRIDS[VILLAGE_GRID])


@portal.post("/village/<int:gathering_id>/sheets/<int:voice_id>/removal")
def take_sheets_back(gathering_id: int, voice_id: int) -> Response:
    """Forget sheets that were typed in by mistake."""
    of = VillageVoice.gathering_id == gathering_id, VillageVoice.way == VoiceWay.SHEETS
    typed = find_or_404(VillageVoice, VillageVoice.id == voice_id, *of, lock=True)
    with acting() as act:
        voices.take_back(db, typed)
        act.tell(_("Taken back: these sheets are not counted any more."))
    return _to(gathering_id)


@portal.post("/village/<int:gathering_id>/telephones/removal")
def leave_telephones_out(gathering_id: int) -> Response:
    """Tell what telephones said in no figure: somebody has flooded it."""
    gathering = _that_took_place(gathering_id)
    with acting() as act:
        voices.leave_telephones_out(db, gathering, out=True)
        act.tell(_("Left out: no figure tells what telephones said, and its page asks no more."))
    return _to(gathering_id)


@portal.post("/village/<int:gathering_id>/telephones/return")
def count_telephones(gathering_id: int) -> Response:
    """Tell what telephones said again."""
    gathering = _that_took_place(gathering_id)
    with acting() as act:
        voices.leave_telephones_out(db, gathering, out=False)
        act.tell(_("Telephones are counted again."))
    return _to(gathering_id)


@portal.route("/village/<int:gathering_id>/came", methods=["GET", "POST"])
def count_came(gathering_id: int) -> str | Response:
    """Ask how many people came."""
    gathering = _that_took_place(gathering_id)
    form = CameForm(obj=gathering)
    if form.validate_on_submit():
        with acting(form, "came") as act:
            voices.count(db, gathering, form.came.data)
            act.tell(_("Saved."))
        if act.done:
            return _to(gathering_id)
    return page(form=form, gathering=gathering)


@portal.get("/village/<int:gathering_id>/sheets.pdf")
def download_sheets(gathering_id: int) -> Response:
    """Give the sheets with the three questions, to print and to cut."""
    gathering = find_or_404(Gathering, Gathering.id == gathering_id)
    if not gathering.takes_place:
        abort(404)
    return paper_sheets(gathering)


@portal.get("/village/communes/<commune>")
def show_commune(commune: str) -> str:
    """Show what a commune said, over all that took place there."""
    found, held = find_commune(commune), voices.in_commune(db, commune)
    if found is None or not held:
        abort(404)
    return page(commune=found, held=held, **what_is_told(held))


def what_is_told(held: Any) -> dict[str, Any]:
    """Return what a page shows of the voices of some gatherings: figures, and a plot of each."""
    told = voices.told_of(db, held)
    return {
        "told": told,
        "base": BASE,
        "shown_from": voices.SHOWN_FROM,
        "plots": {question: _plot(figures) for question, figures in told.figures.items()},
    }


def _plot(figures: dict[str, int]) -> list[Bar]:
    most = max(1, *figures.values())
    return bars([(None, round(100 * figure / most)) for figure in figures.values()])


def _counts(form: SheetsForm) -> dict[str, dict[str, int]]:
    return {
        question: {each: form[f"{question}_{each}"].data or 0 for each in answers}
        for question, answers in VILLAGE_GRIDS[VILLAGE_GRID].items()
    }


def _where(rule: RuleBroken) -> str:
    """Return at which field a refusal is said: the first of its question."""
    question = str(rule.facts.get("question", ""))
    return f"{question}_{VILLAGE_GRIDS[VILLAGE_GRID][question][0]}" if question else "sheets"


def _counted(sheets: int) -> str:
    return str(ngettext("%(num)d sheet is counted.", "%(num)d sheets are counted.", sheets))


def _that_took_place(gathering_id: int) -> Gathering:
    gathering = find_or_404(Gathering, Gathering.id == gathering_id)
    return gathering if gathering.took_place else abort(404)


def _to(gathering_id: int) -> Response:
    return redirect(url_for("coordinator.show_gathering", gathering_id=gathering_id))
