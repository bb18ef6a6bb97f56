"""Words in the texts of a large warehouse: the passages that hold them, figures first; and indicators by name.

Chinese has no blanks between words, so a word is any run of letters that a passage holds. Width, case and the line ends
within a word do not matter. Where no passage has all the words, those with most of their pairs of letters are taken.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pipelines.serve.site import tables

if TYPE_CHECKING:
    import duckdb

NEAR = 0.6  # share of the pairs of letters that a passage must have to be shown as near; as in template/js/search.js
SAMPLE = 4000  # passages that tell how rare a pair is
OWN = """select o.observation_id from fct_indicator as o
  where o.document_id in (select document_id from page_found) and (
    (o.document_id, o.passage_no) in (select (document_id, passage_no) from page_found where passage_no is not null)
    or (o.document_id, o.table_no, o.row_no) in (select (document_id, table_no, row_no) from page_found where table_no is not null))"""


def folded(text: str) -> list[str]:
    """The words of a question as they are compared.

    >>> folded("ＧＤＰ  增长")
    ['gdp', '增长']
    """
    return unicodedata.normalize("NFKC", text).lower().split()


def _letter(letter: str) -> str:
    """A letter in both widths and cases, as a pattern."""
    if not letter.isascii():
        return re.escape(letter)
    forms = {letter, letter.upper()} | {
        chr(ord(form) + 0xFEE0) for form in (letter, letter.upper()) if "!" <= form <= "~"
    }
    return "[" + "".join(re.escape(form) for form in sorted(forms)) + "]"


def condition(word: str, column: str) -> tuple[str, list[str]]:
    """A condition that the text holds the word, with its parameters.

    >>> condition("增长", "text")[1]
    ['增长', '增\\\\s*长']
    """
    pattern = r"\s*".join(_letter(letter) for letter in word)
    if any(letter.isascii() for letter in word):
        return f"regexp_matches({column}, ?)", [pattern]
    return f"(contains({column}, ?) or (contains({column}, chr(10)) and regexp_matches({column}, ?)))", [word, pattern]


def _or_over_it(connection: duckdb.DuckDBPyConnection, word: str, asked: list[str]) -> tuple[str, list[str]]:
    """The condition that a text holds the word or, where it names a place and other words do not, is of that place."""
    places = "select count(*) from dim_document where contains(region_name, ?)"

    def names_place(text: str) -> bool:
        return len(text) > 1 and tables.one(connection, places, [text]) > 0

    sql, given = condition(word, "text")
    if not names_place(word) or all(map(names_place, asked)):
        return sql, given
    of_place = "document_id in (select document_id from dim_document where contains(region_name, ?))"
    return f"({sql} or {of_place})", [*given, word]


def choose(connection: duckdb.DuckDBPyConnection, text: str, region: str, most: int) -> dict[str, Any]:
    """Fill page_found(document_id, passage_no, table_no, row_no) and say how many passages and documents there are."""
    connection.execute(
        "create or replace temp table page_found(document_id varchar, passage_no integer, table_no integer, row_no integer)"
    )
    asked = folded(text)
    if not asked:
        return {"passages": 0, "papers": 0, "near": False}
    where = "and document_id in (select document_id from dim_document where region_name = ?)" if region else ""
    limits = [region] if region else []
    conditions = [_or_over_it(connection, word, asked) for word in asked]
    conditions.sort(key=lambda one: "region_name" in one[0])  # a place last: the first one is looked for cell by cell
    holds = " and ".join(sql for sql, _ in conditions)
    given = [value for _, values in conditions for value in values]
    connection.execute(
        f"""create or replace temp table page_hit as
          select document_id, passage_no, null::integer as table_no, null::integer as row_no from dim_passage
          where {holds} {where}
          union all
          select document_id, null, table_no, row_no from (
            select document_id, table_no, row_no, string_agg(text, ' ' order by col_no) as text from dim_cell
            where (document_id, table_no, row_no) in (
              select (document_id, table_no, row_no) from dim_cell where {conditions[0][0]} {where})
            group by all)
          where {holds}""",
        [*given, *limits, *conditions[0][1], *limits, *given],
    )
    about = _take(connection, most) | {"near": False}
    if not about["passages"] and _near(connection, "".join(asked), where, limits, most):
        about["near"] = True
    return about


def _take(connection: duckdb.DuckDBPyConnection, most: int) -> dict[str, Any]:
    """The first hits, those of passages with figures in front."""
    passages, papers = connection.execute("select count(*), count(distinct document_id) from page_hit").fetchall()[0]
    connection.execute(
        f"""insert into page_found select h.* from page_hit as h
          left join (select distinct document_id, passage_no from fct_indicator
            where document_id in (select document_id from page_hit)) as f using (document_id, passage_no)
          order by f.document_id is null and h.table_no is null, h.document_id, h.passage_no, h.table_no, h.row_no limit {most}"""
    )
    return {"passages": passages, "papers": papers}


def _near(connection: duckdb.DuckDBPyConnection, word: str, where: str, limits: list[str], most: int) -> int:
    """Passages with enough of the pairs of letters, the nearest first.

    Who lacks so many of the pairs cannot have enough of the others: only passages with one of the rarest are counted out.
    """
    pairs = list(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1)))[:40]
    if len(pairs) < 2:
        return 0
    enough = math.ceil(NEAR * len(pairs))
    rare = _rarest(connection, pairs)[: len(pairs) - enough + 1]
    one_of = " or ".join("contains(text, ?)" for _ in rare)
    score = " + ".join("contains(text, ?)::integer" for _ in pairs)
    connection.execute(
        f"""insert into page_found select document_id, passage_no, null, null from (
            select document_id, passage_no, {score} as score from dim_passage where ({one_of}) {where})
          where score >= {enough} order by score desc, document_id, passage_no limit {min(most, 30)}""",
        [*pairs, *rare, *limits],
    )
    return int(tables.one(connection, "select count(*) from page_found"))


def _rarest(connection: duckdb.DuckDBPyConnection, pairs: list[str]) -> list[str]:
    """Pairs in the order of how rarely the first passages have them."""
    counts = ", ".join("count(*) filter (contains(text, ?))" for _ in pairs)
    [found] = connection.execute(
        f"select {counts} from (select text from dim_passage limit {SAMPLE})", pairs
    ).fetchall()
    return [pair for _, pair in sorted(zip(found, pairs, strict=True))]
