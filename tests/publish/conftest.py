"""A workshop that makes warehouses of reports of a district that does not exist, and one such warehouse for all tests."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.publish import again, dbt_run, swap
from pipelines.publish.dbt_run import DbtResult
from pipelines.publish.load import load
from pipelines.publish.manifest import ensure_manifest
from pipelines.staging import staged as staging
from pipelines.validate.rows import validate
from tests.builds import copy_build
from tests.publish.factory import Report
from tests.publish.reports import reports
from tests.shared import copied, once


@dataclass(frozen=True)
class Workshop:
    """Builds always happen at one path. All models are made as `taizhang build` makes them: by dbt's statements where they
    are kept, which `test_again.py` holds against dbt itself; a selection, and what dbt must judge, by dbt.
    """

    folder: Path

    @property
    def build_file(self) -> Path:
        return self.folder / "build" / "warehouse.duckdb"

    def stage(self, made: Sequence[Report]) -> Path:
        staged = self.folder / "staged"
        shutil.rmtree(staged, ignore_errors=True)
        stages = []
        for report in made:
            result = validate(report.staged, report.document)
            assert result.quarantine.height == len(report.expected_quarantine), result.quarantine.to_dicts()
            stage = staging.Stage(report.document_id, report.source_file, "test")
            staging.write(staged, stage, {**result.valid, "quarantine": result.quarantine})
            stages.append(stage)
        staging.write_manifest(staged, stages)
        return staged

    def build(self, made: Sequence[Report], corrections: str = "", select: Sequence[str] = ()) -> DbtResult:
        file = self.folder / "corrections.yml"
        file.write_text(corrections, encoding="utf-8")
        load(self.build_file, self.stage(made), file)
        return dbt_run.build(self.build_file, select) if select else again.build(self.build_file)


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "build").mkdir()
    before = os.environ.get(dbt_run.TARGET_VARIABLE)
    os.environ[dbt_run.TARGET_VARIABLE] = str(folder / "target")
    ensure_manifest()  # the parse that the checkout keeps, if it is of these models
    yield Workshop(folder)
    os.environ.pop(dbt_run.TARGET_VARIABLE)
    if before is not None:
        os.environ[dbt_run.TARGET_VARIABLE] = before


@dataclass(frozen=True)
class ByDbt:
    """What dbt itself made of the reports in the other order; never to be changed, copy it."""

    folder: Path

    @property
    def loaded(self) -> Path:
        """The build file before dbt."""
        return self.folder / "loaded" / "warehouse.duckdb"

    @property
    def file(self) -> Path:
        """The build file with every mart filled."""
        return self.folder / "warehouse.duckdb"

    @property
    def kept(self) -> Path:
        """What is kept of what dbt sent."""
        return self.folder / "sent.json"

    @property
    def result(self) -> DbtResult:
        """What dbt said of it."""
        result: DbtResult = pickle.loads((self.folder / "result").read_bytes())
        return result


@pytest.fixture(scope="session")
def by_dbt(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> ByDbt:
    """Dbt's run of all models and tests."""

    def make(folder: Path) -> None:
        made = ByDbt(folder)
        made.loaded.parent.mkdir()
        load(made.loaded, workshop.stage(list(reversed(reports()))))
        copy_build(made.loaded, made.file)
        result = again.build(made.file, made.kept, shipped=None)
        assert result.success, result.text()
        (folder / "result").write_bytes(pickle.dumps(result))

    return ByDbt(once(tmp_path_factory, "by-dbt", make))


@pytest.fixture(scope="session")
def built(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build file with every mart filled; never to be changed, copy it."""

    def make(folder: Path) -> None:
        result = workshop.build(reports())
        assert result.success, result.text()
        copy_build(workshop.build_file, folder / "warehouse.duckdb")

    return once(tmp_path_factory, "built", make) / "warehouse.duckdb"


@pytest.fixture(scope="session")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as it is published, in a warehouse folder; never to be changed, copy the folder."""

    def make(folder: Path) -> None:
        swap.publish(built, folder, documents=[{"document_id": "d", "source_file": "a.txt"}], extractor_version="0.1+a")

    return once(tmp_path_factory, "published", make) / "taizhang.duckdb"


@pytest.fixture
def warehouse(published: Path, tmp_path: Path) -> Path:
    """A warehouse folder of one's own, with one version."""
    return copied(published.parent, tmp_path / "house")


@pytest.fixture
def build_copy(built: Path, tmp_path: Path) -> Path:
    """A build file of one's own."""
    return copy_build(built, tmp_path / "warehouse.duckdb")


@pytest.fixture
def lake(tmp_path: Path) -> tuple[str, Path]:
    """Where an empty lake can be made: its catalogue and its folder."""
    return str(tmp_path / "catalogue.ducklake"), tmp_path / "data"
