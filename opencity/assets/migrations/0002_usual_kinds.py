"""Communities that are there already get the kinds that new ones begin with."""

import json
from pathlib import Path

from django.db import migrations

KINDS = Path(__file__).resolve().parent.parent / "kinds.json"


def stock(apps, editor):
    kinds = json.loads(KINDS.read_text(encoding="utf-8"))
    rows = apps.get_model("assets", "AssetKind")
    for community in apps.get_model("communities", "Community").objects.all():
        rows._base_manager.bulk_create(
            [rows(community=community, position=position, **one) for position, one in enumerate(kinds)]
        )


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_begin")]
    operations = [migrations.RunPython(stock, migrations.RunPython.noop)]
