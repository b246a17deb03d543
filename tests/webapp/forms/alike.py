"""Files that may be of one person: compared, told apart, proposed again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.forms.places import audited, of
from tests.webapp.forms.row import Filter, Found, Reading, Row, World
from webapp.models import AlikeFiles, Party
from webapp.services.parties import alike


def two(db: Session, one: Party, other: Party) -> dict[str, int]:
    """Let two files be proposed; return the number by which an address names them."""
    of_both = {"one_id": one.id, "other_id": other.id, "likeness": 1}
    db.add(pair := AlikeFiles(organisation_id=one.organisation_id, **of_both))
    db.flush()
    return {"pair_id": pair.id}


def recorded_twice(db: Session) -> World:
    """Two files of one name, in two scripts, and two of another; of each, one is accompanied."""
    reader = a_caseworker(db, language="en")
    codes = (("P-9001", "P-9002"), ("P-9003", "P-9004"))
    spelt = (
        (("Mohamed", "Karimi"), ("محمد", "کریمی")),
        (("Юсуф", "Диалло"), ("Youssef", "Diallo")),
    )
    for files, names in zip(codes, spelt, strict=True):
        for code, (first, last) in zip(files, names, strict=True):
            person = a_person(first_name=first, last_name=last, is_another=False)
            whose = reader.id if code == "P-9003" else None
            a_party(db, reader.organisation, code=code, persons=[person], referent_id=whose)
    return World(reader=reader)


def proposed(db: Session) -> World:
    world = recorded_twice(db)
    alike.compare(db, world.reader.organisation_id)
    world.pair = db.scalars(select(AlikeFiles).order_by(AlikeFiles.id)).first()
    return world


def told_apart(db: Session) -> World:
    world = proposed(db)
    for pair in db.scalars(select(AlikeFiles)):
        alike.tell_apart(db, pair, world.reader)
    db.flush()
    return world


def how_many_are_proposed(reading: Reading) -> int | None:
    return reading.fresh.scalar(select(func.count()).select_from(AlikeFiles))


def once_told_apart(page: Page, world: World) -> None:
    page.visit(f"/casework/parties/alike?undo={world.pair.id}")


ROWS = [
    Row(
        "caseworker.compare_files",
        recorded_twice,
        page="caseworker.list_alike",
        then={how_many_are_proposed: 2},
    ),
    Row(
        "caseworker.tell_apart",
        proposed,
        page="caseworker.list_alike",
        then={
            of("pair", "told_apart_by_id"): lambda world: world.reader.id,
            audited("party.told-apart"): True,
        },
    ),
    Row(
        "caseworker.propose_alike_again",
        told_apart,
        approach=once_told_apart,
        then={of("pair", "told_apart_at"): None, audited("party.told-apart-undone"): True},
    ),
]
FILTERS = [
    Filter(
        "caseworker.list_alike",
        proposed,
        fields={
            "text": Found("karimi", "P-9002", "P-9003"),
            "referent": Found(lambda world: world.reader.id, "P-9003", "P-9002"),
        },
        kept={"show": "told-apart"},
    ),
]
