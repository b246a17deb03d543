"""Who accompanies a file: one handed over, and all of somebody's."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.webapp.forms.places import audited, id_of, of
from tests.webapp.forms.row import Row, World, typed
from webapp.portals.caseworker.referents import HandOverForm, PairForm


def two_colleagues(db: Session) -> World:
    """A file that one caseworker accompanies, and a colleague of theirs."""
    reader = a_caseworker(db, language="en")
    colleague = a_caseworker(db, reader.organisation, name="Noé Garnier")
    party = a_party(db, reader.organisation, referent_id=reader.id)
    return World(reader=reader, colleague=colleague, party=party)


def number_of_the_colleague(world: World) -> int:
    """Return who accompanies the file afterwards."""
    return int(world.colleague.id)


ROWS = [
    Row(
        "caseworker.edit_referent",
        two_colleagues,
        form=PairForm,
        subject="party",
        edits=True,
        fields={
            "to": typed(id_of("colleague"), number_of_the_colleague, at="referent_id"),
            "second": typed(
                id_of("reader"), lambda world: world.reader.id, at="second_referent_id"
            ),
        },
        then={audited("party.changed", "topic"): "referent"},
    ),
    Row(
        "caseworker.hand_over",
        two_colleagues,
        form=HandOverForm,
        fields={
            "before": typed(id_of("reader"), number_of_the_colleague, of("party", "referent_id")),
            "to": typed(id_of("colleague"), number_of_the_colleague, of("party", "referent_id")),
        },
        then={audited("party.entrusted"): True},
    ),
]
