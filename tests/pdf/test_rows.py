"""Rows and columns that no rule parts: figures, baselines and labels tell them together."""

from __future__ import annotations

from array import array
from types import SimpleNamespace

import pytest

from pipelines.readers.pdf import ocr
from pipelines.readers.pdf.bands import white_rows
from pipelines.readers.pdf.content import Printed
from pipelines.readers.pdf.lines import read_pieces
from pipelines.readers.pdf.page import Char
from pipelines.readers.pdf.read import PdfText, read_pdf

from . import make_samples
from .table_painter import Painter

NAMES = ("城关站", "河口站", "北岭站", "石桥站", "柳湾站", "青坪站")
FRAME = (80.0, 250.0, 340.0, 430.0, 515.0)
HEADS = ("站点", "供水量", "售水量", "漏损量")


def painter() -> Painter:
    made = Painter(make_samples.register())
    made.prose("本县供水情况由水务部门汇总，各站点按月上报，数据经核对后公布，供有关方面参考使用。")
    made.y += 30
    return made


def rows_of(found: PdfText, table: int = 0) -> list[list[str]]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in found.tables[table].cells:
        rows.setdefault(cell.row, []).append((cell.col, cell.text.replace("\n", "/")))
    return [[text for _, text in sorted(rows[row])] for row in sorted(rows)]


def right(page: Painter, x: float, y: float, words: str, size: float = 10) -> None:
    page.text(x - page.measure(words, size), y, words, size)


def half_ruled(heads: tuple[str, ...] = HEADS, frame: tuple[float, ...] = FRAME) -> Painter:
    """A page with the header of a table between two rules; `y` is the baseline of the row that comes next."""
    page = painter()
    page.rule(frame[0], page.y, frame[-1], page.y)
    for x, head in zip(frame, heads, strict=False):
        page.text(x + 8, page.y + 14, head, 10)
    page.top = page.y  # type: ignore[attr-defined]
    page.y += 20
    page.rule(frame[0], page.y, frame[-1], page.y)
    page.y += 16
    return page


def close(page: Painter, frame: tuple[float, ...] = FRAME) -> PdfText:
    page.rule(frame[0], page.y - 8, frame[-1], page.y - 8)
    for x in frame:
        page.rule(x, page.top, x, page.y - 8)  # type: ignore[attr-defined]
    return read_pdf(page.finish())


def test_figures_between_the_two_lines_of_their_label() -> None:
    page = half_ruled()
    for n, name in enumerate(NAMES):
        page.text(88, page.y, name, 10)
        page.text(88, page.y + 13, "及附属管网", 10)
        for k, x in enumerate(FRAME[2:]):
            right(page, x - 5, page.y + 6.5, f"{(n + 2) * (31 + k)}")
        page.y += 32
    assert rows_of(close(page))[1:] == [
        [f"{name}及附属管网", *(f"{(n + 2) * (31 + k)}" for k in range(3))] for n, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize("bare", [3, 5])
def test_figures_raised_against_their_labels(bare: int) -> None:
    """One row has a single figure, the next none: it stays a row of its own."""
    page = half_ruled()
    names = [*NAMES, "南关站", "东渡站"]
    for n, name in enumerate(names):
        page.text(88, page.y, name, 12)
        for k, x in enumerate(FRAME[2:]):
            if n != bare and (n != bare - 1 or k == 1):
                right(page, x - 5, page.y - 4.7, f"{(n + 3) * (17 + k)},000", 12)
        page.y += 24.5
    got = rows_of(close(page))[1:]
    assert [row[0] for row in got] == names
    assert got[bare] == [names[bare], "", "", ""]
    assert got[bare - 1][1::2] == ["", ""]


def test_a_label_at_the_middle_of_its_rows_spans_them() -> None:
    frame = (80.0, 140.0, 240.0, 430.0, 515.0)
    page = half_ruled(("片区", "项目", "上年", "本年"), frame)
    page.y -= 16
    for band in range(3):
        page.text(88, page.y + 34, f"第{'一二三'[band]}片", 10)
        for n, name in enumerate(("合计", "新装", "改造", "维修")):
            page.text(148, page.y + 14 + 15 * n, name, 10)
            right(page, 425, page.y + 14 + 15 * n, f"{(band + 1) * (n + 2) * 3.1:.1f}")
            right(page, 510, page.y + 14 + 15 * n, f"{(band + 1) * (n + 2) * 5.3:.1f}")
        page.y += 66
        page.rule(80, page.y, 515, page.y)
    page.y += 8
    found = close(page, frame)
    assert rows_of(found)[1:3] == [["第一片", "合计", "6.2", "10.6"], ["新装", "9.3", "15.9"]]
    assert [(cell.row, cell.row_span) for cell in found.tables[0].cells if cell.text.startswith("第")] == [
        (1, 4),
        (5, 4),
        (9, 4),
    ]


def test_rules_between_some_columns_only() -> None:
    """Two columns of figures that a white strip parts are two, where other columns have rules."""
    frame = (80.0, 220.0, 320.0, 515.0)
    page = half_ruled(("名称", "单位", "产量"), frame)
    page.text(440, page.y - 22, "增长（%）", 10)
    for n, name in enumerate(NAMES):
        page.text(88, page.y, name, 10)
        page.text(250, page.y, "万吨", 10)
        right(page, 400, page.y, f"{(n + 2) * 83.7:.1f}")
        right(page, 505, page.y, f"{n * 1.3 - 3:.1f}")
        page.y += 15
    got = rows_of(close(page, frame))
    assert got[0] == ["名称", "单位", "产量", "增长（%）"]
    assert got[1:] == [[name, "万吨", f"{(n + 2) * 83.7:.1f}", f"{n * 1.3 - 3:.1f}"] for n, name in enumerate(NAMES)]


def wrapped(text: str, width: float, size: float = 10) -> list[str]:
    """A cell's words in lines as an office program breaks them, also within a number that is too long."""
    lines = [""]
    for char in text:
        room = sum(size if c > "\u2e80" else size * 0.56 for c in lines[-1] + char)
        lines = [*lines, char] if room > width else [*lines[:-1], lines[-1] + char]
    return lines


NARROW = (80.0, 130.0, 190.0, 250.0, 310.0, 370.0)


def narrow(rows: list[tuple[str, ...]]) -> list[list[str]]:
    """The rows read from a fully ruled table of narrow columns whose words keep six points from the borders."""
    page = painter()
    top = page.y
    for row in rows:
        page.rule(NARROW[0], page.y, NARROW[-1], page.y)
        cells = [wrapped(words, right - left - 12) for words, left, right in zip(row, NARROW, NARROW[1:], strict=False)]
        for left, lines in zip(NARROW, cells, strict=False):
            for n, line in enumerate(lines):
                page.text(left + 6, page.y + 12 + 13 * n, line, 10)
        page.y += 13 * max(map(len, cells)) + 6
    page.rule(NARROW[0], page.y, NARROW[-1], page.y)
    for x in NARROW:
        page.rule(x, top, x, page.y)
    return rows_of(read_pdf(page.finish()))


def test_a_number_that_a_narrow_column_breaks_is_one_number_in_one_row() -> None:
    rows = [
        ("序号", "指标", "目标", "总量", "增速"),
        ("1", "城关站年供水总量（万吨）", "稳中有升", "123456789", "4.5"),
        ("2", "河口站年售水量（万吨）", "稳中有升", "98765432", "5.7"),
        ("3", "用户", "稳定", "876", "1.2"),
    ]
    assert narrow(rows) == [list(row) for row in rows]


def test_running_words_of_narrow_columns_are_no_rows() -> None:
    """The rest of a row that a page's end cut: two cells of as many lines, each ended by the room, and nothing beside."""
    rows = [
        ("序号", "项目", "任务", "完成", "备注"),
        ("", "", "管网改造达到八成以上，入户率达到九成", "管网改造已达八成五，入户率已达九成多", ""),
        ("2", "水厂", "建成一座", "已建成", "完成"),
    ]
    assert narrow(rows)[1:] == [list(row) for row in rows[1:]]


def test_the_letters_of_a_ligature_stay_in_their_line() -> None:
    """One glyph for two letters: both have its box, and the second begins where the first began."""
    letters = [("E", 0.0, 6.0), ("f", 6.0, 13.0), ("l", 6.0, 13.0), ("o", 13.0, 19.0)]
    pieces = read_pieces([Char(text, x0, x1, 0.0, 10.0, 9.0, 10.0) for text, x0, x1 in letters])
    assert [piece.text for piece in pieces] == ["Eflo"]


def pages_with(titles: list[str], unit: str, rows: int = 6, foot: float = 0.0) -> PdfText:
    """A ruled table on each page, with its name and its unit at the same height of every page."""
    page = Painter(make_samples.register())
    for n, title in enumerate(titles):
        if n:
            page.next_page()
        page.text(200, 60, title, 12)
        right(page, 515, 82, unit)
        y, height = 88.0, 18.0 + foot
        for r in range(rows + 1):
            words = (
                ("科目", "上年数", "本年数") if r == 0 else (f"第{r}款", f"{(n + 2) * r * 131}", f"{(n + 3) * r * 97}")
            )
            for x, word in zip((90, 250, 390), words, strict=True):
                page.text(x, y + 13 + height * r, word, 10)
            page.rule(80, y + height * r, 515, y + height * r)
        page.rule(80, y + height * (rows + 1), 515, y + height * (rows + 1))
        for x in (80, 240, 380, 515):
            page.rule(x, y, x, y + height * (rows + 1))
    return read_pdf(page.finish())


def test_a_unit_line_on_every_page_is_no_running_header() -> None:
    found = pages_with(
        [f"附表{n} 沙河县{name}收支表" for n, name in zip("一二三", ("供水", "供热", "供气"), strict=True)],
        "单位：千元",
    )
    assert len(found.tables) == 3
    assert found.text.count("单位：千元") == 3


def test_a_table_over_pages_has_one_unit_line_and_one_name() -> None:
    found = pages_with(["附表一 沙河县供水收支明细表"] * 4, "单位：千元", rows=12, foot=28.0)
    assert len(found.tables) == 1
    assert len(rows_of(found)) == 49
    assert found.text.count("单位：千元") == found.text.count("附表一") == 1


def test_a_scan_without_a_letter_is_no_crash() -> None:
    """What the recogniser gives for an image without characters: one empty word without corners, or nothing at all."""
    assert ocr._piece([("", 1.0, None)], 0, 2.0) is None
    assert ocr._piece([("甲", 1.0, None)], 0, 2.0) is None
    for words in (None, (), ((),), ((("", 1.0, None),),)):
        assert ocr.pieces_of(SimpleNamespace(word_results=words), 2.0) == []
    assert ocr.pieces_of(SimpleNamespace(), 2.0) == []


def test_heads_that_run_into_each_other_do_not_glue_their_figures() -> None:
    """A head that stands across the strip between two columns of figures leaves them two."""
    page = painter()
    page.rule(80, page.y, 515, page.y)
    page.text(90, page.y + 14, "站点", 10)
    right(page, 285, page.y + 14, "供水量")
    page.text(330, page.y + 14, "售水量及其中居民生活用水量", 10)
    page.y += 20
    page.rule(80, page.y, 515, page.y)
    page.y += 15
    for n, name in enumerate(NAMES):
        page.text(90, page.y, name, 10)
        for x, k in ((280, 1217), (370, 913), (500, 371)):
            right(page, x, page.y, f"{(n + 3) * k:,}")
        page.y += 15
    page.rule(80, page.y - 8, 515, page.y - 8)
    got = rows_of(read_pdf(page.finish()))[1:]
    assert got == [[name, *(f"{(n + 3) * k:,}" for k in (1217, 913, 371))] for n, name in enumerate(NAMES)]


def test_a_chart_with_axes_is_no_table() -> None:
    """Values over columns, in a frame with lines behind them: no word stands in it, and most of its places are bare."""
    page = painter()
    top = page.y
    for n in range(7):
        page.rule(100, top + 25 * n, 500, top + 25 * n)
    for n in range(6):
        page.rule(100 + 80 * n, top, 100 + 80 * n, top + 150)
    for n, (row, value) in enumerate(((4, 11), (2, 23), (3, 17), (0, 31), (1, 28))):
        page.text(130 + 80 * n, top + 25 * row + 16, str(value), 10)
    assert read_pdf(page.finish()).tables == []


def test_a_grid_of_few_figures_and_a_word_is_a_table() -> None:
    page = half_ruled()
    page.text(88, page.y, NAMES[0], 10)
    right(page, 335, page.y, "31")
    page.y += 20
    assert len(close(page).tables) == 1


def cell_lines_of(words: list[str], left: float, bases: list[float], size: float = 10.0) -> list[tuple[int, Printed]]:
    """The lines of a cell in the column that begins at `left`: column 0 at 0, column 1 at 100."""
    lines = []
    for text, base in zip(words, bases, strict=True):
        widths = [size if char > "\u2e80" else size / 2 for char in text]
        edges = array("d")
        at = left
        for width in widths:
            edges.extend((at, at + width))
            at += width
        lines.append((int(left // 100), Printed(1, text, edges, base - 9, base + 1, base, size)))
    return lines


def test_lines_that_figures_make_higher_are_one_row() -> None:
    """Two cells of running text in narrow columns, whose lines with figures stand further from the ones above."""
    bases = [10, 22, 38, 50, 66, 78]
    plan = cell_lines_of(["新建改建乡", "村公路里程", "90公里，新", "增候车亭二", "15座，照明", "路灯全亮。"], 0, bases)
    done = cell_lines_of(
        ["已新建乡村", "公路的里程", "95公里，新", "设候车亭共", "16座，路灯", "全部亮灯。"], 100, bases
    )
    assert [len(row) for row in white_rows([*plan, *done], {0: 52, 1: 52})] == [12]


def test_sentences_that_end_above_a_strip_are_rows() -> None:
    """The same lines, where a sentence ends above each wide strip."""
    bases = [10, 22, 38, 50, 66, 78]
    plan = cell_lines_of(["新建改建乡", "村的公路。", "90公里，新", "增候车亭。", "15座，照明", "路灯全亮。"], 0, bases)
    done = cell_lines_of(
        ["已新建乡村", "公路里程。", "95公里，新", "设候车亭。", "16座，路灯", "全部亮灯。"], 100, bases
    )
    rows = white_rows([*plan, *done], {0: 52, 1: 52})
    assert [len(row) for row in rows] == [4, 4, 4]
