"""What a template needs to show a photograph: addresses for every width, its shape and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from opencity.problems.models import Evidence, Photo, Problem
from opencity.problems.states import Stage, State
from opencity.web.public.dates import day_words


@dataclass(frozen=True, kw_only=True)
class Picture:
    """As pieces/photo.html takes it. `src` is the smallest that fills a card; `url` is the widest there is."""

    src: str
    url: str
    srcset: str
    width: int
    height: int
    alt: str
    sizes: str = ""
    label: str = ""
    evidence: int = 0


def picture_of(photo: Photo, slug: str, *, alt: str, label: str = "", sizes: str = "", evidence: int = 0) -> Picture:
    widths = photo.widths or [photo.width]
    addresses = {
        width: reverse("photo", kwargs={"community": slug, "digest": photo.digest, "width": width}) for width in widths
    }
    return Picture(
        src=addresses[next((width for width in widths if width >= 480), widths[-1])],
        url=addresses[widths[-1]],
        srcset=", ".join(f"{address} {width}w" for width, address in addresses.items()),
        width=photo.width,
        height=photo.height,
        alt=alt,
        sizes=sizes,
        label=label,
        evidence=evidence,
    )


def evidence_picture(evidence: Evidence, problem: Problem, *, now: datetime, sizes: str = "") -> Picture:
    return picture_of(
        evidence.photo,
        problem.community.slug,
        alt=evidence.alt or _alt(evidence.stage, problem.title),
        label=_label(evidence, problem, now),
        sizes=sizes,
        evidence=evidence.pk,
    )


def _alt(stage: str, title: str) -> str:
    if stage == Stage.AFTER:
        return _("After: %(title)s") % {"title": title}
    if stage == Stage.DURING:
        return _("Photo added later: %(title)s") % {"title": title}
    return _("Photo: %(title)s") % {"title": title}


def _label(evidence: Evidence, problem: Problem, now: datetime) -> str:
    """«До, 9 жовтня»: by the day it was taken, else the day it came."""
    day = day_words(evidence.taken_at or evidence.created_at, problem.community, now)
    return {
        Stage.AFTER: _("After, %(day)s"),
        Stage.DURING: _("Added on %(day)s"),
        Stage.RECEIPT: _("Receipt, %(day)s"),
    }.get(Stage(evidence.stage), _("Before, %(day)s")) % {"day": day}


def shown_evidence(problem: Problem, *, verdicts_shown: bool) -> list[Evidence]:
    """Photographs that stand on the problem's page. While a round runs, photographs that came with verdicts wait."""
    rows = (
        Evidence.everywhere.filter(problem=problem, hidden=False).select_related("photo").order_by("created_at", "pk")
    )
    if verdicts_shown or problem.state != State.CLAIMED_DONE or problem.claimed_at is None:
        return list(rows)
    return [one for one in rows if one.claim_round != problem.claim_round or one.created_at <= problem.claimed_at]
