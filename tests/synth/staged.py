"""Staged rows in the millions without documents: what the marts of a nation are made from.

    python -m tests.synth.staged OUT [--years 20] [--places 2846] [--first 2005]

Counties × years × four kinds of report, 215 observations each, written where a build would have put them: in packs, or with
`--loose` in files of each document's own, as extraction leaves them. All of it comes from hashes: the same call gives the same
rows. Documents of one place mostly agree; one figure in four hundred does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.units import unit_of
from pipelines.staging import packs
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.validate.schema import tables

PACK = 128
KINDS = ("plan_report", "work_report", "communique", "budget_report")
SQL = Path(__file__).with_name("staged.sql")
REGIONS = Path(__file__).resolve().parents[2] / "pipelines" / "lexicon" / "regions.csv"


class Maker:
    """A connection with the places, indicators and documents that the rows are made from."""

    def __init__(self, places: int, threads: int = 2) -> None:
        self.connection = duckdb.connect(config={"threads": threads, "memory_limit": "6GB"})
        self.connection.execute(
            f"""create table place as
                select *, row_number() over (order by hash(region_code)) as place_no
                from (
                  select code as region_code, name as region_name, left(code, 2) || '0000' as province
                  from read_csv('{REGIONS}', all_varchar = true) where level = 'county'
                )
                order by place_no limit {int(places)}"""
        )
        self.connection.execute(
            "create table indicator (indicator_no integer, indicator_code varchar, indicator_name varchar, sector_code integer,"
            " unit varchar, factor decimal(38, 6), unit_base varchar, dimension varchar)"
        )
        rows = []
        for indicator in indicators().values():
            unit = unit_of(indicator.canonical_unit) if indicator.canonical_unit else None
            if unit is not None and len(rows) < 180:
                rows.append(
                    [len(rows), indicator.code, indicator.name_zh, indicator.sector_code, indicator.canonical_unit]
                    + [unit.factor, unit.base_unit, unit.dimension]
                )
        self.connection.executemany("insert into indicator values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        parts = SQL.read_text(encoding="utf-8").split("-- table: ")
        self.clauses = parts[0].partition("-- clauses: ")[2].partition("\n")[2].replace("{doc}", "doc")
        self.queries = {name.strip(): query for name, _, query in (part.partition("\n") for part in parts[1:])}

    def documents(self, year: int, kind: str, part: str = "true") -> None:
        """The documents whose rows are made next: of all places, or of those for which `part` is true."""
        self.connection.execute(
            f"""create or replace table doc as
                select *, sha256(concat_ws('|', region_code, plan_year, kind)) as document_id,
                  concat_ws('/', province, region_name || region_code, plan_year || '-' || kind || '.txt') as source_file
                from (select *, {int(year)} as plan_year, '{kind}' as kind from place where {part})"""
        )
        self.connection.execute(f"create or replace table clause as {self.clauses}")

    def rows(self) -> dict[str, pl.DataFrame]:
        """The rows of the current documents, by table."""
        found = {}
        for name, table in tables().items():
            if name in self.queries:
                query = self.queries[name].replace("{doc}", "doc")
                chosen = ", ".join(f'cast("{c.name}" as {c.sql_type}) as "{c.name}"' for c in table.columns)
                frame = self.connection.execute(f"select {chosen} from ({query})").pl().cast(table.polars())
                found[name] = frame.sort("document_id", maintain_order=True)
        return found

    def chosen(self) -> list[tuple[str, str]]:
        """(document_id, source_file) of the current documents."""
        return self.connection.execute("select document_id, source_file from doc order by source_file").fetchall()


def apart(maker: Maker, key: str) -> Iterator[tuple[Stage, dict[str, pl.DataFrame]]]:
    """The current documents one by one, with their rows."""
    parted = {kind: rows.partition_by("document_id", as_dict=True) for kind, rows in maker.rows().items()}
    for document_id, source_file in maker.chosen():
        yield (
            Stage(document_id, source_file, key),
            {kind: packs.alone(of[document_id,]) for kind, of in parted.items() if (document_id,) in of},
        )


def packed(out: Path, maker: Maker, group: str) -> Iterator[Stage]:
    """The current documents in packs; yields their stages."""
    rows, chosen = maker.rows(), maker.chosen()
    parts = -(-len(chosen) // PACK)
    for n in range(parts):
        stages = [Stage(*of, "made") for of in chosen[len(chosen) * n // parts : len(chosen) * (n + 1) // parts]]
        wanted = pl.Series([stage.document_id for stage in stages])
        frames = {kind: frame.filter(pl.col("document_id").is_in(wanted)) for kind, frame in rows.items()}
        frames = {kind: frame for kind, frame in frames.items() if frame.height}
        counted = {kind: dict(frame.group_by("document_id").len().rows()) for kind, frame in frames.items()}
        counts = {
            stage.name: {kind: (of[stage.document_id], {}) for kind, of in counted.items() if stage.document_id in of}
            for stage in stages
        }
        packs.put(out, f"{group}-{n}", frames, counts)
        yield from stages


def base(out: Path, years: Iterable[int], places: int, *, loose: bool = False) -> Iterator[Stage]:
    """Write all documents and yield their stages."""
    maker = Maker(places)
    for year in years:
        for kind in KINDS:
            maker.documents(year, kind)
            if not loose:
                yield from packed(out, maker, f"{year}-{kind}")
                continue
            for stage, frames in apart(maker, "made"):
                staging.write(out, stage, frames)
                yield stage


def day(out: Path, year: int, places: int, documents: int, spread: bool) -> Iterator[Stage]:
    """New documents of a year, as extraction writes them: of few places all kinds, or of many one."""
    maker = Maker(places)
    kinds = KINDS[:1] if spread else KINDS
    for kind in kinds:
        maker.documents(year, kind, f"place_no <= {documents // len(kinds)}")
        for stage, frames in apart(maker, "day"):
            staging.write(out, stage, frames)
            yield stage


def main() -> None:
    """Write the staged folder and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--places", type=int, default=2846)
    parser.add_argument("--first", type=int, default=2005)
    parser.add_argument("--loose", action="store_true", help="files of each document's own, and no packs")
    chosen = parser.parse_args()
    years = range(chosen.first, chosen.first + chosen.years)
    stages = list(base(chosen.out, years, chosen.places, loose=chosen.loose))
    staging.write_manifest(chosen.out, stages)


if __name__ == "__main__":
    main()
