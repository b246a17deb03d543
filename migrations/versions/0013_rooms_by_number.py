"""Offers and slots keep which rooms they open, and no longer only how many beds.

Each stored number of beds is laid over the farm's rooms, the largest first. Beds for which the
farm has no room any more are dropped; a slot keeps at least the beds of its guests.
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    for table in ("offers", "slots"):
        op.add_column(
            table,
            sa.Column("opened", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")),
        )
        _lay_over_rooms(table)
        op.alter_column(table, "opened", server_default=None)
        op.drop_column(table, "rooms")
    op.execute(
        "UPDATE slots SET beds = greatest(people_held, (SELECT coalesce(sum((each->>1)::int), 0)"
        " FROM jsonb_array_elements(opened) AS each))"
    )
    op.execute(
        "UPDATE farms SET features = ARRAY(SELECT feature FROM unnest(features) AS feature"
        " WHERE feature NOT IN ('woman-host', 'lockable-room'))"
    )


def _lay_over_rooms(table: str) -> None:
    bind = op.get_bind()
    rooms: dict[int, list[tuple[int, int]]] = {}
    found = bind.execute(sa.text("SELECT farm_id, id, beds FROM rooms ORDER BY beds DESC, id"))
    for farm, room, beds in found:
        rooms.setdefault(farm, []).append((room, beds))
    for number, farm, offered in bind.execute(
        sa.text(f"SELECT id, farm_id, rooms FROM {table}")  # noqa: S608
    ).all():
        laid = zip(rooms.get(farm, []), sorted(offered, reverse=True), strict=False)
        opened = sorted([room, min(beds, wanted)] for (room, beds), wanted in laid)
        bind.execute(
            sa.text(f"UPDATE {table} SET opened = CAST(:opened AS jsonb) WHERE id = :id"),  # noqa: S608
            {"opened": json.dumps(opened), "id": number},
        )


def downgrade() -> None:
    for table in ("offers", "slots"):
        op.add_column(
            table,
            sa.Column(
                "rooms", sa.ARRAY(sa.Integer()), nullable=False, server_default=sa.text("'{}'")
            ),
        )
        op.execute(
            f"UPDATE {table} SET rooms = ARRAY(SELECT (each->>1)::int"  # noqa: S608
            " FROM jsonb_array_elements(opened) AS each ORDER BY 1 DESC)"
        )
        op.alter_column(table, "rooms", server_default=None)
        op.drop_column(table, "opened")
    op.execute("UPDATE farms SET features = features || ARRAY['woman-host'] WHERE woman_host")
    op.execute(
        "UPDATE farms SET features = features || ARRAY['lockable-room'] WHERE EXISTS"
        " (SELECT FROM rooms WHERE rooms.farm_id = farms.id AND rooms.lockable)"
    )
