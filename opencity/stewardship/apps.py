from __future__ import annotations

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "opencity.stewardship"

    def ready(self) -> None:
        """Places that are looked after stay so when problems are joined."""
        from opencity.problems.operations.merging import CARRIERS
        from opencity.stewardship.operations.carrying import carry_stewardships

        if carry_stewardships not in CARRIERS:
            CARRIERS.append(carry_stewardships)
