from __future__ import annotations

from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "opencity.lending"

    def ready(self) -> None:
        """What was lent for a problem goes with it when problems are joined."""
        from opencity.lending.operations.carrying import carry_loans
        from opencity.problems.operations.merging import CARRIERS

        if carry_loans not in CARRIERS:
            CARRIERS.append(carry_loans)
