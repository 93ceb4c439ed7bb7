from __future__ import annotations

from django.db import models

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation


class AnswerTemplate(TenantModel):
    """Words an officer begins with. Of one body, or with none of everybody who answers in the community."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    deed = models.CharField(max_length=20)
    """For which deed of the desk it is meant."""
    categories = models.JSONField(default=list)
    """Codes; none means all."""
    title = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=8)
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "organisation", "deed"], name="template_of_body")]

    def __str__(self) -> str:
        return self.title
