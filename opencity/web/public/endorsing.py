"""«І мене стосується»: one tap for whoever is signed in, an address to confirm for everybody else."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.models import Assurance, Person
from opencity.people.operations.introducing import Stranger
from opencity.problems.models import Endorsement
from opencity.problems.operations.endorsing import Joining, endorse, withdraw_endorsement
from opencity.web.public import cases
from opencity.web.public.cases import Case
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_endorse(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    if request.method != "POST":
        return cases.form(request, "public/endorse.html", case, joined=_joined(case))
    if "leave" in request.POST and case.person is not None:
        withdraw_endorsement(case.problem, case.person, now=case.now)
        return cases.done(request, case, _("We took you out of the count. You still follow the problem."))
    kept: list[str] = []
    try:
        cases.limit(request, "endorse", case.now)
        who = _who(request, case)
        photos = cases.take_photos(request, case.person, case.now)
        kept = cases.keep_tokens(photos)
        joining = Joining(
            words=cases.words_of(request), language=current(), show_name="show_name" in request.POST, photos=photos
        )
        endorse(case.problem, who, joining, now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/endorse.html", case, refusal=refusal, kept=kept, joined=False)
    return cases.done(request, case, _told(who))


def _who(request: CommunityRequest, case: Case) -> Person | Stranger:
    who = forms.reporter_of(case.person, forms.read(request.POST))
    if isinstance(who, Stranger) and not who.email:
        raise NotUnderstood(
            _("Everybody is counted once, so we need an address."),
            _("Write your e-mail and open the link we send, or tell the library."),
            field="email",
        )
    return who


def _told(who: Person | Stranger) -> str:
    if isinstance(who, Stranger):
        return _("We have sent a link to %(email)s. You are counted once you open it.") % {"email": who.email}
    if who.assurance < Assurance.CONTACT:
        return _("Written down. You are counted once your e-mail is confirmed.")
    return _("Counted: it affects you too. We will write when something happens.")


def _joined(case: Case) -> bool:
    if case.person is None:
        return False
    return Endorsement.everywhere.filter(problem=case.problem, person=case.person, withdrawn_at=None).exists()
