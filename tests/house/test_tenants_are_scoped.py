"""A model with a community answers only inside one, and puts the community first in its keys and indexes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from opencity.foundation.tenancy import CommunityManager, NoCommunity, TenantModel, acting_in
from opencity.problems.models import Problem
from tests.town import Town, report

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
WITH_COMMUNITY = [
    model
    for model in apps.get_models()
    if any(field.name == "community" for field in model._meta.fields)
    and model._meta.label != "communities.NumberCounter"
]
BY_SOMETHING_NARROWER = {
    *("problem", "claim", "event", "plan", "need", "pledge", "action", "role", "stewardship", "tool"),
    *("person", "reporter", "lead", "organisation"),
    *("updated_at", "digest", "next_try"),
}
"""Leading columns narrower than a community, people and bodies that act in several, queues of the installation."""


def label(model: type[models.Model]) -> str:
    return model.__name__


@pytest.mark.parametrize("model", WITH_COMMUNITY, ids=label)
def test_a_model_with_a_community_is_a_tenant_model(model: type[models.Model]) -> None:
    assert issubclass(model, TenantModel)


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_its_default_manager_is_scoped_and_its_base_manager_is_not(model: type[models.Model]) -> None:
    assert isinstance(model._default_manager, CommunityManager)
    assert not isinstance(model._base_manager, CommunityManager)
    with pytest.raises(NoCommunity):
        model._default_manager.count()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_keys_and_indexes_begin_with_the_community_or_something_narrower(model: type[models.Model]) -> None:
    keys = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    keys += [index.fields for index in model._meta.indexes]
    for fields in keys:
        first = fields[0].lstrip("-")
        assert first == "community" or first in BY_SOMETHING_NARROWER, fields


def test_one_community_does_not_see_the_others_rows(town: Town, elsewhere: Town) -> None:
    report(town)
    assert Problem.objects.count() == 1
    with acting_in(elsewhere.community.pk):
        assert Problem.objects.count() == 0
