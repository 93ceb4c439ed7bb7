"""What a phone needs to tell whose pages it keeps."""

from __future__ import annotations

from django import template
from django.utils.crypto import salted_hmac

from opencity.people.models import Person

register = template.Library()
SALT = "opencity.phone"


@register.filter
def phone_key(user: object) -> str:
    """A mark of the signed-in person that says nothing of them: the phone compares it and forgets another's pages."""
    if not isinstance(user, Person):
        return ""
    return salted_hmac(SALT, str(user.uuid)).hexdigest()[:24]
