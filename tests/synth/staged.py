"""Staged rows in the millions without documents: what the marts of a nation are made from.

    python -m tests.synth.staged OUT [--years 20] [--places 2846] [--first 2005]

Counties × years × four kinds of report, 215 observations each, written as Parquet where extraction would have written
it, one pack of files per year and kind in place of one file per document. All of it comes from hashes: the same call
gives the same rows. Documents of one place mostly agree; one figure in four hundred does not.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.units import unit_of
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.validate.schema import tables

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

    def write(self, staged: Path, stage: Stage, where: str = "true") -> None:
        """The staged files of the current documents, as one stage; `where` chooses among them."""
        for name, table in tables().items():
            if name not in self.queries:
                continue
            query = self.queries[name].replace("{doc}", f"(select * from doc where {where})")
            chosen = ", ".join(f'cast("{c.name}" as {c.sql_type}) as "{c.name}"' for c in table.columns)
            target = staging.path(staged, name, stage)
            target.parent.mkdir(parents=True, exist_ok=True)
            self.connection.execute(
                f"copy (select {chosen} from ({query})) to '{target}' (format parquet, compression zstd)"
            )
        staging.seal(staged, stage)

    def chosen(self) -> list[tuple[str, str]]:
        """(document_id, source_file) of the current documents."""
        return self.connection.execute("select document_id, source_file from doc order by source_file").fetchall()


def pack(year: int, kind: str) -> Stage:
    """The stage that holds all documents of a year and kind."""
    return Stage(hashlib.sha256(f"{year}{kind}".encode()).hexdigest(), f"packs/{year}-{kind}", "pack")


def base(out: Path, years: Iterable[int], places: int) -> Iterator[Stage]:
    """Write the packs and yield their stages."""
    maker = Maker(places)
    for year in years:
        for kind in KINDS:
            maker.documents(year, kind)
            stage = pack(year, kind)
            maker.write(out, stage)
            yield stage


def day(out: Path, year: int, places: int, documents: int, spread: bool) -> Iterator[Stage]:
    """New documents of a year, one stage each as extraction writes them: of few places all kinds, or of many one."""
    maker = Maker(places)
    kinds = KINDS[:1] if spread else KINDS
    for kind in kinds:
        maker.documents(year, kind, f"place_no <= {documents // len(kinds)}")
        for document_id, source_file in maker.chosen():
            stage = Stage(document_id, source_file, "day")
            maker.write(out, stage, f"document_id = '{document_id}'")
            yield stage


def main() -> None:
    """Write the staged folder and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--places", type=int, default=2846)
    parser.add_argument("--first", type=int, default=2005)
    chosen = parser.parse_args()
    started, stages = time.time(), []
    for stage in base(chosen.out, range(chosen.first, chosen.first + chosen.years), chosen.places):
        stages.append(stage)
        print(f"{stage.source_file}: {time.time() - started:.0f} s", flush=True)
    staging.write_manifest(chosen.out, stages)


if __name__ == "__main__":
    main()
