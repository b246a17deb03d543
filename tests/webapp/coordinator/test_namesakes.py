"""What differs by case, accents, signs or spaces alone has one name, and is known once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, an_organisation
from tests.page import Page
from tests.webapp.agreements.builders import a_prescriber
from tests.webapp.forms.centres import a_centre
from tests.webapp.reports.builders import a_funder
from webapp.ground.errors import RuleBroken
from webapp.models import Centre, Funder, Organisation, Prescriber
from webapp.services.records import namesakes

WAYS = ["Région  Normandie", "région normandie", "REGION NORMANDIE", "Re\u0301gion-Normandie "]
AN: dict[type, Callable[..., Any]] = {
    Centre: a_centre, Funder: a_funder, Organisation: an_organisation, Prescriber: a_prescriber,
}  # fmt: skip


@pytest.mark.parametrize("kind", AN, ids=[kind.__name__ for kind in AN])
def test_every_kind_that_is_known_by_name_refuses_its_namesake(db: Session, kind: type) -> None:
    assert set(namesakes.REFUSED) == set(AN)
    known = AN[kind](db, name="Région Normandie")
    for way in WAYS:
        with pytest.raises(RuleBroken) as refused:
            namesakes.refuse_namesake(db, kind(name=way))
        assert refused.value.facts == {"name": "Région Normandie"}
    namesakes.refuse_namesake(db, known)
    namesakes.refuse_namesake(db, kind(name="Région Bretagne"))


def test_a_funder_written_otherwise_is_refused_with_the_name_that_is_known(
    page: Page, db: Session
) -> None:
    a_funder(db, name="Région Normandie")
    page.sign_in(a_coordinator(db, language="en")).visit(new := "/programme/funders/new")
    page.submit({"name": "REGION  normandie", "indicators": ["visits"]}, to=new)
    assert "Région Normandie is noted already: change what is noted there." in page.text
    assert page.soup.select_one("input[name=name]")["value"] == "REGION normandie"  # type: ignore[index]
    assert len(db.scalars(select(Funder)).all()) == 1


def test_an_association_cannot_become_the_namesake_of_another(page: Page, db: Session) -> None:
    an_organisation(db, name="Les Tilleuls")
    other = an_organisation(db, name="Accueil")
    page.sign_in(a_coordinator(db, language="en"))
    here = f"/programme/associations/{other.id}"
    page.visit(here).submit({"name": "les tilleuls"}, to=here)
    assert "Les Tilleuls is noted already" in page.text
    page.visit(here).submit({"name": "ACCUEIL"}, to=here)
    assert db.get_one(Organisation, other.id, populate_existing=True).name == "ACCUEIL"
