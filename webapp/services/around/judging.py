"""What becomes of a line of a directory: a service to keep, nothing, or a mistake to tell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from webapp.geography import Commune, Point, distance_km, find_commune, resolve_commune
from webapp.ground.clock import today
from webapp.services.around import schema
from webapp.services.around.reading import Line, LineError

OF_A_STRUCTURE: Final = frozenset({"id", "nom", "code_insee", "telephone"})
OF_A_SERVICE: Final = frozenset(
    {"id", "structure_id", "source", "nom", "description", "date_maj", "thematiques", "code_insee",
     "modes_accueil"}
)  # fmt: skip
"""Columns that a file of services has, or it is another kind of file."""
LISTS: Final = {
    "themes": "thematiques", "publics": "publics", "reception": "modes_accueil",
    "access": "modes_mobilisation", "open_to": "mobilisable_par",
}  # fmt: skip
ONE_OF: Final = {"kind": "type", "costs": "frais"}
LONGEST: Final = 20_000
STRAY_KM: Final = 50
"""A place so far from its commune was geocoded wrongly: the commune counts."""
OVERSEAS: Final = ("97", "98", "99")
WHOLE_COUNTRY: Final = frozenset({"france", "99100"})
BY_EMAIL: Final = "envoyer-un-courriel"
S = TypeVar("S", str, str | None)
_NUMBER = re.compile(r"[+\d][\d\s().-]{1,24}")
_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")


class Place(NamedTuple):
    """Where a service or a structure is: in a commune of ours, far away, or nowhere."""

    address: str | None = None
    postcode: str | None = None
    commune: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_far: bool = False


class Structure(NamedTuple):
    """Who offers services, as far as these do not say it themselves."""

    name: str
    place: Place
    telephone: str | None
    email: str | None
    hours: str | None


@dataclass
class Judge:
    """Judges the lines of a directory, those of its structures first.

    Parameters
    ----------
    departments
        Codes of the départements whose services are kept; empty for all of them.
    elsewhere, without_theme
        How many services were left out, since they are for others or answer no need of ours.
    """

    departments: frozenset[str] = frozenset()
    elsewhere: int = 0
    without_theme: int = 0
    _structures: dict[str, Structure] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def learn(self, line: Line) -> None:
        """Keep what a line says of a structure.

        Raises
        ------
        LineError
            What is wrong with it.
        """
        code = line.needed("id")
        if code in self._structures:
            raise LineError("twice", column="id", said=code)
        self._structures[code] = Structure(
            _short(line, "nom", line.needed("nom")),
            _place(line, is_needed=False),
            _telephone(line),
            line.text("courriel"),
            _short(line, "horaires_accueil", line.text("horaires_accueil")),
        )

    def service(self, line: Line) -> dict[str, Any] | None:
        """Return the columns of a service; none for one that is left out.

        Raises
        ------
        LineError
            What is wrong with it.
        """
        code, zone = line.needed("id"), line.several("zone_eligibilite")
        if code in self._seen:
            raise LineError("twice", column="id", said=code)
        self._seen.add(code)
        of = self._structures.get(line.needed("structure_id"))
        reception = line.several("modes_accueil")
        place = self._placed(line)
        if of is not None and not (place.commune or place.is_far):
            place = of.place
        if not self._is_here(place, zone, from_afar=reception == [schema.FROM_A_DISTANCE]):
            self.elsewhere += 1
            return None
        told = _lists(line)
        told["themes"] = [each for each in told["themes"] if each in schema.all_themes()]
        if not told["themes"]:
            self.without_theme += 1
            return None
        if of is None:
            raise LineError("no-structure", said=line.needed("structure_id"))
        return {"code": code, "zone": zone, **told, **_words(line), **_told_by(line, of, place)}

    def _placed(self, line: Line) -> Place:
        """Return where a service is; a commune that nobody knows is a mistake only around here."""
        far = self.departments and not (line.text("code_insee") or "").startswith(
            tuple(self.departments)
        )
        return _place(line, is_needed=not far)

    def _is_here(self, place: Place, zone: list[str], *, from_afar: bool) -> bool:
        """Whether a service is in the départements that are asked for, or reaches into them."""
        commune = find_commune(place.commune or "")
        if from_afar and zone:
            return not self.departments or any(map(self._reaches, zone))
        if commune is None:
            return False
        return not self.departments or commune.department in self.departments

    def _reaches(self, code: str) -> bool:
        commune = find_commune(code)
        among = WHOLE_COUNTRY | self.departments
        return code in among or bool(commune and commune.department in self.departments)


def _lists(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {name: line.several(column) for name, column in LISTS.items()}
    for name, column in LISTS.items():
        _check(name, column, told[name])
    for name, column in ONE_OF.items():
        told[name] = line.text(column)
        _check(name, column, filter(None, [told[name]]))
    return told


def _check(name: str, column: str, codes: Iterable[str]) -> None:
    for each in codes:
        if each not in schema.labels(name):
            raise LineError("no-code", column=column, said=each)


def _words(line: Line) -> dict[str, Any]:
    updated_on = line.day("date_maj")
    if updated_on > today():
        raise LineError("day-to-come", column="date_maj", said=str(updated_on))
    link = line.text("lien_mobilisation")
    maybe = {
        "costs_told": "frais_precisions", "conditions": "conditions_acces",
        "coming_told": "mobilisation_precisions",
    }  # fmt: skip
    return {
        "name": _short(line, "nom", line.needed("nom")),
        "description": _short(line, "description", line.needed("description")),
        "source": line.needed("source"),
        "updated_on": updated_on,
        "link": link if link and _LINK.fullmatch(link) else None,
        **{name: _short(line, column, line.text(column)) for name, column in maybe.items()},
    }


def _told_by(line: Line, of: Structure, place: Place) -> dict[str, Any]:
    """Return how to reach it: by its own words, or else by those of the body that offers it."""
    is_somebodys = line.text("contact_nom_prenom") is not None
    email = (None if is_somebodys else line.text("courriel")) or of.email
    hours = _short(line, "horaires_accueil", line.text("horaires_accueil"))
    return {
        "body": of.name,
        **{name: getattr(place, name) for name in Place._fields if name != "is_far"},
        "telephone": _telephone(line) or of.telephone,
        "email": email if BY_EMAIL in line.several("modes_mobilisation") else None,
        "hours": hours or of.hours,
    }


def _telephone(line: Line) -> str | None:
    said = line.text("telephone")
    return said if said and _NUMBER.fullmatch(said) else None


def _short(line: Line, column: str, said: S) -> S:
    if said is not None and len(said) > LONGEST:
        raise LineError("too-long", column=column)
    return said


def _place(line: Line, *, is_needed: bool) -> Place:
    code = line.text("code_insee")
    if code is None:
        return Place()
    if code.startswith(OVERSEAS):
        return Place(is_far=True)
    postcode = line.text("code_postal")
    commune = find_commune(code) or _by_name(line.text("commune") or "", postcode or "")
    if commune is None and is_needed:
        raise LineError("no-commune", column="code_insee", said=code)
    if commune is None:
        return Place(is_far=True)
    beside = line.text("complement_adresse")
    address = " · ".join(filter(None, [line.text("adresse"), beside]))
    at = _point(line, commune)
    return Place(address or None, postcode, commune.code, at.latitude, at.longitude)


def _point(line: Line, commune: Commune) -> Point:
    """Return where it is, or where its commune is if it cannot be there."""
    latitude, longitude = line.number_of("latitude"), line.number_of("longitude")
    try:
        at = Point(latitude or 0, longitude or 0)
    except ValueError:
        return commune.point
    return at if distance_km(at, commune.point) <= STRAY_KM else commune.point


@lru_cache(maxsize=4096)
def _by_name(name: str, postcode: str) -> Commune | None:
    """Return the commune of today for an arrondissement, or for one that was joined to another."""
    found = resolve_commune(f"{name} {postcode}").chosen
    return found.commune if found else None
