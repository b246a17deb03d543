"""Nobody is on two visits at once, in whichever party, association or transaction."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"

BY_LOT = "(random() * 1152921504606846975)::bigint"
"""Until the application, which has the key, knows those again who are here already."""

KEPT_FROM_VISITS = """
CREATE FUNCTION sillon_stays_follow_visit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM person_stays WHERE visit_id = NEW.id;
    IF NEW.state IN ('proposed', 'confirmed', 'under-way') THEN
        -- Whoever changes a member meanwhile waits, and then finds this visit.
        PERFORM FROM parties WHERE id = NEW.party_id FOR NO KEY UPDATE;
        INSERT INTO person_stays (visit_id, identity, stay)
        SELECT DISTINCT NEW.id, identity, NEW.stay FROM persons WHERE party_id = NEW.party_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stays_follow_new_visit AFTER INSERT ON visits
    FOR EACH ROW EXECUTE FUNCTION sillon_stays_follow_visit();
CREATE TRIGGER stays_follow_visit AFTER UPDATE OF state, stay, party_id ON visits
    FOR EACH ROW WHEN (
        (OLD.state IN ('proposed', 'confirmed', 'under-way'))
            <> (NEW.state IN ('proposed', 'confirmed', 'under-way'))
        OR OLD.stay <> NEW.stay OR OLD.party_id <> NEW.party_id
    ) EXECUTE FUNCTION sillon_stays_follow_visit();
"""
KEPT_FROM_PERSONS = """
CREATE FUNCTION sillon_stays_follow_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whose integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.party_id ELSE NEW.party_id END;
BEGIN
    PERFORM FROM parties WHERE id = whose FOR NO KEY UPDATE;
    DELETE FROM person_stays USING visits WHERE visits.id = visit_id AND visits.party_id = whose;
    INSERT INTO person_stays (visit_id, identity, stay)
    SELECT DISTINCT visits.id, persons.identity, visits.stay
    FROM visits JOIN persons ON persons.party_id = visits.party_id
    WHERE visits.party_id = whose AND visits.state IN ('proposed', 'confirmed', 'under-way');
    RETURN NULL;
END $$;
CREATE TRIGGER stays_follow_person AFTER INSERT OR DELETE OR UPDATE OF identity ON persons
    FOR EACH ROW EXECUTE FUNCTION sillon_stays_follow_person();
"""


def upgrade() -> None:
    op.add_column(
        "persons",
        sa.Column("identity", sa.BigInteger(), nullable=False, server_default=sa.text(BY_LOT)),
    )
    op.alter_column("persons", "identity", server_default=None)
    op.add_column(
        "persons", sa.Column("is_another", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("persons", "is_another", server_default=None)
    op.create_table(
        "person_stays",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stay", postgresql.DATERANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(identity, identity, '[]')"), "&&"),
            (sa.column("stay"), "&&"),
            using="gist",
            name="ex_person_stays_one_place_at_a_time",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_person_stays_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visit_id", "identity", name=op.f("pk_person_stays")),
    )
    op.execute("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON person_stays FROM sillon_app")
    op.execute("ALTER TABLE person_stays ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON person_stays USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )
    op.execute(KEPT_FROM_VISITS)
    op.execute(KEPT_FROM_PERSONS)
    op.execute(
        "INSERT INTO person_stays (visit_id, identity, stay)"
        " SELECT visits.id, persons.identity, visits.stay FROM visits"
        " JOIN persons ON persons.party_id = visits.party_id"
        " WHERE visits.state IN ('proposed', 'confirmed', 'under-way')"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER stays_follow_person ON persons")
    op.execute("DROP TRIGGER stays_follow_visit ON visits")
    op.execute("DROP TRIGGER stays_follow_new_visit ON visits")
    op.execute("DROP FUNCTION sillon_stays_follow_person(), sillon_stays_follow_visit()")
    op.drop_table("person_stays")
    op.drop_column("persons", "is_another")
    op.drop_column("persons", "identity")
