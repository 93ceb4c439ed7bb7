from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.utils.timezone import now

from opencity.foundation.languages import current
from opencity.foundation.limits import address_of, allow
from opencity.foundation.refusals import TooMuch
from opencity.people.operations.introducing import Stranger, introduce

PER_HOUR = 20


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an address. An unknown one gets an account of its own, worth nothing until the code comes back."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        moment = now()
        try:
            allow("sign-in", address_of(context.request), most=PER_HOUR, window=timedelta(hours=1), now=moment)
        except TooMuch as refusal:
            raise forms.ValidationError(f"{refusal.why} {refusal.next_step}") from refusal
        if not EmailAddress.objects.filter(email__iexact=email, user__is_active=True).exists():
            introduce(Stranger(email=email, language=current()), now=moment)
        return str(super().clean_email())
