"""Somebody's path on paper, in their language: theirs to keep, and to show to whom they like."""

from collections.abc import Mapping, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.ground.isolates import isolated
from webapp.models import CaseDecision, Goal, Obstacle, PathState, Person, ServiceAround, Step
from webapp.wording import services_around
from webapp.wording.days import format_date
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.people import telephone


def as_pdf(
    person: Person,
    goals: Sequence[Goal],
    steps: Sequence[Step],
    stand: Mapping[str, Obstacle],
    decided: Sequence[CaseDecision] = (),
) -> bytes:
    """Return what stands on somebody's path: what they want, the steps, what is in the way."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    spoken = person.party.reads_in
    with force_locale(spoken.locale):
        document = PdfDocument(spoken, _("Your path"), foot=person.party.code)
        document.paragraph(isolated(person.name))
        document.heading(_("What you want"))
        document.facts(
            [(isolated(each.words or ""), format_date(each.said_on))
             for each in goals if each.state is not PathState.DROPPED] or [("–", "")]
        )  # fmt: skip
        document.heading(_("What comes next"))
        document.facts([_step(each) for each in steps if not each.ended_on] or [("–", "")])
        if done := [_step(each) for each in steps if each.state is PathState.DONE]:
            document.heading(_("What is done"))
            document.facts(done)
        if noted := [_obstacle(each) for each in stand.values() if each.level]:
            document.heading(_("What makes it difficult"))
            document.facts(noted)
        if told := [_decision(each) for each in decided]:
            document.heading(_("What was decided about you"))
            document.facts(told)
        return document.content()


def what(step: Step) -> str:
    """Return what a step is: the usual words for it, then what was written beside."""
    usual = [str(label("step", step.kind))] if step.kind else []
    if step.service:
        usual = [str(_("A service that can help you"))]
    return in_a_row([*usual, isolated(step.words)] if step.words else usual)


def _step(step: Step) -> tuple[str, str]:
    about = [str(label("step-by-you", step.who))]
    if step.ended_on:
        about = [format_date(step.ended_on, "long")]
    elif step.due_on:
        about.append(str(_("until %(day)s", day=format_date(step.due_on, "long"))))
    if step.service and not step.ended_on:
        about += _service(step.service)
    return what(step), in_a_row(about)


def _service(service: ServiceAround) -> list[str]:
    """Return where it is, its telephone, who says so, and whether it is still said."""
    number = telephone(service.telephone) if service.telephone else ""
    there = [isolated(each) for each in (services_around.place(service), number) if each]
    told = [*there, services_around.source(service)]
    gone = _("It is in the directory no more: ask your association before you go there.")
    return [*told, str(gone)] if service.gone_on else told


def _obstacle(noted: Obstacle) -> tuple[str, str]:
    about = [str(label("obstacle-level", str(noted.level)))]
    if noted.handled_by:
        about.append(str(_("handled by %(name)s", name=isolated(noted.handled_by))))
    return str(label("obstacle", noted.kind)), in_a_row(about)


def _decision(made: CaseDecision) -> tuple[str, str]:
    return isolated(made.decision or ""), format_date(made.meeting.day, "long")
