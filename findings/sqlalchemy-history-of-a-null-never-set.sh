#!/bin/sh
# SQLAlchemy 2.1.9: an attribute that was left out of a new row, and is set after the flush that wrote
# NULL, has a history without a value before, although it is mapped with active_history=True. The
# same attribute of a row that was read again has None before. So whoever looks in a flush for
# "was empty, is filled now" by what was deleted misses whatever was made in the same session.
# Valid input: Helper(name="A"), flush, until = "2027"; then the same after a commit.
# Output seen: deleted=() the first time, deleted=[None] the second time.
# So a guard takes "added, and nothing deleted" as "was empty"; tested.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check --pre sqlalchemy==2.1.9
"$folder/env/bin/python" - <<'PYTHON'
import sys

from sqlalchemy import create_engine, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Helper(Base):
    __tablename__ = "helpers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    until: Mapped[str | None] = mapped_column(active_history=True)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
seen = []
with Session(engine) as session:
    for end in (session.flush, session.commit):
        helper = Helper(name="A")
        session.add(helper)
        end()
        helper.until = "2027"
        seen.append(tuple(inspect(helper).attrs.until.history.deleted))
print(*seen, sep="\n")
sys.exit(0 if seen == [(), (None,)] else 1)
PYTHON
