"""The commonest indicators, laid out by indicator in the server's memory.

The published file keeps the observations of a document together, so that a place is read in a moment. Those of an
indicator that everybody tells of lie in every block of it, and to read them takes as long as to read all. So the server of a
large warehouse copies the observations of such indicators, without their long columns, into `own.by_indicator` as soon as it
is asked for the first time. Until that is done, and for every other indicator, the published table is asked.
"""

from __future__ import annotations

import threading

from pipelines.serve.snapshot import Snapshot

COMMON = (
    2000  # observations; fewer are found by their places in the published table (NEARBY in pipelines/serve/snapshot.py)
)
THREAD = "by indicator"
MOST = 2_000_000  # observations laid out: some 100 MB
COLUMNS = """observation_id, document_id, value_start, value_end, page, passage_no, table_no, row_no, col_no, indicator_code,
  indicator_name, value, unit, value_base, unit_base, measure, statement, period_start, period_end, period_label, qualifier,
  region_code, region_name, sector_code, confidence, checks, whole_id, correction, reviewed_by, reviewed_on"""


def begin(snapshot: Snapshot) -> None:
    """Lay the indicators out aside, once for each publication."""
    with snapshot.lock:
        if "by_indicator" in snapshot.facts:
            return
        snapshot.facts["by_indicator"] = frozenset()
    threading.Thread(target=make, args=(snapshot,), name=THREAD, daemon=True).start()


def ready(snapshot: Snapshot) -> frozenset[str]:
    """The codes that are laid out."""
    return snapshot.facts.get("by_indicator", frozenset())


def make(snapshot: Snapshot, least: int = COMMON) -> None:
    """Lay out the indicators that have more than `least` observations, the commonest first, up to MOST in all."""
    with snapshot.cursor() as cursor:
        cursor.execute(
            """create or replace temp table common as
               select indicator_code from (
                 select indicator_code, count(*) as n, sum(count(*)) over (order by count(*) desc, indicator_code) as so_far
                 from fct_indicator where indicator_code is not null group by indicator_code)
               where n > ? and so_far <= ?""",
            [least, MOST],
        )
        cursor.execute(
            f"""create or replace table own.by_indicator as
                select {COLUMNS}, rowid as rid, observation_id in (select observation_id from mart_indicator_series
                  where indicator_code in (from common)) as best
                from fct_indicator where indicator_code in (from common) order by indicator_code, rid"""
        )
        snapshot.facts["by_indicator"] = frozenset(code for (code,) in cursor.execute("from common").fetchall())
