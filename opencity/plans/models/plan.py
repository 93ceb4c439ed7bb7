from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.plans.values import NeedKind, PlanState, Route, Unit
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid


class Plan(TenantModel):
    """How a problem will be solved, by whom it is led, and what it needs. A problem has at most one published plan."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="plans")
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    co_lead = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="plans")
    """In whose name it is led; None for a person's own plan."""
    route = models.CharField(max_length=10, choices=Route.choices)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    summary = models.TextField(max_length=2000)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    template = models.CharField(max_length=60, blank=True)
    """The code of the template it began from."""
    ask_first = models.BooleanField(default=False)
    """«Ask me»: the lead accepts each pledge by hand."""
    version = models.PositiveIntegerField(default=0)
    """0 while it is a draft; each change of a published plan counts it up."""
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lead_heard_at = models.DateTimeField(null=True)
    """When the lead last did something: after seven silent days somebody else may take over."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(state__in=[PlanState.PUBLISHED, PlanState.READY, PlanState.RUNNING]),
                name="one_published_plan",
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="plan_route_known"),
        ]
        indexes = [
            models.Index(fields=["community", "state", "published_at"], name="plan_in_state"),
            models.Index(fields=["problem", "state"], name="plan_of_problem"),
            models.Index(fields=["lead"], name="plan_of_lead"),
        ]


class PlanVersion(TenantModel):
    """What a published plan said at one time."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """summary, route, steps and needs as they were."""
    salt = models.BinaryField(max_length=32, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class Step(TenantModel):
    """One thing to do, in order."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    due = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="step_position_once")]


class Need(TenantModel):
    """A line of the plan. Its state is computed from its pledges and contributions, never kept."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="needs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=NeedKind.choices)
    unit = models.CharField(max_length=14, choices=Unit.choices)
    words = models.CharField(max_length=120)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    minimum = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    """How much must be promised before the work can begin; 0 where it can begin without."""
    needed_by = models.DateField(null=True)
    hours_each = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    """For people: how long one of them is asked for."""
    skill = models.CharField(max_length=60, blank=True)
    lemmas = models.CharField(max_length=400, blank=True)
    """Dictionary forms of the words and the skill, each between blanks: what a search and offers are compared with."""
    grantor = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The body that grants a permission: only its members can pledge it."""
    payee = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The non-profit that receives money; the platform holds none."""
    payment = models.CharField(max_length=300, blank=True)
    payment_link = models.URLField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True)
    """When a later version of the plan did without it."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="need_position_once"),
            models.CheckConstraint(condition=Q(kind__in=NeedKind.values), name="need_kind_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="need_unit_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_of_something"),
            models.CheckConstraint(condition=Q(minimum__gte=0, minimum__lte=F("quantity")), name="need_minimum_fits"),
            models.CheckConstraint(
                condition=~Q(kind=NeedKind.PERMISSION) | Q(grantor__isnull=False, quantity=1),
                name="need_permission_has_grantor",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NeedKind.MONEY) | Q(payee__isnull=False), name="need_money_has_payee"
            ),
        ]
        indexes = [models.Index(fields=["community", "kind", "needed_by"], name="need_of_kind")]
