"""Run the measurements: `make bench`, or `BENCH_SIZE=10000 make bench`."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import django
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
RESULT = Path("var/bench.json")


def main() -> None:
    """On servers of its own: fill a register, measure, print a table, keep the figures in var/bench.json."""
    from config.embedded.temporary import temporary_servers

    django.setup()
    watch = temporary_servers().start()
    try:
        figures = _measure()
    finally:
        watch.stop(seconds=5)
        temporary_servers().remove()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    _print(figures)


def _measure() -> dict[str, object]:
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import measures
    from tests.bench.mix import MIX, make_mix
    from tests.bench.multiply import multiply
    from tests.bench.waiting import make_everything_wait

    _say("migrate")
    call_command("migrate", verbosity=0, interactive=False)
    _say("make the mix")
    mix = make_mix(times=5)
    copies = max(1, SIZE // len(mix))
    count = len(mix) * copies
    engine = measures.engine([each.pk for each in mix])
    _say(f"fill the register: {count} agreements")
    multiply(copies=copies - 1)
    _say("rebuild")
    rebuilt = measures.rebuild(count)
    _say("lists")
    lists = measures.lists()
    _say("make everything wait")
    head = make_everything_wait()
    _say("approvals")
    approvals = measures.approvals(head)

    def ratio(one: str, reference: str) -> float:
        return approvals[one] / approvals[reference]

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "agreements": count,
        "kinds in the mix": len(MIX),
        "python": platform.python_version(),
        "postgresql": server,
        "processors": os.cpu_count(),
        "engine, seconds for each agreement": engine,
        "rebuild, seconds": {**rebuilt, "agreements a second": count / rebuilt["first"]},
        "page of 50, seconds": lists,
        "page of 50, ratios": {
            "as of to plain": lists["as of"] / lists["plain"],
            "bare SQL to as of": lists["bare SQL, as of"] / lists["as of"],
            "as of, in force to plain": lists["as of, in force"] / lists["plain"],
        },
        "approvals, a step of each agreement waiting, seconds": approvals,
        "approvals, ratios": {
            "longest waiting first to plain list": ratio("My approvals, longest waiting first", "plain list of steps"),
            "due first to plain list": ratio("My approvals, due first", "plain list of steps"),
            "mine to plain list": ratio("My approvals, mine", "plain list of steps"),
            "what waits on whom to bare SQL": ratio("what waits on whom", "bare SQL, steps by body"),
        },
    }


def _say(step: str) -> None:
    sys.stderr.write(f"{step} …\n")


def _print(figures: dict[str, object]) -> None:
    for name, value in figures.items():
        if not isinstance(value, dict):
            sys.stdout.write(f"{name:<44}{value:>14}\n")
            continue
        sys.stdout.write(f"\n{name}\n")
        for what, figure in value.items():
            sys.stdout.write(f"  {what:<42}{figure:>14.6g}\n")
    sys.stdout.write(f"\nkept in {RESULT}\n")


if __name__ == "__main__":
    main()
