"""Filled forms opened by an office program: formulas are worked out again from the figures, formats are those of the blank form."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from pipelines.serve.fill.fill import fill
from tests.command import House
from tests.ledger import spec_forms

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FORM = {
    "title": ["祥云县2022—2023年总量对比"],
    "rows": [
        ["指标", "2022年（亿元）", "2023年（亿元）", "增加额（亿元）", "2023年为2022年的倍数"],
        ["地区生产总值", "?201.5", "?214.6", "=C3-B3", "=ROUND(C3/B3,4)"],
        ["社会消费品零售总额", "?72.3", "?78.5", "=C4-B4", "=ROUND(C4/B4,4)"],
        ["合计", "=SUM(B3:B4)", "=SUM(C3:C4)", "=SUM(D3:D4)", "=ROUND(C5/B5,4)"],
    ],
}
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed here")


def _converted(path: Path, form: str) -> Path:
    folder = path.parent / "converted"
    command = [str(OFFICE), f"-env:UserInstallation=file://{path.parent}/office", "--headless", "--convert-to", form]
    result = subprocess.run([*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stderr
    return folder / f"{path.stem}.{form}"


def test_formulas_are_worked_out_from_what_was_filled_in(ledger: House, tmp_path: Path) -> None:
    blank = spec_forms.make("totals", FORM, tmp_path)
    book = openpyxl.load_workbook(blank)
    for row in book["表"]["B3:C4"]:
        for cell in row:
            cell.number_format = "#,##0.00"
    book.save(blank)
    done = fill(ledger.published, blank, tmp_path / "filled.xlsx")
    assert spec_forms.judge("totals", FORM, done).right == 4
    page = openpyxl.load_workbook(_converted(tmp_path / "filled.xlsx", "xlsx"), data_only=True)["表"]
    assert [page[f"D{row}"].value for row in (3, 4, 5)] == pytest.approx([13.1, 6.2, 19.3])
    assert page["B5"].value == pytest.approx(273.8) and page["E5"].value == pytest.approx(1.0705)
    filled = openpyxl.load_workbook(tmp_path / "filled.xlsx")["表"]
    for row in openpyxl.load_workbook(blank)["表"].iter_rows():
        for cell in row:
            after = filled[cell.coordinate]
            for part in ("number_format", "border", "fill", "font", "alignment"):
                assert repr(getattr(after, part)) == repr(getattr(cell, part)), (cell.coordinate, part)
            assert not str(cell.value).startswith("=") or after.value == cell.value
    assert str(page["B3"].number_format) == "#,##0.00" and page.merged_cells.ranges == filled.merged_cells.ranges


@pytest.mark.parametrize("name", ("items", "projects-listed", "several-tables"))
def test_filled_forms_are_opened_and_printed(ledger: House, tmp_path: Path, name: str) -> None:
    forms = spec_forms.read(Path(__file__).with_name("list_forms.yml"))
    blank = spec_forms.make(name, forms[name], tmp_path)
    fill(ledger.published, blank, tmp_path / f"out{blank.suffix}")
    printed = _converted(tmp_path / f"out{blank.suffix}", "pdf")
    import pdfplumber

    with pdfplumber.open(printed) as pages:
        words = "".join(page.extract_text() for page in pages.pages)
    wanted = {"items": "超额完成", "projects-listed": "0.745", "several-tables": "614000"}[name]
    assert wanted in words and "填报来源" in words or "观测编号" in words
