"""The told story: a bus stop whose owner has no funds until spring, and what residents, a firm, the district and the
library make of it together. Played by the ordinary operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.operations.arriving import NewArrival, check_in
from opencity.actions.operations.calling import NewAction, NewRole, call_action
from opencity.actions.operations.deciding import confirm_action
from opencity.actions.operations.joining import SignUp, sign_up
from opencity.actions.operations.reporting import Mark, mark, report_action
from opencity.actions.values import ParticipationState
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.demo.scenes import ExifFacts, alt
from opencity.people.operations.appointing import enlist
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.plans.models import Need, Plan, Pledge
from opencity.plans.operations import giving, planning, pledging
from opencity.plans.operations.lines import NewNeed, NewPlan, NewStep
from opencity.plans.operations.measuring import NewIndicator, measure
from opencity.plans.values import ConditionKind, NeedKind, Route, Unit
from opencity.problems.history import Words
from opencity.problems.models import Evidence, Photo, Problem
from opencity.problems.operations import owning
from opencity.problems.operations.endorsing import Joining, endorse
from opencity.problems.operations.filing import NewReport, file_report
from opencity.problems.operations.photographing import describe
from opencity.stewardship.models import Found
from opencity.stewardship.operations.looking_after import Look, adopt, check, running_at
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.verification.operations.splitting import split_remainder

LAT, LON = 46.97012, 31.99561
SEED = 1200
CAME = "james bohdan andrii liudmyla ihor oleksandr iuliia vira serhii hanna stepan roman tetiana larysa".split()
MISSED = "ostap"
BY_THE_LIBRARY = "taras"


def saturday_before(now: datetime) -> datetime:
    """Ten in the morning of the last Saturday that lies at least twelve days back."""
    day = now - timedelta(days=12)
    day -= timedelta(days=(day.weekday() - 5) % 7)
    return datetime.combine(day.date(), time(10), tzinfo=now.tzinfo)


@dataclass
class BusStop:
    """The story, with what its deeds find again. `saturday` is when people meet."""

    saturday: datetime
    index: int = -1
    stage: Stage | None = None
    problem: Problem | None = None
    plan: Plan | None = None
    action: Action | None = None
    pledges: dict[str, Pledge] = field(default_factory=dict)

    def shot(self, moment: str, angle: int, at: datetime) -> Shot:
        facts = ExifFacts(LAT + 0.0001, LON - 0.0001, at - timedelta(minutes=2))
        return Shot("stop", SEED, moment, angle, facts)  # type: ignore[arg-type]

    def _shots(self) -> dict[str, tuple[datetime, Shot]]:
        reported, worked = self.saturday - timedelta(days=20), self.saturday + timedelta(hours=2)
        claimed, looked = self.saturday + timedelta(days=1), self.saturday + timedelta(days=11)
        return {
            "before": (reported, self.shot("before", 0, reported)),
            "before2": (reported, self.shot("before", 1, reported)),
            "during": (worked, self.shot("during", 0, worked)),
            "after": (claimed, self.shot("after", 0, claimed)),
            "look": (looked, self.shot("after", 1, looked)),
        }

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        yield from self._shots().values()

    def photo(self, name: str, key: str, now: datetime) -> Photo:
        assert self.stage is not None
        return self.stage.photo(self._shots()[name][1], self.stage.settled.people[key], now)

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        self.stage = stage
        for days, hour, minute, deed in self._script():
            at = self.saturday.replace(hour=hour, minute=minute) + timedelta(days=days)
            yield at, f"the bus stop, {deed.__name__}", _bound(deed, at)

    def _script(self) -> Iterator[tuple[int, int, int, Callable[[datetime], None]]]:
        yield from (
            (-20, 18, 40, self.olena_reports),
            (-19, 9, 15, self.neighbours_join),
            (-18, 11, 30, self.the_owner_takes_it_up),
            (-17, 15, 10, self.there_are_no_funds_until_spring),
            (-15, 19, 5, self.the_ngo_makes_a_plan),
            (-14, 10, 20, self.a_firm_promises_paint_if_there_is_a_permit),
            (-14, 12, 45, self.the_library_lends_brushes),
            (-13, 9, 30, self.bags_come_from_the_carrier),
            (-12, 16, 0, self.the_district_grants_the_permit),
            (-12, 18, 0, self.people_are_called_together),
            (-11, 20, 10, self.fifteen_sign_up),
            (-2, 9, 0, self.it_takes_place),
            (-1, 17, 30, self.the_paint_is_there),
            (0, 10, 6, self.fourteen_come),
            (0, 14, 0, self.the_lead_tells),
            (1, 11, 30, self.the_lead_shows_the_result),
            (2, 8, 40, self.two_neighbours_and_the_reporter_look),
            (3, 9, 10, self.the_bench_is_left),
            (3, 9, 30, self.the_plan_has_done_its_part),
            (4, 12, 10, self.the_school_takes_the_stop_into_its_care),
            (11, 12, 20, self.the_pupils_look),
        )

    def olena_reports(self, now: datetime) -> None:
        assert self.stage is not None
        settled = self.stage.settled
        photos = (self.photo("before", "olena", now), self.photo("before2", "olena", now))
        new = NewReport(
            category=settled.categories["transport.stop"],
            place=ToldPlace(point=Point(LAT, LON), words="зупинка «Ліцей № 12», вул. Садова"),
            title="Зупинка біля ліцею: обдерті стіни, сміття, зламана лавка",
            words="Стіни обдерті й у написах, під ногами сміття, лавка зламана. Тут щодня чекають діти з ліцею.",
            answers={"what": "stop"},
            show_name=True,
            photos=photos,
        )
        self.problem = file_report(settled.community, settled.people["olena"], new, now=now).problem
        for photo in photos:
            self._describe(photo, "before")

    def _describe(self, photo: Photo, moment: str) -> None:
        evidence = Evidence.everywhere.filter(photo=photo).first()
        if evidence is not None:
            describe(evidence, alt("stop", moment, "uk"))  # type: ignore[arg-type]

    def case(self) -> Problem:
        assert self.problem is not None
        return Problem.everywhere.select_related("community", "category", "area", "owner").get(pk=self.problem.pk)

    def neighbours_join(self, now: datetime) -> None:
        assert self.stage is not None
        words = {"petro": "Сам тут сідаю щоранку.", "kateryna": "", "viktor": "Дощ ллє просто за комір."}
        for key, said in words.items():
            endorse(self.case(), self.stage.settled.people[key], Joining(words=said, show_name=bool(said)), now=now)

    def the_owner_takes_it_up(self, now: datetime) -> None:
        assert self.stage is not None
        words = Words("Дякуємо за фото. Оглянули зупинку: потрібні фарбування й нова лавка.", "uk")
        owning.accept(self.case(), self.stage.officer(self.case(), now), words, promised_for=None, now=now)

    def there_are_no_funds_until_spring(self, now: datetime) -> None:
        assert self.stage is not None
        words = Words("Цього року кошти на зупинки вичерпано. Ремонт зможемо замовити навесні.", "uk")
        day = (now + timedelta(days=120)).date()
        owning.block(self.case(), self.stage.officer(self.case(), now), words, review_on=day, now=now)

    def the_ngo_makes_a_plan(self, now: datetime) -> None:
        assert self.stage is not None
        bodies, ready = self.stage.settled.organisations, (self.saturday - timedelta(days=1)).date()
        new = NewPlan(
            route=Route.MIXED,
            summary=Words(
                "Не чекаємо весни: приберемо й пофарбуємо зупинку за одну суботу. Лавку лишаємо тому, хто відповідає.",
                "uk",
            ),
            steps=tuple(
                NewStep(words=words)
                for words in ("Отримати дозвіл району", "Зібрати фарбу й руки", "Прибрати й пофарбувати")
            ),
            needs=(
                NewNeed(
                    kind=NeedKind.PERMISSION,
                    unit=Unit.PERMIT,
                    words="Дозвіл на фарбування",
                    quantity=Decimal(1),
                    minimum=Decimal(1),
                    grantor=bodies["tsentralnyi-administration"],
                ),
                NewNeed(
                    kind=NeedKind.LABOUR,
                    unit=Unit.PERSON,
                    words="Волонтери",
                    quantity=Decimal(12),
                    minimum=Decimal(6),
                    hours_each=Decimal(3),
                    needed_by=self.saturday.date(),
                ),
                NewNeed(
                    kind=NeedKind.MATERIAL,
                    unit=Unit.LITRE,
                    words="Фарба для бетону",
                    quantity=Decimal(10),
                    minimum=Decimal(8),
                    needed_by=ready,
                ),
                NewNeed(
                    kind=NeedKind.MATERIAL,
                    unit=Unit.BAG,
                    words="Мішки для сміття",
                    quantity=Decimal(20),
                    needed_by=ready,
                ),
                NewNeed(
                    kind=NeedKind.TOOL, unit=Unit.PIECE, words="Пензлі й валики", quantity=Decimal(12), needed_by=ready
                ),
            ),
            organisation=bodies["poruch"],
        )
        lead = self.stage.actor("yaryna", now)
        self.plan = planning.draft_plan(self.case(), lead, new, now=now)
        planning.publish_plan(self.plan, lead, now=now)

    def need(self, words: str) -> Need:
        rows = Need.everywhere.select_related("plan__problem__community", "grantor", "payee")
        return rows.get(plan=self.plan, words=words)

    def _promise(self, key: str, words: str, quantity: int, body: str, now: datetime, *, granted: bool = False) -> None:
        assert self.stage is not None
        conditions: tuple[pledging.NewCondition, ...] = ()
        if granted:
            permit = self.need("Дозвіл на фарбування")
            conditions = (pledging.NewCondition(kind=ConditionKind.PERMISSION, need=permit),)
        new = pledging.NewPledge(
            quantity=Decimal(quantity),
            organisation=self.stage.settled.organisations[body],
            conditions=conditions,
        )
        self.pledges[words] = pledging.pledge(self.need(words), self.stage.actor(key, now), new, now=now)

    def a_firm_promises_paint_if_there_is_a_permit(self, now: datetime) -> None:
        self._promise("sofiia", "Фарба для бетону", 10, "farby-pivdnia", now, granted=True)

    def the_library_lends_brushes(self, now: datetime) -> None:
        assert self.stage is not None
        settled = self.stage.settled
        enlist(settled.people[BY_THE_LIBRARY], settled.organisations["library-1"], since=now - timedelta(hours=1))
        self._promise(BY_THE_LIBRARY, "Пензлі й валики", 12, "library-1", now)

    def bags_come_from_the_carrier(self, now: datetime) -> None:
        self._promise("raisa", "Мішки для сміття", 20, "waste-carrier", now)

    def the_district_grants_the_permit(self, now: datetime) -> None:
        self._promise("antonina", "Дозвіл на фарбування", 1, "tsentralnyi-administration", now)

    def people_are_called_together(self, now: datetime) -> None:
        assert self.stage is not None
        new = NewAction(
            title="Фарбуємо зупинку біля ліцею",
            words=Words("Приберемо, зашкуримо й пофарбуємо в два кольори. Чай і печиво — від бібліотеки.", "uk"),
            starts_at=self.saturday,
            ends_at=self.saturday + timedelta(hours=3),
            roles=(NewRole(words="Волонтери", capacity=15, need=self.need("Волонтери")),),
            organisation=self.stage.settled.organisations["poruch"],
            bring="рукавиці й одяг, якого не шкода",
            safety="Працюємо за огорожею, на проїжджу частину не виходимо. Аптечка в Ярини.",
        )
        self.action = call_action(self.case(), self.stage.actor("yaryna", now), new, now=now)

    def joint(self) -> Action:
        assert self.action is not None
        rows = Action.everywhere.select_related("problem__community", "problem__category", "plan__organisation", "lead")
        return rows.get(pk=self.action.pk)

    def fifteen_sign_up(self, now: datetime) -> None:
        assert self.stage is not None
        role = ActionRole.everywhere.get(action=self.action)
        for number, key in enumerate([*CAME, MISSED]):
            at = now + timedelta(hours=7 * number)
            sign_up(self.joint(), self.stage.actor(key, at), SignUp(role=role, named=number % 4 != 3), now=at)

    def it_takes_place(self, now: datetime) -> None:
        assert self.stage is not None
        confirm_action(self.joint(), self.stage.actor("yaryna", now), now=now)

    def the_paint_is_there(self, now: datetime) -> None:
        assert self.stage is not None
        rows = Pledge.everywhere.select_related(
            "need__plan__problem__community", "need__payee", "need__grantor", "person", "organisation"
        )
        for words in ("Фарба для бетону", "Мішки для сміття", "Пензлі й валики"):
            giving.acknowledge(rows.get(pk=self.pledges[words].pk), self.stage.actor("yaryna", now), now=now)

    def fourteen_come(self, now: datetime) -> None:
        assert self.stage is not None
        there = {self.stage.settled.people[key].pk for key in CAME}
        rows = Participation.everywhere.filter(action=self.action, person__in=there)
        arrivals = [NewArrival(uuid=uuid4(), at=now, participation=one.uuid) for one in rows]
        check_in(self.joint(), arrivals, self.stage.actor("yaryna", now), now=now)

    def the_lead_tells(self, now: datetime) -> None:
        assert self.stage is not None
        lead = self.stage.actor("yaryna", now)
        rows = Participation.everywhere.select_related("action__problem__community", "person", "role__need", "pledge")
        for one in rows.filter(action=self.action):
            came = one.state == ParticipationState.ATTENDED
            said = (
                Mark(state=ParticipationState.ATTENDED, hours=Decimal(3))
                if came
                else Mark(state=ParticipationState.NO_SHOW)
            )
            mark(one, said, lead, now=now)
        told = now + timedelta(minutes=25)
        photo = self.photo("during", "yaryna", told)
        words = Words("Нас було чотирнадцятеро. Винесли шість мішків сміття, пофарбували стіни й навіс.", "uk")
        report_action(self.joint(), lead, words, (photo,), now=told)
        self._describe(photo, "during")

    def the_lead_shows_the_result(self, now: datetime) -> None:
        assert self.stage is not None and self.plan is not None
        lead = self.stage.actor("yaryna", now)
        for what, quantity, unit in (
            ("пофарбовано стін і навісу", 46, Unit.SQUARE_METRE),
            ("сміття вивезено", 6, Unit.BAG),
        ):
            new = NewIndicator(words=Words(what, "uk"), quantity=Decimal(quantity), unit=unit)
            measure(self.plan, lead, new, now=now)
        photo = self.photo("after", "yaryna", now)
        words = Words("Прибрано й пофарбовано. Лавку ще не полагоджено: вона за управлінням транспорту.", "uk")
        claim(self.case(), self.stage.actor("yaryna", now), words, (photo,), now=now)
        self._describe(photo, "after")

    def two_neighbours_and_the_reporter_look(self, now: datetime) -> None:
        assert self.stage is not None
        people = self.stage.settled.people
        for hours, key, value, words in (
            (0, "petro", "yes", "Чисто й світло, вранці перевірив."),
            (3, "kateryna", "partly", "Стіни гарні, а лавка й досі зламана."),
            (9, "olena", "partly", "Дуже дякую всім! Лишилася лавка."),
        ):
            at = now + timedelta(hours=hours)
            give_verdict(self.case(), people[key], NewVerdict(value=value, words=words), now=at)

    def the_bench_is_left(self, now: datetime) -> None:
        assert self.stage is not None
        words = Words("Лавка на зупинці зламана: потрібна нова. Стіни й прибирання зроблено.", "uk")
        title = "Зупинка біля ліцею: зламана лавка"
        split_remainder(self.case(), self.stage.actor("yaryna", now), title, words, now=now)

    def the_plan_has_done_its_part(self, now: datetime) -> None:
        assert self.stage is not None and self.plan is not None
        plan = Plan.everywhere.select_related("problem__community").get(pk=self.plan.pk)
        words = Words("План виконано: пофарбовано й прибрано. Лавка стала окремою проблемою.", "uk")
        planning.finish_plan(plan, self.stage.actor("yaryna", now), words, now=now)

    def the_school_takes_the_stop_into_its_care(self, now: datetime) -> None:
        assert self.stage is not None
        school = self.stage.settled.organisations["school-12"]
        adopt(self.case(), self.stage.actor("oleh", now), every_days=7, organisation=school, now=now)

    def the_pupils_look(self, now: datetime) -> None:
        assert self.stage is not None
        row = running_at(self.case())
        assert row is not None
        row.problem = self.case()
        photo = self.photo("look", "oleh", now)
        words = Words("Сьомий клас оглянув зупинку: чисто, нових написів немає.", "uk")
        look = Look(found=Found.OK, words=words, photo=photo, uuid=uuid4())
        check(row, self.stage.actor("oleh", now), look, now=now)
        self._describe(photo, "after")


def _bound(deed: Callable[[datetime], None], at: datetime) -> Callable[[], None]:
    return lambda: deed(at)
