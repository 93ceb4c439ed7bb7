from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "opencity.plans"

    def ready(self) -> None:
        """Whoever led, promised or gave is a doer, and plans go along when problems are joined."""
        from opencity.plans.doing import doers_of_plans
        from opencity.plans.operations.carrying import carry_plans
        from opencity.problems.doers import SOURCES
        from opencity.problems.operations.merging import CARRIERS

        if doers_of_plans not in SOURCES:
            SOURCES.append(doers_of_plans)
        if carry_plans not in CARRIERS:
            CARRIERS.append(carry_plans)
