"""Set everything up and run server and worker together, as `make run` does. Ctrl-C stops both."""

from __future__ import annotations

import argparse
import socket

from opencity.command.surroundings import Failed, prepare
from opencity.command.translations import compile_translations

NAME, SAYS = "run", "set up, then run server and worker together"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="server processes (1)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    compile_translations()
    prepare()
    from django.conf import settings
    from django.db import connection

    from opencity.command.demo import fill_if_empty
    from opencity.command.family import Family
    from opencity.command.migrate import migrate

    _must_be_free(settings.PORT)
    migrate()
    if settings.DEMO:
        fill_if_empty()
    connection.close()
    family = Family({"server": ("serve", "--workers", str(args.workers)), "worker": ("worker",)})
    return family.run(ready=lambda: _tell(settings.PUBLIC_URL, demo=settings.DEMO), port=settings.PORT)


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(f"port {port} is taken. Stop what uses it, or choose another: PORT=8001 make run.") from None


def _tell(address: str, *, demo: bool) -> None:
    lines = [f"«Відкрите місто» is at {address}/"]
    if demo:
        lines += [
            f"  the demo community      {address}/mykolaiv/",
            f"  report a problem        {address}/mykolaiv/report/",
            f"  sign in, read the mail  {address}/demo/",
            "  There, one button each signs you in as a resident (Олена), an officer of a department (Ірина),",
            "  a coordinator or the librarian (Тарас).",
        ]
    print("\n".join([*lines, "Ctrl-C stops it."]), flush=True)
