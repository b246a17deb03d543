"""Where else a farm receives than at its house: what is there, an offer at a time."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted


class Site(Base):
    """A second place of a farm; where an offer stands at one, guests go there and nowhere else.

    It tells of its place what a farm tells of its own, by the same names.
    """

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("farm_id", "name"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"))
    name: Mapped[str]
    """What the farm calls it, for itself and for the coordination."""
    commune: Mapped[str]
    """INSEE code."""
    address: Mapped[str | None] = mapped_column(Encrypted("sites.address"))
    latitude: Mapped[float]
    longitude: Mapped[float]
    station: Mapped[str | None]
    """The nearest station, as the farmer types it."""
