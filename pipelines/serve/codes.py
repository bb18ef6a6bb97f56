"""Codes in a question that no indicator has: an empty answer would be taken for "not stated".

unknown(connection, "select … where indicator_code = 'gpd'")     # ["no indicator has the code gpd; near it: gdp (地区生产总值)"]
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_ASKED = re.compile(r"\bindicator_code\s*(?:=|==|<>|!=|\bin\b)\s*\(?\s*((?:'[^']*'\s*,?\s*)+)", re.I)
_NEAR = 3  # codes that are offered


def asked(sql: str) -> list[str]:
    """The codes that a statement compares indicator_code with.

    >>> asked("select 1 from a where indicator_code in ('gdp', 'x') and o.indicator_code='y' or name = 'z'")
    ['gdp', 'x', 'y']
    """
    return [code for listed in _ASKED.findall(sql) for code in re.findall(r"'([^']*)'", listed)]


def unknown(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """A sentence for each code that is asked for and that the catalogue does not have, with those that are near it."""
    wanted = list(dict.fromkeys(asked(sql)))
    if not wanted:
        return []
    names = dict(connection.execute("select indicator_code, name_zh from dim_indicator").fetchall())
    aliases = connection.execute("select alias, indicator_code from dim_indicator_alias").fetchall()
    said = []
    for code in wanted:
        if code in names:
            continue
        called = [known for alias, known in aliases if alias == code] + [
            known for known, name in names.items() if name == code
        ]
        near = list(dict.fromkeys([*called, *difflib.get_close_matches(code, names, _NEAR, 0.6)]))[:_NEAR]
        offered = (
            f"; near it: {', '.join(f'{known} ({names[known]})' for known in near if known in names)}" if near else ""
        )
        said.append(f"no indicator has the code {code}{offered}; taizhang indicators WORD finds codes")
    return said
