"""That nobody is on two visits at once, whichever parties they belong to."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base

ONE_PLACE_A_PERSON = "ex_person_stays_one_place_at_a_time"


class PersonStay(Base):
    """A person on a standing visit: the database refuses a second one on any of its days.

    Triggers write these rows from visits and persons, and nothing else may: so it holds between
    parties, associations and transactions alike.
    """

    __tablename__ = "person_stays"
    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(identity, identity, '[]')"), "&&"),
            ("stay", "&&"),
            using="gist",
            name=ONE_PLACE_A_PERSON,
        ),
    )

    visit_id: Mapped[int] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True
    )
    identity: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    stay: Mapped[Range[date]] = mapped_column(DATERANGE)
