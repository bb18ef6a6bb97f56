"""The `taizhang` command: build and read, query, explain, export, publish, versions, rules, ui, site, serve.

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

from pipelines.errors import CommandError

OFFLINE = {"DAGSTER_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


def _build(args: argparse.Namespace) -> int:
    from pipelines.commands import build

    return build.run(
        raw=args.raw,
        warehouse=args.warehouse,
        workers=args.workers,
        runner=args.runner,
        address=args.address,
        read_again=args.all,
        accept_losses=args.accept_losses,
        whole=args.whole,
        force=args.force,
        verbose=args.verbose,
    )


def _read(args: argparse.Namespace) -> int:
    from pipelines.commands import partitions

    return partitions.run(
        raw=args.raw,
        warehouse=args.warehouse,
        workers=args.workers,
        runner=args.runner,
        address=args.address,
        regions=args.region,
        years=args.year,
        only_list=args.list,
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


def _ask(args: argparse.Namespace) -> int:
    from pipelines.commands import ledger

    return ledger.ask(args.warehouse, args.question, args.format)


def _indicators(args: argparse.Namespace) -> int:
    from pipelines.commands import ledger

    return ledger.indicators(args.warehouse, args.words, args.format)


def _changes(args: argparse.Namespace) -> int:
    from pipelines.commands import ledger

    return ledger.changes(args.warehouse, args.since, args.format, args.out)


def _fill(args: argparse.Namespace) -> int:
    from pipelines.commands import ledger

    return ledger.fill(args.warehouse, args.form, args.out, args.place, args.year, args.mapping, args.compute)


def _mcp(args: argparse.Namespace) -> int:
    from pipelines.commands import ledger

    return ledger.mcp(args.warehouse, args.transport, args.host, args.port)


def _export(args: argparse.Namespace) -> int:
    from pipelines.commands import take

    return take.export(args.warehouse, args.format, args.directory, args.tables)


def _publish_postgres(args: argparse.Namespace) -> int:
    from pipelines.commands import take

    return take.publish_postgres(args.warehouse, args.url, args.schema)


def _publish_ducklake(args: argparse.Namespace) -> int:
    from pipelines.commands import lake

    if args.clean:
        return lake.clean(args.catalogue, args.data, args.keep, args.grace)
    if args.withdraw:
        return lake.withdraw(args.catalogue, args.data, args.withdraw)
    return lake.publish(args.warehouse, args.catalogue, args.data, args.writer, take_over=args.take_over)


def _site(args: argparse.Namespace) -> int:
    from pipelines.commands import read

    return read.site(args.warehouse, args.directory)


def _serve(args: argparse.Namespace) -> int:
    from pipelines.commands import serve

    return serve.run(args.warehouse, args.host, args.port, args.allow_host, write=args.write, raw=args.raw)


def _backfill(args: argparse.Namespace) -> int:
    from pipelines.commands import build
    from pipelines.version import extractor_version

    # What another extractor version read, every build reads again; only the present one's work needs asking for.
    build.require_known_version(args.warehouse, args.extractor_version)
    read_again = args.extractor_version in (None, extractor_version())
    return build.run(
        raw=args.raw,
        warehouse=args.warehouse,
        workers=args.workers,
        runner=args.runner,
        address=args.address,
        read_again=read_again,
        accept_losses=args.accept_losses,
        verbose=args.verbose,
    )


def _versions(args: argparse.Namespace) -> int:
    from pipelines.commands import versions

    return versions.versions(args.warehouse, args.format)


def _diff(args: argparse.Namespace) -> int:
    from pipelines.commands import versions

    return versions.diff(args.warehouse, args.before, args.after, args.format, full=args.full)


def _rollback(args: argparse.Namespace) -> int:
    from pipelines.commands import versions

    return versions.rollback(args.warehouse, args.wanted)


def _text(args: argparse.Namespace) -> int:
    from pipelines.commands import text

    return text.run(args.file)


def _confidence(args: argparse.Namespace) -> int:
    from pipelines.commands import confidence

    return confidence.run(args.sets or confidence.SETS, write=args.write)


def _rules(args: argparse.Namespace) -> int:
    from pipelines.commands import rules

    return rules.run(args.folders or ["raw"], unused=args.unused)


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

    def reading(command: argparse.ArgumentParser) -> None:
        command.add_argument("--raw", metavar="DIR", help="folder of documents, searched recursively (default: raw/)")
        warehouse(command)
        command.add_argument(
            "--workers", metavar="N", type=int, help="processes that read documents (default: processors)"
        )
        command.add_argument(
            "--runner",
            choices=["local", "ray"],
            help="where documents are read: here, or on a Ray cluster (default: local)",
        )
        command.add_argument("--address", metavar="HOST:PORT", help="head of the Ray cluster (docs/cluster.md)")

    def building(command: argparse.ArgumentParser) -> None:
        reading(command)
        command.add_argument(
            "--accept-losses", action="store_true", help="publish although a document lost a fifth of its rows or more"
        )
        command.add_argument("-v", "--verbose", action="store_true", help="show Dagster's log")

    build = add("build", _build, "read a folder of documents and publish a warehouse", "taizhang build --raw reports/")
    building(build)
    build.add_argument("--all", action="store_true", help="read every document again, unchanged ones too")
    build.add_argument(
        "--whole", action="store_true", help="make all marts from nothing, of a large warehouse, too (docs/scale.md)"
    )

    build.add_argument("--force", action="store_true", help="build and publish although nothing has changed")

    backfill = add("backfill", _backfill, "read documents again and publish", "taizhang backfill")
    building(backfill)
    backfill.add_argument("--extractor-version", metavar="V", help="only what this version read (default: everything)")

    read = add(
        "read",
        _read,
        "read some regions and years of a large folder, and publish nothing",
        "taizhang read --region 50 --year 2020-2024",
    )
    reading(read)
    read.add_argument(
        "--region", metavar="REGION", nargs="+", action="extend", default=[],
        help="codes or names: 50, 5101, 重庆; unknown is what names none (default: all)",
    )  # fmt: skip
    read.add_argument(
        "--year", metavar="YEAR", nargs="+", action="extend", default=[], help="2024, 2020-2024, unknown (default: all)"
    )
    read.add_argument("--list", action="store_true", help="only say which partitions there are, and their documents")

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

    ask = add(
        "ask",
        _ask,
        "answer a question in Chinese, with the sentence behind each figure",
        'taizhang ask "2022年地区生产总值是多少"',
    )
    ask.add_argument("question", metavar="QUESTION", help="one question; what the documents do not state is said")
    ask.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    warehouse(ask)

    indicators = add(
        "indicators",
        _indicators,
        "find indicators by a word: code, names, how many figures",
        "taizhang indicators 就业",
    )
    indicators.add_argument(
        "words", metavar="WORD", nargs="+", help="a part of a name or code; several must all be in it"
    )
    indicators.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    warehouse(indicators)

    changes = add(
        "changes", _changes, "say in sentences what is new since an earlier publication", "taizhang changes --since 11"
    )
    changes.add_argument("--since", metavar="VERSION", type=int, help="default: the version before the published one")
    changes.add_argument("--format", choices=["markdown", "json"], default="markdown", help="default: markdown")
    changes.add_argument("--out", metavar="FILE", type=Path, help="write into a file (default: print)")
    warehouse(changes)

    fill = add(
        "fill",
        _fill,
        "fill a blank form (.xlsx, .docx), each cell with its source",
        "taizhang fill form.xlsx --place 祥云县 --year 2023",
    )
    fill.add_argument("form", metavar="FORM", type=Path, help="the blank form; it is not touched")
    fill.add_argument(
        "--place", metavar="PLACE", help="name or code (default: the one the form names, or the only one)"
    )
    fill.add_argument(
        "--year", metavar="YEAR", type=int, help="of cells without a year (default: the one the form names)"
    )
    fill.add_argument("--out", metavar="FILE", type=Path, help="where to write (default: FORM-filled beside the form)")
    fill.add_argument(
        "--mapping", metavar="FILE", type=Path, help="what each cell asks for; made where it is not, then used"
    )
    fill.add_argument(
        "--compute", action="store_true", help="compute a growth from two stated levels, marked as computed"
    )
    warehouse(fill)

    mcp = add(
        "mcp", _mcp, "serve the ledger to clients of the Model Context Protocol, for reading only", "taizhang mcp"
    )
    mcp.add_argument("--transport", choices=["stdio", "http"], default="stdio", help="default: stdio")
    mcp.add_argument("--host", default="127.0.0.1", help="with http: address to listen on (default: this machine only)")
    mcp.add_argument("--port", type=int, default=8765, help="with http: port to listen on (default: 8765)")
    warehouse(mcp)

    export = add(
        "export",
        _export,
        "write the marts as files: Parquet or CSV with a datapackage.json, or an Excel workbook",
        "taizhang export --format xlsx out/",
    )
    export.add_argument("directory", metavar="DIR", type=Path, help="folder to write into; one for each format")
    export.add_argument(
        "--format",
        choices=["parquet", "csv", "xlsx"],
        default="parquet",
        help="parquet or csv: a file per table, described by datapackage.json; xlsx: one workbook for people (default: parquet)",
    )
    export.add_argument(
        "--table",
        metavar="NAME",
        dest="tables",
        action="append",
        default=[],
        help="only this table or view, v_… too; may be given again (default: all tables and observations)",
    )
    warehouse(export)

    postgres = add(
        "publish-postgres",
        _publish_postgres,
        "copy the marts into a PostgreSQL database, in one transaction",
        "taizhang publish-postgres postgresql://bi@db.example/reports",
    )
    postgres.add_argument(
        "url", metavar="URL", help="of the database; a password is better in PGPASSWORD or ~/.pgpass than here"
    )
    postgres.add_argument("--schema", default="taizhang", help="schema that is replaced as a whole (default: taizhang)")
    warehouse(postgres)

    lake = add(
        "publish-ducklake",
        _publish_ducklake,
        "put the marts beside those of other writers into a DuckLake (docs/ducklake.md)",
        "taizhang publish-ducklake postgresql://lake@db.example/lake --data /mnt/share/lake --as yongchuan",
    )
    lake.add_argument(
        "catalogue",
        metavar="CATALOGUE",
        help="PostgreSQL database for many writers, or the name of a file for one; a password is better in PGPASSWORD",
    )
    lake.add_argument(
        "--data", metavar="DIR", type=Path, required=True, help="folder of the Parquet files, shared by all"
    )
    lake.add_argument(
        "--as",
        dest="writer",
        metavar="NAME",
        help="name of the writer (default: that of the last time, or of this machine)",
    )
    lake.add_argument("--take-over", action="store_true", help="publish under a name that another warehouse had")
    instead = lake.add_mutually_exclusive_group()
    instead.add_argument("--withdraw", metavar="NAME", help="do not publish; take out everything of this writer")
    instead.add_argument(
        "--clean", action="store_true", help="do not publish; remove old publications and left-over files"
    )
    lake.add_argument(
        "--keep",
        metavar="N",
        type=int,
        default=5,
        help="with --clean: publications of each writer to keep (default: 5)",
    )
    lake.add_argument(
        "--grace",
        metavar="HOURS",
        type=float,
        default=24,
        help="with --clean: leave what is younger, at least 1 (default: 24)",
    )
    warehouse(lake)

    text = add("text", _text, "print the text that offsets of a file refer to", "taizhang text report.docx")
    text.add_argument("file", metavar="FILE", help="a document of any medium that is read")
    sure = add(
        "confidence",
        _confidence,
        "what confidence is worth on labelled documents, each place scored without its own labels",
        "taizhang confidence tests/label_sets.csv",
    )
    sure.add_argument("sets", metavar="CSV", nargs="?", type=Path, help="table of label sets: name, labels, texts")
    sure.add_argument("--write", action="store_true", help="learn lexicon/confidence.csv anew from all of them")
    rules = add(
        "rules",
        _rules,
        "list the rules and patterns of the grammar, with the documents and rows that each decides",
        "taizhang rules reports/ --unused",
    )
    rules.add_argument("folders", metavar="DIR", nargs="*", help="folders of documents (default: raw/)")
    rules.add_argument("--unused", action="store_true", help="only what nothing in them uses")

    site = add("site", _site, "make the explorer, a page that opens from the disk", "taizhang site")
    site.add_argument(
        "directory", metavar="DIR", type=Path, nargs="?", help="folder to write into (default: warehouse/site/)"
    )
    warehouse(site)

    serve = add(
        "serve", _serve, "serve the explorer of a warehouse of any size, for reading", "taizhang serve --port 8000"
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any (default: 8000)")
    serve.add_argument(
        "--allow-host", metavar="NAME", action="append", default=[], help="further name that browsers may ask by"
    )
    serve.add_argument(
        "--write", action="store_true", help="write corrections and reviews made in the page beside the documents"
    )
    serve.add_argument("--raw", metavar="DIR", help="folder of documents, to show their pages (default: raw/)")
    warehouse(serve)

    versions = add("versions", _versions, "list the publications that are kept", "taizhang versions")
    versions.add_argument("--format", choices=["table", "csv", "json"], default="table", help="default: table")
    warehouse(versions)

    diff = add("diff", _diff, "say what changed between two publications", "taizhang diff 11 12")
    diff.add_argument("before", metavar="A", type=int, nargs="?", help="default: the version before B")
    diff.add_argument("after", metavar="B", type=int, nargs="?", help="default: the published version")
    diff.add_argument("--format", choices=["table", "csv", "json"], default="table", help="default: table")
    diff.add_argument("--full", action="store_true", help="show every observation, and no text cut")
    warehouse(diff)

    rollback = add("rollback", _rollback, "publish an earlier version again", "taizhang rollback 11")
    rollback.add_argument("wanted", metavar="VERSION", type=int, nargs="?", help="default: the one before")
    warehouse(rollback)
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
    except MemoryError:
        print(f"taizhang {args.command}: out of memory; what was published before is untouched", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `taizhang query … | head`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return 0
    except OSError as error:  # a full disk, a file where a folder should be: what is published is replaced in one step
        from pipelines.publish.files import unwritable

        print(f"taizhang {args.command}: {unwritable(error, 'its folders')}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"taizhang {args.command}: stopped; what was published before is untouched", file=sys.stderr)
        return 130
