"""The `taizhang` command: build, ui, query, explain, export, site.

What a command needs is imported when it runs: `taizhang --help` answers at once. Exit codes: 0 done, 1 it failed (what
was published before is untouched), 2 it was asked wrongly (a folder, a setting, a flag).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

OFFLINE = {"DAGSTER_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


class CommandError(Exception):
    """Something that the caller can put right; the message says how. `code` is the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def _build(args: argparse.Namespace) -> int:
    from pipelines.commands import build

    return build.run(
        raw=args.raw,
        warehouse=args.warehouse,
        workers=args.workers,
        read_again=args.all,
        accept_losses=args.accept_losses,
        verbose=args.verbose,
    )


def _ui(args: argparse.Namespace) -> int:
    from pipelines.commands import ui

    return ui.run(raw=args.raw, warehouse=args.warehouse, host=args.host, port=args.port)


def _query(args: argparse.Namespace) -> int:
    from pipelines.commands import read

    return read.query(args.warehouse, args.sql, args.format, full=args.full)


def _explain(args: argparse.Namespace) -> int:
    from pipelines.commands import read

    return read.explain(args.warehouse, args.observation_id)


def _export(args: argparse.Namespace) -> int:
    from pipelines.commands import read

    return read.export(args.warehouse, args.format, args.directory)


def _site(args: argparse.Namespace) -> int:
    from pipelines.commands import read

    return read.site(args.warehouse, args.directory)


def parser() -> argparse.ArgumentParser:
    """The command line: one sub-command per thing to do, each with an example."""
    top = argparse.ArgumentParser(
        prog="taizhang",
        description="台账: local government reports in, a DuckDB warehouse out; every number with its place.",
        epilog="Settings are in docs/settings.md; every one has an environment variable TAIZHANG_….",
    )
    top.add_argument("--version", action="store_true", help="print the version and the extractor version")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    def add(name: str, run: Callable[[argparse.Namespace], int], summary: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        return command

    def warehouse(command: argparse.ArgumentParser) -> None:
        command.add_argument("--warehouse", metavar="DIR", help="folder of the published file (default: warehouse/)")

    build = add("build", _build, "read a folder of documents and publish a warehouse", "taizhang build --raw reports/")
    build.add_argument("--raw", metavar="DIR", help="folder of documents, searched recursively (default: raw/)")
    warehouse(build)
    build.add_argument("--workers", metavar="N", type=int, help="processes that read documents (default: processors)")
    build.add_argument("--all", action="store_true", help="read every document again, unchanged ones too")
    build.add_argument(
        "--accept-losses", action="store_true", help="publish although a document lost a fifth of its rows or more"
    )
    build.add_argument("-v", "--verbose", action="store_true", help="show Dagster's log")

    ui = add("ui", _ui, "open the Dagster UI on the same definitions", "taizhang ui --port 3001")
    ui.add_argument("--raw", metavar="DIR", help="folder of documents (default: raw/)")
    warehouse(ui)
    ui.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    ui.add_argument("--port", type=int, default=3000, help="port to listen on (default: 3000)")

    query = add(
        "query",
        _query,
        "ask the published warehouse in SQL",
        "taizhang query \"select indicator_name, value, unit from observations where indicator_code = 'gdp'\"",
    )
    query.add_argument("sql", metavar="SQL", help="one select; - reads it from standard input")
    query.add_argument("--format", choices=["table", "csv", "json"], default="table", help="default: table")
    query.add_argument("--full", action="store_true", help="do not cut long texts in the table")
    warehouse(query)

    explain = add("explain", _explain, "print the passage that a number came from", "taizhang explain OBSERVATION_ID")
    explain.add_argument(
        "observation_id", metavar="OBSERVATION_ID", help="as in the view observations; a prefix will do"
    )
    warehouse(explain)

    export = add("export", _export, "write the marts as files", "taizhang export --format xlsx out/")
    export.add_argument("directory", metavar="DIR", type=Path, help="folder to write into")
    export.add_argument("--format", choices=["parquet", "csv", "xlsx"], default="parquet", help="default: parquet")
    warehouse(export)

    site = add("site", _site, "make the explorer, a page that opens from the disk", "taizhang site")
    site.add_argument("directory", metavar="DIR", type=Path, nargs="?", help="folder to write into (default: warehouse/site/)")
    warehouse(site)
    return top


def _version() -> int:
    from pipelines.version import extractor_version

    print(f"taizhang {extractor_version()}")
    return 0


def main() -> None:
    """The console script: run a command and leave with its exit code."""
    code = run()
    gc.freeze()  # what the process holds ends with it; looking through it once more would take a second
    sys.exit(code)


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. Errors that the caller can put right are one line on stderr."""
    os.environ.update(OFFLINE)
    top = parser()
    args = top.parse_args(argv)
    if args.version:
        return _version()
    if args.command is None:
        top.print_help()
        return 2
    try:
        return args.run(args)
    except CommandError as error:
        print(f"taizhang {args.command}: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:  # `taizhang query … | head`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return 0
    except KeyboardInterrupt:
        print(f"taizhang {args.command}: stopped; what was published before is untouched", file=sys.stderr)
        return 130
