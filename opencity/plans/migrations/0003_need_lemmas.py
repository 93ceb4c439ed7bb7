from __future__ import annotations

from typing import Any

from django.db import migrations

from opencity.foundation.lemmas import lemmas_between_blanks

CHUNK = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Needs written before they could be searched."""
    needs = apps.get_model("plans", "Need").objects
    last = 0
    while chunk := list(needs.filter(pk__gt=last).order_by("pk").select_related("plan")[:CHUNK]):
        for need in chunk:
            need.lemmas = lemmas_between_blanks(f"{need.words} {need.skill}", need.plan.language)
        needs.bulk_update(chunk, ["lemmas"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_needs_can_be_found")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
