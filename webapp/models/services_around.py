"""Services around: what bodies near the people offer, as a public directory tells of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings


class ServicesPublication(Base):
    """A directory that was loaded: who publishes it, under which licence, and of which day it is.

    One that is loaded again takes the place of the one before; it stays as long as a service that
    is gone from it is shown on somebody's path.
    """

    __tablename__ = "services_publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    licence: Mapped[str]
    as_of: Mapped[date]
    """Of which day the files are."""
    loaded_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def named(self) -> str:
        """Who published it, and under which licence."""
        return f"{self.publisher} ({self.licence})"


class ServiceAround(Base):
    """A service that people can be sent to; codes are those of data·inclusion's schema v1."""

    __tablename__ = "services_around"
    __table_args__ = (Index("ix_services_around_themes", "themes", postgresql_using="gin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """How the directory calls it."""
    publication_id: Mapped[int] = mapped_column(ForeignKey("services_publications.id"), index=True)
    """The last that it stood in."""
    name: Mapped[str]
    body: Mapped[str]
    """Who offers it."""
    description: Mapped[str]
    kind: Mapped[str | None]
    themes: Mapped[Strings]
    publics: Mapped[Strings]
    """For whom it is; empty where that is not said."""
    reception: Mapped[Strings]
    """Whether one goes there, or is helped from a distance."""
    access: Mapped[Strings]
    """How one comes to it."""
    open_to: Mapped[Strings]
    """Whether people come by themselves, or somebody who accompanies them sends them."""
    zone: Mapped[Strings]
    """For whose inhabitants it is: codes of communes, départements and countries, or `france`."""
    costs: Mapped[str | None]
    costs_told: Mapped[str | None]
    conditions: Mapped[str | None]
    coming_told: Mapped[str | None]
    hours: Mapped[str | None]
    """As OpenStreetMap writes opening hours."""
    address: Mapped[str | None]
    postcode: Mapped[str | None]
    commune: Mapped[str | None]
    """INSEE code of a commune of ours; none for what is offered from a distance alone."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    telephone: Mapped[str | None]
    email: Mapped[str | None]
    """Of the body; where a person is named, the directory's word for theirs is not kept."""
    link: Mapped[str | None]
    source: Mapped[str]
    """Who told the directory of it."""
    updated_on: Mapped[date]
    """When whoever told of it changed it last."""
    gone_on: Mapped[date | None]
    """When it was found to stand in the directory no more."""

    publication: Mapped[ServicesPublication] = relationship()

    @property
    def called(self) -> str:
        """What it is and who offers it, on one line."""
        return f"{self.name} · {self.body}"
