"""What guests, farm and association write to each other about a visit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer
from tests.page import Page
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.visits.test_visit_page import a_settled_visit, give_code
from webapp.ground.clock import now
from webapp.models import Reply, Side, ThreadLine, Visit, VisitState, Writer
from webapp.portals.visit_page.thread import WhyForm
from webapp.services.records.tokens import visit_token
from webapp.web.thread_form import ThreadForm


def a_line(db: Session, world: World, writer: Writer, **given: object) -> ThreadLine:
    line = ThreadLine(
        visit_id=world.visit.id, writer=writer, language="en", words="The bus is late.", **given
    )
    db.add(line)
    db.flush()
    return line


def with_a_farmer(db: Session) -> Visit:
    """A settled visit at a farm that reads what is written to it."""
    visit = a_settled_visit(db)
    a_farmer(db, visit.farm)
    db.refresh(visit.farm)
    return visit


def guests(db: Session) -> World:
    visit = with_a_farmer(db)
    return World(visit=visit, token=visit_token(visit, Side.PARTY))


def guests_who_read(db: Session) -> World:
    world = guests(db)
    world.line = a_line(db, world, Writer.FARM)
    return world


def a_farm(db: Session) -> World:
    visit = a_settled_visit(db)
    return World(visit=visit, reader=a_farmer(db, visit.farm, language="en"))


def a_farm_that_reads(db: Session) -> World:
    world = a_farm(db)
    world.line = a_line(db, world, Writer.PARTY)
    return world


def a_desk(db: Session) -> World:
    visit = with_a_farmer(db)
    return World(visit=visit, reader=a_caseworker(db, visit.party.organisation, language="en"))


def a_desk_with_a_report(db: Session) -> World:
    world = a_desk(db)
    reported = {"reported_at": now(), "reported_by": Side.PARTY}
    world.line = a_line(db, world, Writer.FARM, **reported)
    return world


def guests_who_said_no(db: Session) -> World:
    world = guests(db)
    world.visit.state, world.visit.ended_by = VisitState.DECLINED, Side.PARTY
    world.visit.ended_at = now()
    db.flush()
    return world


def with_the_code(page: Page, world: World) -> None:
    give_code(page, page.db, world.visit)
    page.visit(f"/v/{world.token}/thread")


def is_reported(reading: Reading) -> bool:
    return reading.again(reading.world.line).reported_at is not None


def is_settled(reading: Reading) -> bool:
    return reading.again(reading.world.line).settled_at is not None


def is_closed(reading: Reading) -> bool:
    return reading.again(reading.world.visit).thread_closed_at is not None


def private_words(reading: Reading) -> str | None:
    found = reading.fresh.scalars(select(Reply)).first()
    return found.words if found else None


WORDS = {"words": typed("We come by bus."), "card": typed("", None)}

ROWS = [
    Row(
        "visit_page.show_thread",
        guests,
        approach=with_the_code,
        form=ThreadForm,
        subject=newest(ThreadLine),
        fields=WORDS,
        then={audited("visit.thread-written", "writer"): "party"},
    ),
    Row(
        "visit_page.report_line",
        guests_who_read,
        approach=with_the_code,
        page="visit_page.show_thread",
        then={is_reported: True},
    ),
    Row(
        "visit_page.say_why",
        guests_who_said_no,
        form=WhyForm,
        fields={"words": typed("It is too far.", at=private_words)},
    ),
    Row(
        "farmer.write_in_thread",
        a_farm,
        form=ThreadForm,
        subject=newest(ThreadLine),
        fields={"card": typed("fetch"), "words": typed("", None)},
    ),
    Row(
        "farmer.report_line",
        a_farm_that_reads,
        page="farmer.write_in_thread",
        then={is_reported: True},
    ),
    Row(
        "caseworker.write_in_thread",
        a_desk,
        form=ThreadForm,
        subject=newest(ThreadLine),
        fields=WORDS,
        then={"by_id": lambda world: world.reader.id},
    ),
    Row(
        "caseworker.settle_line",
        a_desk_with_a_report,
        page="caseworker.write_in_thread",
        then={is_settled: True},
    ),
    Row(
        "caseworker.close_thread",
        a_desk,
        page="caseworker.write_in_thread",
        fields={"closed": typed("yes", True, at=is_closed)},
    ),
]
