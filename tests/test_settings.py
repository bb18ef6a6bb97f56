"""The settings: defaults, environment, flags, faults, and the page that describes them."""

from pathlib import Path

import pytest

from pipelines import settings


def test_the_page_is_the_fields() -> None:
    page = (settings.ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings.page(), "run: python -m pipelines.settings > docs/settings.md"


def test_a_flag_goes_before_the_environment_and_that_before_the_default(tmp_path: Path) -> None:
    environ = {"TAIZHANG_RAW": str(tmp_path / "a"), "TAIZHANG_WORKERS": "3", "TAIZHANG_LOCK_SECONDS": ""}
    chosen = settings.load(environ, raw=str(tmp_path / "b"), warehouse=None)
    assert chosen.raw == tmp_path / "b"
    assert chosen.workers == chosen.worker_count == 3
    assert chosen.warehouse == settings.ROOT / "warehouse"
    assert chosen.lock_seconds == 0
    assert chosen.published == settings.ROOT / "warehouse" / "taizhang.duckdb"


def test_another_process_gets_the_same_settings(tmp_path: Path) -> None:
    chosen = settings.load({}, raw=tmp_path, workers=2, document_seconds=1.5)
    assert settings.load(chosen.environment()) == chosen


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "many"), ("WORKERS", "-1"), ("DOCUMENT_SECONDS", "0")])
def test_a_fault_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(settings.SettingsError, match=f"TAIZHANG_{name}='{value}'"):
        settings.load({f"TAIZHANG_{name}": value})


def test_relative_folders_are_those_of_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load({"TAIZHANG_RAW": "reports"}).raw == tmp_path / "reports"
