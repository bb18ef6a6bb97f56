"""The Superset bundle: database, datasets, charts and a dashboard as YAML, from dashboard.yml and a warehouse's comments.

    python bi/superset/generate.py warehouse/taizhang.duckdb                 # writes bi/superset/bundle/ anew
    python bi/superset/generate.py warehouse/taizhang.duckdb --to folder     # for this file: superset import-directory -o -f folder
    python bi/superset/generate.py warehouse/taizhang.duckdb --to out.zip    # for this file, to be uploaded in Superset's pages

Superset does not read DuckDB's comments, so names and descriptions are written into the datasets here. Every object's
identity comes from its name: importing the folder again replaces all of it (an upload replaces the dashboard only), and
the same warehouse gives the same bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
import uuid
import zipfile
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from pipelines.publish import shapes  # noqa: E402
from pipelines.serve.query import connect  # noqa: E402

PLACE = "/path/to/warehouse/taizhang.duckdb"  # what the bundle says where a reader has to say where his file is
SPACE = uuid.UUID("6a1f3e0c-5d0b-4b8e-9a63-7d0f6c1c2f55")
MADE = "2000-01-01T00:00:00+00:00"
COLOURS = {
    "达到": "#2E8B57", "未达到": "#C0392B", "未到期": "#B0BAC5", "不可比": "#E0B100", "完成": "#2E8B57", "超额完成": "#1B6B3F",
    "部分完成": "#E0B100", "推进中": "#3A7BBF", "未开始": "#C0392B", "不明": "#B0BAC5", "尚无完成情况": "#DDE3E8", "实际": "#24415F", "预计": "#E0B100",
    "目标": "#8FB3D9", "完工": "#2E8B57", "在建": "#3A7BBF", "开工": "#8FB3D9", "前期": "#B0BAC5", "目标均值": "#8FB3D9",
    "结果均值": "#24415F",
}  # fmt: skip
TYPES = {"BOOLEAN": "BOOLEAN", "DATE": "DATE", "INTEGER": "INTEGER", "BIGINT": "BIGINT", "DOUBLE": "FLOAT"}


def identity(kind: str, name: str) -> str:
    """The id of an object, the same wherever the bundle is made."""
    return str(uuid.uuid5(SPACE, f"{kind} {name}"))


def bundle(relations: dict[str, shapes.Relation], database: str = PLACE) -> dict[str, dict[str, Any]]:
    """Path in the bundle → its content."""
    wanted = yaml.safe_load((HERE / "dashboard.yml").read_text(encoding="utf-8"))
    files = {
        "metadata.yaml": {"version": "1.0.0", "type": "Dashboard", "timestamp": MADE},
        "databases/taizhang.yaml": _database(wanted, database),
        "dashboards/taizhang.yaml": _dashboard(wanted),
    }
    for number, one in enumerate(wanted["datasets"], 1):
        files[f"datasets/taizhang/dataset_{number}.yaml"] = _dataset(wanted, one, relations[one["table"]])
    for number, one in enumerate(wanted["charts"], 1):
        files[f"charts/chart_{number}.yaml"] = _chart(one)
    return files


def _database(wanted: dict[str, Any], path: str) -> dict[str, Any]:
    return {
        "database_name": wanted["database"],
        "sqlalchemy_uri": f"duckdb:///{path}",
        "cache_timeout": None,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        # The published file is replaced as a whole: connections are opened for each query, and only for reading.
        "extra": {"engine_params": {"connect_args": {"read_only": True}}},
        "uuid": identity("database", wanted["database"]),
        "version": "1.0.0",
    }


def _dataset(wanted: dict[str, Any], one: dict[str, Any], relation: shapes.Relation) -> dict[str, Any]:
    metrics = {"count": "COUNT(*)", **one.get("metrics", {})}
    return {
        "table_name": relation.name,
        "main_dttm_col": one.get("date"),
        "description": relation.comment,
        "schema": "main",
        "catalog": None,
        "sql": None,
        "filter_select_enabled": True,
        "always_filter_main_dttm": False,
        "uuid": identity("dataset", relation.name),
        "database_uuid": identity("database", wanted["database"]),
        "metrics": [
            {"metric_name": name, "verbose_name": "行数" if name == "count" else name, "expression": expression}
            for name, expression in metrics.items()
        ],
        "columns": [_column(column) for column in relation.columns],
        "version": "1.0.0",
    }


def _column(column: shapes.Column) -> dict[str, Any]:
    return {
        "column_name": column.name,
        "verbose_name": verbose_name(column),
        "description": column.comment,
        "type": "NUMERIC" if column.type.startswith("DECIMAL") else TYPES.get(column.type, "VARCHAR"),
        "is_dttm": column.type == "DATE",
        "is_active": True,
        "groupby": True,
        "filterable": True,
        "expression": None,
    }


def verbose_name(column: shapes.Column) -> str:
    """A column's name for people: a Chinese name as it is, else what its description begins with."""
    if re.search(r"[\u4e00-\u9fff]", column.name):
        return column.name
    first = re.split(r"[。，：；（]", column.comment)[0].strip()
    return first if re.search(r"[\u4e00-\u9fff]", first) and len(first) <= 16 else column.name


def _chart(one: dict[str, Any]) -> dict[str, Any]:
    kind = {"bar": "echarts_timeseries_bar", "pie": "pie", "table": "table"}[one["kind"]]
    params: dict[str, Any] = {
        "viz_type": kind,
        "adhoc_filters": [
            {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": one["where"], "filterOptionName": "where"}
        ]
        if "where" in one
        else [],
        "row_limit": 1000,
        "color_scheme": "supersetColors",
        "label_colors": COLOURS,
    }
    if one["kind"] == "bar":
        params |= {
            "x_axis": one["x"],
            "xAxisForceCategorical": True,
            "x_axis_sort_asc": True,
            "metrics": one.get("metrics") or [one["metric"]],
            "groupby": [one["by"]] if "by" in one else [],
            "stack": "Stack" if one.get("stack") else None,
            "orientation": "horizontal" if one.get("across") else "vertical",
            "truncateYAxis": False,  # bars begin at zero
            "xAxisLabelInterval": "0",
            "xAxisLabelRotation": one.get("rotate", 0),
            "y_axis_bounds": [None, None],
            "show_legend": True,
            "rich_tooltip": True,
            "y_axis_format": "SMART_NUMBER",
        }
    elif one["kind"] == "pie":
        params |= {
            "groupby": [one["by"]], "metric": one["metric"], "donut": True, "outerRadius": 55, "innerRadius": 28, "label_type": "key_value", "show_legend": False,
        }  # fmt: skip
    else:
        params |= {
            "query_mode": "raw", "all_columns": one["columns"], "page_length": 10, "show_cell_bars": False, "table_timestamp_format": "smart_date",
        }  # fmt: skip
    return {
        "slice_name": one["name"],
        "description": one["about"],
        "viz_type": kind,
        "params": params,
        "cache_timeout": None,
        "uuid": identity("chart", one["name"]),
        "dataset_uuid": identity("dataset", one["dataset"]),
        "version": "1.0.0",
    }


def _dashboard(wanted: dict[str, Any]) -> dict[str, Any]:
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": wanted["title"]}},
    }
    for number, chart in enumerate(wanted["charts"], 1):
        row = f"ROW-{chart['row']}"
        if row not in position:
            position["GRID_ID"]["children"].append(row)
            position[row] = {
                "type": "ROW", "id": row, "children": [], "parents": ["ROOT_ID", "GRID_ID"],
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            }  # fmt: skip
        position[row]["children"].append(f"CHART-{number}")
        position[f"CHART-{number}"] = {
            "type": "CHART", "id": f"CHART-{number}", "children": [], "parents": ["ROOT_ID", "GRID_ID", row],
            # Without uuid and sliceName, the importer shows the chart a second time below the others.
            "meta": {
                "chartId": number, "width": chart["width"], "height": 56, "sliceName": chart["name"],
                "uuid": identity("chart", chart["name"]),
            },
        }  # fmt: skip
    return {
        "dashboard_title": wanted["title"],
        "description": None,
        "css": "",
        "slug": wanted["slug"],
        "published": True,
        "uuid": identity("dashboard", wanted["slug"]),
        "position": position,
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": COLOURS,
            "cross_filters_enabled": True,
            "native_filter_configuration": [_filter(wanted, name) for name in wanted["filters"]],
        },
        "version": "1.0.0",
    }


def _filter(wanted: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "id": f"NATIVE_FILTER-{identity('filter', name)[:9]}",
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "name": name,
        "targets": [{"column": {"name": name}, "datasetUuid": identity("dataset", wanted["datasets"][0]["table"])}],
        "controlValues": {
            "multiSelect": True,
            "enableEmptyFilter": False,
            "inverseSelection": False,
            "searchAllOptions": False,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
    }


def rendered(files: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The same as text."""
    return {
        path: yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
        for path, content in sorted(files.items())
    }


def write(files: dict[str, dict[str, Any]], folder: Path) -> None:
    """Write the bundle as files; those that are no longer in it go."""
    texts = rendered(files)
    for path in folder.rglob("*.yaml"):
        if path.relative_to(folder).as_posix() not in texts:
            path.unlink()
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def write_zip(files: dict[str, dict[str, Any]], target: Path) -> None:
    """Write the bundle as the one file that Superset imports."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in rendered(files).items():
            archive.writestr(zipfile.ZipInfo(f"taizhang/{path}"), text)


def relations_of(warehouse: Path) -> dict[str, shapes.Relation]:
    """The tables and views of a published warehouse by name."""
    with connect(warehouse) as connection:
        return {relation.name: relation for relation in shapes.read(connection)}


def main() -> None:
    """The command line of this file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warehouse", type=Path, help="the published file")
    parser.add_argument("--to", type=Path, help="write this folder or .zip for this warehouse, instead of bundle/")
    parser.add_argument("--path", help="where Superset finds the warehouse (default: where it is here)")
    args = parser.parse_args()
    relations = relations_of(args.warehouse)
    if args.to is None:
        return write(bundle(relations), HERE / "bundle")
    files = bundle(relations, args.path or str(args.warehouse.resolve()))
    return write_zip(files, args.to) if args.to.suffix == ".zip" else write(files, args.to)


if __name__ == "__main__":
    main()
