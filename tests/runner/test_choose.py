"""How many processes read."""

from __future__ import annotations

from pathlib import Path

from pipelines import settings
from pipelines.documents.scan import SourceFile
from pipelines.runner import choose
from pipelines.runner.document import Task
from pipelines.staging.staged import Stage


def test_few_texts_are_read_by_one_process_and_scans_by_all(tmp_path: Path) -> None:
    def tasks(*names_and_sizes: tuple[str, int]) -> list[Task]:
        files = [SourceFile(tmp_path / name, name, size, sha256="0") for name, size in names_and_sizes]
        return [Task(file, Stage("0", file.source_file, "k"), tmp_path, "v") for file in files]

    few, many = [("a.txt", 60_000)] * 5, [("a.html", 60_000)] * 50
    assert [choose.worth(tasks(*files)) for files in (few, many, [("a.pdf", 1000)])] == [1, 8, 2]
    assert choose.runner(settings.load({}), tasks(*few)).workers == 1
    asked = settings.load({"TAIZHANG_WORKERS": "3"})
    assert choose.runner(asked, tasks(*few)).workers == 3, "as many as were asked for"
