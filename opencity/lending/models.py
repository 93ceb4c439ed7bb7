from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from opencity.foundation.tenancy import TenantModel
from opencity.lending.rules import LONGEST_DAYS, MOST_OWNED
from opencity.lending.values import BACK, BEFORE, Ended, LoanState, ToolKind
from opencity.people.models import Organisation, Person
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid


class Tool(TenantModel):
    """Something an access point lends, with how many of it there are."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    access_point = models.ForeignKey(Organisation, models.PROTECT, related_name="tools")
    words = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=ToolKind.choices)
    owned = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_OWNED)])
    terms = models.TextField(blank=True)
    """What one has to leave, bring or mind; words only: the platform takes no money."""
    language = models.CharField(max_length=8, default="uk")
    days = models.PositiveSmallIntegerField(default=7)
    """How long one may keep it."""
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ToolKind.values), name="tool_kind_known"),
            models.CheckConstraint(condition=Q(owned__lte=MOST_OWNED), name="tool_owned_in_reason"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=LONGEST_DAYS), name="tool_days_in_reason"),
            models.CheckConstraint(condition=~Q(words=""), name="tool_has_a_name"),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(retired_at__gte=F("created_at")), name="tool_retires_later"
            ),
        ]
        indexes = [models.Index(fields=["community", "access_point", "kind"], name="tool_of_access_point")]


class Loan(TenantModel):
    """Somebody reserves or has a tool from `from_day` to `due`. The uuid comes from the form: sent twice, it is one."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="loans")
    """None after erasure."""
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="loans")
    quantity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=LoanState.choices)
    reserved_at = models.DateTimeField(null=True)
    """None where it was taken along without a reservation."""
    from_day = models.DateField()
    """The day it is wanted for; once lent, the day it left."""
    due = models.DateField()
    lent_at = models.DateTimeField(null=True)
    lent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    extended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    """When it came back, or was given up as lost."""
    returned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    back = models.PositiveSmallIntegerField(null=True)
    """How many came back, and how many of those can no longer be lent."""
    broken = models.PositiveSmallIntegerField(null=True)
    condition = models.TextField(blank=True)
    condition_language = models.CharField(max_length=8, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="loan_of_something"),
            models.CheckConstraint(condition=Q(state__in=LoanState.values), name="loan_state_known"),
            models.CheckConstraint(condition=Q(due__gte=F("from_day")), name="loan_due_later"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(BEFORE), lent_at=None)
                | Q(~Q(state__in=sorted(BEFORE)), lent_at__isnull=False),
                name="loan_lent_at_a_time",
            ),
            # A comparison with nothing passes a check: that there is something is said apart.
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(BACK),
                    returned_at__isnull=False,
                    returned_at__gte=F("lent_at"),
                    back__isnull=False,
                    back__lte=F("quantity"),
                )
                | Q(~Q(state__in=sorted(BACK)), returned_at=None, back=None),
                name="loan_back_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(broken=None, back=None) | Q(broken__isnull=False, broken__lte=F("back")),
                name="loan_broken_came_back",
            ),
            models.CheckConstraint(
                condition=Q(~Q(ended=""), state=LoanState.CANCELLED, cancelled_at__isnull=False)
                | Q(~Q(state=LoanState.CANCELLED), ended="", cancelled_at=None),
                name="loan_cancelled_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due"], name="loan_by_due"),
            models.Index(fields=["tool", "state"], name="loan_of_tool"),
            models.Index(fields=["person", "state"], name="loan_of_person"),
            models.Index(fields=["community", "problem"], name="loan_of_problem"),
        ]
