"""A resident who reports: pages are asked for, forms are posted, nothing runs a script."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from opencity.problems.models import Draft
from tests.town import CENTRE

TREE = "green.dangerous_tree"
WORDS = "Суха верба нахилилася над гойдалкою. Діти граються поруч."
PIN = {"lat": str(CENTRE.lat), "lon": str(CENTRE.lon), "source": "map", "place_words": "вул. Знаменська, 33"}


class Resident:
    """`where`, `what` and `send` post the three steps and give the answer without following it."""

    def __init__(self, client: Client, slug: str = "mykolaiv") -> None:
        self.client = client
        self.base = f"/{slug}/report/"

    def page(self, step: str = "") -> str:
        answer = self.client.get(self.base + step)
        assert answer.status_code == 200, answer.headers.get("Location", answer.status_code)
        return unescape(answer.content.decode())

    def post(self, step: str, **fields: Any) -> Any:
        return self.client.post(self.base + step, fields)

    def where(self, **fields: Any) -> Any:
        return self.post("", go="1", **(fields or PIN))

    def what(self, **fields: Any) -> Any:
        given = {"category": TREE, "asked": TREE, "words": WORDS, "answer_hazard": "no"} | fields
        return self.post("what/", go="1", **given)

    def send(self, **fields: Any) -> Any:
        take_time()
        return self.post("send/", **fields)

    def filed(self, **fields: Any) -> Any:
        """All three steps; the receipt's page."""
        self.where()
        self.what()
        answer = self.send(**fields)
        assert answer.status_code == 302, unescape(answer.content.decode())
        return self.client.get(answer["Location"])

    def add_photo(self, photo: SimpleUploadedFile, **fields: Any) -> Any:
        return self.client.post(self.base + "photos/", {"photo": photo, **fields})


def take_time() -> None:
    """As long as a person needs for three steps."""
    Draft.everywhere.update(created_at=now() - timedelta(minutes=1))


def text(answer: Any) -> str:
    return unescape(answer.content.decode())
