"""Meaning for machines: exposures that are true, and dbt's documentation as one page."""

import re
from pathlib import Path

import pytest
import yaml

from pipelines.errors import PublishError
from pipelines.publish import dbt_run, swap
from pipelines.serve import dbt_docs, site, workbook

RELATION = re.compile(r'\b(?:from|join)\s+(?:main\.)?"?((?:dim|fct|mart)_\w+|quarantine|observations|v_[一-鿿]+)')


def read_by(*folders: Path) -> set[str]:
    """The marts that the queries in some folders name."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".py", ".sql", ".yml")
    ]
    return {name for text in texts for name in RELATION.findall(text)}


@pytest.fixture(scope="module")
def exposures() -> dict[str, set[str]]:
    content = yaml.safe_load((dbt_run.PROJECT / "models" / "exposures.yml").read_text(encoding="utf-8"))
    return {one["name"]: {re.search(r"'(\w+)'", ref)[1] for ref in one["depends_on"]} for one in content["exposures"]}


@pytest.fixture(scope="module")
def aliases() -> dict[str, str]:
    """Model → its name in the database."""
    found = {}
    for path in (dbt_run.PROJECT / "models" / "marts").rglob("*.sql"):
        alias = re.search(r"alias='(\S+?)'", path.read_text(encoding="utf-8"))
        found[path.stem] = alias[1] if alias else path.stem
    return found


def test_exposures_name_what_is_read(exposures: dict[str, set[str]], aliases: dict[str, str]) -> None:
    read = {
        "explorer": read_by(Path(site.__file__).parent),
        "workbook": read_by(Path(workbook.__file__).parent),
        "superset_dashboard": {
            one["table"] for one in yaml.safe_load((dbt_run.PROJECT.parent / "bi/superset/dashboard.yml").read_text("utf-8"))["datasets"]
        },
    }  # fmt: skip
    assert {name: {aliases[model] for model in models} for name, models in exposures.items()} == read


def test_no_documentation_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="no warehouse"):
        dbt_docs.write(tmp_path / "taizhang.duckdb", tmp_path / "dbt.html")


@pytest.mark.slow
def test_the_documentation_is_one_page(built: Path, tmp_path: Path) -> None:
    swap.publish(built, tmp_path)
    page = dbt_docs.write(tmp_path / "taizhang.duckdb", tmp_path / "docs" / "dbt.html")
    text = page.read_text(encoding="utf-8")
    assert "exposure.taizhang.explorer" in text and "model.taizhang.fct_indicator" in text
    assert "One row per observation" in text or "一个观测" in text
    assert str(dbt_run.PROJECT) not in text
    assert [path.name for path in page.parent.iterdir()] == ["dbt.html"]
