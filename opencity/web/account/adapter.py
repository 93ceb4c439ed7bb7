from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.foundation.languages import current
from opencity.foundation.refusals import NotNow
from opencity.people.models import Person
from opencity.problems.operations.confirming import confirm


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Where allauth meets our own Person."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is one door: a code to an address signs in, and makes the account where there was none."""
        return False

    def new_user(self, request: HttpRequest) -> Person:
        return Person(created_at=now(), language=current())

    def login(self, request: HttpRequest, user: Person) -> None:
        """Whoever signs in by a code has proven the address: what waited for that becomes public and is counted."""
        proven = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
        if proven is not None:
            user = confirm(user, proven.email, now=now())
        super().login(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, {**context, "public_url": settings.PUBLIC_URL})
        except (OSError, SMTPException) as error:
            raise NotNow(
                _("The letter could not leave just now."),
                _("Please try again in a few minutes: what you wrote stays."),
            ) from error
