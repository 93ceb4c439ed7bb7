from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "opencity.organisations"

    def ready(self) -> None:
        """What a group decided about a problem goes along when problems are joined."""
        from opencity.organisations.operations.carrying import carry_decisions
        from opencity.problems.operations.merging import CARRIERS

        if carry_decisions not in CARRIERS:
            CARRIERS.append(carry_decisions)
