"""Other DuckDBs open the published file while a build replaces it.

python -m venv d12 && d12/bin/pip install duckdb==1.2.2        # and so on
TAIZHANG_READERS=d12/bin/python:d13/bin/python make test-slow
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.command import House

READERS = [path for path in os.environ.get("TAIZHANG_READERS", "").split(os.pathsep) if path]
# Every table and view is read whole, its comments too, over and over until a line comes from outside.
LOOK = """
import json, sys, threading
import duckdb
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
times = 0
while not (stop.is_set() and times):
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        names = [n for (n,) in con.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall()]
        rows = {n: len(con.execute(f'select * from "{n}"').fetchall()) for n in names}
        said = con.execute("select count(comment), count(*) from duckdb_columns() where not internal").fetchone()
    times += 1
print(json.dumps({"version": duckdb.__version__, "times": times, "rows": rows, "comments": said}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("readers"))
    shutil.copytree(ROOT / "raw", made.raw)
    result = made.run("build")
    assert result.returncode == 0, result.stderr
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    "python", READERS or [pytest.param("", marks=pytest.mark.skip(reason="no readers named in TAIZHANG_READERS"))]
)
def test_an_older_duckdb_reads_while_a_build_runs(house: House, python: str) -> None:
    before = house.published.stat().st_ino
    with subprocess.Popen(
        [python, "-c", LOOK, str(house.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as reader:
        result = house.run("build", "--all")
        said, errors = reader.communicate("stop\n", timeout=300)
    assert result.returncode == 0, result.stderr
    assert reader.returncode == 0, errors
    found = json.loads(said)
    print(f"duckdb {found['version']}: read {found['times']} times while a build ran, {len(found['rows'])} tables")
    assert house.published.stat().st_ino != before, "the build did not replace the file"
    assert (
        found["times"] > 1
        and found["rows"]["observations"] == found["rows"]["fct_indicator"] == found["rows"]["v_指标观测"] > 100
    )
    assert found["comments"][0] == found["comments"][1] > 300


@pytest.mark.slow
def test_the_present_duckdb_reads_while_a_build_runs(house: House) -> None:
    test_an_older_duckdb_reads_while_a_build_runs(house, sys.executable)


def test_readers_that_are_named_exist() -> None:
    assert [path for path in READERS if not Path(path).exists()] == []
