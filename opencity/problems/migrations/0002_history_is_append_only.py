"""Both databases refuse to change or remove an event.

On SQLite a later migration that rebuilds the table drops its triggers silently: it has to run `guard` again.
"""

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER problems_event_keeps BEFORE UPDATE ON problems_event
       BEGIN SELECT RAISE(ABORT, 'an event cannot be changed'); END""",
    """CREATE TRIGGER problems_event_stays BEFORE DELETE ON problems_event
       BEGIN SELECT RAISE(ABORT, 'an event cannot be removed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION problems_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'an event cannot be changed or removed' USING ERRCODE = 'integrity_constraint_violation'; END
       $$""",
    """CREATE TRIGGER problems_event_keeps BEFORE UPDATE OR DELETE ON problems_event
       FOR EACH ROW EXECUTE FUNCTION problems_event_refuse()""",
    """CREATE TRIGGER problems_event_stays BEFORE TRUNCATE ON problems_event
       FOR EACH STATEMENT EXECUTE FUNCTION problems_event_refuse()""",
)
SQLITE_UNDONE = ("DROP TRIGGER problems_event_keeps", "DROP TRIGGER problems_event_stays")
POSTGRESQL_UNDONE = (
    "DROP TRIGGER problems_event_keeps ON problems_event",
    "DROP TRIGGER problems_event_stays ON problems_event",
    "DROP FUNCTION problems_event_refuse()",
)


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in SQLITE_UNDONE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_UNDONE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_begin")]

    operations = [migrations.RunPython(guard, unguard)]
