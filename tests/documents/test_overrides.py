"""documents.yml is data that has to match, or it is an error."""

import pytest

from pipelines.documents.model import Metadata
from pipelines.documents.overrides import OverrideError, apply, load_overrides


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "甲县").mkdir()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "甲县" / "b.txt").write_text("y", encoding="utf-8")
    return tmp_path


def test_no_file_no_overrides(raw):
    assert load_overrides(raw) == {}


def test_names_are_relative_to_the_file_that_gives_them(raw):
    (raw / "documents.yml").write_text("a.txt:\n  licence: CC0\n  date: 2025-01-13\n", encoding="utf-8")
    (raw / "甲县" / "documents.yml").write_text("b.txt: {plan_year: null, region_code: 500118}\n", encoding="utf-8-sig")
    assert load_overrides(raw) == {
        "a.txt": {"licence": "CC0", "date": "2025-01-13"},
        "甲县/b.txt": {"plan_year": None, "region_code": "500118"},
    }


def test_parts_are_a_list_with_their_first_words(raw):
    (raw / "documents.yml").write_text(
        "a.txt: {parts: [{starts: 甲县, review_year: 2023}, {starts: 乙县}]}\n", encoding="utf-8"
    )
    found = load_overrides(raw)["a.txt"]
    assert found == {"parts": [{"starts": "甲县", "review_year": 2023}, {"starts": "乙县"}]}
    assert apply(Metadata(title="x"), found) == Metadata(title="x")


@pytest.mark.parametrize(
    "content, complaint",
    [
        ("c.txt: {title: x}", "'c.txt' matches no document"),
        ("../a.txt: {title: x}", "matches no document"),
        ("a.txt: {titel: x}", "unknown key titel"),
        ("a.txt: {review_year: '2024'}", "review_year is '2024', expected a year"),
        ("a.txt: {review_year: 20244}", "expected a year"),
        ("a.txt: {date: 13.1.2025}", "expected a date"),
        ("a.txt: {kind: report}", "expected one of plan_report"),
        ("a.txt: {parts: 2}", "parts is 2, expected a list of parts, each with starts"),
        ("a.txt: {parts: [{title: x}]}", "first words of its text"),
        ("a.txt: {parts: [{starts: x, review_year: no}]}", "part 1: review_year is False, expected a year"),
        ("a.txt: {region_code: 12}", "GB/T 2260"),
        ("a.txt: {title: '  '}", "expected a text"),
        ("a.txt: 2024", "'a.txt': expected keys with values (title, kind, "),
        ("a.txt: 2024", "found 2024"),
        ("a.txt: {titel: x}", "perhaps 'title' is meant; known are title, kind, "),
        ("a.txt: {3: x}", "unknown key 3; known are"),
        ("a.txt: {parts: [7]}", "part 1: is 7, expected keys with values (title, "),
        (
            "a.txt: {parts: [{starts: x}, {starts: '', titel: x}]}",
            "part 2: starts is missing, expected the first words",
        ),
        (
            "a.txt: {parts: [{starts: x}, {starts: '', titel: x}]}",
            "part 2: unknown key titel, perhaps 'title' is meant",
        ),
        ("a.txt: {title: 0x_}", "documents.yml cannot be read: it is no YAML"),
        ("a.txt: {licence: 2.50}", "licence is 2.50, expected a text"),
        ("- a.txt", "found list"),
        ("a.txt: {title: x}\na.txt: {title: y}", "'a.txt' is given twice"),
        ("a.txt: {title: x, title: y}", "'title' is given twice"),
        ("a.txt: [", "cannot be read"),
        ("a.txt: {date: 2023-02-30}", "'a.txt': date is '2023-02-30', expected a date"),
        ("a.txt: {date: 2023-02-03 10:00:00}", "expected a date"),
        ("a.txt: {review_year: " + "2" * 5000 + "}", "expected a year"),
        ("a.txt: " + "[" * 500 + "]" * 500, "nested too deep"),
        ("a: &a [x, x]\nb: &b [*a, *a]\na.txt: [*b, *b]", "aliases"),
        ("a.txt: !!python/object/apply:os.system ['true']", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_names_it(raw, content, complaint):
    (raw / "documents.yml").write_text(content, encoding="utf-8")
    with pytest.raises(OverrideError, match="documents.yml") as error:
        load_overrides(raw)
    assert complaint in str(error.value)


def test_all_faults_are_listed_at_once(raw):
    (raw / "documents.yml").write_text("a.txt: {x: 1, y: 2}\nq.txt: {title: t}", encoding="utf-8")
    with pytest.raises(OverrideError) as error:
        load_overrides(raw)
    assert all(name in str(error.value) for name in ("unknown key x", "unknown key y", "'q.txt'"))


def test_a_document_described_twice_is_an_error(raw):
    (raw / "documents.yml").write_text("甲县/b.txt: {title: x}", encoding="utf-8")
    (raw / "甲县" / "documents.yml").write_text("b.txt: {title: y}", encoding="utf-8")
    with pytest.raises(OverrideError, match="described in another"):
        load_overrides(raw)


def test_the_override_goes_before_the_text_and_a_null_takes_away():
    meta = Metadata(
        title="甲", kind="press", region_name="乙区", region_code="500000", review_year=2023, plan_year=2024
    )
    changed = apply(
        meta, {"title": "丙", "plan_year": None, "date": "2025-01-13", "source_url": "https://example.org/"}
    )
    assert (changed.title, changed.plan_year, changed.published_date, changed.review_year) == (
        "丙",
        None,
        "2025-01-13",
        2023,
    )
    assert changed.source_url == "https://example.org/"
    assert apply(meta, None) == meta


def test_another_region_does_not_keep_the_old_code():
    meta = Metadata(region_name="乙区", region_code="500000")
    assert apply(meta, {"region": "丁县"}).region_code is None
    assert apply(meta, {"region": "丁县", "region_code": "500001"}).region_code == "500001"


def test_a_folder_or_a_pipe_of_that_name_is_an_error(raw):
    import os

    (raw / "documents.yml").mkdir()
    with pytest.raises(OverrideError, match="no regular file"):
        load_overrides(raw, ["a.txt"])
    (raw / "documents.yml").rmdir()
    os.mkfifo(raw / "documents.yml")
    with pytest.raises(OverrideError, match="no regular file"):
        load_overrides(raw, ["a.txt"])


def test_faults_are_short_whatever_the_value(raw):
    (raw / "documents.yml").write_text("a.txt: {date: " + "9" * 9000 + "}", encoding="utf-8")
    with pytest.raises(OverrideError) as error:
        load_overrides(raw, ["a.txt"])
    assert len(str(error.value)) < 400
