from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.crash.processes import Surroundings
from tests.walks.conftest import CHECKOUT


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[Surroundings]:
    """A data folder, and on PostgreSQL a database, that nothing else uses."""
    server = os.environ.get("OPENCITY_DATABASE_URL", "")
    told = {
        **os.environ,
        "OPENCITY_HOME": str(tmp_path),
        "OPENCITY_DATABASE_URL": "",
        "OPENCITY_RATE_LIMITS": "0",
        "OPENCITY_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "opencity.settings",
        "PYTHONPATH": str(CHECKOUT),
    }
    if not server.startswith("postgres"):
        yield told
        return
    name = f"crash_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield told | {"OPENCITY_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
