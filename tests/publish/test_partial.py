"""A build file that is brought up to date has the rows of one made from nothing, and so has what is published of it."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.documents.scan import scan
from pipelines.publish import again, dbt_run, state, swap, versions, whole_file
from pipelines.publish import load as loading
from pipelines.publish.database import log_of, opened, remove_build, work_file
from pipelines.publish.load import load
from pipelines.runner import extraction
from pipelines.runner.local import InlineRunner
from pipelines.runner.packing import pack
from pipelines.runner.plan import make_plan
from pipelines.settings import ROOT
from pipelines.staging import packs
from pipelines.staging import staged as staging
from pipelines.version import extractor_version
from tests.builds import move_build
from tests.load import differences
from tests.publish.conftest import Workshop
from tests.synth import generate

CORRECTIONS = """
corrections:
  - {name: one, action: replace, document: corrected.txt, quote: 新增就业, expect: {value: 8800}, set: {value: 8801, period_start: 2028, period_end: 2028},
     reason: 试, author: 李, date: 2026-01-02}
"""


class House:
    """A raw folder and its warehouse: `part` builds as a large warehouse is built, `whole` from nothing."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder, self.place, self.kept = folder, place, folder / "kept.duckdb"
        self.raw, self.staged = folder / "raw", folder / "staged"
        self.corrections = folder / "corrections.yml"

    def furnish(self) -> None:
        """Some reports with conflicts, projects and 民生实事, one of them corrected; built once, as a whole."""
        remove_build(self.place)
        generate.write(self.folder, 24)
        for path in (ROOT / "raw").glob("*.txt"):
            shutil.copyfile(path, self.raw / path.name)
        (self.folder / "published").mkdir()
        self.corrections.write_text(CORRECTIONS, encoding="utf-8")
        (self.raw / "corrected.txt").write_text(
            "云岭市岚川区2027年政府工作报告\n\n新增就业8800人。\n", encoding="utf-8"
        )
        self.read()
        self.part()
        assert not state.is_partial(self.kept)

    def read(self) -> None:
        plan = make_plan(scan(self.raw), {}, self.staged, extractor_version())
        extraction.run(plan, self.staged, InlineRunner())

    def part(self) -> None:
        """Bring the kept build file up to date and publish it; dbt parses everything again for another path."""
        move_build(self.kept, self.place)
        load(self.place, self.staged, self.corrections, rows_from=0)
        self.models()
        with pytest.MonkeyPatch.context() as patched:
            if state.is_partial(self.place) and state.is_sound(self.place):  # it is published as it lies
                patched.setattr(swap, "copy", lambda *_: pytest.fail("each row was copied"))
            publication = swap.publish(self.place, self.folder / "published")
        assert publication.tables["fct_indicator"] > 100
        state.finish(self.place)
        move_build(self.place, self.kept)

    def models(self) -> None:
        result = again.build(self.place)  # a part by dbt; all of it by its statements, as they are kept
        assert result.success, result.text()

    def whole(self) -> Path:
        load(self.place, self.staged, self.corrections)
        self.models()
        return self.place

    def same(self) -> None:
        """Both build files and the published one hold the same rows."""
        whole = self.whole()
        assert differences(whole, self.kept) == []
        assert differences(whole, self.folder / "published" / "taizhang.duckdb") == []


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, workshop: Workshop) -> House:
    """Built once; never to be changed, copy it."""
    made = House(tmp_path_factory.mktemp("partial"), workshop.build_file)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(swap, "KEYED_UP_TO", 0)  # as large tables are published
        made.furnish()
    return made


@pytest.fixture
def house(first: House, tmp_path: Path, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(state, "MANY", 1.0)
    monkeypatch.setattr(swap, "KEYED_UP_TO", 0)
    monkeypatch.setattr(whole_file, "FREE", 1.0)  # a small file's free blocks are many of its blocks
    remove_build(workshop.build_file)
    shutil.copytree(first.folder, tmp_path / "house")
    return House(tmp_path / "house", workshop.build_file)


def figure(path: Path, chance: random.Random) -> None:
    """Change one figure of a report: a conflict comes, or goes."""
    text = path.read_text(encoding="utf-8")
    found = chance.choice(list(re.finditer(r"\d+\.\d", text)) or [re.match("", text)])
    changed = f"{float(found.group()) * 1.03:.1f}" if found.group() else "新增公交线路17条。"
    path.write_text(text[: found.start()] + changed + text[found.end() :], encoding="utf-8", newline="")


def rename(path: Path, chance: random.Random) -> None:
    path.rename(path.with_name(f"renamed-{chance.randrange(10**6)}.txt"))


def double(path: Path, chance: random.Random) -> None:
    shutil.copyfile(path, path.with_name(f"copy-{chance.randrange(10**6)}.txt"))


def spoil(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"\x00\x01" * 40)


def add(path: Path, chance: random.Random) -> None:
    place = path.with_name(f"new-{chance.randrange(10**6)}.txt")
    place.write_text(
        "云岭市岚川区2030年政府工作报告\n\n新增就业8800人，固定资产投资增长7%，地区生产总值达到905.3亿元，规模以上竹编企业达到17家，规上竹编企业达到19家。\n",
        encoding="utf-8",
    )


def drop(path: Path, chance: random.Random) -> None:
    path.unlink()


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (figure, figure, rename, double, spoil, add, drop)


def edit(raw: Path, chance: random.Random, times: int) -> None:
    for change in chance.choices(EDITS, k=times):
        change(chance.choice(sorted(raw.rglob("*.txt"))), chance)


def counted(build: Path, query: str) -> int:
    with opened(build, read_only=True) as connection:
        [count] = connection.execute(query).fetchone() or (0,)
        return count


def test_a_part_made_anew_is_as_the_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of staged rows in packs and of files of each document's own: nothing that is published tells of packs."""
    group = staging._group  # these reports are of many years
    monkeypatch.setattr(staging, "_group", lambda *of: "all" if group(*of) else "")
    assert pack(house.staged, 6) > 3
    chance = random.Random(7)
    for change in EDITS:  # each sort once, all in one build
        change(chance.choice(sorted(house.raw.rglob("*.txt"))), chance)
    # Of the year into which a document that stays was corrected, and in which it was not read.
    (house.raw / "beside.txt").write_text(
        "云岭市岚川区2029年政府工作报告\n\n2028年，新增就业8700人。\n", encoding="utf-8"
    )
    before = house.kept.stat().st_ino
    house.read()
    held = staging.shelf(house.staged, staging.read_manifest(house.staged))
    assert held.loose and any(len(stages) < len(of.names) for of, stages in held.packed)
    house.part()
    assert house.kept.stat().st_ino == before, "brought up to date, not made anew"
    assert counted(house.kept, "select count(*) from intermediate.int_touched_period") > 0
    assert counted(house.kept, "select count(*) from state.touched_document") == 0, "published, so forgotten"
    assert counted(house.kept, "select count(*) from intermediate.int_touched_period where period_end = 2028") > 0
    assert counted(house.kept, "select count(*) from fct_indicator where correction = 'one' and period_end = 2028") == 1
    assert counted(house.kept, "select count(*) from mart_indicator_series where indicator_name like '%竹编%'") == 1, (
        "two wordings of a new name"
    )
    house.same()
    of_packs = move_build(house.place, house.folder / "packs.duckdb")
    for of, stages in held.packed:
        packs.unpack(house.staged, of, stages)
    assert not staging.shelf(house.staged, staging.read_manifest(house.staged)).packed
    load(house.place, house.staged, house.corrections)
    for schema in ("staged", "lexicon"):  # all that models are made of
        assert differences(work_file(house.place), work_file(of_packs), schema) == []


@pytest.mark.slow
def test_many_changes_one_after_the_other(house: House) -> None:
    for seed in range(5):
        edit(house.raw, random.Random(seed), 6)
        house.read()
        house.part()
        house.same()


@pytest.mark.parametrize("back", ["a new one is taken away again", "a changed one is as it was"])
def test_what_was_loaded_and_not_published_is_taken_back(house: House, back: str) -> None:
    """A build is refused or killed, and somebody takes back what was wrong before the next one."""
    path = sorted(house.raw.rglob("*.txt"))[4]
    before = path.read_text(encoding="utf-8")
    if back == "a new one is taken away again":
        add(path, random.Random(5))
    else:
        figure(path, random.Random(2))
    house.read()
    move_build(house.kept, house.place)
    load(house.place, house.staged, house.corrections, rows_from=0)
    house.models()  # and no publication
    move_build(house.place, house.kept)
    for new in house.raw.glob("**/new-*.txt"):
        new.unlink()
    path.write_text(before, encoding="utf-8", newline="")
    house.read()
    house.part()
    house.same()


def test_who_is_told_to_ask_dbt_asks_it_once(house: House) -> None:
    load(house.kept, house.staged, house.corrections, by_dbt=True)
    assert state.is_by_dbt(house.kept)
    state.finish(house.kept)
    assert not state.is_by_dbt(house.kept)


def test_what_was_read_but_not_loaded_is_no_part_of_a_publication(house: House) -> None:
    """Reading alone, then publishing alone: the marts do not have it, so the next build still has to make it."""
    assert state.change(house.kept, staging.read_manifest(house.staged), state.fingerprint(house.corrections), 0)
    add(next(iter(sorted(house.raw.rglob("*.txt")))), random.Random(5))
    house.read()
    state.finish(house.kept)
    stages = staging.read_manifest(house.staged)
    assert len(state.loaded(house.kept)) == len(stages) - 1
    change = state.change(house.kept, stages, state.fingerprint(house.corrections), 0)
    assert change is not None and len(change.new) == 1


def test_a_damaged_work_file_is_made_anew(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """DuckDB finds out when it reads the block, in the middle of a load."""
    caplog.set_level("INFO", "taizhang")

    def damaged(*_: object) -> None:
        raise duckdb.IOException(
            "Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 3"
        )

    add(next(iter(sorted(house.raw.rglob("*.txt")))), random.Random(5))
    house.read()
    monkeypatch.setattr(loading, "_take_away", damaged)
    rows = load(house.kept, house.staged, house.corrections, rows_from=0)
    assert rows["document"] > 20 and not state.is_partial(house.kept)
    assert "made from nothing: the work file is damaged (Corrupt database file" in caplog.text


def test_a_build_file_that_is_not_the_one_that_was_published_is_made_anew(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "taizhang")
    add(next(iter(sorted(house.raw.rglob("*.txt")))), random.Random(5))
    house.read()
    with duckdb.connect(str(house.kept)) as connection:
        connection.execute("delete from fct_indicator")
    load(house.kept, house.staged, house.corrections, rows_from=-1)
    assert not state.is_partial(house.kept)
    assert "made from nothing: the build file is not the one that was published" in caplog.text


def test_what_was_not_published_is_made_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed after it loaded, or after its models, leaves nothing that the next one does not do again."""
    chance = random.Random(3)
    edit(house.raw, chance, 3)
    house.read()
    move_build(house.kept, house.place)
    load(house.place, house.staged, house.corrections, rows_from=0)
    house.models()  # and no publication
    assert state.is_partial(house.place)
    assert whole_file.duplicate(house.place, house.folder / "duplicate.duckdb")
    move_build(house.place, house.kept)
    edit(house.raw, chance, 3)
    house.read()
    with monkeypatch.context() as patched:  # the statements of the part before do
        patched.setattr(dbt_run, "build", lambda *_: pytest.fail("dbt was asked"))
        house.part()
    house.same()


def test_when_everything_is_made_from_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "taizhang")
    stages = staging.read_manifest(house.staged)
    made_by = state.fingerprint(house.corrections)
    published = state.change(house.kept, stages, made_by, 0)
    assert published is not None and (published.gone, published.new) == ((), ())
    assert published.digest == versions.digest(house.kept) and state.is_published(house.kept, published)
    assert state.change(house.folder / "none.duckdb", stages, made_by, 0) is None, "there is no build file"
    assert state.change(house.kept, stages, "other", 0) is None, "other models, lexicon or corrections"
    assert state.change(house.kept, stages, made_by, 10**9) is None, "a small warehouse"
    house.corrections.write_text("corrections: []\n", encoding="utf-8")
    assert state.fingerprint(house.corrections) != made_by
    monkeypatch.setattr(state, "MANY", 0.2)
    assert state.change(house.kept, stages[: len(stages) // 2], made_by, 0) is None, "many documents"
    assert len(state.change(house.kept, stages[1:], made_by, 0).gone) == 1  # type: ignore[union-attr]
    for _ in range(state.ATTEMPTS):
        assert state.change(house.kept, stages[1:], made_by, 0) is not None
        with opened(house.kept) as connection:
            connection.execute("update state.build set attempts = attempts + 1")
    assert state.change(house.kept, stages[1:], made_by, 0) is None, "it failed twice"
    with opened(house.kept) as connection:
        connection.execute("update state.build set attempts = 0")
    content = house.kept.read_bytes()
    for at in (len(content) // 100, len(content) // 2, len(content) - 5000):
        house.kept.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert not state.is_published(house.kept, published), "a damaged file would be published as it lies"
    house.kept.write_bytes(content)
    assert state.is_published(house.kept, published)
    log_of(house.kept).write_bytes(b"of somebody else")
    assert not state.is_published(house.kept, published), "with a log of somebody's"
    log_of(house.kept).unlink()
    work_file(house.kept).rename(house.folder / "elsewhere.duckdb")
    assert state.change(house.kept, stages, made_by, 0) is None, "without its work file"
    (house.folder / "elsewhere.duckdb").rename(work_file(house.kept))
    house.kept.write_bytes(b"no database")
    assert state.change(house.kept, stages, made_by, 0) is None
    said = {record.getMessage().partition(": ")[2] for record in caplog.records}
    assert said == {
        "models, lexicon, corrections or reviews are others",
        "more than 20% of the documents changed",
        "2 builds in a row were not published",
    }
