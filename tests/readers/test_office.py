"""Old office files through LibreOffice, where it is installed; without it, and for hostile ones, a message."""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest

from pipelines.readers import office
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium

needs_libreoffice = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")

# Rich text by hand: a paragraph, and a table of two rows whose first head covers both columns' words.
RTF = (
    r"{\rtf1\ansi\uc1 %s\par \trowd\cellx3000\cellx6000 %s\intbl\cell %s\intbl\cell\row"
    r"\trowd\cellx3000\cellx6000 %s\intbl\cell 32.7\intbl\cell\row\pard 9000\par}"
)


def rtf(*words: str) -> bytes:
    return (RTF % tuple("".join(f"\\u{ord(char)}?" for char in each) for each in words)).encode("ascii")


GOOD = rtf("甲县统计公报", "指标", "数量", "粮食产量")


@cache
def converted(kind: str, filter_: str = "") -> bytes:
    """The rich text as LibreOffice writes it in another kind; each start of it takes seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.rtf").write_bytes(GOOD)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(office.program()), "--headless", profile, "--convert-to", kind + filter_, "--outdir", name]
        subprocess.run([*command, str(folder / "a.rtf")], check=True, capture_output=True, timeout=900)
        return (folder / f"a.{kind}").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize("kind", ["rtf", "odt", "doc", "wps"])
def test_old_files_are_read_with_their_table(kind: str) -> None:
    data = {"rtf": lambda: GOOD, "odt": lambda: converted("odt")}.get(kind, lambda: converted("doc", ":MS Word 97"))()
    reading = read_medium(data, f"a.{kind}")
    [table] = reading.tables or ()
    assert {(c.row, c.col): c.text for c in table.cells} == {
        (0, 0): "指标", (0, 1): "数量", (1, 0): "粮食产量", (1, 1): "32.7"
    }  # fmt: skip
    assert reading.text.startswith("甲县统计公报\n") and reading.text.endswith("9000\n")
    assert reading.places[0].locator == "paragraph 1" and "table 1 row 2 col 2" in {p.locator for p in reading.places}


@needs_libreoffice
def test_a_remote_link_and_a_macro_do_nothing(tmp_path: Path) -> None:
    odt = tmp_path / "b.odt"
    (tmp_path / "kept").mkdir()
    with zipfile.ZipFile(odt, "w") as out, zipfile.ZipFile(_saved(converted("odt"), tmp_path)) as source:
        for name in source.namelist():
            data = source.read(name)
            if name == "content.xml":
                link = f'<text:section text:name="s"><text:section-source xlink:href="{(tmp_path / "secret.txt").as_uri()}"/></text:section></office:text>'
                data = data.replace(b"</office:text>", link.encode())
            out.writestr(name, data)
    (tmp_path / "secret.txt").write_text("秘密4711", encoding="utf-8")
    assert "4711" not in read_medium(odt.read_bytes(), "b.odt").text


def _saved(data: bytes, folder: Path) -> Path:
    path = folder / "kept" / "a.odt"
    path.write_bytes(data)
    return path


@needs_libreoffice
def test_a_damaged_file_is_said_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(MediumError, match="LibreOffice could not read the file|no text in the Word file"):
        read_medium(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc")
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_does_not_end_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 & echo $! > " + str(tmp_path / "child") + "\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setattr(office, "_SECONDS", 1)
    with pytest.raises(MediumError, match="took more than 1 s"):
        read_medium(GOOD, "a.rtf")
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
