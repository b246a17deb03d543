"""The pages that guests have behind their links, to look at from their file, in their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, g, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.ground import languages
from webapp.ground.languages import Language
from webapp.models import (
    LEFT,
    Agreement,
    AgreementSignature,
    Message,
    Party,
    PartyState,
    Photo,
    Seat,
    Side,
    Signer,
    Visit,
)
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.services.agreements import signing
from webapp.services.parties import assessments, paths, requesting, transfers
from webapp.services.visits import disclosure, own_proof
from webapp.services.visits.disclosure import Stage
from webapp.web import guest_pages
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.looked_at import as_on_their_telephone, looked_at
from webapp.web.pages import page
from webapp.web.pictures import picture_answer
from webapp.wording import its_year, short_day

NO_LINK = "-"
"""What stands where the secret of a link would: nothing that is shown leads anywhere."""


@dataclass(frozen=True)
class TheirPage:
    """One page behind a link."""

    key: str
    name: str
    visit: Visit | None = None
    signature: AgreementSignature | None = None

    def language(self, party: Party) -> Language:
        """Return the language in which it is read first."""
        if self.signature is not None:
            return languages.read_in(self.signature.language)
        return party.reads_in


@portal.get("/parties/<int:party_id>/their-pages")
def show_their_pages(party_id: int) -> str:
    """Show a page that guests have behind their link now, as they read it; reading is kept."""
    party = own_party(party_id)
    theirs = _pages(party)
    asked = request.args.get("shown", "")
    shown = next((each for each in theirs if each.key == asked), theirs[0] if theirs else None)
    if shown is None:
        return page(party=party, shown=None)
    language = shown.language(party)
    with _read_in(language), as_on_their_telephone(party):
        if shown.visit:
            first, with_code = _of_visit(shown.visit)
        elif shown.signature:
            first, with_code = _of_agreement(shown.signature)
        else:
            first, with_code = _of_household(party, shown), None
    return page(
        party=party,
        ways=[(each.name, _way_to(party, each), each == shown, None) for each in theirs],
        shown=shown,
        language=language,
        first=first,
        with_code=with_code,
        has_left=_has_left(party, shown),
        asks_first=own_proof.is_asked(party),
    )


@portal.get("/visits/<int:visit_id>/their-photos/<int:photo_id>/<any(small,large):size>.jpg")
def show_picture(visit_id: int, photo_id: int, size: str) -> Response:
    """Give a photo that the guests of a visit see on their page now, and no other."""
    mine = Visit.organisation_id == signed_in_user().organisation_id
    visit = find_or_404(Visit, Visit.id == visit_id, mine)
    view = disclosure.view(db, visit, Side.PARTY, code_given=visit.both_said_yes)
    if photo_id not in [photo.id for photo in view.photos]:
        abort(404)
    return picture_answer(getattr(db.get_one(Photo, photo_id), size))


def _pages(party: Party) -> list[TheirPage]:
    """Return the pages that a household's links open now: visits, those to come first."""
    whole = select(Visit).where(Visit.party_id == party.id).options(joinedload(Visit.farm))
    visits = sorted(db.scalars(whole), key=lambda each: (each.holds, each.arrival), reverse=True)
    found = [TheirPage(f"visit-{each.id}", _named(each), each) for each in visits]
    if party.state is PartyState.LEFT:
        return found
    found.append(TheirPage("workshops", _("Workshops")))
    found += _agreements(party)
    if paths.is_shown(db, party):
        found.append(TheirPage("path", _("Path")))
    if (person := paths.whose_telephone(db, party)) and assessments.is_asked(db, person):
        found.append(TheirPage("questions", _("A few questions")))
    if party.interest_asked_on or party.interest_said_on:
        found.append(TheirPage("interest", _("Still interested?")))
    if requesting.stands(db, party):
        found.append(TheirPage("request", _("What they were asked for")))
    if transfers.last(db, party):
        found.append(TheirPage("transfer", _("Another association")))
    return found


def _agreements(party: Party) -> list[TheirPage]:
    """Return the pages on which its people read and sign, the newest first."""
    theirs = Agreement.party_id == party.id, AgreementSignature.signer == Signer.PERSON
    query = select(AgreementSignature).join(AgreementSignature.agreement).where(*theirs)
    whole = query.options(contains_eager(AgreementSignature.agreement))
    found = db.scalars(whole.order_by(AgreementSignature.id.desc())).all()
    return [
        TheirPage(f"agreement-{each.id}", _agreed(each), signature=each)
        for each in found
        if each.version == each.agreement.version and _version(each) is not None
    ]


def _agreed(signature: AgreementSignature) -> str:
    first, named = signature.agreement.first_day, _("Immersion")
    return f"{named}, {short_day(first)} {its_year(first, first)}".strip()


def _version(signature: AgreementSignature) -> dict[str, Any] | None:
    """Return what the version says that is signed; none once it is forgotten."""
    version = signing.version_of(db, signature.agreement, signature.version)
    return version.said or None if version else None


def _of_agreement(signature: AgreementSignature) -> tuple[Markup, Markup | None]:
    """Return the page of an agreement as it is by its link alone, and after the code."""
    said = _version(signature) or abort(404)
    note_reading("agreement.read", signature.agreement)
    first, coded = (
        _looked_at("show_agreement", **guest_pages.of_agreement(signature, said, opened=opened))
        for opened in (False, True)
    )
    return first, coded if signature.may_be_read else None


def _way_to(party: Party, each: TheirPage) -> str:
    return url_for("caseworker.show_their_pages", party_id=party.id, shown=each.key)


def _named(visit: Visit) -> str:
    first, named = visit.arrival, visit.farm.name
    return f"{named}, {short_day(first)} {its_year(first, first)}".strip()


def _of_visit(visit: Visit) -> tuple[Markup, Markup | None]:
    """Return the page of a visit, and the one after the code from their telephone if there is."""
    note_reading("visit.read", visit)
    first = disclosure.view(db, visit, Side.PARTY, code_given=False)
    coded = disclosure.view(db, visit, Side.PARTY, code_given=True)
    seen = _page_of(visit, first)
    return seen, _page_of(visit, coded) if coded.stage is Stage.SHEET else None


def _page_of(visit: Visit, view: disclosure.View) -> Markup:
    return _looked_at(
        "show_visit",
        picture_page="caseworker.show_picture",
        picture_address={"visit_id": visit.id},
        **guest_pages.of_visit(visit, Side.PARTY, view),
    )


def _of_household(party: Party, shown: TheirPage) -> Markup:
    if shown.key == "workshops":
        return _looked_at("show_workshops", **guest_pages.of_workshops(party))
    if shown.key == "path":
        person = paths.whose_telephone(db, party) or abort(404)
        return _looked_at("show_path", **guest_pages.of_path(person))
    if shown.key == "questions":
        person = paths.whose_telephone(db, party) or abort(404)
        return _looked_at("show_questions", **guest_pages.of_questions(person))
    if shown.key == "transfer":
        return _looked_at(
            "show_transfer", transfer=transfers.last(db, party), association=party.organisation
        )
    if shown.key == "request":
        asked = requesting.stands(db, party)
        return _looked_at("show_request", asked=asked, association=party.organisation)
    return _looked_at("show_interest", who=party, is_farm=False, association=party.organisation)


def _looked_at(name: str, **context: Any) -> Markup:
    context |= {"layout": "visit_page/looked_at.html", "token": NO_LINK}
    return looked_at(render_template(f"visit_page/{name}.html", **context))


@contextmanager
def _read_in(language: Language) -> Iterator[None]:
    """Write in the guests' language; afterwards in the reader's again."""
    mine = g.get("language")
    g.language = language
    try:
        with force_locale(language.locale):
            yield
    finally:
        g.language = mine
        if mine is None:
            g.pop("language")


def _has_left(party: Party, shown: TheirPage) -> bool:
    """Whether any message has left to them that leads to this page."""
    of_seat = Message.seat.has(Seat.party_id == party.id)
    theirs = or_(Message.party_id == party.id, of_seat)
    if shown.visit is not None:
        theirs = (Message.visit_id == shown.visit.id) & (Message.side == Side.PARTY)
    if shown.signature is not None:
        theirs = Message.signature_id == shown.signature.id
    sent = select(Message.id).where(theirs, Message.state.in_(LEFT))
    return db.scalar(sent.limit(1)) is not None
