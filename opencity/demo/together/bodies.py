"""Who takes part in the demonstration: pages of organisations, groups of neighbours, partners, and those who ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.organisations.models import Group, GroupKind
from opencity.organisations.operations.agreeing import NewMemorandum, keep_memorandum
from opencity.organisations.operations.applying import NewApplication, apply
from opencity.organisations.operations.describing import NewProfile, describe
from opencity.organisations.operations.grouping import NewDecision, NewGroup, begin_group, record_decision
from opencity.organisations.operations.joining import ask_to_join, follow_invitation, invite
from opencity.organisations.queries.groups import problems_in_bounds
from opencity.people.models import Membership, Presence
from opencity.people.operations.appointing import enlist
from opencity.problems.history import Words

Act = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a body says of itself, and who leads it."""

    body: str
    lead: str
    words: str
    spheres: tuple[str, ...]
    areas: tuple[str, ...] = ()
    contact: str = ""


PAGES = (
    Page(
        body="poruch",
        lead="yaryna",
        words="Збираємо волонтерів на толоки й доводимо справу до кінця: від дозволу до прибраного майданчика.",
        spheres=("improvement", "greenery", "social"),
        contact="0 800 000 000",
    ),
    Page(
        body="zelena-hvylia",
        lead="myroslava",
        words="Садимо й поливаємо. Знаємо, яке дерево приживеться на лимані.",
        spheres=("greenery",),
        areas=("namyv", "lisky"),
    ),
    Page(
        body="komitet-namyv",
        lead="tamara",
        words="Комітет мікрорайону. Збираємося щосереди в бібліотеці на Намиві, о шостій вечора.",
        spheres=("improvement", "housing", "light"),
        areas=("namyv",),
    ),
    Page(
        body="farby-pivdnia",
        lead="sofiia",
        words="Робимо фарби в Миколаєві й даємо їх на те, що фарбують самі сусіди.",
        spheres=("improvement",),
    ),
    Page(
        body="budservis",
        lead="artur",
        words="Пісок, щебінь, самоскид у суботу. Допомагаємо дворам, у яких працюємо.",
        spheres=("roads", "improvement"),
    ),
    Page(
        body="osbb-verba",
        lead="emma",
        words="Об’єднання співвласників одного будинку. Маємо зал на тридцять людей і ділимося ним.",
        spheres=("housing",),
        areas=("temvod",),
    ),
)

MEMORANDA = (
    ("poruch", "Меморандум про мережу", "Веде плани мешканців, у яких немає ведучого, і вчить вести толоки.", 300),
    (
        "chamber-of-commerce",
        "Меморандум про мережу",
        "Розповідає своїм членам про відкриті потреби й раз на квартал збирає їхні пропозиції.",
        290,
    ),
    (
        "city-library",
        "Меморандум про мережу",
        "Приймає повідомлення від тих, хто без інтернету, позичає інструмент і дає зал для зустрічей.",
        310,
    ),
    (
        "housing-department",
        "Меморандум про мережу",
        "Відповідає на кожну проблему у свій строк і називає день, коли приїде.",
        280,
    ),
    ("farby-pivdnia", "Договір про фарбу", "Дає двадцять літрів фарби на квартал тим, хто має дозвіл.", 60),
)


@dataclass(frozen=True)
class Bodies:
    """They hang on no problem, and so on no life."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        for page in PAGES:
            at = self._ago(150)
            yield at, f"page of {page.body}", _describe(stage, page, at)
        for body, title, words, ago in MEMORANDA:
            at = self._ago(ago)
            yield at, f"memorandum of {body}", _agree(stage, body, title, words, at)
        at = self._ago(40)
        yield at, "group of Lisky", _lisky(stage, at)
        at = self._ago(9)
        yield at, "decision of Lisky", _decide(stage, at)
        at = self._ago(20)
        yield at, "group of a house", _house(stage, at)
        at = self._ago(1.2)
        yield at, "somebody asks", _ask(stage, at)

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def _describe(stage: Stage, page: Page, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        body = settled.organisations[page.body]
        enlist(settled.people[page.lead], body, since=at, kind=Membership.Kind.LEAD)
        new = NewProfile(
            words=Words(page.words, "uk"),
            spheres=page.spheres,
            contact=page.contact,
            areas=[settled.areas[code] for code in page.areas],
        )
        describe(settled.community, body, stage.actor(page.lead, at), new, now=at)

    return act


def _agree(stage: Stage, body: str, title: str, words: str, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        presence = Presence.everywhere.get(community=settled.community, organisation=settled.organisations[body])
        new = NewMemorandum(title=title, words=Words(words, "uk"), signed_on=settled.community.calendar.today(at))
        keep_memorandum(presence, stage.actor("oksana", at), new, now=at)

    return act


LISKY = "Ліски, двори біля школи (демо)"


def _lisky(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        new = NewGroup(
            name=LISKY,
            kind=GroupKind.BLOCK,
            words=Words("Освітлені двори, цілі лавки, спокійні вечори.", "uk"),
            area=settled.areas["lisky"],
        )
        made = begin_group(settled.community, stage.actor("halyna", at), new, now=at)
        link = invite(settled.community, made.organisation, stage.actor("halyna", at), now=at)
        for key in ("mykola", "svitlana", "sara"):
            follow_invitation(link, stage.actor(key, at), now=at)

    return act


def _decide(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        rows = Group.everywhere.filter(community=stage.settled.community, organisation__names__uk=LISKY)
        group = rows.select_related("area", "organisation", "community").get()
        today = stage.settled.community.calendar.today(at)
        actor = stage.actor("halyna", at)
        for title, votes, against, problem in (
            ("Щосереди о сьомій гуртом обходимо двори з ліхтариком", 11, 0, None),
            ("Просимо відповісти до кінця місяця, інакше ремонтуємо самі", 14, 2, problems_in_bounds(group, most=1)),
        ):
            new = NewDecision(
                title=title,
                words=Words("Збиралися біля третього під’їзду.", "uk"),
                decided_on=today,
                votes_for=votes,
                votes_against=against,
                problem=problem[0] if problem else None,
            )
            record_decision(group, actor, new, now=at)

    return act


def _house(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        new = NewGroup(
            name="Будинок біля маяка (демо)",
            kind=GroupKind.HOUSE,
            words=Words("Три під’їзди, один двір.", "uk"),
            open_to_all=True,
        )
        made = begin_group(settled.community, stage.actor("maryna", at), new, now=at)
        ask_to_join(settled.community, made.organisation, stage.actor("pavlo", at), Words("", "uk"), now=at)

    return act


def _ask(stage: Stage, at: datetime) -> Act:
    """An organisation waits for the coordinator, a resident for «Поруч»."""

    def act() -> None:
        settled = stage.settled
        new = NewApplication(
            name="ТОВ «Пекарня на розі» (демо)",
            sector="business",
            words=Words("Я власниця. Хочемо годувати толоки пиріжками й дати борошна для ярмарку двору.", "uk"),
            address="вул. Соборна, 5",
        )
        apply(settled.community, stage.actor("kateryna", at), new, now=at)
        words = Words("Три роки садила дерева з вами, хочу вести толоки.", "uk")
        ask_to_join(settled.community, settled.organisations["poruch"], stage.actor("nadiia", at), words, now=at)

    return act
