"""A directory of services is loaded whole or not at all, and loading it again changes nothing."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.webapp.around.builders import a_publication
from tests.webapp.around.directory import (
    BAYEUX,
    CAEN,
    FRENCH,
    a_service,
    a_structure,
    written,
)
from tests.webapp.paths.builders import a_step
from webapp.ground.errors import RuleBroken
from webapp.models import ServiceAround
from webapp.services.around import loading, schema

KEPT = [
    each.name
    for each in ServiceAround.__table__.columns
    if each.name not in {"id", "publication_id"}
]


def load(db: Session, files: tuple[Path, Path], **how: Any) -> loading.Loaded:
    loaded = loading.load(db, *files, a_publication(), **how)
    db.expire_all()
    return loaded


def kept(db: Session) -> dict[str, dict[str, Any]]:
    found = db.scalars(select(ServiceAround)).all()
    return {each.code: {name: getattr(each, name) for name in KEPT} for each in found}


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_both_kinds_of_file_tell_the_same(db: Session, tmp_path: Path, kind: str) -> None:
    of = a_structure(nom="Maison de l'Emploi")
    load(db, written(tmp_path, [of], [a_service(conditions_acces='L\'écrit, "A1"')], kind))
    [told] = kept(db).values()
    assert told["body"] == "Maison de l'Emploi"
    assert told["description"] == "Deux soirs par semaine,\nle mardi et le jeudi."
    assert told["publics"] == ["personnes-exilees", "seniors"]
    assert told["conditions"] == 'L\'écrit, "A1"'
    assert str(told["updated_on"]) == "2026-03-05"
    assert (told["commune"], told["latitude"]) == ("14118", CAEN["latitude"])
    assert told["telephone"] == "+33231000001", "its own is not told: that of the structure"


def test_what_is_loaded_again_is_there_once_and_what_is_gone_is_kept_for_a_path(
    db: Session, tmp_path: Path
) -> None:
    three = [a_service(f"dora--{each}") for each in "abc"]
    first = load(db, written(tmp_path, [a_structure()], three))
    assert (first.services, first.new, first.gone) == (3, 3, 0)
    codes = {each.code: each.id for each in db.scalars(select(ServiceAround))}
    a_step(db, a_party(db).persons[0], service_id=codes["dora--b"])
    second = load(db, written(tmp_path, [a_structure()], [a_service("dora--a", nom="Autre nom")]))
    assert (second.services, second.new, second.gone) == (1, 0, 2)
    assert {code: bool(told["gone_on"]) for code, told in kept(db).items()} == {
        "dora--a": False,
        "dora--b": True,
    }
    assert kept(db)["dora--a"]["name"] == "Autre nom"
    third = load(db, written(tmp_path, [a_structure()], three))
    assert (third.new, kept(db)["dora--b"]["gone_on"]) == (2, None), "what comes back is back"
    assert loading.unload(db, "data·inclusion") == 3
    assert [*kept(db)] == ["dora--b"]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sets(st.sampled_from(sorted(schema.all_themes())), min_size=1, max_size=3),
            st.sampled_from([CAEN, BAYEUX]),
            st.sampled_from(["csv", "json"]),
        ),
        min_size=1,
        unique_by=lambda each: each[0],
    )
)
def test_loading_twice_is_loading_once(db: Session, tmp_path: Path, entries: list[Any]) -> None:
    services = [
        a_service(f"dora--{code}", thematiques=sorted(themes), **place)
        for code, themes, place, _kind in entries
    ]
    with db.begin_nested() as nothing_stays:
        load(db, written(tmp_path, [a_structure()], services))
        once = kept(db)
        again = load(db, written(tmp_path, [a_structure()], services, entries[0][3]))
        assert kept(db) == once
        assert len(once) == len(entries)
        assert (again.new, again.gone) == (0, 0)
        nothing_stays.rollback()
    db.expire_all()


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a name", {"nom": None}, "“nom” is empty."),
    ("a day", {"date_maj": "hier"}, "“hier” in “date_maj” is no day."),
    ("a day to come", {"date_maj": "2999-01-01"}, "2999-01-01 in “date_maj” is still to come."),
    ("a list", {"publics": "['seniors'"}, "“['seniors'” in “publics” is no list."),
    ("a code", {"thematiques": [FRENCH, "latin"]}, "The schema has no “latin” in “thematiques”."),
    ("a commune", {"code_insee": "14999", "commune": "Nulle", "code_postal": None}, "“14999”"),
    ("a structure", {"structure_id": "dora--nobody"}, "No structure has the id “dora--nobody”."),
    ("a place", {"latitude": "nord"}, "“nord” in “latitude” is no number."),
    ("another's id", {"id": "dora--atelier"}, "stands further up already"),
    ("a few words", {"description": "a" * 20_001}, "“description” is far too long."),
]


@pytest.mark.parametrize(("said", "told"), [each[1:] for each in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_line_is_named_and_nothing_of_the_files_is_kept(
    app: Flask, db: Session, tmp_path: Path, said: dict[str, Any], told: str
) -> None:
    load(db, written(tmp_path, [a_structure()], [a_service("dora--before")]))
    db.commit()
    files = written(tmp_path, [a_structure()], [a_service(), a_service("dora--2") | said])
    ran = app.test_cli_runner().invoke(args=["load-services", *map(str, files)])
    assert ran.exit_code == 1
    assert "services-inclusion-2026-11-23.csv, line 4: " in ran.output, "a cell has two lines"
    assert told in ran.output
    assert "Nothing was loaded." in ran.output
    assert [*kept(db)] == ["dora--before"]
    ran = app.test_cli_runner().invoke(
        args=["load-services", "--without-wrong-lines", *map(str, files)]
    )
    assert told in ran.output
    assert "Loaded 1 services of data·inclusion (Licence Ouverte 2.0), 2026-11-23" in ran.output
    db.expire_all()
    assert [*kept(db)] == ["dora--atelier"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00x", "services-unreadable"),
        (b"id,nom\n1,\"open", "services-columns"),
        (b"id,nom,code_insee,telephone\n1,\"open", "services-unreadable"),
        (b"id,nom,code_insee,telephone\n1,x\n", "services-line-broken"),
        (b"[{\"id\": 1, \"nom\": \"x\"}]", "services-columns"),
        (b"[{\"id\": 1, \"nom\": \"x\"", "services-line-broken"),
        (b"[1]", "services-line-broken"),
        (b"", "services-columns"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(
    db: Session, tmp_path: Path, content: bytes, code: str
) -> None:
    structures, services = written(tmp_path, [a_structure()], [a_service()])
    structures.write_bytes(content)
    with pytest.raises(RuleBroken) as refused:
        load(db, (structures, services))
    assert refused.value.code == code


def test_only_what_is_asked_near_the_people_is_kept(db: Session, tmp_path: Path) -> None:
    paris = {"commune": "Paris", "code_insee": "75101", "code_postal": "75001"}
    far = {"modes_accueil": ["a-distance"], **paris}
    services = [
        a_service("here"),
        a_service("by-its-structure", code_insee=None),
        a_service("vire", commune="Vire", code_insee="14999", code_postal="14500"),
        a_service("other-theme", thematiques=["sante--addictions"]),
        a_service("part-of-it", thematiques=["sante--addictions", FRENCH]),
        a_service("elsewhere", **paris),
        a_service("overseas", code_insee="97411"),
        a_service("unknown-and-far", commune="Nulle", code_insee="50999", code_postal=None),
        a_service("for-all", **far | {"zone_eligibilite": ["france"]}),
        a_service("for-others", **far | {"zone_eligibilite": ["33"]}),
        a_service("strayed", latitude=2.0, longitude=48.0),
    ]
    loaded = load(db, written(tmp_path, [a_structure()], services), departments=["14"])
    found = kept(db)
    assert {*found} == {"here", "by-its-structure", "vire", "part-of-it", "for-all", "strayed"}
    assert (loaded.elsewhere, loaded.without_theme) == (4, 1)
    assert found["vire"]["commune"] == "14762", "the commune into which it was joined"
    assert found["part-of-it"]["themes"] == [FRENCH], "an illness is no need that is noted here"
    assert found["strayed"]["latitude"] == pytest.approx(49.19, abs=0.01), "that of its commune"


def test_where_a_person_is_named_their_address_is_not_kept(db: Session, tmp_path: Path) -> None:
    by_mail = {"modes_mobilisation": ["envoyer-un-courriel"], "courriel": "ecole@ville.example"}
    services = [
        a_service("somebody", **by_mail, contact_nom_prenom="Anne Martin"),
        a_service("an-office", **by_mail),
        a_service("not-by-mail", courriel="ecole@ville.example"),
        a_service("hostile", lien_mobilisation="javascript:alert(1)", telephone="appelez-moi"),
    ]
    load(db, written(tmp_path, [a_structure()], services))
    assert {code: told["email"] for code, told in kept(db).items()} == {
        "somebody": "accueil@tilleuls.example",
        "an-office": "ecole@ville.example",
        "not-by-mail": None,
        "hostile": None,
    }
    assert (kept(db)["hostile"]["link"], kept(db)["hostile"]["telephone"]) == (None, "+33231000001")
