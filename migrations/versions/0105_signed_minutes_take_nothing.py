"""Minutes that are signed: nothing is added to them, and their signatures stay."""

from alembic import op

revision = "0105"
down_revision = "0104"

KEPT = """
CREATE FUNCTION sillon_minutes_take_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'committee_signatures' AND TG_OP = 'UPDATE' THEN
        IF (NEW.name IS NULL OR OLD.name IS NOT NULL)
            AND to_jsonb(NEW) - 'name' = to_jsonb(OLD) - 'name' THEN
            RETURN NEW;  -- sealed with another key; or gone with an account, the signature stays
        END IF;
    END IF;
    IF EXISTS (
        SELECT FROM committees
        WHERE state = 'signed' AND id IN (OLD.committee_id, NEW.committee_id)
    ) THEN
        RAISE EXCEPTION 'signed minutes stay as they are';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER takes_nothing BEFORE INSERT OR UPDATE ON committee_lines
    FOR EACH ROW EXECUTE FUNCTION sillon_minutes_take_nothing();
CREATE TRIGGER takes_nothing BEFORE INSERT OR UPDATE OR DELETE ON committee_signatures
    FOR EACH ROW EXECUTE FUNCTION sillon_minutes_take_nothing();
"""


def upgrade() -> None:
    op.execute(KEPT)


def downgrade() -> None:
    op.execute("DROP TRIGGER takes_nothing ON committee_signatures")
    op.execute("DROP TRIGGER takes_nothing ON committee_lines")
    op.execute("DROP FUNCTION sillon_minutes_take_nothing()")
