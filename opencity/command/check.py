"""Prove that nothing was rewritten and that everything fits together.

Every event's place in its chain, every text against its commitment, every problem, plan and pledge against what its
events give, every count and every search text against the problems, every row against the community it belongs to, and
the triggers that guard the history. Each fault is named; the exit status is 1 when there is one. It changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from opencity.command.progress import Progress
from opencity.command.surroundings import add_community, chosen, prepare

if TYPE_CHECKING:
    from opencity.communities.models import Community
    from opencity.problems.queries.proving import Fault

NAME, SAYS = "check", "prove the history and everything that follows from it"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_community(parser, or_all=True)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.problems.queries.guards import missing_guards
    from opencity.problems.queries.proving import strays

    faults = _told("", missing_guards()) + _told("", strays()) + sum(_check(community) for community in chosen(args))
    if faults:
        print(f"{faults} faults found.", file=sys.stderr)
        return 1
    print("Nothing was rewritten and everything fits together.")
    return 0


def _check(community: Community) -> int:
    from opencity.actions.queries.proving import prove_actions
    from opencity.casework.queries.audits import prove_audit
    from opencity.lending.queries.proving import prove_lending
    from opencity.plans.queries.proving import prove_plans
    from opencity.problems.models import Problem
    from opencity.problems.queries.proving import prove
    from opencity.problems.queries.proving_words import unsearchable, wrong_words
    from opencity.statistics.queries.proving import wrong_counts

    total = Problem.everywhere.filter(community=community).count()
    with Progress(f"{community.slug}: histories", total) as progress:
        faults = _told(f"{community.slug}, ", prove(community, progress))
    for proof in (prove_plans, prove_actions, prove_lending, prove_audit, wrong_words, wrong_counts, unsearchable):
        faults += _told(f"{community.slug}, ", proof(community))
    print(f"{community.slug}: {total:,} problems, {faults} faults.")
    return faults


def _told(where: str, faults: Iterable[Fault]) -> int:
    number = 0
    for fault in faults:
        number += 1
        print(f"{where}{fault.where}: {fault.what}", file=sys.stderr)
    return number
