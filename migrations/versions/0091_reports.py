"""Funders, and reports whose words and figures are frozen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0091"
down_revision = "0090"

KEPT = """
CREATE FUNCTION sillon_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR
        (NEW.said, NEW.digests, NEW.frozen_at, NEW.frozen_by_id, NEW.funder_id, NEW.first_day,
         NEW.last_day, NEW.as_of, NEW.state = 'draft')
        IS DISTINCT FROM
        (OLD.said, OLD.digests, OLD.frozen_at, OLD.frozen_by_id, OLD.funder_id, OLD.first_day,
         OLD.last_day, OLD.as_of, false))
    THEN
        RAISE EXCEPTION 'a frozen report stays as it is';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON reports
    FOR EACH ROW EXECUTE FUNCTION sillon_report_stays();
"""


def upgrade() -> None:
    op.create_table(
        "funders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("indicators", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("foreword", sa.Text(), nullable=False),
        sa.CheckConstraint("sex IN ('', 'man', 'woman', 'not-said')", name=op.f("ck_funders_sex")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_funders_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funders")),
        sa.UniqueConstraint("name", name=op.f("uq_funders_name")),
    )
    state = sa.Enum(
        "draft", "frozen", "sent",
        name="reportstate", native_enum=False, create_constraint=True, length=32,
    )  # fmt: skip
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("funder_id", sa.Integer(), nullable=False),
        *(sa.Column(day, sa.Date(), nullable=False) for day in ("first_day", "last_day", "as_of")),
        sa.Column("state", state, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("said", postgresql.JSONB(), nullable=True),
        sa.Column("digests", postgresql.JSONB(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "first_day <= last_day AND first_day <= as_of", name=op.f("ck_reports_order")
        ),
        sa.CheckConstraint("(state = 'draft') = (said IS NULL)", name=op.f("ck_reports_frozen")),
        sa.ForeignKeyConstraint(
            ["funder_id"], ["funders.id"], name=op.f("fk_reports_funder_id_funders")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["users.id"], name=op.f("fk_reports_frozen_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_funder_id"), "reports", ["funder_id"])
    for table in ("funders", "reports"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ((SELECT sillon_scope()) = 'everyone')")
    op.execute(KEPT)


def downgrade() -> None:
    op.drop_table("reports")
    op.execute("DROP FUNCTION sillon_report_stays()")
    op.drop_table("funders")
