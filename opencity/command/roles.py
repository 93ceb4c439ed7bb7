"""Give somebody a role in a community, end it, or list who holds which."""

from __future__ import annotations

import argparse

from opencity.command.surroundings import Failed, add_community, prepare, the_community

NAME, SAYS = "role", "give a role in a community, end it, list them"


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)
    one = verbs.add_parser("give", help="give a role", description=give.__doc__)
    _who(one)
    one.add_argument("--access-point", default="", metavar="SLUG", help="the library a librarian serves at")
    one.set_defaults(run=give)
    other = verbs.add_parser("end", help="end a role", description=end.__doc__)
    _who(other)
    other.set_defaults(run=end)
    every = verbs.add_parser("list", help="list who holds which role now", description=tell.__doc__)
    add_community(every)
    every.set_defaults(run=tell)


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="coordinator, moderator, librarian or data_protection")
    parser.add_argument("email", metavar="EMAIL", help="their address; somebody unknown is made known by it")
    add_community(parser)


def give(args: argparse.Namespace) -> int:
    """Give a role from now on. Whoever has no account yet gets one: they sign in with a code sent to the address."""
    prepare()
    from django.utils.timezone import now

    from opencity.people.operations.appointing import appoint
    from opencity.people.operations.introducing import vouched_for
    from opencity.people.present import body_here

    community = the_community(args.community)
    point = None
    if args.access_point:
        point = body_here(community, args.access_point)
        if point is None:
            raise Failed(f"there is no organisation {args.access_point!r} in {community.slug}.")
    person = vouched_for(args.email, language=next(iter(community.languages), "uk"), now=now())
    appoint(person, community, args.kind, since=now(), access_point=point)
    print(f"{args.email} is {args.kind} of {community.slug} from now on.")
    return 0


def end(args: argparse.Namespace) -> int:
    """End a role now. What was done in it stays."""
    prepare()
    from django.utils.timezone import now

    from opencity.people.operations.appointing import dismiss
    from opencity.people.operations.introducing import known_by

    community = the_community(args.community)
    person = known_by(args.email)
    if person is None or not dismiss(person, community, args.kind, now=now()):
        raise Failed(f"{args.email} is no {args.kind} of {community.slug}.")
    print(f"{args.email} is {args.kind} of {community.slug} no more.")
    return 0


def tell(args: argparse.Namespace) -> int:
    """Who holds which role now, a line each."""
    prepare()
    from django.utils.timezone import now

    from opencity.people.acting import holding
    from opencity.people.contacts import email_of
    from opencity.people.models import Role

    community = the_community(args.community)
    rows = Role.everywhere.filter(holding(now()), community=community).select_related("person", "access_point")
    for one in rows.order_by("kind", "since"):
        where = f", {one.access_point.slug}" if one.access_point else ""
        print(f"{one.kind}\t{email_of(one.person) or one.person.pk}\tsince {one.since:%Y-%m-%d}{where}")
    return 0
