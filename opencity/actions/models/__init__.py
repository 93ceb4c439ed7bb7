from opencity.actions.models.action import Action, ActionRole
from opencity.actions.models.participation import Arrival, Participation

__all__ = ["Action", "ActionRole", "Arrival", "Participation"]
