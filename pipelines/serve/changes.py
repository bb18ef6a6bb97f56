"""What is new since an earlier publication, in sentences: documents, figures revised, targets missed, conflicts, projects.

found = changes(warehouse, since=11)      # Changes(before=11, after=14, items=[Item, ...])
print(found.markdown())

Everything is read from the two published files, so an item can be checked against either of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.publish.database import bounded
from pipelines.publish.difference import diff
from pipelines.publish.files import write_aside
from pipelines.publish.versions import current, find, history
from pipelines.serve.ledger.figures import plain
from pipelines.serve.ledger.sentences import KINDS as CONFLICTS
from pipelines.serve.ledger.sentences import judgement
from pipelines.serve.ledger.things import life_of

if TYPE_CHECKING:
    import duckdb

FOLDER = "changes"  # beside the published file
MOST = 200  # items of one kind
KINDS = {
    "document": "文件",
    "revised": "改动的数字",
    "missed": "未完成的目标",
    "conflict": "新的矛盾",
    "project": "有进展的项目",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new: its kind, a sentence, and the ids by which it is found."""

    kind: str
    sentence: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What version `after` says that `before` did not."""

    before: int | None
    """None where no earlier version is kept."""
    after: int
    items: tuple[Item, ...]

    def markdown(self) -> str:
        """The changes as a page: a heading for each kind, a line for each item."""
        if self.before is None:
            return f"# 第 {self.after} 版\n\n没有更早的版本可以比较。"
        lines = [f"# 第 {self.before} 版到第 {self.after} 版的变化"]
        for kind, title in KINDS.items():
            found = [item for item in self.items if item.kind == kind]
            if found:
                lines += ["", f"## {title}（{len(found)}）", *(f"- {_escaped(item.sentence)}" for item in found)]
        if not self.items:
            lines += ["", "没有变化。"]
        return "\n".join(lines)

    def json(self) -> str:
        """The changes as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def _escaped(sentence: str) -> str:
    """A document's words as Markdown text: no image, no link, no tag comes out of them."""
    return sentence.replace("\\", "\\\\").translate({ord(c): f"\\{c}" for c in "[]<>!`*_"})


def changes(warehouse: Path, since: int | None = None) -> Changes:
    """What the published version says that version `since` did not (default: the version before).

    Raises PublishError where there is no earlier version, or where it is no longer kept.
    """
    now = current(warehouse)
    if now is None:
        raise PublishError(f"nothing was published into {warehouse} yet; run: taizhang build")
    if since is None:
        earlier = [p.version for p in history(warehouse) if p.version < now.version]
        if not earlier:
            raise PublishError(f"version {now.version} is the first that is kept; there is nothing to compare it with")
        since = max(earlier)
    items: list[Item] = []
    with bounded(spill=warehouse / ".build" / "spilled") as connection:
        for name, version in (("before", since), ("after", now.version)):
            path = str(find(warehouse, version)).replace("'", "''")
            connection.execute(f"attach '{path}' as {name} (read_only)")
        items += _documents(connection)
        items += _missed(connection)
        items += _conflicts(connection)
        items += _projects(connection)
    items += _revised(warehouse, since, now.version)
    order = list(KINDS)
    return Changes(since, now.version, tuple(sorted(items, key=lambda item: order.index(item.kind))))


def write(warehouse: Path) -> list[Path]:
    """Write what is new since the version before beside the published file: changes/changes.md and changes.json."""
    now = current(warehouse)
    first = now is not None and not any(p.version < now.version for p in history(warehouse))
    found = Changes(None, now.version, ()) if now is not None and first else changes(warehouse)
    folder = warehouse / FOLDER
    folder.mkdir(exist_ok=True)
    paths = [folder / "changes.md", folder / "changes.json"]
    for path, text in zip(paths, (found.markdown(), found.json()), strict=True):
        with write_aside(path) as aside:
            aside.write_text(text + "\n", encoding="utf-8")
    return paths


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"{sql} limit {MOST}").fetchall()


def _documents(connection: duckdb.DuckDBPyConnection) -> list[Item]:
    new = _rows(
        connection,
        """select source_file, title, document_id from after.main.dim_document
           where document_id not in (select document_id from before.main.dim_document) order by 1""",
    )
    gone = _rows(
        connection,
        """select source_file, title, document_id from before.main.dim_document
           where document_id not in (select document_id from after.main.dim_document) order by 1""",
    )
    found = [Item("document", f"新载入 {file}（{title or '无标题'}）", (document,)) for file, title, document in new]
    return found + [
        Item("document", f"不再载入 {file}（{title or '无标题'}）", (document,)) for file, title, document in gone
    ]


def _missed(connection: duckdb.DuckDBPyConnection) -> list[Item]:
    cursor = connection.execute(
        f"""select a.* from after.main.fct_target_actual as a
            left join before.main.fct_target_actual as b using (target_actual_id)
            where a.outcome = 'missed' and b.outcome is distinct from 'missed'
            order by a.region_name, a.year, a.indicator_name limit {MOST}"""
    )
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    keys = ("target_observation_id", "actual_observation_id")
    return [Item("missed", judgement(row), tuple(row[key] for key in keys if row[key])) for row in rows]


def _conflicts(connection: duckdb.DuckDBPyConnection) -> list[Item]:
    rows = _rows(
        connection,
        """select indicator_name, year, kind, values_text, observation_ids from after.main.fct_conflict
           where conflict_id not in (select conflict_id from before.main.fct_conflict) order by year, indicator_name""",
    )
    return [
        Item("conflict", f"{name}（{year or '时期不明'}，{CONFLICTS.get(kind, kind)}）：{said}", tuple(ids))
        for name, year, kind, said, ids in rows
    ]


def _projects(connection: duckdb.DuckDBPyConnection) -> list[Item]:
    rows = _rows(
        connection,
        """select a.name, b.life, a.life, a.project_id from after.main.dim_project as a
           inner join before.main.dim_project as b using (project_id)
           where a.life is distinct from b.life order by a.name""",
    )
    return [
        Item("project", f"{name}：原为 {life_of(before)}，现为 {life_of(after)}", (key,))
        for name, before, after, key in rows
    ]


def _revised(warehouse: Path, before: int, after: int) -> list[Item]:
    found = diff(warehouse, before, after, limit=MOST).changed
    return [
        Item("revised", f"{row['source_file']}：{_revision(row)}", (row["observation_id"],))
        for row in found
        if row["change"] == "changed"
    ]


def _revision(row: dict[str, Any]) -> str:
    before, after = (f"{plain(row[f'value_{when}'])}{row[f'unit_{when}'] or ''}" for when in ("before", "after"))
    return f"{row['indicator_name']}（{row['period_label'] or '时期不明'}）由 {before} 改为 {after}"
