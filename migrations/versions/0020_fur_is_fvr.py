"""Fur is `fvr` (ISO 639-3); `fur`, under which it was kept, is Friulian."""

from alembic import op

revision = "0020"
down_revision = "0019"

LISTS = (("persons", "languages"), ("farms", "languages"))
FROZEN = (("matching_rounds", "problem"), ("matching_rounds", "advice"))
"""What a round was told and what it advised, with the codes of its day."""


def upgrade() -> None:
    rename("fur", "fvr")


def downgrade() -> None:
    rename("fvr", "fur")


def rename(before: str, after: str) -> None:
    for table, column in LISTS:
        op.execute(
            f"UPDATE {table} SET {column} = array_replace({column}, '{before}', '{after}')"  # noqa: S608
            f" WHERE '{before}' = ANY ({column})"
        )
    for table, column in FROZEN:
        op.execute(
            f"UPDATE {table} SET {column} ="  # noqa: S608
            f" replace({column}::text, '\"{before}\"', '\"{after}\"')::jsonb"
            f" WHERE {column}::text LIKE '%\"{before}\"%'"
        )
    op.execute(f"UPDATE parties SET language = '{after}' WHERE language = '{before}'")  # noqa: S608
