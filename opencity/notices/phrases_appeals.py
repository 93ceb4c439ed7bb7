"""What letters say of formal appeals. Names and addresses stand in none of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "appeal_new": _("A formal appeal came to %(body)s. Register it, please: the clock of the law runs already."),
    "appeal_due": _("Tomorrow, %(day)s, is the last day to answer it."),
    "appeal_due.forward": _("Tomorrow, %(day)s, is the last day to pass it on, if it is not yours."),
    "appeal_due.return": _("Tomorrow, %(day)s, is the last day to return it, if something is missing."),
    "appeal_registered": _("%(body)s registered it: № %(number)s. An answer is owed by %(day)s."),
    "appeal_forwarded": _(
        "%(body)s passed it on to the body it belongs to: %(to)s. An answer is owed by %(day)s. The reason:"
    ),
    "appeal_returned": _("%(body)s returned it, because something is missing. Add it and send it anew. They say:"),
    "appeal_extended": _("%(body)s needs longer, and the law allows it: the answer is owed by %(day)s. The reason:"),
    "appeal_answered": _("%(body)s answered: %(result)s."),
}
