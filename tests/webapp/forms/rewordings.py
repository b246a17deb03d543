"""Sentences said better in a language of guests."""

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.languages import find
from webapp.models import Rewording
from webapp.portals.coordinator.rewordings import CatalogueForm, RewordingForm
from webapp.wording.sentences import TRANSLATED, reworded_catalogue, sentences_of, written

ENGLISH, BETTER = "Yes, I come", ["Evet, ben geliyorum", "Evet, biz geliyoruz"]
TURKISH = find("tr", TRANSLATED) or TRANSLATED[0]


def key_of(english: str) -> str:
    return next(
        key for key, each in sentences_of(TURKISH, {}).items() if each.english[0] == english
    )


def a_language(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), code="tr", key=key_of(ENGLISH))


def a_proposal(db: Session) -> World:
    world = a_language(db)
    by = a_coordinator(db)
    world.rewording = Rewording(language="tr", sentence=ENGLISH, said=BETTER, proposed_by_id=by.id)
    db.add(world.rewording)
    db.flush()
    return world


def is_accepted(reading: Reading) -> bool | None:
    accepted: bool | None = reading.again(reading.world.rewording).accepted
    return accepted


def proposed_words(reading: Reading) -> list[str] | None:
    newest_of = newest(Rewording)(reading)
    return newest_of.said if newest_of else None


FILE = written(reworded_catalogue(TURKISH, {ENGLISH: tuple(BETTER)}))

ROWS = [
    Row(
        "coordinator.propose_rewording",
        a_language,
        form=RewordingForm,
        subject=newest(Rewording),
        fields={"said": typed("\n".join(BETTER), BETTER)},
        then={audited("rewording.proposed", "sentences"): 1},
    ),
    Row(
        "coordinator.upload_catalogue",
        a_language,
        form=CatalogueForm,
        subject=newest(Rewording),
        fields={"file": typed(("sillon-tr.po", FILE), BETTER, at=proposed_words)},
    ),
    Row(
        "coordinator.accept_rewording",
        a_proposal,
        page="coordinator.show_language",
        then={is_accepted: True},
    ),
    Row(
        "coordinator.decline_rewording",
        a_proposal,
        page="coordinator.show_language",
        then={is_accepted: False},
    ),
]
