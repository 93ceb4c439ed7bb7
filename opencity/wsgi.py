"""What the server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencity.settings")

application = get_wsgi_application()
# Every page module is read now and not by the first visitor.
_ = get_resolver().url_patterns
