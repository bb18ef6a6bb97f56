"""The workbook: what it holds, that it opens, that nothing in it is a formula."""

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl
import pytest
import xlsxwriter

from pipelines.errors import PublishError
from pipelines.serve import export
from pipelines.serve.query import query
from pipelines.serve.workbook import book, layout, lists, panel
from pipelines.serve.workbook.styles import Styles

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def workbook(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = export.export(published, "xlsx", tmp_path_factory.mktemp("xlsx"))
    return path


class Sheets:
    """A workbook's sheets as rows of (text, number format) cells, read as the format defines them."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        names = ElementTree.fromstring(self.parts["xl/workbook.xml"]).iter(MAIN + "sheet")
        self.names = [sheet.get("name") for sheet in names]
        styles = ElementTree.fromstring(self.parts["xl/styles.xml"])
        codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(MAIN + "numFmt")}
        self.formats = [codes.get(one.get("numFmtId"), "") for one in styles.find(MAIN + "cellXfs")]
        self.fills = [one.get("fillId") for one in styles.find(MAIN + "cellXfs")]

    def xml(self, name: str) -> str:
        return self.parts[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"].decode()

    def rows(self, name: str) -> list[dict[str, tuple[str, str, str]]]:
        found = []
        for row in ElementTree.fromstring(self.xml(name)).iter(MAIN + "row"):
            cells = {}
            for cell in row.iter(MAIN + "c"):
                text = "".join(part.text or "" for part in cell.iter() if part.tag in (MAIN + "t", MAIN + "v"))
                style = int(cell.get("s", 0))
                cells[re.sub(r"\d", "", cell.get("r"))] = (text, self.formats[style], self.fills[style])
            found.append(cells)
        return found


@pytest.fixture(scope="module")
def sheets(workbook: Path) -> Sheets:
    return Sheets(workbook)


def test_the_sheets_and_their_headings_stay_in_view(sheets: Sheets) -> None:
    assert sheets.names == [
        "封面", "说明", "指标面板", "目标与结果", "观测", "项目", "项目提及", "项目安排", "民生实事", "数据冲突", "字段说明",
    ]  # fmt: skip
    for name in sheets.names[2:]:
        assert "<pane" in sheets.xml(name) and "<autoFilter" in sheets.xml(name), name


def test_text_is_text(sheets: Sheets) -> None:
    assert all("<f>" not in sheets.xml(name) for name in sheets.names), "no formulas"
    assert any(cell[0].startswith("=HYPERLINK(1)") for row in sheets.rows("观测") for cell in row.values())
    assert b'quotePrefix="1"' in sheets.parts["xl/styles.xml"], "a cell that is edited stays text too"


def test_the_panel_has_target_and_outcome_side_by_side(sheets: Sheets, published: Path) -> None:
    years, heads, *rows = sheets.rows("指标面板")
    column = next(letter for letter, cell in years.items() if cell[0] == "2022年")
    beside = chr(ord(column) + 1)
    assert (heads[column][0], heads[beside][0]) == ("目标", "结果")
    [gdp] = [row for row in rows if row["C"][0] == "地区生产总值" and row["D"][0] == "增长率"]
    [(target, actual)] = query(
        published,
        "select target_value, actual_value from fct_target_actual where indicator_code = 'gdp' and year = 2022 and measure = 'growth'",
    ).rows
    assert (float(gdp[column][0]), float(gdp[beside][0])) == (float(target), float(actual))
    assert gdp[column][1].startswith('"≥"') and "✗" in gdp[beside][1], (
        "a qualifier and an outcome, also without colours"
    )
    assert gdp[column][2] != gdp[beside][2], "and in colours"
    comments = "".join(text.decode() for name, text in sheets.parts.items() if "comments" in name)
    assert "原文：" in comments and "文件：" in comments and "观测：" in comments


def test_every_row_is_there(sheets: Sheets, published: Path) -> None:
    for name, table in (("观测", "fct_indicator"), ("目标与结果", "fct_target_actual"), ("项目", "dim_project"),
                        ("项目提及", "fct_key_project"), ("数据冲突", "fct_conflict")):  # fmt: skip
        [(count,)] = query(published, f"select count(*) from {table}").rows
        assert len(sheets.rows(name)) == count + 1 > 1, name


def test_the_dictionary_explains_the_columns_of_the_lists(sheets: Sheets) -> None:
    explained = {(row["A"][0], row["B"][0]) for row in sheets.rows("字段说明") if row.get("D", ("",))[0]}
    own = {("项目安排", "分组"), ("项目安排", "类别"), ("项目安排", "项目数"), ("项目安排", "总投资"), ("项目安排", "本年计划投资"),
           ("项目安排", "投资单位")}  # fmt: skip
    assert {(one.sheet, name) for one in lists.lists() for name in one.columns} - own <= explained
    assert ("fct_indicator", "value") in explained


def test_comments_are_left_out_where_there_would_be_too_many(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel, "MOST_COMMENTS", 1)
    [path] = export.export(published, "xlsx", tmp_path)
    assert not [name for name in Sheets(path).parts if "comments" in name]


def test_the_same_warehouse_gives_the_same_bytes(published: Path, workbook: Path, tmp_path: Path) -> None:
    [again] = export.export(published, "xlsx", tmp_path)
    assert again.read_bytes() == workbook.read_bytes()


def test_a_list_that_no_sheet_takes_is_refused(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ROWS", 3)
    with pytest.raises(PublishError, match="more than a worksheet holds"):
        export.export(published, "xlsx", tmp_path)
    assert list(tmp_path.iterdir()) == [], "nothing half is left"


def test_wrapped_lines_are_counted() -> None:
    assert layout.lines_of("一二三四五六七八九十\n一", 11) == 3


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(workbook: Path, tmp_path: Path) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(workbook)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    assert (tmp_path / "taizhang.pdf").read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        said = subprocess.run(
            ["pdftotext", str(tmp_path / "taizhang.pdf"), "-"], check=True, capture_output=True, text=True
        )
        assert "指标面板" in said.stdout and "数据冲突" in said.stdout


def _row(place: str, year: int) -> panel.Row:
    side = panel.Side(Decimal(1), "亿元", "", None, False, "")
    return panel.Row((place, "", "地区生产总值", "绝对数", "亿元"), {year: (None, side, "")})


def test_each_place_has_a_sheet_with_its_own_years(tmp_path: Path) -> None:
    rows = [_row("甲省乙市", 2021), _row("甲省乙市", 2023), _row("甲省丙市", 2024)]
    made = panel.sheets(rows)
    assert [(name, len(own)) for name, own in made] == [("面板 甲省乙市", 2), ("面板 甲省丙市", 1)]
    path = tmp_path / "panel.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        look = Styles(book)
        for name, own in made:
            panel.write(book, look, own, name)
    read = openpyxl.load_workbook(path)
    years = {name: [cell.value for cell in read[name][1] if cell.value] for name in read.sheetnames}
    assert years == {"面板 甲省乙市": ["2021年", "2023年"], "面板 甲省丙市": ["2024年"]}
    assert all(read[name].page_setup.orientation == "landscape" for name in read.sheetnames)


def texts(sheet: object) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]  # type: ignore[attr-defined]


def test_many_years_are_printed_some_to_a_page(tmp_path: Path) -> None:
    path = tmp_path / "panel.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        panel.write(book, Styles(book), [_row("甲省乙市", year) for year in range(2010, 2023)], one_place=True)
    sheet = openpyxl.load_workbook(path).active
    assert sheet["A2"].value == "领域" and "甲省乙市" not in texts(sheet)
    assert [one.id for one in sheet.col_breaks.brk] == [4 + 2 * n for n in (4, 8, 12)]
    assert sheet.print_title_cols == "$A:$D" and sheet.print_title_rows == "$1:$2"


@pytest.fixture(scope="module")
def places(published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The workbooks of a warehouse of two places."""
    copy = tmp_path_factory.mktemp("two") / "taizhang.duckdb"
    shutil.copyfile(published, copy)
    with duckdb.connect(str(copy)) as connection:
        later = "document_id in (select document_id from dim_document order by plan_year desc nulls last, source_file limit 2)"
        for table in ("fct_indicator", "dim_document"):
            connection.execute(f"update {table} set region_name = '甲省乙/市' where {later}")
    (*paths,) = book.write_places(copy, copy.parent)
    return paths


def test_each_place_has_a_workbook_of_its_own(places: list[Path], published: Path) -> None:
    assert [path.parent.name for path in places] == ["places"] * len(places) and len(places) >= 2
    names = {path.stem for path in places}
    assert "台账-甲省乙_市" in names
    [path] = [path for path in places if path.stem == "台账-甲省乙_市"]
    made = openpyxl.load_workbook(path)
    assert made.sheetnames[:2] == ["封面", "说明"] and "观测" in made.sheetnames
    cover = texts(made["封面"])
    assert cover[:2] == ["甲省乙/市", "政府报告数据台账"] and {"文件", "数字", "存疑", "目标达到", "目标未达到"} <= set(
        cover
    )
    head, *rows = made["观测"].iter_rows(values_only=True)
    assert rows and {row[head.index("地区")] for row in rows} == {"甲省乙/市"}
    for name in made.sheetnames[2:]:
        assert (
            made[name].max_row > 1 and made[name].print_title_rows and made[name].page_setup.orientation == "landscape"
        ), name
    assert made["封面"].page_setup.orientation == "portrait" and made["封面"].print_area


def test_workbooks_of_places_that_are_gone_go(places: list[Path], published: Path) -> None:
    folder = places[0].parent.parent
    assert book.write_places(published, folder) == [], "the published file is of one place"
    assert list((folder / "places").iterdir()) == []


def test_names_of_sheets_are_short_and_single() -> None:
    long = "一二三四五六七八九十" * 4
    names = [name for name, _ in panel.sheets([_row(f"{long}{n}", 2024) for n in range(3)])]
    assert len(set(names)) == 3 and all(len(name) <= panel.MOST_NAME for name in names)
    [(only, own)] = panel.sheets([_row(f"地{n}", 2024) for n in range(panel.MOST_SHEETS + 1)])
    assert only == panel.NAME and len(own) == panel.MOST_SHEETS + 1
    assert [name for name, _ in panel.sheets([_row("甲", 2024)])] == [panel.NAME]
