"""How long the server takes of a large warehouse: `python -m tests.site.large WAREHOUSE FOLDER [--copies 72]`.

Writes the published file of a warehouse many times over into FOLDER, each time under other ids and other names of its
places, and asks `taizhang serve` for each kind of view that nobody has asked for yet. Says seconds on the clock and of the
processor, and the bytes that come.
"""

from __future__ import annotations

import argparse
import gc
import resource
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.serve.web import by_indicator
from tests.site.served import serving

ALONE = ("dim_date", "dim_indicator", "dim_indicator_alias", "dim_region", "dim_sector", "dim_unit", "dim_year")
OWN = {"document_id": 64, "target_document_id": 64, "actual_document_id": 64}  # and every other id: as long as it is
LISTS = ("observation_ids", "similar_project_ids")


def column(name: str, kind: str) -> str:
    """A column of the k-th copy."""
    if name == "region_name":
        return "region_name || printf('%03d', k) as region_name"
    if name in OWN:
        return f"md5({name} || '-' || k) || md5({name} || '+' || k) as {name}"
    if name in LISTS:
        return f"list_transform({name}, lambda one: left(md5(one || '-' || k), length(one))) as {name}"
    if name.endswith("_id") and kind == "VARCHAR":
        return f"left(md5({name} || '-' || k), length({name})) as {name}"
    return f'"{name}"'


def multiply(published: Path, target: Path, copies: int) -> int:
    """The file many times over; returns its observations."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{published}' as one (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'one' and schema_name = 'main' order by 1"
        ).fetchall()
        for (name,) in tables:
            columns = connection.execute(
                "select column_name, data_type from duckdb_columns() where database_name = 'one' and table_name = ? order by column_index",
                [name],
            ).fetchall()
            select = ", ".join(column(*one) for one in columns)
            many = "" if name in ALONE else f", range({copies}) as copy(k)"
            source = f"select {'*' if name in ALONE else select} from one.{name}{many}"
            connection.execute(f"create table {name} as {source}{'' if name in ALONE else ' order by k'}")
        [(count,)] = connection.execute("select count(*) from fct_indicator").fetchall()
        connection.execute("checkpoint")
    return int(count)


def asked(published: Path) -> Iterator[tuple[str, str]]:
    """What is asked for, by name."""
    with duckdb.connect(str(published), read_only=True) as connection:
        places = [name for (name,) in connection.execute("select region_name from fct_indicator where region_name is not null group by 1 order by count(*) desc, 1 limit 3").fetchall()]  # fmt: skip
    yield "first view", ""
    yield "place", "data?" + urllib.parse.urlencode({"region": places[0]})
    for code in ("gdp", "budget_revenue", "permanent_population"):
        yield f"indicator {code}", f"data?indicator={code}"
    yield "compared places", "data?" + urllib.parse.urlencode({"places": ",".join(places)})
    for words in ("常住人口", "老旧小区 改造", "ＧＤＰ", "纳米机器鲸鱼", "固定资产投资增长率多少", "的"):
        yield f"words {words}", "data?" + urllib.parse.urlencode({"q": words})


def _let_it_lay_out() -> None:
    """Wait until the server has laid out its indicators: that is done once for a publication."""
    while any(thread.name == by_indicator.THREAD for thread in threading.enumerate()):
        time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=72)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    published = chosen.folder / "taizhang.duckdb"
    if not published.exists():
        print(f"{multiply(chosen.warehouse / 'taizhang.duckdb', published, chosen.copies):,} observations")
    gc.set_threshold(100_000, 50, 50)  # as the command does
    with serving(published) as address:
        for name, path in asked(published):
            if path.startswith("data?indicator"):
                _let_it_lay_out()
            request = urllib.request.Request(f"{address}/{path}", headers={"accept-encoding": "gzip"})
            clock, processor = time.perf_counter(), time.process_time()
            with urllib.request.urlopen(request, timeout=300) as answer:
                size = len(answer.read())
            print(
                f"{name}: {time.perf_counter() - clock:.2f} s, processor {time.process_time() - processor:.2f} s, {size:,} bytes"
            )
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
