"""A file becomes a document, or one clear error."""

import pytest

from pipelines.documents.scan import SourceFile, scan
from pipelines.readers.read import ReadError, parse_text, read_document, section_at

REPORT = """甲县2021年国民经济和社会发展计划执行情况与2022年计划草案的报告
甲县发展和改革局

各位代表：
一、2021年计划执行情况
全县生产总值增长6%，完成投资30亿元。

表1：2021年主要指标完成情况
\t指标
\t目标
\t完成

\t生产总值（亿元）
\t7%
\t102.5

\t投资（亿元）
\t8%
\t30


二、2022年主要目标
生产总值增长6.5%以上。
"""


def one(tmp_path, data, name="a.txt"):
    (tmp_path / name).write_bytes(data)
    [file] = scan(tmp_path)
    return file


def test_a_report_in_all_its_parts(tmp_path):
    file = one(tmp_path, REPORT.replace("\n", "\r\n").encode("gb18030"))
    document = read_document(file)
    assert (document.encoding, document.document_id, document.source_file) == ("gb18030", file.sha256, "a.txt")
    assert document.text == REPORT.replace("\n", "\r\n")
    assert (document.meta.review_year, document.meta.plan_year, document.meta.kind) == (2021, 2022, "plan_report")
    [table] = document.tables
    assert document.sections[table.section - 1].title == "一、2021年计划执行情况"
    assert all(document.text[c.start : c.end] == c.text for c in table.cells)
    assert all(p.end <= table.start or p.start >= table.end for p in document.passages)


def test_what_documents_yml_says_goes_first_and_reaches_the_sections(tmp_path):
    text = "全县生产总值增长6%，完成投资30亿元，新建学校3所。\n"
    file = one(tmp_path, text.encode())
    document = read_document(file, {"review_year": 2019, "kind": "press", "region": "永川区", "title": "短讯"})
    assert (document.meta.region_name, document.meta.region_code) == ("重庆市永川区", "500118")
    assert document.sections[0].year_start == 2019 and document.meta.title == "短讯"


@pytest.mark.parametrize(
    "data, message",
    [
        (b" \n", "nothing but blanks"),
        (b"PK\x03\x04" + bytes(60), "docx"),
        ("臺灣經濟發展與產業結構調整".encode("big5") * 9, "mojibake|unknown"),
    ],
)
def test_what_cannot_be_read_says_which_file_and_why(tmp_path, data, message):
    with pytest.raises(ReadError, match=f"(?s)^a.txt: .*(?:{message})"):
        read_document(one(tmp_path, data))


def test_a_refused_file_a_vanished_one_and_a_changed_one(tmp_path):
    with pytest.raises(ReadError, match="x.doc: unsupported"):
        read_document(SourceFile(tmp_path / "x.doc", "x.doc", 3, error="unsupported file type .doc"))
    file = one(tmp_path, REPORT.encode())
    file.path.write_text(REPORT + "改", encoding="utf-8")
    with pytest.raises(ReadError, match="changed while"):
        read_document(file)
    file.path.unlink()
    with pytest.raises(ReadError, match="a.txt: cannot be read"):
        read_document(file)


def test_a_text_that_says_nothing_about_itself_is_read_with_doubts():
    document = parse_text("今天天气很好，我们去公园散步，看见很多花。")
    assert any("title" in warning for warning in document.warnings)
    assert len(document.passages) == 1


def test_section_at_finds_the_innermost():
    document = parse_text(REPORT)
    at = REPORT.index("生产总值增长6.5%")
    assert document.sections[section_at(document.sections, at) - 1].title == "二、2022年主要目标"
    assert section_at(document.sections, 0) is None


def test_a_pdf_is_read_by_its_own_reader(tmp_path, monkeypatch):
    from pipelines.documents.model import PageMap
    from pipelines.readers.pdf import entry as pdf
    from pipelines.readers.pdf.read import PdfText

    def fake(data, limits=None):
        assert data == b"%PDF-1.7 x"
        return PdfText(REPORT, PageMap(1, [1] * len(REPORT), [None] * len(REPORT)), [], ["page 2 unread"])

    monkeypatch.setattr(pdf, "read_pdf", fake)
    document = read_document(one(tmp_path, b"%PDF-1.7 x", "a.pdf"), {"licence": "CC0"})
    assert (document.media_type, document.pages.page_count, document.encoding) == ("application/pdf", 1, None)
    assert document.meta.plan_year == 2022 and document.meta.licence == "CC0" and document.tables == ()
    assert document.warnings == ("page 2 unread",)


def test_a_broken_pdf_is_one_clear_error(tmp_path):
    with pytest.raises(ReadError, match=r"^a\.pdf: "):
        read_document(one(tmp_path, b"%PDF-1.7\nnothing", "a.pdf"))


def test_a_report_in_another_language_says_so(tmp_path):
    told = "In 2022 output of the county grew by 6.1 percent to 18.4 billion yuan; we aim at 6 percent.\n"
    (tmp_path / "english.txt").write_text(f"Report of a County\n\n{told}", encoding="utf-8")
    (tmp_path / "names.txt").write_text(
        REPORT + "GDP CPI PPI PMI RCEP ChatGPT DeepSeek Kubernetes " * 3, encoding="utf-8"
    )
    english, names = (read_document(file).warnings for file in scan(tmp_path))
    assert any("not Chinese" in warning for warning in english)
    assert not any("not Chinese" in warning for warning in names)
