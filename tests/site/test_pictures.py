"""The page behind the number: the page of the PDF or the picture with the box, in the file and behind the server."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from pipelines.serve.query import query
from pipelines.serve.site import build, pictures
from pipelines.serve.site.pictures import POINT, PictureError, page_picture
from tests.command import ROOT
from tests.site.chromium import Chromium, Page
from tests.site.conftest import copied
from tests.site.served import serving
from tests.site.test_web import get

pytestmark = pytest.mark.slow
RAW = ROOT / "raw"


@pytest.fixture(scope="module")
def printed(published: Path) -> dict[str, Any]:
    """An observation of a PDF."""
    [row, *_] = query(
        published, "select * from fct_indicator where bbox is not null and length(printed) >= 4 order by observation_id"
    ).records()
    return row


def box(page: Page) -> dict[str, float]:
    """Where the box lies in the picture, in points of the page."""
    return page.wait(
        """(() => { const box = document.querySelector('.sheet .box'), image = document.querySelector('.sheet img');
           if (!box?.style.left) return null;
           return { left: box.offsetLeft / %s, top: box.offsetTop / %s, width: box.offsetWidth / %s, height: box.offsetHeight / %s,
             seen: Math.abs(box.offsetTop + box.offsetHeight / 2 - document.querySelector('.crop').scrollTop
               - document.querySelector('.crop').clientHeight / 2) }; })()"""
        % ((POINT,) * 4)
    )


def check(page: Page, row: dict[str, Any]) -> None:
    found, (x0, top, x1, bottom) = box(page), row["bbox"]
    assert abs(found["left"] - x0) < 1.5 and abs(found["top"] - top) < 1.5
    assert abs(found["width"] - (x1 - x0)) < 1.5 and abs(found["height"] - (bottom - top)) < 1.5


def test_the_page_of_a_small_set_holds_the_pages_of_its_pdfs(
    browser: Chromium, published: Path, printed: dict[str, Any], tmp_path: Path
) -> None:
    [index] = build.build_site(published, tmp_path, raw=RAW)
    page = browser.open(f"{index.as_uri()}#obs={printed['observation_id']}")
    check(page, printed)
    assert page.errors == [] and {asked.split("#")[0] for asked in page.requests} == {index.as_uri()}
    page.close()
    [without] = build.build_site(published, tmp_path / "without")
    page = browser.open(f"{without.as_uri()}#obs={printed['observation_id']}")
    assert page.count("#panel mark.focus") == 1 and page.count(".crop") == 0
    page.close()


def test_many_pages_are_left_out(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_PICTURES", 1)
    [few] = build.build_site(published, tmp_path / "few", raw=RAW)
    [none] = build.build_site(published, tmp_path / "none")
    assert few.read_bytes() == none.read_bytes()


def test_a_page_is_drawn_once(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, drawn = tmp_path / "raw", tmp_path / "drawn"
    shutil.copytree(RAW, raw)
    [first] = build.build_site(published, tmp_path / "first", raw=raw, drawn=drawn)
    kept = {path.name: path.read_bytes() for path in drawn.iterdir()}
    assert kept and all(content.startswith(b"\x89PNG") for content in kept.values())
    (drawn / "of-another-document.png").write_bytes(b"x")
    with monkeypatch.context() as patch:
        patch.setattr(pictures.subprocess, "run", lambda *_, **__: pytest.fail("a page is drawn again"))
        [again] = build.build_site(published, tmp_path / "again", raw=raw, drawn=drawn)
    assert again.read_bytes() == first.read_bytes()
    assert {path.name: path.read_bytes() for path in drawn.iterdir()} == kept
    for path in raw.glob("*.pdf"):
        path.write_bytes(path.read_bytes() + b" ")
    [other] = build.build_site(published, tmp_path / "other", raw=raw, drawn=drawn)
    [none] = build.build_site(published, tmp_path / "none")
    assert other.read_bytes() == none.read_bytes() and list(drawn.iterdir()) == []


def test_a_page_that_cannot_be_kept_is_drawn_all_the_same(published: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    [index] = build.build_site(published, tmp_path / "site", raw=RAW, drawn=tmp_path / "file" / "drawn")
    [plain] = build.build_site(published, tmp_path / "plain", raw=RAW)
    assert index.read_bytes() == plain.read_bytes()


@pytest.fixture
def address(published: Path) -> Iterator[str]:
    with serving(published, raw=RAW, limit=300) as found:
        yield found


def test_the_server_shows_any_page(browser: Chromium, address: str, printed: dict[str, Any]) -> None:
    page = browser.open(f"{address}/#obs={printed['observation_id']}")
    check(page, printed)
    assert page.errors == [] and any("picture?document=" in asked for asked in page.requests)
    page.close()


def test_a_picture_is_of_the_page_as_it_was_printed(address: str, printed: dict[str, Any]) -> None:
    status, body, headers = get(address, "picture", document=printed["document_id"], page=str(printed["page"]))
    assert status == 200 and headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(body)) as picture:
        x0, top, x1, bottom = (round(POINT * side) for side in printed["bbox"])
        inside = picture.convert("L").crop((x0, top, x1, bottom))
        assert min(inside.getdata()) < 100 < 200 < max(inside.getdata())  # ink on paper


@pytest.mark.parametrize("given", [{"document": "x", "page": "1"}, {"page": "1"}, {"document": "own", "page": "999"}, {"document": "own", "page": "-1"}, {"document": "own", "page": "²"}])  # fmt: skip
def test_pages_that_are_not_there_are_refused(address: str, printed: dict[str, Any], given: dict[str, str]) -> None:
    asked = {name: printed["document_id"] if value == "own" else value for name, value in given.items()}
    assert get(address, "picture", **asked)[0] == 404


def test_nothing_is_drawn_of_another_file(tmp_path: Path, printed: dict[str, Any]) -> None:
    name, key = printed["source_file"], printed["document_id"]
    shutil.copyfile(RAW / name, tmp_path / name)
    assert page_picture(tmp_path, name, key, 1).startswith(b"\x89PNG")
    with (tmp_path / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(PictureError, match="not the file any more"):
        page_picture(tmp_path, name, key, 1)
    with pytest.raises(PictureError, match="not in the folder"):
        page_picture(tmp_path / "sub", f"../{name}", key, 1)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(1000))
    with pytest.raises(PictureError, match="cannot be drawn"):
        page_picture(tmp_path, broken.name, hashlib.sha256(broken.read_bytes()).hexdigest(), 1)


@pytest.fixture(scope="module")
def photographed(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """(warehouse, raw folder, observation): one document said to be a picture of a page, with a box around its figure."""
    folder = tmp_path_factory.mktemp("photographed")
    picture = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(picture).rectangle((300, 400, 380, 430), fill="black")
    (folder / "raw").mkdir()
    picture.save(folder / "raw" / "page.png", dpi=(150, 150))
    digest = hashlib.sha256((folder / "raw" / "page.png").read_bytes()).hexdigest()
    [(key, document)] = query(
        published, "select observation_id, document_id from fct_indicator order by 1 limit 1"
    ).rows
    box = [points * 72 / 150 for points in (300, 400, 380, 430)]
    made = copied(
        published,
        folder,
        *(
            (f"update {table} set document_id = ? where document_id = ?", [digest, document])
            for table in ("fct_indicator", "dim_passage", "dim_cell")
        ),
        (
            "update dim_document set document_id = ?, source_file = 'page.png', media_type = 'image/png', page_count = 1 where document_id = ?",
            [digest, document],
        ),
        ("update fct_indicator set page = null, bbox = null where document_id = ?", [digest]),
        ("update fct_indicator set page = 1, bbox = ?, source_file = 'page.png' where observation_id = ?", [box, key]),
    )
    return made, folder / "raw", key


def test_a_number_of_a_picture_is_shown_in_the_picture(browser: Chromium, photographed: tuple[Path, Path, str]) -> None:
    warehouse, raw, key = photographed
    [row] = query(warehouse, "select * from fct_indicator where observation_id = ?", [key]).records()
    [index] = build.build_site(warehouse, raw.parent / "site", raw=raw)
    with serving(warehouse, raw=raw, limit=300) as address:
        for start in (index.as_uri(), f"{address}/"):
            page = browser.open(f"{start}#obs={key}")
            check(page, row)
            assert page.errors == []
            page.close()
        status, body, _ = get(address, "picture", document=row["document_id"], page="1")
    assert status == 200
    with Image.open(io.BytesIO(body)) as shown:
        x0, top, x1, bottom = (round(POINT * side) for side in row["bbox"])
        inside = shown.convert("L").crop((x0 + 2, top + 2, x1 - 2, bottom - 2))
        assert max(inside.getdata()) < 60 < 200 < shown.convert("L").getpixel((x1 + 10, bottom + 10))
