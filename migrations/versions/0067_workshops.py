"""Workshops, the series of sittings that one signs up for, and who has a seat."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0067"
down_revision = "0066"

KINDS = ("guests", "farmers", "staff", "village")
HELD = ("signed-up", "attended", "excused", "absent", "unknown")
STATES = ("wished", "waiting", "cancelled", *HELD)
SIDES = ("guest", "farm", "staff", "programme")
PRESENCES = ("present", "excused", "absent", "unknown")

EVERYONE = "sillon_scope() = 'everyone'"
READ_BY_ALL = ("workshops", "series", "sittings")
SEATS = """sillon_scope() = 'everyone'
    OR sillon_scope() = 'organisation' AND (
        EXISTS (SELECT FROM parties WHERE parties.id = party_id)
        OR EXISTS (SELECT FROM users WHERE users.id = user_id
                   AND users.organisation_id = sillon_id()))
    OR sillon_scope() = 'farm' AND farm_id = sillon_id()"""


def a_state(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def a_link(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    _add_workshops()
    _add_seats()
    op.add_column(
        "programme",
        sa.Column("has_workshops", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.alter_column("programme", "has_workshops", server_default=None)
    op.add_column("messages", sa.Column("seat_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_messages_seat_id_seats"), "messages", "seats", ["seat_id"], ["id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_messages_seat_id"), "messages", ["seat_id"])
    op.drop_constraint(op.f("ck_messages_one_reader"), "messages")
    op.create_check_constraint(
        op.f("ck_messages_one_reader"), "messages", "num_nonnulls(user_id, visit_id, seat_id) = 1"
    )
    for table in (*READ_BY_ALL, "seats", "attendances"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    for table in READ_BY_ALL:
        op.execute(f"CREATE POLICY scope ON {table} USING (true) WITH CHECK ({EVERYONE})")
    op.execute(f"CREATE POLICY scope ON seats USING ({SEATS})")
    op.execute(
        "CREATE POLICY scope ON attendances"
        " USING (EXISTS (SELECT FROM seats WHERE seats.id = seat_id))"
    )


def _add_workshops() -> None:
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", a_state("workshopkind", KINDS), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("spoken", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("interpreted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("knows_people", sa.LargeBinary(), nullable=True),
        sa.Column("knows_trade", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("seats BETWEEN 1 AND 200", name=op.f("ck_series_seats")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_series_workshop_id_workshops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("id", "seats", name=op.f("uq_series_id_seats")),
    )
    op.create_index(op.f("ix_series_workshop_id"), "series", ["workshop_id"])
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends > starts", name=op.f("ck_sittings_ends_after_it_begins")),
        sa.CheckConstraint(
            "place IS NOT NULL OR link IS NOT NULL", name=op.f("ck_sittings_somewhere")
        ),
        sa.CheckConstraint("came >= 0", name=op.f("ck_sittings_came")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_sittings_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
    )
    op.create_index(op.f("ix_sittings_series_id"), "sittings", ["series_id"])


def _add_seats() -> None:
    held = ", ".join(f"'{state}'" for state in HELD)
    owners = {"party_id": "parties", "person_id": "persons", "farm_id": "farms", "user_id": "users"}
    instants = ("kept_until", "passed_at", "ended_at")
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", a_state("seatstate", STATES), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in owners),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", a_state("asked_by", SIDES), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", a_state("ended_by", SIDES), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in instants),
        sa.CheckConstraint("number BETWEEN 1 AND out_of", name=op.f("ck_seats_number")),
        sa.CheckConstraint(
            f"(number IS NOT NULL) = (state IN ({held}))", name=op.f("ck_seats_held_by_number")
        ),
        sa.CheckConstraint(
            "num_nonnulls(person_id, farm_id, user_id) = 1", name=op.f("ck_seats_of_one")
        ),
        sa.CheckConstraint("(person_id IS NULL) = (party_id IS NULL)", name=op.f("ck_seats_party")),
        sa.ForeignKeyConstraint(
            ["series_id", "out_of"],
            ["series.id", "series.seats"],
            name=op.f("fk_seats_series_id_series"),
            onupdate="CASCADE",
        ),
        *(a_link("seats", column, to) for column, to in owners.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    for column in ("series_id", *owners):
        op.create_index(op.f(f"ix_seats_{column}"), "seats", [column])
    for column, where in {
        "number": "number IS NOT NULL",
        "person": "state <> 'cancelled'",
        "user": "state <> 'cancelled'",
    }.items():
        op.create_index(
            f"uq_seats_{column}",
            "seats",
            ["series_id", column if column == "number" else f"{column}_id"],
            unique=True,
            postgresql_where=sa.text(where),
        )
    op.create_table(
        "attendances",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("presence", a_state("presence", PRESENCES), nullable=False),
        a_link("attendances", "seat_id", "seats"),
        a_link("attendances", "sitting_id", "sittings"),
        sa.PrimaryKeyConstraint("seat_id", "sitting_id", name=op.f("pk_attendances")),
    )
    op.create_index(op.f("ix_attendances_sitting_id"), "attendances", ["sitting_id"])


def downgrade() -> None:
    op.execute("DELETE FROM messages WHERE seat_id IS NOT NULL")
    op.drop_constraint(op.f("ck_messages_one_reader"), "messages")
    op.create_check_constraint(
        op.f("ck_messages_one_reader"), "messages", "(user_id IS NULL) <> (visit_id IS NULL)"
    )
    op.drop_column("messages", "seat_id")
    op.drop_column("programme", "has_workshops")
    for table in ("attendances", "seats", "sittings", "series", "workshops"):
        op.drop_table(table)
