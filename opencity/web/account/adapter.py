from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.timezone import now

from opencity.foundation.languages import current
from opencity.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Where allauth meets our own Person."""

    def new_user(self, request: HttpRequest) -> Person:
        return Person(created_at=now(), language=current())
