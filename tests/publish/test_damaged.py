"""Published files, versions and manifests that are not what they were: named, passed over, never in the way."""

import json
import logging
from pathlib import Path

import duckdb
import pytest

from pipelines.commands import versions as command
from pipelines.errors import PublishError
from pipelines.publish import audit, swap, versions
from tests.builds import copy_build


def spoil(published: Path, how: str) -> None:
    """Put something in the published file's place that is no warehouse; its version stays what it was."""
    content = published.read_bytes()
    published.unlink()
    if how == "folder":
        published.mkdir()
    elif how == "foreign":
        published.write_text("no database", encoding="ascii")
    else:
        published.write_bytes(content[: len(content) // 3] if how == "cut" else b"")


@pytest.mark.parametrize("how", ["cut", "empty", "foreign", "folder"])
def test_a_damaged_published_file_is_set_aside_and_the_next_publication_goes_on(
    built: Path, warehouse: Path, how: str
) -> None:
    published = warehouse / "taizhang.duckdb"
    assert audit.unreadable(built, published) is None
    spoil(published, how)
    assert audit.unreadable(built, published)
    assert swap.set_aside(published).name == "taizhang.duckdb.damaged-1" and not published.exists()
    assert swap.publish(built, warehouse).version == 2


@pytest.mark.parametrize("how", ["cut", "empty", "foreign", "folder", "gone"])
def test_rollback_without_a_number_works_from_the_versions(warehouse: Path, how: str) -> None:
    published = warehouse / "taizhang.duckdb"
    if how == "gone":
        published.unlink()
    else:
        spoil(published, how)
    assert command.rollback(str(warehouse), None) == 0
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("select count(*) from fct_indicator").fetchone()


def test_a_damaged_version_is_not_published_again(warehouse: Path) -> None:
    kept = warehouse / "versions" / "000001.duckdb"
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    with pytest.raises(PublishError, match=r"000001.duckdb is damaged"):
        versions.rollback(warehouse, 1)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', "\x00"])
def test_an_unreadable_manifest_is_named_and_passed_over(
    built: Path, warehouse: Path, content: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("taizhang"), "propagate", True)
    (warehouse / "versions" / "000001.json").write_text(content, encoding="ascii")
    assert swap.publish(built, warehouse).version == 2
    assert [kept.version for kept in versions.history(warehouse)] == [2]
    assert "000001.json is no manifest" in caplog.text


def test_a_key_of_a_newer_version_is_no_fault(warehouse: Path) -> None:
    file = warehouse / "versions" / "000001.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "new_key": 1}), encoding="utf-8")
    current = versions.current(warehouse)
    assert current is not None and current.digest == versions.digest(warehouse / "taizhang.duckdb")


def test_a_rate_below_zero_with_its_minus_in_the_text_is_printed(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    copy_build(built, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update fct_indicator set value = -abs(value), measure = 'share', quote = '自然增长率为-' || printed || '‰'"
            " where value > 0 and regexp_full_match(printed, '[0-9.]+')"
        )
    found = {check.name: check for check in audit.audit(copy)}["values_are_printed"]
    assert found.passed, found.text()


@pytest.mark.parametrize(
    "change",
    [
        "value = value * 10",
        "value = 4.784320 where printed = (select min(printed) from fct_indicator where measure = 'level')",
        "value = -value, measure = 'share'",
    ],
)
def test_a_value_that_is_not_what_is_printed_blocks(built: Path, tmp_path: Path, change: str) -> None:
    copy = tmp_path / "warehouse.duckdb"
    copy_build(built, copy)
    found = {check.name: check for check in audit.audit(copy)}["values_are_printed"]
    assert found.passed, found.text()
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"update fct_indicator set {change}")
    found = {check.name: check for check in audit.audit(copy)}["values_are_printed"]
    assert not found.passed and found.blocking and found.rows[0]["source_file"]
