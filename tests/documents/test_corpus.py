"""The five real reports, where they are at hand: what a careful reader sees."""

from pathlib import Path

import pytest

from pipelines.documents.scan import scan
from pipelines.readers.read import read_document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not here")

TITLE = "关于重庆市永川区{}年国民经济和社会发展计划执行情况及{}年计划草案的报告"
OFFICE = "重庆市永川区发展和改革委员会"
EXPECTED = {
    "yongchuan-2023-plan-report.txt": (TITLE.format(2022, 2023), "plan_report", OFFICE, None, 2022, 2023),
    "yongchuan-2025-plan-report.txt": (TITLE.format(2024, 2025), "plan_report", OFFICE, None, 2024, 2025),
    "yongchuan-2025-work-report.txt": (
        "重庆市永川区人民政府工作报告",
        "work_report",
        "重庆市永川区人民政府",
        "2025-01-13",
        2024,
        2025,
    ),
    "yongchuan-2024-two-sessions-feature.txt": (
        "助力建设现代化新重庆 永川交出高质量答卷",
        "press",
        None,
        None,
        2023,
        None,
    ),
    "yongchuan-hightech-zone-feature.txt": ("永川高新区以实干实绩迈向“百强千亿”", "press", None, None, None, None),
}


@pytest.fixture(scope="module")
def documents():
    return {file.source_file: read_document(file) for file in scan(CORPUS)}


def test_each_says_who_it_is(documents):
    found = {
        name: (d.meta.title, d.meta.kind, d.meta.issuer, d.meta.published_date, d.meta.review_year, d.meta.plan_year)
        for name, d in documents.items()
    }
    assert found == EXPECTED
    assert {(d.meta.region_name, d.meta.region_code) for d in documents.values()} == {("重庆市永川区", "500118")}


def outline(document):
    return [(s.level, s.title) for s in document.sections]


def test_2023_plan_report(documents):
    document = documents["yongchuan-2023-plan-report.txt"]
    titles = [title for _, title in outline(document)]
    assert sum(s.level == 1 for s in document.sections) == 3
    assert [sum(s.parent == n for s in document.sections) for n in (1, 7, 12)] == [5, 4, 9]
    assert sum(title.startswith("专栏") for title in titles) == 11
    assert sum(s.topic for s in document.sections) == 57
    assert [(t.kind, t.section) for t in document.tables] == [
        ("target_actual", 1),
        ("livelihood", 6),
        ("project_plan", 11),
    ]
    halves = {(s.role, s.year_start, s.statement) for s in document.sections if "形势" not in s.title}
    assert halves == {("review", 2022, "actual"), ("plan", 2023, "target")}
    prose = [p for p in document.passages if p.kind == "prose"]
    assert all("\n" not in document.text[p.start : p.end] for p in prose), "one line is one paragraph here"


def test_2025_plan_report(documents):
    document = documents["yongchuan-2025-plan-report.txt"]
    assert [sum(s.level == level for s in document.sections) for level in (1, 2)] == [3, 19]
    assert sum(s.title.startswith("专栏") for s in document.sections) == 13
    by_title = {s.title: s for s in document.sections}
    industry = by_title["智能网联新能源汽车产业"]
    assert document.sections[industry.parent - 1].title == "两大主导产业集群" and industry.topic
    assert by_title["一是工业提质发展"].role == "review" and by_title["物流业"].year_start == 2025
    box = next(s for s in document.sections if s.title.startswith("专栏12"))
    items = [p for p in document.passages if p.section == box.number and p.kind == "list_item"]
    assert len(items) == 10
    broken = [
        document.text[p.start : p.end]
        for p in document.passages
        if p.kind == "prose" and "\n" in document.text[p.start : p.end]
    ]
    assert [text[:4] for text in broken] == ["物流业：", "社会治理"], "two topics run over a page break"


def test_2025_work_report(documents):
    document = documents["yongchuan-2025-work-report.txt"]
    assert [level for level, _ in outline(document)] == [1] + [2] * 9
    assert {(s.role, s.year_start) for s in document.sections} == {("review", 2024)}
    long = [document.text[p.start : p.end] for p in document.passages if "\n" in document.text[p.start : p.end]]
    assert [text[:3] for text in long] == ["(一)", "(三)", "(六)"], "three parts run over a page break"
    last = document.passages[-1]
    assert (last.kind, document.text[last.start : last.end]) == ("furniture", "(下转6版)")
    assert document.passages[-2].section == 1


def test_two_sessions_feature(documents):
    document = documents["yongchuan-2024-two-sessions-feature.txt"]
    prose = [p for p in document.passages if p.kind == "prose"]
    assert len(prose) == 27
    assert all(document.text[p.end - 1] == "。" for p in prose), "every column is read to its end"
    assert {(s.role, s.year_start, s.statement) for s in document.sections} == {("review", 2023, "actual")}
    assert [s.title[:5] for s in document.sections] == ["", "高效能治理", "高品质生活"]


def test_hightech_zone_feature(documents):
    document = documents["yongchuan-hightech-zone-feature.txt"]
    assert [(s.title[:2], s.role, s.year_start, s.year_end, s.statement) for s in document.sections[1:]] == [
        ("筑牢", "review", 2021, 2025, "actual"),
        ("锚定", "plan", 2026, 2030, "target"),
        ("以实", "plan", 2026, 2030, "target"),
    ]
    foreign = [document.text[p.start : p.end] for p in document.passages if p.kind == "foreign"]
    assert foreign[0] == "广告" and len(foreign) == 7
    assert document.sections[-1].end <= document.text.index("广告")
