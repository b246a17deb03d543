"""Case meetings: decisions about people with their own word, signed by who was there."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
OF_THE_ASSOCIATION = f"{SCOPE} = 'organisation' AND organisation_id = {ID}"
BEHIND_A_MEETING = "EXISTS (SELECT FROM case_meetings WHERE case_meetings.id = meeting_id)"
STAYS = """
CREATE FUNCTION sillon_cases_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting int;
BEGIN
    IF TG_TABLE_NAME = 'case_meetings' THEN
        IF OLD.state = 'signed' THEN
            RAISE EXCEPTION 'a signed case meeting stays as it is';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'case_signatures' THEN
        IF to_jsonb(NEW) - 'name' = to_jsonb(OLD) - 'name' THEN
            RETURN NEW;  -- an account has ended, or what is sealed is sealed anew
        END IF;
    END IF;
    meeting := CASE TG_OP WHEN 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
    IF EXISTS (SELECT FROM case_meetings WHERE state = 'signed' AND id = meeting) THEN
        RAISE EXCEPTION 'a signed case meeting stays as it is';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON case_meetings
    FOR EACH ROW EXECUTE FUNCTION sillon_cases_stay();
CREATE TRIGGER stays BEFORE INSERT ON case_decisions
    FOR EACH ROW EXECUTE FUNCTION sillon_cases_stay();
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON case_signatures
    FOR EACH ROW EXECUTE FUNCTION sillon_cases_stay();
"""
"""A decision may still go with its person into another file, and end with it."""


def a_link(table: str, column: str, to: str, end: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=end)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    states = ("open", "signing", "signed")
    state = sa.Enum(*states, name="casestate", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "case_meetings",
        number("id"),
        number("organisation_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=True),
        sa.Column("state", state, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        a_link("case_meetings", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_meetings")),
    )
    table = "case_decisions"
    op.create_table(
        table,
        *(number(name) for name in ("id", "meeting_id", "party_id", "person_id")),
        sa.Column("their_word", sa.LargeBinary(), nullable=True),
        sa.Column("not_asked", sa.Text(), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(their_word, not_asked) = 1", name=op.f("ck_case_decisions_asked")
        ),
        a_link(table, "meeting_id", "case_meetings", "CASCADE"),
        a_link(table, "party_id", "parties", "CASCADE"),
        a_link(table, "person_id", "persons", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decisions")),
    )
    table = "case_signatures"
    op.create_table(
        table,
        *(number(name) for name in ("id", "meeting_id", "user_id")),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        a_link(table, "meeting_id", "case_meetings", "CASCADE"),
        a_link(table, "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_signatures")),
        sa.UniqueConstraint(
            "meeting_id", "user_id", name=op.f("uq_case_signatures_meeting_id_user_id")
        ),
    )
    op.create_index(op.f("ix_case_meetings_organisation_id"), "case_meetings", ["organisation_id"])
    op.create_index(op.f("ix_case_signatures_user_id"), "case_signatures", ["user_id"])
    for name in ("meeting_id", "party_id", "person_id"):
        op.create_index(op.f(f"ix_case_decisions_{name}"), "case_decisions", [name])
    _policies()
    op.execute(STAYS)


def _policies() -> None:
    within = f"{SCOPE} IN ('everyone', 'organisation') AND {BEHIND_A_MEETING}"
    seen = {
        "case_meetings": f"{SCOPE} = 'everyone' OR {OF_THE_ASSOCIATION}",
        "case_decisions": within,
        "case_signatures": within,
    }
    for table, rule in seen.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({rule})")


def downgrade() -> None:
    for table in ("case_signatures", "case_decisions", "case_meetings"):
        op.drop_table(table)
    op.execute("DROP FUNCTION sillon_cases_stay()")
