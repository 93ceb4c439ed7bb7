"""Sets the stage in a data folder of its own: run as a process, before the server of the walks starts."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "opencity.settings"

import django

django.setup()

from django.core.management import call_command
from django.utils.timezone import now

from opencity.casework.operations.assigning import assign
from opencity.people.models import Membership, MembershipKind, Role
from opencity.people.operations.appointing import enlist
from opencity.places.cells import Point
from opencity.problems.operations import endorsing, following, owning
from opencity.problems.operations.photographing import keep_photo
from opencity.stewardship.operations.looking_after import adopt
from opencity.verification.operations.claiming import claim
from tests import town as cast
from tests.actions.making import called
from tests.assets.laying import lay
from tests.plans.making import hands, money, need_of, paint, permit, promise, published

TREE = Point(46.9655, 32.0155)
"""Where a tree stands that is not the park department's."""


def main() -> None:
    """Build Mykolaiv and Voznesensk with the cast and a few problems; prints what the walks need to know."""
    call_command("migrate", verbosity=0)
    mykolaiv, voznesensk = cast.build_town(), cast.build_town("voznesensk", "Вознесенськ")
    moment = now()
    # The inbox of the department is a person that may act for it: the code goes to that address.
    desk = cast.person("Парки Миколаєва", email="parks@mykolaiv.example.org")
    enlist(desk, mykolaiv.organisations["parks"], since=moment - timedelta(days=300))
    Role.everywhere.filter(person=mykolaiv.taras).update(access_point=mykolaiv.organisations["library"])
    following.follow_place(
        mykolaiv.community, mykolaiv.halyna, cast.CENTRE, radius_m=300, label="дім", now=moment - timedelta(days=200)
    )
    lay(mykolaiv, "Д-7", owner="roads", at=TREE)
    numbers = _problems(mykolaiv, moment) | {"street": _street(mykolaiv, moment)}
    told = {"problems": numbers, "elsewhere": cast.report(voznesensk, now=moment).problem.number}
    json.dump(told, sys.stdout)


def _street(town: cast.Town, moment) -> int:
    """Nina inspects for the parks: three trees are taken up and given to her. The number of the last."""
    nina = cast.person("Ніна", email="nina@mykolaiv.example.org")
    since = moment - timedelta(days=30)
    Membership.objects.create(
        person=nina, organisation=town.organisations["parks"], kind=MembershipKind.INSPECTOR, since=since
    )
    for place, words in enumerate(("Клен над сходами", "Липа без крони", "Акація на дротах")):
        at = Point(46.9800 + place / 100, 31.9500)
        tree = cast.report(town, at=at, now=moment - timedelta(days=4), words=words).problem
        iryna = town.actor("iryna", moment)
        owning.accept(tree, iryna, cast.said(), promised_for=None, now=moment - timedelta(days=3))
        assign(cast.fresh(tree), iryna, person=nina, now=moment - timedelta(days=2))
    return tree.number


def _problems(town: cast.Town, moment) -> dict[str, int]:
    days = timedelta(days=1)
    numbers: dict[str, int] = {}
    waiting = cast.report(town, "petro", at=Point(46.9900, 32.0300), now=moment - 20 * days, words="Яма на повороті")
    numbers["open"] = waiting.problem.number
    taken = cast.report(town, "halyna", at=Point(46.9500, 32.0200), now=moment - 9 * days, words="Гілка над стежкою")
    owning.accept(taken.problem, town.actor("iryna"), cast.said(), promised_for=None, now=moment - 8 * days)
    numbers["taken_up"] = taken.problem.number
    done = cast.report(town, "olena", at=Point(46.9600, 31.9800), now=moment - 12 * days, words="Впав ясен на тротуар")
    endorsing.endorse(done.problem, town.petro, endorsing.Joining(words="Не обійти"), now=moment - 11 * days)
    owning.accept(done.problem, town.actor("iryna"), cast.said(), promised_for=None, now=moment - 10 * days)
    photo = keep_photo(
        town.community,
        cast.jpeg(at=Point(46.9600, 31.9800), taken_at=moment - 2 * days),
        uploader=town.iryna,
        now=moment - 2 * days,
    )
    claim(done.problem, town.actor("iryna"), cast.said("Розпиляли й вивезли."), (photo,), now=moment - 2 * days)
    numbers["claimed"] = done.problem.number
    numbers["planned"] = _planned(town, moment)
    numbers["private"] = cast.report(
        town, category="social.person_in_need", words="Бабуся Марія сама вдома", now=moment - days
    ).problem.number
    numbers["held"] = cast.report(town, category="war.damage", words="Вибиті вікна", now=moment - days).problem.number
    return numbers


def _planned(town: cast.Town, moment) -> int:
    """A stop with a plan that gathers help, a place in care, and a joint action in five days."""
    days = timedelta(days=1)
    problem = cast.report(
        town,
        "olena",
        category="road.pothole",
        at=Point(46.9400, 31.9900),
        now=moment - 8 * days,
        words="Обдерта зупинка",
    ).problem
    needs = (paint(), hands(), permit(town.organisations["parks"]), money(town.organisations["ngo"]))
    plan = published(town, *needs, problem=problem, now=moment - 6 * days)
    promise(town, "petro", need_of(plan, "Фарба"), "4", now=moment - 5 * days)
    starts = moment + 5 * days
    called(town, plan=plan, now=moment - 4 * days, starts=starts)
    adopt(problem, town.actor("halyna", moment), every_days=30, now=moment - 3 * days)
    return problem.number


if __name__ == "__main__":
    main()
