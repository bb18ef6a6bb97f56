"""Packs: the rows of many small documents in few files. Nothing that is published tells that they are there."""

from __future__ import annotations

import io
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from pipelines.documents.scan import scan
from pipelines.errors import PublishError
from pipelines.publish import fill
from pipelines.publish import load as loading
from pipelines.publish.database import WORK, work_file
from pipelines.publish.load import load
from pipelines.runner import packing
from pipelines.runner.lock import reading
from pipelines.runner.packing import pack
from pipelines.runner.plan import Plan, make_plan
from pipelines.staging import loose, packs, sets
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.staging.tally import Tally, tally
from pipelines.validate.schema import tables
from tests.publish.factory import Report
from tests.publish.test_staging import damage, frames
from tests.shared import copied


class Killed(BaseException):
    """The process ends here."""


class House:
    """Documents of one year and kind below `raw`, each staged with the rows of a made-up report."""

    def __init__(self, folder: Path, documents: int = 0) -> None:
        self.raw, self.staged = folder / "raw", folder / "staged"
        if documents:
            self.fill(documents)

    def fill(self, documents: int) -> None:
        self.raw.mkdir()
        for n in range(documents):
            (self.raw / f"{n:02}.txt").write_text(f"新增就业{n}人。", encoding="utf-8")
        self.read()

    def plan(self) -> Plan:
        return make_plan(scan(self.raw), {}, self.staged, "1")

    def read(self) -> list[str]:
        """Stage what the plan asks for; returns these documents."""
        plan = self.plan()
        for task in plan.tasks:
            staging.write(self.staged, task.stage, frames(report(task.stage)))
        staging.write_manifest(self.staged, [task.stage for task in plan.current])
        return [task.stage.source_file for task in plan.tasks]

    def build(self) -> list[str]:
        """As a build does before it loads."""
        read = self.read()
        staging.prune(self.staged)
        pack(self.staged, 4)
        return read

    @property
    def stages(self) -> list[Stage]:
        return staging.read_manifest(self.staged)

    @property
    def packs(self) -> list[Path]:
        return packs.folders(self.staged)

    def loose(self) -> list[str]:
        return [stage.source_file for stage in staging.shelf(self.staged, self.stages).loose]

    def loaded(self, name: str = "build.duckdb") -> dict[str, list[tuple[object, ...]]]:
        """All staged rows of a build file made of the folder, in order."""
        build = self.raw.with_name(name)
        load(build, self.staged)
        return rows_of(build)


def report(stage: Stage) -> Report:
    """A report under the name and the id of a document."""
    made = Report(stage.source_file, plan_year=2025)
    made.document_id = str(stage.document_id)
    made.say("新增就业{8800}人", name="新增就业", unit="人", period=2024, checks=["period_guessed"])
    made.say("产值{3}百万只", name="产值", unit="百万只", period=2024)
    return made


def rows_of(build: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(work_file(build)), read_only=True) as connection:
        found = {kind: connection.execute(f"select * from staged.{kind}").fetchall() for kind in tables()}
    return {kind: sorted(rows, key=repr) for kind, rows in found.items()}


@pytest.fixture(autouse=True)
def rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here asks a build file for the vocabularies, which take longer to load than the rows of nine documents."""
    monkeypatch.setattr(loading, "_load_lexicon", lambda _: None)
    monkeypatch.setattr(loading, "_refresh_lexicon", lambda _: None)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Nine documents in three packs of three; never to be changed."""
    made = House(tmp_path_factory.mktemp("packed"), 9)
    made.build()
    assert len(made.packs) == 3
    return made


@pytest.fixture
def house(packed: House, tmp_path: Path) -> House:
    """A copy of them."""
    for folder in (packed.raw, packed.staged):
        copied(folder, tmp_path / folder.name)
    return House(tmp_path)


def test_what_is_packed_is_loaded_as_before(tmp_path: Path) -> None:
    house = House(tmp_path, 9)
    before, counted = house.loaded(), tally(house.staged, house.stages)
    names = {path.relative_to(house.staged) for path in house.staged.glob("rows/*")}
    assert house.build() == [] and len(house.packs) == 3 and house.loose() == []
    assert {path.name.rpartition("-")[0] for path in house.packs} == {"2025-plan_report"}
    assert list(house.staged.glob("rows/*")) == [] and len(names) == 9
    assert house.loaded() == before and before["observation"]
    after = tally(house.staged, house.stages)
    for kind in tables():
        assert (after[kind].rows, after[kind].checks) == (counted[kind].rows, counted[kind].checks)
        assert after[kind].rows == len(before[kind])
    assert after["observation"].checks["period_guessed"] == 9
    assert house.plan().tasks == () and len(house.plan().unchanged) == 9
    for pack_, of in staging.shelf(house.staged, house.stages).packed:
        packs.unpack(house.staged, pack_, of)
    assert {path.relative_to(house.staged) for path in house.staged.glob("rows/*")} == names


def test_a_part_of_a_frame_is_written_without_the_rest() -> None:
    stages = [Stage(f"{n:064}", f"{n}.txt", "1") for n in range(50)]
    rows = pl.concat([frames(report(stage))["observation"] for stage in stages])
    whole = rows.with_columns(frame=pl.Series([["region|document||"] * 5] * rows.height))
    part = whole[:2]
    held = {}
    for how, of in (("part", part), ("alone", packs.alone(part))):
        assert of.equals(part) and of.schema == part.schema
        stream = io.BytesIO()
        of.write_ipc_stream(stream)
        held[how] = pa.ipc.open_stream(stream.getvalue()).read_all().nbytes
    assert held["alone"] < held["part"] / 3


def test_few_documents_large_ones_and_failures_stay_in_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path, 3)
    house.build()
    assert house.packs == [] and len(house.loose()) == 3
    (house.raw / "more.txt").write_text("又一份", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(packs, "SMALL", 10)
        house.build()
        assert house.packs == []
    failed = Stage("f" * 64, "failed.txt", "1-failed")
    staging.write(house.staged, failed, {"outcome": frames(report(failed))["outcome"]})
    staging.write_manifest(house.staged, [*house.stages, failed])
    assert pack(house.staged, 0) == 0 == len(house.packs)
    assert pack(house.staged, 4) == 1 and house.loose() == ["failed.txt"]


def test_a_pack_is_left_alone_while_somebody_reads(tmp_path: Path) -> None:
    house = House(tmp_path, 5)
    with reading(house.staged):
        assert pack(house.staged, 4) == 0 == len(house.packs)
    assert pack(house.staged, 4) == 2


def test_a_changed_document_leaves_its_pack_as_it_is(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "STALE", 0.5)
    packed = house.packs
    (house.raw / "04.txt").write_text("新增就业400人。", encoding="utf-8")
    assert house.build() == ["04.txt"] and house.packs == packed and house.loose() == ["04.txt"]
    other = House(tmp_path / "other")
    other.raw = house.raw
    other.read()
    load(tmp_path / "other.duckdb", other.staged)
    assert house.loaded() == rows_of(tmp_path / "other.duckdb"), "the old rows of the changed document are in no table"


def test_a_pack_of_which_much_is_no_more_is_made_anew(house: House) -> None:
    before = house.packs
    for path in sorted(house.raw.iterdir())[:2]:
        path.unlink()
    expected = house.loaded("with.duckdb")
    house.build()
    assert sorted(house.loose()) == ["02.txt"] and len(house.packs) == 3, "it gave its document files of its own"
    house.build()
    assert set(house.packs) < set(before) and len(house.packs) == 2, "and is not needed any more"
    assert len(house.loaded()["document"]) == 7 == len(expected["document"]) - 2
    for n in range(3):
        (house.raw / f"new{n}.txt").write_text(f"新{n}", encoding="utf-8")
    house.build()
    assert house.loose() == [] and len(house.packs) == 3


def test_a_document_that_is_read_again_counts_for_more_than_its_pack(house: House) -> None:
    before = house.loaded()
    [first, *_] = house.stages
    staging.write(house.staged, first, frames(report(first)))
    assert house.loose() == [first.source_file] and house.loaded() == before
    assert staging.is_complete(house.staged, first)


@pytest.mark.parametrize("how", ["gone", "cut", "flipped"])
@pytest.mark.parametrize("name", ["observation.parquet", "outcome.parquet", "index.json"])
def test_a_damaged_pack_is_noticed_and_its_documents_are_read_again(
    house: House, name: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    before, file = house.loaded(), house.packs[1] / name
    damage(file, how)
    caplog.set_level(logging.WARNING, "taizhang")
    logging.getLogger("taizhang").propagate = True
    read = house.build()
    assert len(read) == 3, "those of one pack, and no others"
    assert f"{read[0]} is read again" in caplog.text
    assert str(file) in caplog.text or how == "gone"
    assert house.loaded() == before and house.plan().tasks == ()
    house.build()
    assert all(not (folder / "half").exists() for folder in house.packs)


def test_damage_that_comes_before_the_load_ends_the_build_with_the_name_of_the_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, file = house.loaded(), house.packs[0] / "observation.parquet"
    damage(file, "flipped")
    monkeypatch.setattr("pipelines.runner.plan.DIGESTS_UP_TO", 0)
    assert house.plan().tasks == (), "of many documents only sizes are compared before"
    monkeypatch.setattr(staging, "PATIENCE", 0.0)
    with pytest.raises(PublishError, match=f"damaged, the first of .*{file}.*; build again, they are read anew"):
        staging.require_whole(house.staged, house.stages, patience=0)
    assert len(house.build()) == 3
    assert house.loaded() == before


def test_a_pack_or_the_manifest_that_is_gone(house: House, caplog: pytest.LogCaptureFixture) -> None:
    before = house.loaded()
    (house.staged / staging.MANIFEST).unlink()
    assert house.build() == [], "what was read is found in the packs"
    shutil.rmtree(house.packs[2])
    caplog.set_level(logging.WARNING, "taizhang")
    logging.getLogger("taizhang").propagate = True
    assert len(house.build()) == 3 and "its staged files are missing" in caplog.text
    assert house.loaded() == before


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, call: int) -> Iterator[None]:
    """The process ends at a call of a function; a killed one cleans up nothing.

    One pack at a time, for an exception ends one thread only, where a kill ends all of them.
    """
    real, calls = getattr(owner, name), iter(range(1000))

    def die(*args: object, **given: object) -> object:
        if next(calls) >= call:
            patched.setattr(shutil, "rmtree", lambda *_, **__: None)
            raise Killed
        return real(*args, **given)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, die)
        patched.setattr(packing, "AT_ONCE", 1)
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize(
    ("owner", "name", "calls"),
    [
        (packs, "write_parquet", (0, 2)),  # while the files of a pack are written
        (packs, "_flush", (1, 5, 9)),
        (Path, "rename", (0, 1)),  # before it has its name
        (loose, "remove", (0, 1, 3)),  # when it has, and the documents' own files are still there
        (Path, "unlink", (0, 1, 5)),  # while these go
    ],
)
def test_a_kill_between_the_steps_of_packing_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, calls: tuple[int, ...]
) -> None:
    house = House(tmp_path, 9)
    before = house.loaded()
    for call in calls:
        with killed_at(monkeypatch, owner, name, call):
            pack(house.staged, 4)
        assert house.loaded() == before, (name, call)
        assert house.plan().tasks == (), "nothing is read again"
    assert house.build() == [] and house.build() == []
    assert len(house.loose()) < 4 and house.loaded() == before
    assert [path for path in house.staged.rglob("*") if ".aside-" in path.name] == []
    own = {stage.name for stage in house.stages if stage.source_file in house.loose()}
    left = list(house.staged.glob("rows/*"))
    assert {path.stem for path in left} == own, "what was half removed is gone"


@pytest.mark.parametrize(("owner", "name", "call"), [(sets, "put", 0), (sets, "put", 1), (Path, "replace", 1)])
def test_a_kill_while_a_pack_is_unpacked_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, call: int
) -> None:
    (house.raw / "00.txt").unlink()
    house.read()
    before = house.loaded()
    with killed_at(monkeypatch, owner, name, call):
        pack(house.staged, 4)
    assert house.loaded() == before and house.plan().tasks == ()
    assert house.build() == [] and house.loaded() == before


def test_a_full_disk_leaves_documents_in_files_of_their_own_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house = House(tmp_path, 9)
    before = house.loaded()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    logging.getLogger("taizhang").propagate = True
    with monkeypatch.context() as patched:
        patched.setattr(packs, "_flush", full)
        assert pack(house.staged, 4) == 0
    assert "left in files of their own: [Errno 28] No space left" in caplog.text
    assert house.packs == [] and len(house.loose()) == 9 and house.loaded() == before
    assert [path for path in house.staged.rglob("*") if ".aside-" in path.name] == []


def test_a_bit_that_was_flipped_before_packing_is_not_packed(house: House, tmp_path: Path) -> None:
    for n in range(4):
        (house.raw / f"new{n}.txt").write_text(f"新{n}", encoding="utf-8")
    house.read()
    [bad, *_] = [stage for stage in house.stages if stage.source_file == "new1.txt"]
    damage(staging.path(house.staged, bad), "flipped")
    pack(house.staged, 4)
    assert house.loose() == ["new1.txt"] and len(house.packs) == 4
    with pytest.raises(PublishError, match=r"the first of new1\.txt"):
        staging.require_whole(house.staged, house.stages, patience=0)


def test_changed_documents_are_brought_up_to_date_from_packs_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of large warehouses takes of a pack the documents that changed."""
    build = house.raw.with_name("build.duckdb")
    house.loaded()
    stages = house.stages
    change = loading.state.Change((), (stages[0], stages[4]))
    with duckdb.connect(str(work_file(build))) as connection:
        connection.execute("create schema intermediate")
        connection.execute(
            "create table intermediate.int_observation_corrected as select * from staged.observation limit 0"
        )
    before = rows_of(build)
    with duckdb.connect(str(work_file(build))) as connection:
        connection.execute("delete from staged.passage where document_id = ?", [stages[4].document_id])
    monkeypatch.setattr(loading.state, "change", lambda *_: change)
    load(build, house.staged, rows_from=0)
    assert rows_of(build) == before


def test_the_first_documents_with_a_doubt_are_known() -> None:
    stages = [Stage(str(n), f"{n}.txt", "1") for n in range(5)]
    found = Tally()
    for n, stage in enumerate(stages):
        found.add(stage, 12, {"odd": n % 2, "all": 12})
    assert found.rows == 60 and found.checks == {"odd": 2, "all": 60}
    assert found.first() == stages[:2] == found.first("all") and found.first("odd") == [stages[1], stages[3]]
    assert found.first("odd", "all") == [stages[1], stages[3], stages[0]] and found.first("none") == []


@pytest.mark.parametrize("documents", [4, 9])
def test_tables_are_filled_beside_each_other_as_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: int
) -> None:
    """Files of documents, whole packs and parts of packs, by statements of two files each: the same rows in the same order."""
    monkeypatch.setattr(staging, "AT_ONCE", 2)
    monkeypatch.setattr(fill, "PACKS", 2)
    monkeypatch.setattr(fill, "SHARED", 0)
    house = House(tmp_path, 9)
    house.build()
    loose = Stage("f" * 64, "failed.txt", "1-failed")
    staging.write(house.staged, loose, {"outcome": frames(report(loose))["outcome"]})
    shelf = staging.shelf(house.staged, [*house.stages[:documents], loose])
    asked = "select * from staged.{} order by rowid"
    found = []
    for at_once in (1, fill.AT_ONCE):
        with duckdb.connect(config={"threads": 2}) as connection:
            connection.execute(f"attach ':memory:' as {WORK}; use {WORK}; create schema staged")
            for kind, table in tables().items():
                columns = ", ".join(f"{c.name} {c.sql_type}" for c in table.columns)
                connection.execute(f"create table staged.{kind} ({columns})")
            fill.fill(connection, shelf, at_once)
            found.append({kind: connection.execute(asked.format(kind)).fetchall() for kind in tables()})
    assert found[0] == found[1]
    assert len(found[0]["document"]) == documents and len(found[0]["outcome"]) > documents


@pytest.mark.parametrize("kind", ["observation", "outcome"])
def test_a_file_that_was_damaged_after_it_was_looked_at_ends_the_load(
    house: House, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(loading.staging, "require_whole", lambda *_, **__: None)
    (house.packs[1] / f"{kind}.parquet").write_bytes(b"no Parquet")
    with pytest.raises(duckdb.Error, match=f"{kind}.parquet"):
        house.loaded()
