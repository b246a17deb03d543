"""A prescriber sends people to an association by a form, and hears back by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"

STATES = ("oriented", "contacted", "interested", "enrolled", "not-pursued")
SEEN = (
    "sillon_scope() = 'everyone'"
    " OR sillon_scope() = 'organisation' AND organisation_id = sillon_id()"
    " OR sillon_scope() = 'referral' AND id = sillon_id()"
)


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="referralstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("prescriber", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=True)
            for name in ("sent_by", "first_name", "last_name", "phone")
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("contacted_at", "interested_at", "enrolled_at", "ended_at")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_referrals_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.id"],
            name=op.f("fk_referrals_party_id_parties"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    for column in ("organisation_id", "party_id"):
        op.create_index(op.f(f"ix_referrals_{column}"), "referrals", [column])
    op.execute("ALTER TABLE referrals ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON referrals USING ({SEEN})")
    op.add_column(
        "organisations",
        sa.Column("referral_version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.alter_column("organisations", "referral_version", server_default=None)


def downgrade() -> None:
    op.drop_column("organisations", "referral_version")
    op.drop_table("referrals")
