"""What guests take away: their rights, sentences to show, and the attestation of their visit."""

from flask import abort, redirect
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import (
    holding_or_back,
    open_guests_link,
    open_link,
    want,
)
from webapp.portals.visit_page.own_proof import keeps_no_paper
from webapp.services.after import attestations
from webapp.web.acts import note_reading
from webapp.web.extensions import current_language
from webapp.web.pages import page
from webapp.web.phrases_shown import card_of
from webapp.web.visit_papers import attestation_paper, rights_paper
from webapp.wording import attestations as wording
from webapp.wording.phrase_card import phrase_card


@portal.get("/<token>/rights")
def show_rights(token: str) -> str:
    """Show what guests may and need not do, and whom to call."""
    link = open_guests_link(token)
    immersion = link.visit.slot.offer.frame == "immersion"
    return page(view=link.view(), token=token, immersion=immersion)


@portal.get("/<token>/rights.pdf")
def download_rights(token: str) -> Response:
    """Give the same on paper, in the language of the page."""
    link = open_guests_link(token)
    if keeps_no_paper():
        return redirect(link.page("visit_page.show_rights"))
    return rights_paper(link.visit, current_language())


@portal.get("/<token>/phrases")
def show_phrases(token: str) -> str:
    """Show sentences to point at where guests and hosts have no language in common.

    Those of a farm come once both have said yes, in languages that it reads of already.
    """
    link = open_link(token)
    holding_or_back(link)
    view, card, phrases = link.view(), None, None
    if link.side is Side.PARTY:
        phrases = phrase_card()
    elif (card := card_of(link.visit, view)) is None:
        abort(404)
    return page(view=view, token=token, phrases=phrases, card=card)


@portal.get("/<token>/attestation")
def show_attestation(token: str) -> str:
    """Show the attestation of each person, to whoever holds the telephone."""
    link = open_guests_link(token)
    made = attestations.of_visit(link.visit)
    if not made:
        abort(404)
    if link.code_given:
        note_reading("visit.attestation-read", link.visit, side=link.side.value)
    want(link)
    theirs = current_language()
    shown = [(each, wording.in_both(each, theirs)) for each in made] if link.code_given else []
    return page(view=link.view(), token=token, code_given=link.code_given, attestations=shown)


@portal.get("/<token>/attestation/<int:attestation_id>.pdf")
def download_attestation(token: str, attestation_id: int) -> Response:
    """Give one person's on paper, to whoever holds the telephone."""
    link = open_guests_link(token)
    made = [each for each in attestations.of_visit(link.visit) if each.id == attestation_id]
    if not made:
        abort(404)
    if not link.code_given or keeps_no_paper():
        return redirect(link.page("visit_page.show_attestation"))
    note_reading("visit.attestation-read", link.visit, side=link.side.value)
    return attestation_paper(made[0], current_language())
