"""Files to take away: CSV and Parquet with their description, and what cannot be written."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import frictionless
import pyarrow.parquet
import pytest

from pipelines.errors import PublishError
from pipelines.publish import shapes
from pipelines.serve import export
from pipelines.serve.query import connect, query


@pytest.fixture(scope="module")
def package(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv") / "new" / "folder"
    paths = export.export(published, "csv", folder)
    assert paths[-1] == folder / "datapackage.json"
    return folder


def test_csv_defuses_formulas_and_keeps_numbers(package: Path) -> None:
    assert {p.stem for p in package.iterdir()} >= {"observations", "fct_target_actual", "dim_year", "datapackage"}
    with (package / "observations.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    [formula] = [r for r in rows if "HYPERLINK" in r["indicator_name"]]
    assert formula["indicator_name"] == "'=HYPERLINK(1)" and formula["quote"].startswith("'=")
    negative = [r for r in rows if r["value"].startswith("-")]
    assert negative and json.loads(negative[0]["checks"]) == []


def test_the_package_is_valid(package: Path) -> None:
    report = frictionless.validate(package / "datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert len(report.tasks) == len(list(package.glob("*.csv")))


def test_a_broken_package_is_not_valid(package: Path, tmp_path: Path) -> None:
    """The schemas say enough to notice a row of a document that does not exist, and a key that comes twice."""
    broken = tmp_path / "broken"
    shutil.copytree(package, broken)
    described = json.loads((broken / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    (broken / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    lines = (broken / "dim_document.csv").read_text(encoding="utf-8").splitlines()
    (broken / "dim_document.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with (broken / "dim_sector.csv").open("a", encoding="utf-8") as file:
        file.write("1,综合,General\n")
    report = frictionless.validate(broken / "datapackage.json")
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    assert ("fct_indicator", "foreign-key") in found and ("dim_sector", "primary-key") in found


def test_the_description_says_keys_units_sources_and_rights(package: Path) -> None:
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in described["resources"]}
    schema = resources["fct_indicator"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["observation_id"]
    assert {"fields": ["unit"], "reference": {"resource": "dim_unit", "fields": ["unit"]}} in schema["foreignKeys"]
    assert fields["value"]["unitColumn"] == "unit" and fields["bbox"]["unit"] == "pt"
    assert fields["checks"]["type"] == "array" and fields["value"]["type"] == "number"
    assert all(field["description"] for one in resources.values() for field in one["schema"]["fields"])
    assert all(one["description"] for one in resources.values())
    assert "licence" in described["description"] and described["sources"][0]["title"]
    file = package / "dim_year.csv"
    assert resources["dim_year"]["hash"] == "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_relation_and_unit_is_of_columns_that_exist(published: Path) -> None:
    with connect(published) as connection:
        known = {relation.name: {c.name for c in relation.columns} for relation in shapes.read(connection)}
    for table, key in shapes._foreign_keys():
        assert key.column in known[table] and key.to_column in known[key.to_table], (table, key)
    columns = set().union(*known.values())
    for column, (unit_column, _) in shapes._units().items():
        assert column in columns and (not unit_column or unit_column in columns), column


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_warehouse_gives_the_same_bytes(published: Path, tmp_path: Path, form: str) -> None:
    one, other = (export.export(published, form, tmp_path / name) for name in ("one", "other"))
    assert [p.name for p in one] == [p.name for p in other]
    assert [p.name for p, q in zip(one, other, strict=True) if p.read_bytes() != q.read_bytes()] == []


def test_parquet_is_the_mart(published: Path, tmp_path: Path) -> None:
    path, described = export.export(published, "parquet", tmp_path, ["fct_indicator"])
    rows = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
    assert rows == query(published, "from fct_indicator").rows
    package = frictionless.Package.from_descriptor(str(described))
    fields = [field.name for field in package.resources[0].schema.fields]
    assert fields == pyarrow.parquet.read_schema(path).names
    assert package.resources[0].schema.foreign_keys == [], "tables that are not there are not referred to"


def test_chinese_views_are_written_when_named(published: Path, tmp_path: Path) -> None:
    path, described = export.export(published, "csv", tmp_path, ["v_目标与完成"])
    assert path.name == "v_目标与完成.csv"
    report = frictionless.validate(described)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])


def test_what_cannot_be_exported_is_said(published: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="unknown format docx"):
        export.export(published, "docx", tmp_path)
    with pytest.raises(PublishError, match="there is no table secrets"):
        export.export(published, "csv", tmp_path, ["secrets"])
    with pytest.raises(PublishError, match="sheets of its own"):
        export.export(published, "xlsx", tmp_path, ["dim_year"])
    assert list(tmp_path.iterdir()) == [], "nothing half is left"
