"""How often one address may do a thing. Counted in fixed windows, under a keyed hash: addresses are not kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.foundation.refusals import TooMuch


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Only as many forwarded addresses are believed as proxies stand in front."""
    chain: list[str] = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    hops: int = settings.PROXY_HOPS
    if hops and chain:
        return chain[-min(hops, len(chain))]
    return str(request.META.get("REMOTE_ADDR", ""))


def allow(purpose: str, who: str, *, most: int, window: timedelta, now: datetime) -> None:
    """Count one more time in this window. Raises TooMuch beyond `most`; its next step says when to come back."""
    if not settings.RATE_LIMITS:
        return
    seconds = int(window.total_seconds())
    begun, left = divmod(int(now.timestamp()), seconds)
    secret = salted_hmac("opencity.limits", f"{purpose}\n{who}", algorithm="sha256").hexdigest()
    key = f"limit:{secret[:40]}:{begun}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache dropped the key between the two calls
        return
    if count > most:
        raise TooMuch(_("This is a lot in a short time."), _come_back((seconds - left + 59) // 60))


def _come_back(minutes: int) -> str:
    return ngettext(
        "Please come back in %(minutes)s minute: what you wrote stays here.",
        "Please come back in %(minutes)s minutes: what you wrote stays here.",
        minutes,
    ) % {"minutes": minutes}
