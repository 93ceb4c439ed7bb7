from opencity.plans.models.giving import Contribution, Spending
from opencity.plans.models.interest import Interest
from opencity.plans.models.measure import Indicator
from opencity.plans.models.offer import StandingOffer
from opencity.plans.models.plan import Need, Plan, PlanVersion, Step
from opencity.plans.models.pledge import Condition, Pledge

__all__ = [
    "Condition",
    "Contribution",
    "Indicator",
    "Interest",
    "Need",
    "Plan",
    "PlanVersion",
    "Pledge",
    "Spending",
    "StandingOffer",
    "Step",
]
