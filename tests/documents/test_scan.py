"""Every file below the raw folder is accounted for."""

import os
import socket
from pathlib import Path

import pytest

from pipelines.documents import scan as module
from pipelines.documents.scan import Limits, ScanError, scan


def _write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_documents_are_found_in_all_folders_in_the_order_of_their_paths(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/无扩展名", "甲县/公报.PDF", "c.text"):
        _write(tmp_path / name, name)
    files = scan(tmp_path)
    assert [f.source_file for f in files] == sorted(["b.txt", "a/z.md", "a/b/无扩展名", "甲县/公报.PDF", "c.text"])
    assert all(f.error is None and f.sha256 and f.size == f.path.stat().st_size for f in files)
    assert {f.source_file: f.media_type for f in files}["甲县/公报.PDF"] == "application/pdf"


def test_names_are_those_of_the_files_and_some_can_be_chosen(tmp_path):
    for name in ("b.txt", "a/z.md", "README.md", "copy.txt"):
        _write(tmp_path / name, "同一份")
    assert [n[:2] for n in module.names(tmp_path)] == [(f.source_file, f.path) for f in scan(tmp_path)]
    assert [(f.source_file, f.duplicate_of) for f in scan(tmp_path, only={"b.txt", "copy.txt"})] == [
        ("b.txt", None),
        ("copy.txt", "b.txt"),
    ]
    assert module.at_least(tmp_path, 3) and not module.at_least(tmp_path, 4)
    with pytest.raises(ScanError, match="does not exist"):
        module.names(tmp_path / "gone")


def test_companions_readme_and_hidden_files_are_no_documents(tmp_path):
    for name in (
        "documents.yml",
        "corrections.yml",
        "README.md",
        "readme.txt",
        ".x.txt",
        ".git/a.txt",
        "~$b.txt",
        "sub/documents.yml",
    ):
        _write(tmp_path / name, "x")
    assert scan(tmp_path) == []


@pytest.mark.parametrize("name", ["a.bin", "b.mp4", "c.psd"])
def test_other_types_are_listed_with_what_to_do(tmp_path, name):
    _write(tmp_path / name, "x")
    [file] = scan(tmp_path)
    assert file.error.startswith(f"unsupported file type {Path(name).suffix}") and ".txt" in file.error
    assert file.sha256 is None


def test_same_bytes_name_the_first_path(tmp_path):
    for name in ("2.txt", "1.txt", "3/0.txt"):
        _write(tmp_path / name, "同一份报告")
    assert [(f.source_file, f.duplicate_of) for f in scan(tmp_path)] == [
        ("1.txt", None),
        ("2.txt", "1.txt"),
        ("3/0.txt", "1.txt"),
    ]


def test_empty_files_are_errors_and_no_duplicates_of_each_other(tmp_path):
    _write(tmp_path / "a.txt", "")
    _write(tmp_path / "b.txt", "")
    assert [(f.error, f.duplicate_of) for f in scan(tmp_path)] == [("empty file (0 bytes)", None)] * 2


def test_sizes_over_the_limits_are_refused_without_being_read(tmp_path, monkeypatch):
    _write(tmp_path / "big.txt", "x" * 2000)
    _write(tmp_path / "big.pdf", "x" * 2000)
    _write(tmp_path / "huge.pdf", "x" * 4000)
    monkeypatch.setattr(module, "_digest", lambda path: path.name)
    files = {f.source_file: f for f in scan(tmp_path, Limits(max_bytes=3000, max_text_bytes=1000))}
    assert "too large: 2,000 bytes, the limit for a text is 1,000" in files["big.txt"].error
    assert files["big.txt"].sha256 is None
    assert files["big.pdf"].error is None
    assert "limit for a PDF is 3,000" in files["huge.pdf"].error


def test_a_sparse_file_of_50_mb_takes_no_time(tmp_path):
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(50_000_000)
    [file] = scan(tmp_path)
    assert file.error.startswith("too large: 50,000,000 bytes") and file.size == 50_000_000


def test_names_with_quotes_line_ends_and_markup_are_only_names(tmp_path):
    names = ['it\'s "a" report.txt', "two\nlines.txt", "; drop table x;--.txt", "<b>甲</b> $(id).txt", "a%20b&c.txt"]
    for name in names:
        _write(tmp_path / name.replace("/", "_"), name)
    files = scan(tmp_path)
    assert sorted(f.source_file for f in files) == sorted(name.replace("/", "_") for name in names)
    assert all(f.error is None for f in files)


def test_a_name_that_is_no_utf8_still_has_a_printable_one(tmp_path):
    try:
        _write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/gbk-\xbc\xd7.txt")), "x")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    [file] = scan(tmp_path)
    assert file.source_file == "gbk-\\xbc\\xd7.txt" and file.error is None
    file.source_file.encode("utf-8")


def test_links_out_of_the_folder_are_refused_and_links_within_are_read(tmp_path):
    raw = tmp_path / "raw"
    secret = _write(tmp_path / "outside" / "secret.txt", "x")
    inside = _write(raw / "a.txt", "y")
    (raw / "out.txt").symlink_to(secret)
    (raw / "out-relative.txt").symlink_to("../outside/secret.txt")
    (raw / "folder").symlink_to(secret.parent)
    (raw / "loop").symlink_to(raw)
    (raw / "in.txt").symlink_to(inside)
    (raw / "broken.txt").symlink_to(raw / "gone.txt")
    (raw / "self.txt").symlink_to(raw / "self.txt")
    files = {f.source_file: f for f in scan(raw)}
    for name in ("out.txt", "out-relative.txt", "folder"):
        assert "leads out of the raw folder" in files[name].error and files[name].sha256 is None
    assert "not followed" in files["loop"].error
    assert files["in.txt"].duplicate_of == "a.txt"
    assert "leads nowhere" in files["broken.txt"].error
    assert "itself" in files["self.txt"].error or "link" in files["self.txt"].error


def test_a_file_that_cannot_be_opened_is_listed_and_the_others_are_read(tmp_path, monkeypatch):
    _write(tmp_path / "bad.txt", "x")
    _write(tmp_path / "good.txt", "y")
    digest = module._digest

    def refuse(path):
        if path.name == "bad.txt":
            raise PermissionError(13, "Permission denied")
        return digest(path)

    monkeypatch.setattr(module, "_digest", refuse)
    bad, good = scan(tmp_path)
    assert "cannot be read: Permission denied" in bad.error and good.error is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_sockets_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
        assert ["not a regular file" in f.error for f in scan(tmp_path)] == [True, True]


def test_very_deep_folders_are_searched(tmp_path):
    folder = tmp_path
    for _ in range(300):
        folder = folder / "d"
    folder.mkdir(parents=True)
    _write(folder / "x.txt", "x")
    [file] = scan(tmp_path)
    assert file.source_file.endswith("d/x.txt")


def test_a_missing_folder_and_a_file_for_a_folder_say_so(tmp_path):
    with pytest.raises(ScanError, match="does not exist"):
        scan(tmp_path / "gone")
    with pytest.raises(ScanError, match="is a file"):
        scan(_write(tmp_path / "a.txt", "x"))


def test_a_folder_without_documents_is_an_empty_list(tmp_path):
    assert scan(tmp_path) == []
