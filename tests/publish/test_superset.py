"""The Superset bundle: it fits the warehouse, and Superset takes it and draws it."""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from pipelines.serve.query import query
from pipelines.settings import ROOT
from tests.site.chromium import Chromium, find

FOLDER = ROOT / "bi" / "superset"
# `superset` of an environment of its own: see docs/bi.md.
PROGRAM = os.environ.get("TAIZHANG_SUPERSET") or shutil.which("superset")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bundle_is_that_of_the_marts(generate: ModuleType, published: Path) -> None:
    made = generate.rendered(generate.bundle(generate.relations_of(published)))
    kept = {
        path.relative_to(FOLDER / "bundle").as_posix(): path.read_text(encoding="utf-8")
        for path in (FOLDER / "bundle").rglob("*.yaml")
    }
    assert made == kept, "make the bundle anew: python bi/superset/generate.py warehouse/taizhang.duckdb"


def test_charts_ask_for_what_there_is(generate: ModuleType, published: Path) -> None:
    wanted = yaml.safe_load((FOLDER / "dashboard.yml").read_text(encoding="utf-8"))
    metrics = {one["table"]: {"count": "count(*)", **one.get("metrics", {})} for one in wanted["datasets"]}
    assert len(wanted["charts"]) == 6
    for chart in wanted["charts"]:
        asked = [chart[key] for key in ("metric",) if key in chart] + chart.get("metrics", [])
        names = [chart[key] for key in ("x", "by") if key in chart] + chart.get("columns", [])
        parts = [f'"{name}"' for name in names] + [metrics[chart["dataset"]][name] for name in asked]
        sql = f'select {", ".join(parts)} from "{chart["dataset"]}" where {chart.get("where", "true")} group by all'
        assert query(published, sql).rows, chart["name"]
    for name in wanted["filters"]:
        for chart in wanted["charts"]:
            query(published, f'select "{name}" from "{chart["dataset"]}"')


def test_columns_have_names_for_people(generate: ModuleType, published: Path) -> None:
    files = generate.bundle(generate.relations_of(published))
    [flat] = [one for one in files.values() if one.get("table_name") == "observations"]
    names = {column["column_name"]: column["verbose_name"] for column in flat["columns"]}
    assert names["indicator_name"] == "指标名称" and names["unit"] == "单位"
    assert sum(name == verbose for name, verbose in names.items()) < len(names) / 4


@pytest.fixture(scope="module")
def superset(generate: ModuleType, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Superset that has imported the bundle; visitors may see everything."""
    if not PROGRAM:
        pytest.skip("Superset is not installed; name its program in TAIZHANG_SUPERSET")
    home = tmp_path_factory.mktemp("superset")
    relations = generate.relations_of(published)
    # First as it is uploaded, and for a file that is not there; then as a folder, which replaces all of it.
    generate.write_zip(generate.bundle(relations, str(home / "nothing.duckdb")), home / "bundle.zip")
    generate.write(generate.bundle(relations, str(published)), home / "bundle")
    config = (FOLDER / "superset_config.py").read_text(encoding="utf-8")
    (home / "superset_config.py").write_text(config + "\nAUTH_ROLE_PUBLIC = 'Admin'\n", encoding="utf-8")
    environ = {
        **os.environ, "SUPERSET_CONFIG_PATH": str(home / "superset_config.py"), "SUPERSET_HOME": str(home),
        "SUPERSET_SECRET_KEY": secrets.token_hex(32), "FLASK_APP": "superset",
    }  # fmt: skip
    admin = "fab create-admin --username admin --firstname a --lastname b --email a@example.org --password admin"
    imports = f"import-dashboards -p {home / 'bundle.zip'} -u admin", f"import-directory -o -f {home / 'bundle'}"
    for command in ("db upgrade", admin, "init", *imports):
        subprocess.run([PROGRAM, *command.split()], env=environ, check=True, capture_output=True, timeout=300)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [PROGRAM, "run", "-p", str(port)], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 600
        while True:
            try:
                urllib.request.urlopen(f"{address}/health", timeout=60).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, "Superset does not start"
                time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
@pytest.mark.skipif(not find(), reason="no Chromium")
def test_superset_draws_the_dashboard(superset: str, tmp_path: Path) -> None:
    with Chromium(find()) as browser:
        page = browser.open("data:text/html,<html data-ready=1>", 1400, 1500)
        page.send("Page.navigate", url=f"{superset}/superset/dashboard/taizhang/")
        page.wait(
            "document.querySelectorAll('canvas').length >= 5 && document.querySelectorAll('table td').length > 5"
            " && !document.querySelector('.loading')",
            90,
        )
        time.sleep(2)  # the charts grow
        said = page.value("document.body.innerText")
        page.screenshot(Path(os.environ.get("TAIZHANG_PICTURES", str(tmp_path))) / "superset.png")
        for name in (
            "各年目标判定",
            "增长目标与结果（%）",
            "重点项目最近阶段",
            "民生实事完成状态",
            "各领域观测数",
            "数据冲突",
            "地区",
        ):
            assert name in said, name
        assert page.count(".dashboard-chart") == 6
        assert "error" not in said.lower() and "错误" not in said
