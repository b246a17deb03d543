"""Rows of a table become parties, through the forms by which they would be typed."""

from collections.abc import Iterator
from functools import partial

from flask import current_app, has_request_context
from flask_babel import gettext as _

from webapp.ground.names import plain
from webapp.ground.telephones import read_number, takes_texts
from webapp.ground.vocabulary import (
    CHANNELS,
    CHILDCARE,
    ENGAGEMENT_KINDS,
    FRAMES,
    FRENCH,
    FRENCH_LEVELS,
    LANGUAGES,
    NEEDS,
    NOTICE_REASONS,
    PRODUCTIONS,
    SEXES,
    WHATSAPP,
)
from webapp.models import Engagement, Party, Person
from webapp.portals.caseworker import party_forms as forms
from webapp.portals.caseworker.party_columns import OF_A_PARTY
from webapp.portals.caseworker.party_contact_form import ContactForm
from webapp.portals.caseworker.party_date_forms import (
    CivicDaysForm,
    EngagementForm,
    NoticeForm,
    PeriodForm,
)
from webapp.portals.imports import cells
from webapp.portals.imports.asking import TYPED, Asking, Forms, Told, mistakes
from webapp.portals.imports.kinds import Judge, Judged, Row
from webapp.services.parties import centres
from webapp.web.extensions import db
from webapp.wording import in_a_row

USUAL_REACH = "250"
MOST_WISHES = 3


def _disagrees(row: int, said: str) -> str:
    told = _("Row %(row)s of the same household says “%(said)s”: write one of the two",
             row=row, said=said)  # fmt: skip
    return str(told)


ASKING = Asking(
    OF_A_PARTY,
    column_of={
        "named_languages": "languages", "first": "wishes", "second": "wishes", "third": "wishes",
        "kind": "engagements", "weekdays": "engagements", "hours": "engagements",
        "missable": "engagements", "commune_code": "commune",
    },
    yes_no=frozenset({"is_of_age", "reads", "interpreter", "private", "phone_shared"}),
    disagrees=_disagrees,
)  # fmt: skip


def judging() -> Judge:
    """Return what judges rows one after the other: the party that they make, or what is wrong."""
    known = {plain(name): number for number, name in _centres().items()}
    return partial(_judge, Forms(), known)


def _centres() -> dict[int, str]:
    """Return the centres, in the request's session; in a job, which runs long, in a short one."""
    if has_request_context():
        return centres.names(db)
    with current_app.extensions["sessions"]() as session:
        return centres.names(session)


def _judge(
    known: Forms, centred: dict[str, int], rows: list[Row], is_another: frozenset[int]
) -> Judged:
    judged = Judged(rows)
    party = Party(needs=[], wishes=[], frames=["discovery"])
    for row in rows:
        person = _person(row, judged, known, is_another=row.number in is_another)
        if person is not None:
            party.persons.append(person)
    told = Told(rows, judged, known, ASKING)
    _centre(party, told, centred)
    for fill in (_home, _contact, _needs, _wishes, _days, _engagements, _civic_days, _notice):
        fill(party, told)
    judged.made = None if judged.mistakes else party
    return judged


def _person(row: Row, judged: Judged, known: Forms, *, is_another: bool) -> Person | None:
    said = row.cells
    spoken = cells.several("language", LANGUAGES, said.get("languages", ""))
    form = known.ask(
        forms.PersonForm,
        {
            "first_name": said.get("first_name", ""),
            "last_name": said.get("last_name", ""),
            "sex": cells.choice("sex", SEXES, said.get("sex", "")),
            "birth_year": cells.year(said.get("birth_year", "")),
            "is_another": TYPED[is_another],
            "is_of_age": TYPED[cells.yes_no(said.get("is_of_age", ""))],
            "languages": [each for each in spoken if each in LANGUAGES],
            "named_languages": ";".join(each for each in spoken if each not in LANGUAGES),
            "french": cells.level("french", FRENCH_LEVELS, said.get("french", _unsaid(spoken))),
            "reads": TYPED[cells.yes_no(said.get("reads", "1"))],
            "title_until": cells.day(said.get("title_until", "")),
            "fundable_until": cells.day(said.get("fundable_until", "")),
            "fundable_agreed": TYPED[cells.yes_no(said.get("fundable_agreed", ""))],
        },
    )
    found = list(mistakes(form, row, ASKING))
    judged.mistakes += found
    if found:
        return None
    person = Person()
    form.fill(person)
    return person


def _unsaid(spoken: list[str]) -> str:
    """Return how well somebody speaks French of whom no column tells: who converses in it, B1."""
    return "B1" if FRENCH in spoken else FRENCH_LEVELS[0]


def _home(party: Party, told: Told) -> None:
    written = f"{told['postcode']} {told['commune']}".strip()
    typed = {"commune": written, "reach_km": cells.number(told["reach_km"] or USUAL_REACH)}
    form = told.read(forms.HomeForm, typed)
    for name in ("commune", "reach_km"):
        for sentence in form[name].errors[:1]:
            told.note(name, str(sentence))
    if form.answer.choices and form.place is None:
        several = in_a_row(found.commune.label for found in form.answer.choices[:5])
        told.note(
            "commune", str(_("Write which one is meant, such as: %(several)s", several=several))
        )
    if form.place is not None:
        party.commune, point = form.place.code, form.place.point
        party.latitude, party.longitude = point.latitude, point.longitude
        party.reach_km = form.reach_km.data


def _contact(party: Party, told: Told) -> None:
    number = cells.telephone(told["phone"])
    usual = "sms" if not number or takes_texts(read_number(number)) else "phone-call"
    typed = {
        "phone": number,
        "phone_shared": TYPED[cells.yes_no(told["phone_shared"])],
        "email": told["email"],
        "language": cells.choice("language", LANGUAGES, told["language"] or "fr"),
        "channel": cells.choice("channel", (*CHANNELS, WHATSAPP), told["channel"] or usual),
    }
    if form := told.ask(ContactForm, typed):
        party.set_phone(form.phone.data)
        party.phone_shared, party.email = form.phone_shared.data, form.email.data or None
        party.language, party.channel = form.language.data, form.channel.data


def _needs(party: Party, told: Told) -> None:
    typed = {
        "needs": cells.several("need", NEEDS, told["needs"]),
        "childcare": cells.choice("childcare", CHILDCARE, told["childcare"]),
        "interpreter": TYPED[cells.yes_no(told["interpreter"])],
        "private": TYPED[cells.yes_no(told["private"])],
    }
    if form := told.ask(forms.NeedsForm, typed):
        party.needs = list(form.needs.data)
        party.interpreter, party.private = form.interpreter.data, form.private.data
        party.childcare = form.childcare.data or None


def _wishes(party: Party, told: Told) -> None:
    wished = cells.several("production", PRODUCTIONS, told["wishes"])
    if len(wished) > MOST_WISHES:
        told.note("wishes", str(_("Write three wishes at most")))
        return
    ranks = dict(zip(("first", "second", "third"), [*wished, "", "", ""], strict=False))
    frames = cells.several("frame", FRAMES, told["frames"] or "discovery")
    if form := told.ask(forms.WishesForm, {**ranks, "frames": frames}):
        party.wishes, party.frames = form.ranked, list(form.frames.data)


def _days(party: Party, told: Told) -> None:
    for column, typed in _periods(told):
        if form := told.ask(PeriodForm, typed, column):
            party.open_days(form.first_day.data, form.last_day.data)


def _periods(told: Told) -> Iterator[tuple[str, dict[str, str]]]:
    for _before, first, last, _after in cells.spans(told["available"]):
        yield "available", {"first_day": first, "last_day": last}
    if told["available_from"] or told["available_until"]:
        days = {"first_day": told["available_from"], "last_day": told["available_until"]}
        column = "available_from" if told["available_from"] else "available_until"
        yield column, {name: cells.day(each) for name, each in days.items()}


def _engagements(party: Party, told: Told) -> None:
    for before, first, last, after in cells.spans(told["engagements"]):
        typed = {
            "kind": cells.choice("engagement", ENGAGEMENT_KINDS, before or "course"),
            "first_day": first,
            "last_day": last,
            **cells.hours(after),
            "weekdays": cells.weekdays(after),
        }
        if form := told.ask(EngagementForm, typed, "engagements"):
            kept = Engagement()
            form.fill(kept)
            party.engagements.append(kept)


def _civic_days(party: Party, told: Told) -> None:
    if told["civic_days"] and (form := told.ask(CivicDaysForm, {"civic_days": told["civic_days"]})):
        party.keep_civic_days([*party.civic_days, *form.dates])


def _centre(party: Party, told: Told, known: dict[str, int]) -> None:
    if not told["centre"]:
        return
    party.centre_id = known.get(plain(told["centre"]))
    if party.centre_id is None:
        told.note("centre", str(_("No centre is called so: the coordination notes centres first")))


def _notice(party: Party, told: Told) -> None:
    reason = cells.choice("notice-reason", NOTICE_REASONS, told["notice_reason"])
    typed = {
        "notice_days": cells.number(told["notice_days"]) if told["notice_days"] else "",
        "notice_reason": reason or NOTICE_REASONS[0],
    }
    form = told.ask(NoticeForm, typed)
    if form and form.notice_days.data:
        party.notice_days, party.notice_reason = form.notice_days.data, form.notice_reason.data
