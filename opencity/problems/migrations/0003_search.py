"""The full-text index over SearchText.lemmas: FTS5 kept in step by triggers on SQLite, GIN on PostgreSQL.

Diacritics stay: й is not и, ї is not і. On SQLite a later migration that rebuilds problems_searchtext drops its
triggers silently: it has to run `begin` again.
"""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE problems_searchindex USING fts5(
       community_id, lemmas, content='problems_searchtext', content_rowid='problem_id',
       tokenize='unicode61 remove_diacritics 0', prefix='2 3')""",
    "INSERT INTO problems_searchindex(problems_searchindex) VALUES('rebuild')",
    """CREATE TRIGGER problems_searchtext_added AFTER INSERT ON problems_searchtext BEGIN
       INSERT INTO problems_searchindex(rowid, community_id, lemmas)
       VALUES (new.problem_id, new.community_id, new.lemmas); END""",
    """CREATE TRIGGER problems_searchtext_removed AFTER DELETE ON problems_searchtext BEGIN
       INSERT INTO problems_searchindex(problems_searchindex, rowid, community_id, lemmas)
       VALUES ('delete', old.problem_id, old.community_id, old.lemmas); END""",
    """CREATE TRIGGER problems_searchtext_changed AFTER UPDATE ON problems_searchtext BEGIN
       INSERT INTO problems_searchindex(problems_searchindex, rowid, community_id, lemmas)
       VALUES ('delete', old.problem_id, old.community_id, old.lemmas);
       INSERT INTO problems_searchindex(rowid, community_id, lemmas)
       VALUES (new.problem_id, new.community_id, new.lemmas); END""",
)
POSTGRESQL = ("CREATE INDEX problems_searchindex ON problems_searchtext USING gin (to_tsvector('simple', lemmas))",)
SQLITE_UNDONE = (
    "DROP TRIGGER problems_searchtext_added",
    "DROP TRIGGER problems_searchtext_removed",
    "DROP TRIGGER problems_searchtext_changed",
    "DROP TABLE problems_searchindex",
)
POSTGRESQL_UNDONE = ("DROP INDEX problems_searchindex",)


def begin(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def end(apps, schema_editor):
    for statement in SQLITE_UNDONE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_UNDONE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("problems", "0002_history_is_append_only")]

    operations = [migrations.RunPython(begin, end)]
