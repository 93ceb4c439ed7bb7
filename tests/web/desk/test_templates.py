"""Templates of answers in pages: kept by supervisors, offered beside the deeds, never sent with a blank."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.casework.models import AnswerTemplate
from opencity.people.models import Membership
from opencity.people.models import MembershipKind as Kind
from opencity.problems.models import Problem
from tests.town import Town, fresh, report
from tests.web.desk.test_work import as_one, seen, send


@pytest.fixture
def problem(town: Town) -> Problem:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return fresh(report(town, now=now() - timedelta(hours=1)).problem)


def keep(town: Town, text: str = "Дякуємо за № {number}. Приїдемо {?}.", status: int = 302, **more: str) -> str:
    fields = {"title": "Подяка", "deed": "answer", "body": town.organisations["parks"].slug, "text": text, **more}
    return send(as_one(town, "iryna"), "desk/templates/", status, **fields)


def test_a_template_begins_the_answer_and_a_blank_is_never_sent(town: Town, problem: Problem) -> None:
    keep(town)
    template, iryna = AnswerTemplate.everywhere.get(), as_one(town, "iryna")
    assert f"?template={template.pk}#answer_words" in seen(iryna, f"desk/{problem.number}/")
    page = seen(iryna, f"desk/{problem.number}/?template={template.pk}")
    assert f"Дякуємо за № {problem.number}. Приїдемо {{?}}." in page
    refused = send(iryna, f"desk/{problem.number}/answer/", 422, words="Приїдемо {?}.")
    assert "still stands in the words" in refused and "Приїдемо {?}." in refused
    send(iryna, f"desk/{problem.number}/answer/", words="Приїдемо в четвер.")
    assert "Приїдемо в четвер." in seen(Client(), f"problems/{problem.number}/")


def test_what_was_typed_comes_back_with_the_reason(town: Town, problem: Problem) -> None:
    page = keep(town, "До {дата}.", 422)
    assert "{дата}" in page and "До {дата}." in page
    assert "for which deed" in keep(town, status=422, deed="merge")
    assert not AnswerTemplate.everywhere.exists()


def test_one_is_changed_and_offered_no_more(town: Town, problem: Problem) -> None:
    keep(town)
    template, iryna = AnswerTemplate.everywhere.get(), as_one(town, "iryna")
    assert "Дякуємо за" in seen(iryna, f"desk/templates/?edit={template.pk}")
    keep(town, "Вже їдемо.", known=str(template.pk))
    assert AnswerTemplate.everywhere.get().text == "Вже їдемо."
    send(iryna, "desk/templates/", end=str(template.pk))
    assert "Подяка" not in seen(iryna, f"desk/{problem.number}/")


def test_templates_are_for_supervisors_and_coordinators(town: Town, problem: Problem, elsewhere: Town) -> None:
    keep(town)
    assert as_one(town, "roman").get("/mykolaiv/desk/templates/").status_code == 404
    seen(as_one(town, "svitlana"), "desk/templates/")
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    assert vasyl.get("/mykolaiv/desk/templates/").status_code in (403, 404)
    other = AnswerTemplate.everywhere.create(
        community=elsewhere.community, deed="answer", title="Чуже", text="Чуже", language="uk", updated_at=now()
    )
    page = seen(as_one(town, "iryna"), f"desk/{problem.number}/?template={other.pk}")
    assert "Чуже" not in page
    send(as_one(town, "svitlana"), "desk/templates/", 404, end=str(other.pk))
