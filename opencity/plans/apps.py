from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "opencity.plans"

    def ready(self) -> None:
        """Whoever led, promised or gave is a doer: rooms above the problems add themselves to the list."""
        from opencity.plans.doing import doers_of_plans
        from opencity.problems.doers import SOURCES

        if doers_of_plans not in SOURCES:
            SOURCES.append(doers_of_plans)
