"""Services around a person: those that answer a need, the nearest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Text, cast, select
from sqlalchemy.orm import Session, joinedload

from webapp.geography import Commune, Point, distance_km
from webapp.ground.names import finds
from webapp.models import ServiceAround
from webapp.services.around import schema
from webapp.services.around.judging import WHOLE_COUNTRY

REACHES: Final = (10, 30, 60, 100)
"""How far one may look, in kilometres."""
MOST: Final = 30
"""So many are shown; whoever wants others looks less far."""
A_TURN: Final = 500
"""So many services are read at a time where their words are looked through."""
OF_AN_EPCI: Final = 9
"""Figures of the code of a community of communes, whose members are not known here."""
KM_A_DEGREE: Final = 60
"""Less than the kilometres of a degree in France, of longitude too: nothing in reach is missed."""


@dataclass(frozen=True)
class Near:
    """A service, and how far it is.

    Parameters
    ----------
    km
        Straight, from the commune; none where one is helped from a distance.
    is_for_them
        Whether it is for the people of this commune; none where the directory names areas that
        are not known here.
    """

    service: ServiceAround
    km: float | None
    is_for_them: bool | None


def near(
    session: Session,
    home: Commune,
    need: str,
    within: int,
    words: str = "",
    called: Mapping[str, str] | None = None,
) -> tuple[list[Near], int]:
    """Return the nearest services that answer a need, and how many there are in all.

    Those that help from a distance alone, and are for the people of this commune, come last.

    Parameters
    ----------
    need
        One of `OBSTACLES`; empty: whatever they are for.
    words
        What stands in their name, in that of the body, in what they say of themselves or in what
        they are for, however it is spelled; empty: anything.
    called
        What each of `OBSTACLES` is called on the reader's screen; none: as the directory calls it.
    """
    said = Words(words, called or {})
    answers = [ServiceAround.gone_on.is_(None)]
    if need:
        themes = cast(sorted(schema.themes_of(need)), ARRAY(Text))
        answers.append(ServiceAround.themes.op("&&")(themes))
    afar = ServiceAround.reception == [schema.FROM_A_DISTANCE]
    placed = _said(session, said, *answers, ~afar, *_around(home.point, within))
    found = sorted((_km(home, lat, lon), id_) for id_, lat, lon in placed)
    found = [each for each in found if each[0] <= within]
    whole = select(ServiceAround).options(joinedload(ServiceAround.publication))
    ids = [id_ for _km, id_ in found[:MOST]]
    loaded = {each.id: each for each in session.scalars(whole.where(ServiceAround.id.in_(ids)))}
    told = [Near(loaded[id_], km, covers(loaded[id_], home)) for km, id_ in found[:MOST]]
    from_afar = [id_ for id_, _lat, _lon in _said(session, said, *answers, afar)]
    remote = [
        Near(each, None, True)
        for each in session.scalars(
            whole.where(ServiceAround.id.in_(from_afar)).order_by(ServiceAround.id)
        )
        if covers(each, home)
    ]
    return told + remote[: MOST - len(told)], len(found) + len(remote)


class Words:
    """What is searched for, and what is said of a service that may answer it."""

    def __init__(self, wanted: str, called: Mapping[str, str]) -> None:
        self.wanted = wanted
        self._called: dict[str, set[str]] = {}
        for need in schema.NEEDS:
            for theme in schema.themes_of(need):
                names = {schema.labels("themes")[theme], called.get(need, "")}
                self._called.setdefault(theme, set()).update(names)

    def are_said(self, themes: Sequence[str], *texts: str) -> bool:
        """Whether a service for these themes says all of them, or is called so."""
        return finds(self.wanted, *texts, *(name for each in themes for name in self._of(each)))

    def _of(self, theme: str) -> set[str]:
        return self._called.get(theme, set())


def _said(
    session: Session, words: Words, *answers: ColumnElement[bool]
) -> Iterator[tuple[int, float | None, float | None]]:
    """Give number and place of each service that says these words; what it says is read by turns.

    Only what lies near is read: a few thousand of the whole directory.
    """
    place = ServiceAround.id, ServiceAround.latitude, ServiceAround.longitude
    if not words.wanted:
        yield from session.execute(select(*place).where(*answers))
        return
    said = ServiceAround.themes, ServiceAround.name, ServiceAround.body, ServiceAround.description
    query = select(*place, *said).where(*answers).execution_options(yield_per=A_TURN)
    for row in session.execute(query):
        if words.are_said(row.themes, row.name, row.body, row.description):
            yield row.id, row.latitude, row.longitude


def covers(service: ServiceAround, home: Commune) -> bool | None:
    """Whether a service is for the people of a commune, as far as is known."""
    theirs = {home.code, home.department, *WHOLE_COUNTRY}
    if not service.zone or theirs & set(service.zone):
        return True
    return None if any(len(code) == OF_AN_EPCI for code in service.zone) else False


def km_to(service: ServiceAround, home: Commune) -> float | None:
    """Return how far a service is from a commune; none where one is helped from a distance."""
    if service.latitude is None or service.reception == [schema.FROM_A_DISTANCE]:
        return None
    return _km(home, service.latitude, service.longitude)


def _km(home: Commune, latitude: float | None, longitude: float | None) -> float:
    return distance_km(home.point, Point(latitude or 0, longitude or 0))


def _around(at: Point, within: int) -> tuple[Any, ...]:
    margin = within / KM_A_DEGREE
    return (
        ServiceAround.latitude.between(at.latitude - margin, at.latitude + margin),
        ServiceAround.longitude.between(at.longitude - margin, at.longitude + margin),
    )
