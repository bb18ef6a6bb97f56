"""The explorer's files: what is in them is what is in the warehouse, and nothing else; nothing is asked for elsewhere."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import PublishError
from pipelines.serve.query import query
from pipelines.serve.site import page
from pipelines.serve.site.build import build_site
from pipelines.serve.site.encode import Table, encode_column, encode_table, pack, rows, unpack
from pipelines.serve.site.parts import PageDocument, split

SCRIPTS = sorted((page.TEMPLATE / "js").glob("*.js"))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.texts[self.inside] = self.texts.get(self.inside, "") + data


def payload(path: Path) -> dict[str, Any]:
    return unpack(Elements(path.read_text(encoding="utf-8")).texts["data"])


def table(path: Path, name: str) -> list[dict[str, Any]]:
    return rows(payload(path)["tables"][name])


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    [index] = build_site(built, tmp_path_factory.mktemp("site"))
    return index


def test_the_page_holds_every_observation_as_it_is(built: Path, site: Path) -> None:
    names = ("value", "unit", "measure", "statement", "qualifier", "confidence", "rule", "printed")
    wanted = query(
        built,
        f"select observation_id, indicator_name, period_label, value_start, {', '.join(names)} from fct_indicator",
    )
    found = {row["id"]: row for row in table(site, "observation")}
    assert len(found) == len(wanted.rows) >= 20
    for row in wanted.records():
        shown = found[row["observation_id"]]
        assert Decimal(shown["value"]) == row["value"] and "E" not in shown["value"]
        assert {name: shown[name] for name in names[1:]} == {name: row[name] for name in names[1:]}
        assert (shown["name"], shown["period"], shown["start"]) == (
            row["indicator_name"],
            row["period_label"],
            row["value_start"],
        )


@pytest.mark.parametrize(
    ("name", "source"),
    [("passage", "dim_passage"), ("cell", "dim_cell"), ("conflict", "fct_conflict"), ("target", "fct_target_actual"),
     ("project", "dim_project"), ("mention", "fct_key_project"), ("project_plan", "fct_project_plan"),
     ("livelihood", "fct_livelihood_project"), ("task", "fct_livelihood_task"), ("document", "dim_document")],
)  # fmt: skip
def test_no_row_of_a_mart_is_left_out(built: Path, site: Path, name: str, source: str) -> None:
    [(count,)] = query(built, f"select count(*) from {source}").rows
    assert len(table(site, name)) == count > 0


def test_every_observation_is_reached_by_its_indicator_and_marked_in_its_document(site: Path) -> None:
    passages = {(row["document"], row["number"]): row for row in table(site, "passage")}
    indicators = table(site, "indicator")
    in_text = 0
    for row in table(site, "observation"):
        indicator = indicators[row["indicator"]]
        assert indicator["code"] or indicator["name"] == row["name"]
        passage = passages.get((row["document"], row["passage"]))
        if passage:
            at = row["start"] - passage["start"]
            assert passage["text"][at : at + row["end"] - row["start"]] == row["printed"]
            in_text += 1
        quote = row["quote"]
        assert isinstance(quote, str) or quote[0] <= row["start"] < row["end"] <= quote[1]
    assert in_text >= 20


def test_references_lead_to_the_rows_they_meant(built: Path, site: Path) -> None:
    observations = table(site, "observation")
    meant = dict(query(built, "select conflict_id, observation_ids from fct_conflict").rows)
    for row in table(site, "conflict"):
        assert sorted(observations[at]["id"] for at in row["observations"]) == meant[row["id"]]
    sides = query(
        built,
        """select indicator_name, year, measure, target_observation_id, actual_observation_id from fct_target_actual
           where target_observation_id is not null or actual_observation_id is not null""",
    )
    shown = Counter(
        (
            r["name"],
            r["year"],
            r["measure"],
            *(None if r[s] is None else observations[r[s]]["id"] for s in ("target", "actual")),
        )
        for r in table(site, "target")
        if r["target"] is not None or r["actual"] is not None
    )
    assert shown == Counter(sides.rows) and shown
    for row in table(site, "target"):
        for side in ("target", "actual"):
            assert row[side] is None or observations[row[side]]["indicator"] == row["indicator"]


def test_nothing_is_asked_for_elsewhere(site: Path) -> None:
    text = site.read_text(encoding="utf-8")
    found = Elements(text)
    for tag, attributes in found.elements:
        assert not {"src", "srcset", "action", "background", "poster", "data"} & set(attributes), tag
        assert tag not in {"iframe", "img", "object", "embed", "base", "form", "audio", "video"}
        if tag == "link":
            assert attributes["href"] == "data:,"
    outside_data = text.replace(found.texts["data"], "")
    assert not re.search(r"(?i)\b(https?|wss?|ftp):|//[a-z0-9-]+\.[a-z]|@import|\burl\((?!#)", outside_data)
    policy = next(a["content"] or "" for _, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "connect-src" not in policy and "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_of_text_or_asks_for_anything(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc|\beval\b|new Function"
    network = r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(|\bWorker\b|new Image|\.src\b"
    if path.name == "served.js":  # its one question goes to the server that the page came from, where there is one
        [asked] = re.findall(r"\bfetch\([^;]*", code)
        assert asked == "fetch(`${location.origin}/${path}`, how)"
        assert all(one.startswith(("data?", "entries/")) for one in re.findall(r"askServer\(`([^`]*)", code))
        code = code.replace(asked, "")
    assert not re.search(markup, code) and not re.search(network, code)


def test_all_modules_are_in_the_page() -> None:
    assert {path.stem for path in SCRIPTS} == set(page.MODULES)


def test_texts_of_documents_cannot_become_markup(built: Path, tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(built, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update dim_passage set text = text || ?", [hostile])
        connection.execute("update dim_document set title = ?, region_name = ?, source_file = ?", [hostile] * 3)
        connection.execute("update fct_indicator set indicator_name = ?, unit = ?, quote = ?", [hostile] * 3)
    [index] = build_site(copy, tmp_path)
    text = index.read_text(encoding="utf-8")
    assert "<script>alert" not in text and "<img" not in text
    assert text.count("<script") == 3  # the data, the index of the texts, the program
    assert all(hostile in row["text"] for row in table(index, "passage"))


def test_the_same_warehouse_gives_the_same_bytes(built: Path, site: Path, tmp_path: Path) -> None:
    [again] = build_site(built, tmp_path)
    assert again.read_bytes() == site.read_bytes()


def test_above_the_limit_there_is_a_page_per_part_and_an_index(built: Path, site: Path, tmp_path: Path) -> None:
    (tmp_path / "part-old.html").write_text(f'<meta name="generator" content="{page.GENERATOR}">', encoding="utf-8")
    (tmp_path / "part-of-others.html").write_text("not ours", encoding="utf-8")
    index, *parts = build_site(built, tmp_path, limit=10)
    assert index.name == "index.html" and len(parts) > 1
    assert not (tmp_path / "part-old.html").exists() and (tmp_path / "part-of-others.html").exists()
    whole = {row["id"] for row in table(site, "observation")}
    home: list[str] = []
    for part in parts:
        documents = table(part, "document")
        observations = table(part, "observation")
        home += [row["id"] for row in observations if documents[row["document"]]["home"]]
        # What a conflict needs of another page's documents is here with its passage.
        passages = {(row["document"], row["number"]) for row in table(part, "passage")}
        for conflict in table(part, "conflict"):
            for at in conflict["observations"]:
                row = observations[at]
                assert row["passage"] is None or (row["document"], row["passage"]) in passages
    assert sorted(home) == sorted(whole)
    listed = payload(index)
    assert [row["file"] for row in rows(listed["tables"]["part"])] == [part.name for part in parts]
    for number, place in enumerate(listed["places"]):
        prefix = listed["ids"][8 * number : 8 * number + 8]
        assert any(row["id"].startswith(prefix.strip()) for row in table(parts[place], "observation"))
    [only] = build_site(built, tmp_path)
    assert only == index and sorted(path.name for path in tmp_path.glob("part-*")) == ["part-of-others.html"]


def test_errors_say_what_to_do(build_copy: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="taizhang build"):
        build_site(tmp_path / "none.duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute("drop table dim_cell")
    with pytest.raises(PublishError, match="no table dim_cell.*taizhang build"):
        build_site(build_copy, tmp_path / "out")


def test_an_empty_page_is_a_page(build_copy: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(build_copy)) as connection:
        for name in ("fct_indicator", "fct_conflict", "fct_target_actual", "dim_project", "fct_key_project", "fct_project_plan",
                     "fct_livelihood_project", "fct_livelihood_task", "dim_passage", "dim_cell", "mart_indicator_series"):  # fmt: skip
            connection.execute(f"delete from {name}")
    [index] = build_site(build_copy, tmp_path)
    assert table(index, "observation") == [] and len(table(index, "document")) == 3


def test_words_are_in_both_languages() -> None:
    used = {name for path in SCRIPTS for name in re.findall(r'\bt\("([a-z_]+)"', path.read_text(encoding="utf-8"))}
    assert used and used <= set(page.strings())
    assert [key for key, pair in page.strings().items() if not all(pair)] == []
    for key, (zh, en) in page.strings().items():
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), key


def test_every_value_of_the_vocabularies_has_a_word(built: Path) -> None:
    vocabularies = {"measure": "fct_indicator", "statement": "fct_indicator", "qualifier": "fct_indicator", "status": "fct_livelihood_task",
                    "stage": "fct_key_project", "outcome": "fct_target_actual", "kind": "dim_document", "breakdown": "fct_project_plan"}  # fmt: skip
    for column, source in vocabularies.items():
        for (code,) in query(built, f"select distinct {column} from {source} where {column} <> ''").rows:
            assert f"{column}.{code}" in page.strings()


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.sampled_from(["", "a", "亿元", "</script>"]),
            st.integers(),
            st.booleans(),
            st.lists(st.integers()),
        )
    )
)
def test_a_column_comes_back_as_it_went(values: list[Any]) -> None:
    made = unpack(pack({"t": encode_table(Table(["x"], [[value] for value in values]))}))
    assert [row["x"] for row in rows(made["t"])] == values
    assert encode_column([]) is None


def test_a_value_that_a_page_cannot_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        pack({"value": Decimal("1.0")})


@given(
    st.lists(
        st.tuples(st.sampled_from(["11", "12", None]), st.sampled_from([2022, 2023, None]), st.integers(0, 60)),
        max_size=20,
    ),
    st.integers(1, 100),
)
def test_parts_hold_every_document_once_and_few_enough(
    found: list[tuple[str | None, int | None, int]], limit: int
) -> None:
    ordered = sorted(found, key=lambda d: (d[0] is None, d[0] or "", d[1] is None, d[1] or 0))
    documents = [
        PageDocument(str(n), f"{n}.txt", None, region, region, year, size)
        for n, (region, year, size) in enumerate(ordered)
    ]
    parts = split(documents, limit)
    assert [document for part in parts for document in part.documents] == documents
    assert all(part.observations <= limit or len(part.documents) == 1 for part in parts)
    assert len({part.file for part in parts}) == len(parts)
