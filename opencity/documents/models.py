from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from opencity.documents.codes import grouped
from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models.problem import new_uuid


class Certificate(TenantModel):
    """Hours of joint actions on paper, as they stood when it was issued. Whoever holds the paper has the code."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.CharField(max_length=12)
    """Without the strokes it is printed with."""
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="certificates")
    """Whose hours these are; None after erasure."""
    name_shown = models.CharField(max_length=100, blank=True)
    """The name its holder chose to have printed."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The body that led or hosted all of it, where it was one."""
    from_day = models.DateField()
    to_day = models.DateField()
    """The days of the first and of the last action that counts."""
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    lines = models.JSONField(default=list)
    """A list of {day, hours, problem, action, title, language, by}; without the last five where nobody else may read
    of the problem. `day` is in ISO 8601, `hours` a string, `by` the names of the body by language."""
    language = models.CharField(max_length=8, default="uk")
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "code"], name="certificate_code_once"),
            models.UniqueConstraint(
                fields=["community", "person", "from_day", "to_day", "hours"],
                condition=Q(withdrawn_at=None),
                name="certificate_of_period_once",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="certificate_of_some_hours"),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="certificate_days_in_order"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | (Q(person__isnull=False) & ~Q(name_shown="")),
                name="certificate_of_somebody",
            ),
        ]
        indexes = [models.Index(fields=["community", "person"], name="certificate_of_person")]

    def __str__(self) -> str:
        return grouped(self.code)

    @property
    def is_genuine(self) -> bool:
        return self.withdrawn_at is None
