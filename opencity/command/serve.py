"""Start the web server. It runs until it is stopped with Ctrl-C or SIGTERM; requests under way are finished first."""

from __future__ import annotations

import argparse
import ipaddress

from opencity.command.surroundings import Failed

NAME, SAYS = "serve", "start the web server"
BLOCKING_THREADS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT, else 8000)")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="server processes, at most one per core (1)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from opencity import settings

    if settings.DEMO and not is_loopback(args.host):
        raise Failed(
            f"the demo signs anybody in, so it listens on this machine only, not on {args.host}. "
            "Leave --host out, or unset OPENCITY_DEMO."
        )
    if args.workers < 1:
        raise Failed("--workers wants a whole number from 1.")
    Granian(
        "opencity.wsgi:application",
        address=args.host,
        port=args.port or settings.PORT,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
