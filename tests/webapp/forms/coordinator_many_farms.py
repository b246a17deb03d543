"""Farms chosen on the list, and one message of a list written to them."""

from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer
from tests.webapp.forms.interest import a_farm_to_ask
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Message
from webapp.portals.coordinator.many_farms import ManyFarmsForm


def farms_to_ask(db: Session) -> World:
    """Two farms of which somebody reads letters."""
    world = a_farm_to_ask(db)
    a_farmer(db, a_farm(db, name="La ferme du Tilleul"))
    return world


def who_would_read(reading: Reading) -> int:
    """Return how many farms the page of many names."""
    return len(reading.page.soup.select("ul.rows li b")) if reading.is_after else 0


def where_we_are(reading: Reading) -> str:
    return reading.page.path


ROWS = [
    Row(
        "coordinator.choose_farms",
        a_farm_to_ask,
        page="coordinator.list_farms",
        fields={
            "farm": typed(lambda world: [str(world.farm.id)], 2, at=who_would_read),
            "act": typed("ask-to-call", "/programme/farms/many", at=where_we_are),
        },
    ),
    Row(
        "coordinator.choose_farms",
        farms_to_ask,
        case="all that are found",
        page="coordinator.list_farms",
        fields={
            "all": typed(True, 3, at=who_would_read),
            "act": typed("ask-to-call", "/programme/farms/many", at=where_we_are),
        },
    ),
    Row(
        "coordinator.act_on_farms",
        a_farm_to_ask,
        form=ManyFarmsForm,
        approach=lambda page, world: page.visit(
            f"/programme/farms/many?act=ask-to-call&farm={world.farm.id}"
        ),
        subject=newest(Message),
        then={"kind": "farm-request-call", audited("farm.requested"): True},
    ),
]
