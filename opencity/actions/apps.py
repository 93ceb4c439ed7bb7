from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "opencity.actions"

    def ready(self) -> None:
        """Whoever led or came is a doer, and actions go along when problems are joined."""
        from opencity.actions.doing import doers_of_actions
        from opencity.actions.operations.carrying import carry_actions
        from opencity.problems.doers import SOURCES
        from opencity.problems.operations.merging import CARRIERS

        if doers_of_actions not in SOURCES:
            SOURCES.append(doers_of_actions)
        if carry_actions not in CARRIERS:
            CARRIERS.append(carry_actions)
