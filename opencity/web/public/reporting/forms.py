"""What a submission of the report says, read once for the steps, for drafts and for programs that send it whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from math import isfinite

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from opencity.assets.models import Asset
from opencity.catalogue.lookup import category_by_code
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Person
from opencity.people.operations.introducing import Stranger
from opencity.places.cells import Point
from opencity.places.lookup import middle
from opencity.places.models import Area, Street
from opencity.places.telling import ToldPlace
from opencity.problems.models import Draft, Photo
from opencity.problems.operations.filing import NewReport

LONGEST: Mapping[str, int] = {
    "words": 4000,
    "title": 120,
    "category": 40,
    "lat": 24,
    "lon": 24,
    "accuracy": 12,
    "source": 10,
    "area": 40,
    "street": 20,
    "place_words": 200,
    "asset": 36,
    "email": 254,
    "phone": 30,
    "name": 100,
    "show_name": 3,
    "lang": 8,
    "q": 100,
}
PIN = ("lat", "lon", "accuracy", "source")
ANSWER = "answer_"
LONGEST_ANSWER = 500
SOURCES = ("map", "gps", "photo", "address")
WRITTEN_LANGUAGES: Mapping[str, str] = {"uk": "Українська", "en": "English", "ru": "русский", "crh": "Qırımtatarca"}
Fields = Mapping[str, str]


def read(sent: Mapping[str, str]) -> dict[str, str]:
    """The fields we know, as plain text. Nothing is cut here, so that a refusal can show what was typed."""
    return {name: plain(value) for name, value in sent.items() if name in LONGEST or name.startswith(ANSWER)}


def with_pin_kept(fields: Fields) -> dict[str, str]:
    """Without an empty pin: a form that was opened before a photograph told the place does not know of it."""
    return {name: value for name, value in fields.items() if name not in PIN or fields.get("lat")}


def plain(value: str) -> str:
    """Composed letters, one kind of line end, no control characters but line ends and tabs."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def check_lengths(fields: Fields) -> None:
    for name, value in fields.items():
        most = LONGEST.get(name, LONGEST_ANSWER)
        if len(value) > most:
            raise NotUnderstood(
                _("This is longer than %(most)s characters.") % {"most": most},
                _("Please shorten it: %(over)s characters are too many.") % {"over": len(value) - most},
                field=name,
            )


def point_of(fields: Fields) -> Point | None:
    """The pin, if there is one. Raises NotUnderstood for what is no place on the Earth."""
    lat, lon = fields.get("lat", ""), fields.get("lon", "")
    if not lat and not lon:
        return None
    try:
        point = Point(float(lat), float(lon))
    except ValueError:
        raise no_place() from None
    # Zero, zero is what broken devices send when they know nothing.
    somewhere = abs(point.lat) > 1e-6 or abs(point.lon) > 1e-6
    on_earth = isfinite(point.lat) and isfinite(point.lon) and abs(point.lat) <= 90 and abs(point.lon) <= 180
    if not (somewhere and on_earth):
        raise no_place()
    return point


def no_place() -> NotUnderstood:
    return NotUnderstood(
        _("We can't see the place."),
        _("Put a pin on the map, choose a street or at least the part of town."),
        field="place",
    )


def nothing_said() -> NotUnderstood:
    return NotUnderstood(_("We do not know yet what is wrong."), _("Write a sentence or add a photo."), field="words")


def place_of(community: Community, fields: Fields) -> ToldPlace:
    """A pin is more exact than a street, a street more than an area; words go with each of them."""
    point, street, area = point_of(fields), street_of(community, fields), area_of(community, fields)
    words = fields.get("place_words", "") or (street.name if street else "")
    if point is not None:
        source = fields.get("source", "")
        return ToldPlace(
            point=point,
            words=words,
            area=area,
            source=source if source in SOURCES else "map",
            accuracy_m=_metres(fields.get("accuracy", "")),
        )
    if street is not None:
        spot = middle(street.line) if street.line else None
        return ToldPlace(point=spot, words=words, area=street.area or area, source="street")
    return ToldPlace(words=words, area=area, source="area")


def _metres(accuracy: str) -> int | None:
    try:
        value = float(accuracy)
    except ValueError:
        return None
    return round(value) if 0 <= value < 1_000_000 else None


def street_of(community: Community, fields: Fields) -> Street | None:
    number = fields.get("street", "")
    if not number:
        return None
    rows = Street.everywhere.filter(community=community).select_related("area__parent")
    # Longer than any id: the database would not take the number.
    street = rows.filter(pk=number).first() if number.isascii() and number.isdecimal() and len(number) < 18 else None
    if street is None:
        raise NotUnderstood(_("We do not know this street here."), _("Choose one from the list."), field="street")
    return street


def area_of(community: Community, fields: Fields) -> Area | None:
    code = fields.get("area", "")
    if not code:
        return None
    area = Area.everywhere.filter(community=community, code=code).select_related("parent__parent").first()
    if area is None:
        raise NotUnderstood(_("We do not know this part of town."), _("Choose one from the list."), field="area")
    return area


def find_category(community: Community, code: str) -> Category | None:
    """None for an unknown code, and for one of another community."""
    found = category_by_code(community, code)
    return found if found is not None and found.active else None


def category_of(community: Community, fields: Fields) -> Category:
    category = find_category(community, fields.get("category", ""))
    if category is None:
        raise NotUnderstood(
            _("We do not know yet what it is about."),
            _("Type a word or open the list and choose what fits best."),
            field="category",
        )
    return category


def answers_of(fields: Fields) -> dict[str, str]:
    return {name.removeprefix(ANSWER): value for name, value in fields.items() if name.startswith(ANSWER) and value}


def language_of(fields: Fields) -> str:
    language = fields.get("lang", "")
    return language if language in WRITTEN_LANGUAGES else current()


def reporter_of(person: Person | None, fields: Fields) -> Person | Stranger:
    """Whoever is signed in, else what a stranger says of themselves. Raises NotUnderstood for a wrong address."""
    if person is not None:
        return person
    return Stranger(name=fields.get("name", ""), email=_email(fields), phone=_phone(fields), language=current())


def _email(fields: Fields) -> str:
    email = fields.get("email", "")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise NotUnderstood(
            _("This does not look like an e-mail address."),
            _("Check it, as in olena@example.org, or leave it empty."),
            field="email",
        ) from None
    return email


def _phone(fields: Fields) -> str:
    phone = fields.get("phone", "")
    digits = sum(sign.isdecimal() for sign in phone)
    if phone and (not 7 <= digits <= 15 or not all(sign.isdecimal() or sign in "+-() ." for sign in phone)):
        raise NotUnderstood(
            _("This does not look like a phone number."),
            _("Write it with its code, as in 050 123 45 67, or leave it empty."),
            field="phone",
        )
    return phone


def new_report(
    community: Community,
    fields: Fields,
    *,
    photos: list[Photo],
    draft: Draft | None,
    suspicious: bool,
    asset: Asset | None = None,
) -> NewReport:
    check_lengths(fields)
    return NewReport(
        category=category_of(community, fields),
        place=place_of(community, fields),
        words=fields.get("words", ""),
        title=" ".join(fields.get("title", "").split()),
        language=language_of(fields),
        answers=answers_of(fields),
        show_name=bool(fields.get("show_name")),
        photos=tuple(photos),
        asset=asset,
        draft=draft,
        suspicious=suspicious,
    )
