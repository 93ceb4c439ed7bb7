"""The cast everybody knows, and the small town they live in.

Olena reports, Petro is her neighbour, Iryna works for the park department, Taras is the librarian, Svitlana
coordinates, Vasyl lives in another community and must never see anything of this one. «Поруч» is an NGO, for which
Oksana acts; «Зв'язок», with Bohdan, a business that owns manholes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from opencity.catalogue.models import Category, Rule
from opencity.communities.models import Community
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Assurance, Membership, Organisation, Person, Presence, Role
from opencity.places.cells import Point
from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.history import Words
from opencity.problems.models import Photo, Problem
from opencity.problems.operations.filing import Filed, NewReport, file_report

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
CENTRE = Point(46.9700, 32.0000)
SOUTH = Point(46.8700, 32.0100)
OUTSIDE = Point(50.4500, 30.5200)


def square(south: float, west: float, north: float, east: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class Town:
    """A community with two districts, its categories, rules, bodies and people."""

    community: Community
    areas: dict[str, Area] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, name: str, now: datetime = MONDAY) -> Actor:
        return actor_for(self.people[name], self.community, now=now)


def person(name: str, *, assurance: int = Assurance.CONTACT, language: str = "uk", email: str = "") -> Person:
    row = Person(public_name=name, assurance=assurance, language=language, created_at=MONDAY - timedelta(days=400))
    row.set_unusable_password()
    row.save()
    if email:
        EmailAddress.objects.create(user=row, email=email, verified=True, primary=True)
    return row


def build_town(slug: str = "mykolaiv", name: str = "Миколаїв") -> Town:
    began = MONDAY - timedelta(days=365)
    community = Community.objects.create(
        slug=slug,
        names={"uk": name, "en": slug.title()},
        languages=["uk", "en"],
        outline=square(46.80, 31.85, 47.05, 32.15),
        lat=CENTRE.lat,
        lon=CENTRE.lon,
        created_at=began,
    )
    town = Town(community)
    _areas(town)
    _bodies(town, began)
    _categories(town)
    return town


def _areas(town: Town) -> None:
    for position, (code, uk, en, south, north) in enumerate(
        [("centre", "Центральний", "Tsentralnyi", 46.92, 47.05), ("south", "Корабельний", "Korabelnyi", 46.80, 46.92)]
    ):
        town.areas[code] = Area.everywhere.create(
            community=town.community,
            code=code,
            kind="district",
            names={"uk": uk, "en": en},
            outline=square(south, 31.85, north, 32.15),
            lat=(south + north) / 2,
            lon=32.0,
            position=position,
        )


def _bodies(town: Town, began: datetime) -> None:
    for key, sector, uk in [
        ("parks", "authority", "Парки Миколаєва"),
        ("roads", "authority", "Дороги Миколаєва"),
        ("telecom", "business", "Зв’язок"),
        ("ngo", "civil", "Поруч"),
        ("library", "library", "Бібліотека № 5"),
    ]:
        body = Organisation.objects.create(
            slug=f"{town.community.slug}-{key}", names={"uk": uk, "en": key.title()}, sector=sector, created_at=began
        )
        Presence.everywhere.create(
            community=town.community, organisation=body, verified=True, inbox=f"{key}@{town.community.slug}.example.org"
        )
        town.organisations[key] = body
    for key, name, desk in [
        ("iryna", "Ірина", "parks"),
        ("roman", "Роман", "roads"),
        ("oksana", "Оксана", "ngo"),
        ("bohdan", "Богдан", "telecom"),
    ]:
        town.people[key] = person(name, email=f"{key}@{town.community.slug}.example.org")
        Membership.objects.create(person=town.people[key], organisation=town.organisations[desk], since=began)
    for key, name, kind in [
        ("taras", "Тарас", Role.Kind.LIBRARIAN),
        ("svitlana", "Світлана", Role.Kind.COORDINATOR),
        ("mykhailo", "Михайло", Role.Kind.MODERATOR),
    ]:
        town.people[key] = person(name, email=f"{key}@{town.community.slug}.example.org")
        Role.everywhere.create(community=town.community, person=town.people[key], kind=kind, since=began)
    for key, name in [("olena", "Олена"), ("petro", "Петро"), ("halyna", "Галина"), ("danylo", "Данило")]:
        town.people[key] = person(name, email=f"{key}@{town.community.slug}.example.org")


def _categories(town: Town) -> None:
    rows: list[tuple[str, str, str, dict[str, Any]]] = [
        ("green.dangerous_tree", "greenery", "Аварійне дерево", {"hazard": "ask", "response_days": 5}),
        ("road.pothole", "roads", "Яма на дорозі", {}),
        ("manhole.open", "roads", "Відкритий люк", {"hazard": "ask"}),
        ("social.person_in_need", "social", "Людина потребує допомоги", {"publicity": "private", "anonymous": False}),
        ("war.damage", "war", "Пошкодження", {"publicity": "check_first", "coarsen": True}),
        ("war.uxo", "war", "Вибухонебезпечний предмет", {"hazard": "never_taken"}),
    ]
    for position, (code, sphere, uk, more) in enumerate(rows):
        town.categories[code] = Category.everywhere.create(
            community=town.community,
            code=code,
            sphere=sphere,
            names={"uk": uk, "en": code.split(".")[1].replace("_", " ").capitalize()},
            position=position,
            **more,
        )
    for position, (sphere, body) in enumerate([("greenery", "parks"), ("roads", "roads"), ("social", "parks")]):
        Rule.everywhere.create(
            community=town.community,
            position=position,
            sphere=sphere,
            organisation=town.organisations[body],
            category=town.categories["road.pothole"] if sphere == "roads" else None,
        )


def report(
    town: Town,
    who: str | Any = "olena",
    *,
    category: str = "green.dangerous_tree",
    words: str = "Суха верба нахилилася над гойдалкою. Діти граються поруч.",
    at: Point | None = CENTRE,
    now: datetime = MONDAY,
    **more: Any,
) -> Filed:
    """A report as the door would file it."""
    place = more.pop("place", None) or ToldPlace(point=at, words="вул. Знаменська, двір 33")
    new = NewReport(category=town.categories[category], place=place, words=words, **more)
    return file_report(town.community, town.people[who] if isinstance(who, str) else who, new, now=now)


def said(text: str = "Приїдемо в четвер і приберемо.") -> Words:
    return Words(text, "uk")


def fresh(problem: Problem) -> Problem:
    return Problem.everywhere.select_related("category", "community", "owner", "area", "merged_into").get(pk=problem.pk)


def photo_row(
    town: Town, *, taken_at: datetime | None = None, at: Point | None = CENTRE, now: datetime = MONDAY
) -> Photo:
    """A kept photograph without a file, for rules that look only at what is known of it."""
    return Photo.everywhere.create(
        community=town.community,
        digest="0" * 64,
        width=960,
        height=600,
        widths=[480, 960],
        taken_at=taken_at,
        lat=at.lat if at else None,
        lon=at.lon if at else None,
        position_source="photo" if at else "",
        uploaded_at=now,
    )


def jpeg(at: Point | None = CENTRE, taken_at: datetime | None = MONDAY, size: tuple[int, int] = (1200, 800)) -> bytes:
    """A real JPEG with real EXIF: where and when it was taken, and the phone's model."""
    image = Image.new("RGB", size, (90, 120, 80))
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Secret Phone 7"
    if taken_at is not None:
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        inner[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
        inner[ExifTags.Base.OffsetTimeOriginal] = "+00:00"
    if at is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", _parts(at.lat)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", _parts(at.lon)
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def _parts(value: float) -> tuple[float, float, float]:
    degrees = int(value)
    minutes = int((value - degrees) * 60)
    return float(degrees), float(minutes), round(((value - degrees) * 60 - minutes) * 60, 4)


def upload(raw: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw if raw is not None else jpeg(), content_type="image/jpeg")
