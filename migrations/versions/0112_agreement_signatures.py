"""Versions of agreements, who signs them by link and code, and what the State decided."""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
SIGNER = sa.Enum(
    "person", "representative", "farm", "prescriber", "association",
    name="signer", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
READER = "ck_messages_one_reader"
BEFORE = (
    "num_nonnulls(user_id, visit_id, seat_id, party_id) = 1"
    " OR num_nonnulls(user_id, visit_id) = 2 AND num_nonnulls(seat_id, party_id) = 0"
)
AFTER = (
    "num_nonnulls(user_id, visit_id, seat_id, party_id, signature_id) = 1"
    " OR num_nonnulls(user_id, visit_id) = 2 AND num_nonnulls(seat_id, party_id, signature_id) = 0"
)
FUNCTIONS = """
CREATE FUNCTION sillon_agreement() RETURNS bigint STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope() WHEN 'signature' THEN (
        SELECT agreement_id FROM agreement_signatures WHERE id = sillon_id()) END;
CREATE FUNCTION sillon_agreement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'accepted' AND (
        NEW.state, NEW.version, NEW.purpose, NEW.first_day, NEW.last_day, NEW.decided_on
    ) IS DISTINCT FROM (
        OLD.state, OLD.version, OLD.purpose, OLD.first_day, OLD.last_day, OLD.decided_on
    ) THEN
        RAISE EXCEPTION 'an accepted agreement stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON agreements
    FOR EACH ROW EXECUTE FUNCTION sillon_agreement_stays();
"""
DRAFTS = (
    f"{SCOPE} = 'everyone' OR {SCOPE} = 'organisation'"
    " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id)"
)
SEEN = {
    "agreements": f"{DRAFTS} OR {SCOPE} = 'farm' AND farm_id = {ID} AND version > 0"
    " AND NOT (SELECT sillon_is_shut_out())"
    f" OR {SCOPE} = 'signature' AND id = (SELECT sillon_agreement())",
    "agreement_versions": "EXISTS (SELECT FROM agreements WHERE agreements.id = agreement_id)",
    "agreement_signatures": f"{SCOPE} = 'signature' AND id = {ID}"
    f" OR {SCOPE} IN ('everyone', 'organisation', 'farm')"
    " AND EXISTS (SELECT FROM agreements WHERE agreements.id = agreement_id)",
}
OF_A_SIGNATURE = "signature_id IS NOT NULL AND sillon_sees('agreement_signatures', signature_id)"


def upgrade() -> None:
    op.add_column(
        "agreements", sa.Column("version", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("agreements", "version", server_default=None)
    op.add_column("agreements", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("agreements", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("agreements", sa.Column("decided_by_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agreements_decided_by_id_users"), "agreements", "users", ["decided_by_id"], ["id"]
    )
    _versions()
    _signatures()
    op.add_column("messages", sa.Column("signature_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_messages_signature_id_agreement_signatures"),
        "messages", "agreement_signatures", ["signature_id"], ["id"], ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_messages_signature_id"), "messages", ["signature_id"])
    op.drop_constraint(op.f(READER), "messages")
    op.create_check_constraint(op.f(READER), "messages", AFTER)
    op.execute(FUNCTIONS)
    for table in ("agreement_versions", "agreement_signatures"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute("DROP POLICY scope ON agreements")
    for table, seen in SEEN.items():
        op.execute(f"CREATE POLICY scope ON {table} USING ({seen})")
    op.execute(f"CREATE POLICY of_a_signature ON messages USING ({OF_A_SIGNATURE})")


def _versions() -> None:
    op.create_table(
        "agreement_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], ondelete="CASCADE",
            name=op.f("fk_agreement_versions_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_versions")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_agreement_versions_agreement_id_number")
        ),
    )  # fmt: skip


def _signatures() -> None:
    op.create_table(
        "agreement_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signer", SIGNER, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], ondelete="CASCADE",
            name=op.f("fk_agreement_signatures_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_agreement_signatures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signatures")),
        sa.UniqueConstraint(
            "agreement_id", "version", "signer",
            name=op.f("uq_agreement_signatures_agreement_id_version_signer"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.execute("DROP POLICY of_a_signature ON messages")
    op.execute("DELETE FROM messages WHERE signature_id IS NOT NULL")
    op.drop_constraint(op.f(READER), "messages")
    op.drop_column("messages", "signature_id")
    op.create_check_constraint(op.f(READER), "messages", BEFORE)
    op.execute("DROP TRIGGER stays ON agreements")
    op.execute("DROP FUNCTION sillon_agreement_stays()")
    op.execute("DROP POLICY scope ON agreements")
    op.execute("DROP POLICY scope ON agreement_versions")
    op.execute("DROP POLICY scope ON agreement_signatures")
    op.execute("DROP FUNCTION sillon_agreement()")
    op.drop_table("agreement_signatures")
    op.drop_table("agreement_versions")
    op.execute(f"CREATE POLICY scope ON agreements USING ({DRAFTS})")
    for column in ("decided_by_id", "number", "decided_on", "version"):
        op.drop_column("agreements", column)
