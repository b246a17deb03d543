"""The directory of services around: what is loaded, and how a newer one is."""

from pathlib import PurePath
from typing import Final

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from webapp.geography import departments
from webapp.ground.clock import today
from webapp.models import DirectoryLoading
from webapp.portals.coordinator import portal
from webapp.services.around import loading, sending
from webapp.services.around.loading import LICENCE, PUBLISHER
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form, required
from webapp.web.pages import page
from webapp.web.uploads import takes_files
from webapp.wording import sentence, services_around

MOST_BYTES: Final = 400_000_000
"""Of both files: twice the national ones of 2026."""
LONGEST_NAME: Final = 120


class DirectoryForm(Form):
    """The two files of a directory, and what is kept of them."""

    structures = FileField(_l("The file of structures"), [required(_l("Choose a file"))])
    services = FileField(_l("The file of services"), [required(_l("Choose a file"))])
    departments = CheckboxesField(
        _l("Départements whose services are kept"),
        description=_l("Those of your people. With none ticked, the whole country is kept."),
    )
    as_of = DateField(
        _l("The day of the files"),
        [Optional()],
        description=_l("Only if their names do not say it, as in services-inclusion-2026-11-23."),
    )
    without_wrong_lines = BooleanField(
        _l("Leave lines out that are wrong"),
        description=_l("They are named all the same. Otherwise one wrong line stops it all."),
    )
    publisher = StringField(_l("Who publishes it"), [required(), Length(max=LONGEST_NAME)])
    licence = StringField(_l("Under which licence"), [required(), Length(max=LONGEST_NAME)])

    def __init__(self, known: DirectoryLoading | None, usual: list[str]) -> None:
        super().__init__(
            publisher=known.publisher if known else PUBLISHER,
            licence=known.licence if known else LICENCE,
            departments=list(known.departments) if known else usual,
        )
        self.departments.choices = [
            SelectChoice(each.code, f"{each.code} {each.name}") for each in departments().values()
        ]

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day that is still to come."""
        if field.data and field.data > today():
            raise ValidationError(_l("This day is still to come."))


@portal.route("/settings/services", methods=["GET", "POST"])
@takes_files(MOST_BYTES, on_disk=True)
def load_services() -> str | Response:
    """Show which directories are loaded and how far one is that was sent, and take another."""
    sent, usual = sending.latest(db), sending.usual_departments(db)
    form = DirectoryForm(sent, usual)
    if form.validate_on_submit():
        with acting(form, at="services") as act:
            files = {name: form[name].data for name in sending.FILES}
            sending.send(db, _described(form), {name: each.stream for name, each in files.items()})
        if act.done:
            return redirect(url_for("coordinator.load_services"))
    return page(
        form=form,
        loaded=loading.publications(db),
        sent=sent,
        refusal=_refusal(sent),
        wrong_lines=_wrong_lines(sent),
        has_files=sent is not None and sending.has_files(db, sent),
        usual=usual,
        most=MOST_BYTES,
    )


@portal.post("/settings/services/<int:loading_id>/stop")
def stop_loading(loading_id: int) -> Response:
    """Stop that a directory is loaded: what was there stays."""
    with acting() as act:
        if sending.stop(db, find_or_404(DirectoryLoading, DirectoryLoading.id == loading_id)):
            act.tell(_("It is being stopped: nothing is loaded."))
    return redirect(url_for("coordinator.load_services"))


@portal.post("/settings/services/<int:loading_id>/again")
def repeat_loading(loading_id: int) -> Response:
    """Load the files once more that were sent."""
    return _again(loading_id)


@portal.post("/settings/services/<int:loading_id>/right-lines")
def load_right_lines(loading_id: int) -> Response:
    """Load the files once more that were sent, without the lines that are wrong."""
    return _again(loading_id, without_wrong_lines=True)


def _again(loading_id: int, *, without_wrong_lines: bool = False) -> Response:
    sent = find_or_404(DirectoryLoading, DirectoryLoading.id == loading_id)
    with acting():
        wanted = without_wrong_lines or sent.without_wrong_lines
        sending.again(db, sent, without_wrong_lines=wanted)
    return redirect(url_for("coordinator.load_services"))


def _refusal(sent: DirectoryLoading | None) -> str:
    """Say why what was sent is not loaded, where its files were read."""
    rule = sending.rule_of(sent) if sent else None
    return sentence(rule) if rule and "mistakes" not in rule.facts else ""


def _wrong_lines(sent: DirectoryLoading | None) -> list[str]:
    """Say which lines of what was sent are wrong."""
    told = (sent and sent.told) or {}
    count = told.get("wrong", told.get("count", 0))
    return services_around.mistakes(sending.mistakes_of(sent), count) if sent and count else []


def _described(form: DirectoryForm) -> DirectoryLoading:
    names = {
        each: PurePath((form[each].data.filename or each).replace("\\", "/")).name[:LONGEST_NAME]
        for each in sending.FILES
    }
    return DirectoryLoading(
        by_id=signed_in_user().id,
        publisher=form.publisher.data.strip(),
        licence=form.licence.data.strip(),
        as_of=form.as_of.data or loading.day_of(*names.values()),
        departments=form.departments.data,
        without_wrong_lines=form.without_wrong_lines.data,
        **names,
    )
