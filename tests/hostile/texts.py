"""Texts that decode well and are traps all the same."""

from __future__ import annotations

from collections.abc import Iterator

READ, EITHER = "read", "either"

REPORT = """临江市东湖区人民政府工作报告

——2024年1月10日在临江市东湖区人民代表大会会议上

一、2023年工作回顾

全区地区生产总值达412.5亿元，增长6.2%；城镇新增就业9300人，全体居民人均可支配收入增长5.9%。

二、2024年工作安排

地区生产总值增长6%以上，新改建农村公路42公里。
"""
KB = 1024


def texts(scale: int) -> Iterator[tuple[str, str | bytes, str]]:
    """(path, content, outcome); large ones grow with `scale`."""
    yield from _large(scale * 60 * KB)
    yield from _marks()
    yield from _formulas()
    yield from _figures()
    yield from _tables(scale)
    yield from _nesting(scale)
    yield (
        "text/digits-200-mb.txt" if scale > 1 else "text/digits-30-mb.txt",
        b"1" * (200_000_000 if scale > 1 else 30_000_000),
        "too large",
    )


def _large(size: int) -> Iterator[tuple[str, str, str]]:
    """Much of one thing."""
    for name, part in {
        "digits": "1234567890", "one-character": "增", "line-ends": "\n", "tabs": "\t", "commas": "，", "brackets-open": "（",
        "quotes-open": "“", "titles-open": "《", "percent": "%", "growth-without-end": "增长1%", "list-without-end": "1、2、",
        "words-without-stop": "全区经济社会发展", "of-which": "其中：", "respectively": "分别增长1%、", "years": "2023年",
        "colons": "：", "headings": "一、\n", "panels": "专栏1：事项\n", "minus": "-", "points": "1.", "table-rows": "\t指标\n\t1\n\n",
    }.items():  # fmt: skip
        yield f"large/{name}.txt", REPORT + part * (size // len(part.encode())), EITHER


def _marks() -> Iterator[tuple[str, str, str]]:
    """Characters that cannot be seen, or that turn the text around."""
    yield "marks/bidirectional.txt", REPORT.replace("412.5", "\u202e412.5\u202c"), READ
    yield "marks/zero-width.txt", REPORT.replace("412.5", "4\u200b1\u200d2\ufeff.5"), READ
    yield "marks/zero-width-flood.txt", REPORT + "\u200b" * 50_000 + "增长3%。", READ
    yield "marks/combining.txt", REPORT + "增" + "\u0301" * 20_000 + "长3%。", READ
    yield "marks/private-use.txt", REPORT + "".join(map(chr, range(0xE000, 0xE400))), READ
    yield "marks/controls.txt", REPORT * 6 + "\x01增长\x1b[31m3%\x07。", READ
    yield "marks/many-controls.txt", REPORT + "\x01\x02" * 500, "control codes"
    yield "marks/old-line-ends.txt", REPORT.replace("\n", "\r"), READ
    yield "marks/unicode-line-ends.txt", REPORT.replace("\n", "\u2028"), READ
    yield "marks/form-feeds.txt", REPORT.replace("\n\n", "\f\v"), READ
    yield "marks/emoji.txt", REPORT.replace("就业", "👩\u200d🏭就业🇨🇳"), READ
    yield "marks/full-width.txt", REPORT.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.%"}), READ
    yield "marks/noncharacters.txt", REPORT + "\ufffe\uffff\U0010ffff", EITHER


def _formulas() -> Iterator[tuple[str, str, str]]:
    """What a spreadsheet, a shell, a template or a database would run."""
    cells = [
        "=cmd|' /C calc'!A0",
        "+1+cmd|'calc'!A1",
        "-2+3",
        "+SUM(A1:A9)",
        "@SUM(1+1)",
        '=HYPERLINK("http://example.invalid","看")',
    ]
    rows = "".join(f"\n\t{cell}\n\t{n}.5\n\t{n}\n" for n, cell in enumerate(cells, 1))
    yield (
        "formulas/cells.txt",
        f"{REPORT}\n表1：2023年主要指标完成情况表\n\t指标\n\t总量（亿元）\n\t增速（%）\n{rows}",
        READ,
    )
    quoted = "".join(f"\n\t{n}\n\t{cell}\n\t{cell}\n\t{cell}\n" for n, cell in enumerate(cells, 1))
    yield (
        "formulas/deeds.txt",
        f"{REPORT}\n表2：2023年民生实事完成情况\n\t序号\n\t项目名称\n\t计划任务\n\t完成情况\n{quoted}",
        READ,
    )
    yield "formulas/title.txt", "=1+1政府工作报告\n\n" + REPORT.replace("达412.5", "=2+3达412.5"), READ
    yield (
        "formulas/names.txt",
        REPORT + "".join(f"{cell}达{n}亿元，增长{n}%。\n" for n, cell in enumerate(cells, 1)),
        READ,
    )
    yield (
        "formulas/sql.txt",
        REPORT + "'); drop table staged.observation; --达3亿元。\"; delete from observations where ''=''增长5%。",
        READ,
    )
    yield "formulas/shell.txt", REPORT + "$(touch pwned)`touch pwned`; rm -rf . | 增长5%。", READ
    yield "formulas/templates.txt", REPORT + "{{ 7 * 7 }}{% raw %}%s%d%n{0}{}${HOME}增长5%。\\N NULL None nan", READ
    yield "formulas/markdown.txt", REPORT + "[看](javascript:alert(1)) <img src=x onerror=alert(1)> 增长5%。", READ


def _figures() -> Iterator[tuple[str, str, str]]:
    """Numbers that do not fit, contradict each other, or are none."""
    yield "figures/four-hundred-digits.txt", f"{REPORT}全区产值达{'9' * 400}亿元，增长{'8' * 60}%。", READ
    yield "figures/forty-digits.txt", f"{REPORT}全区产值达{'9' * 38}亿元，又达{'9' * 39}.{'1' * 30}元。", READ
    yield "figures/places.txt", f"{REPORT}森林覆盖率达到0.{'0' * 80}1%，增长3.{'3' * 90}%。", READ
    yield "figures/exponents.txt", f"{REPORT}产值达1e400亿元，增长1E999%，Infinity亿元，NaN%。", READ
    yield "figures/years.txt", REPORT.replace("2023", "9999").replace("2024", "0000"), READ
    yield "figures/points.txt", f"{REPORT}产值14..3亿元，1.2.3.4亿元，增长.5%，下降5.%，-−－3%。", READ
    yield "figures/shares.txt", f"{REPORT}森林覆盖率达到412%，下降300%，城镇化率为-5%，居全市第0位，第-3位。", READ
    yield "figures/conflict-a.txt", REPORT.replace("东湖区", "北湖区"), READ
    yield "figures/conflict-b.txt", REPORT.replace("东湖区", "北湖区").replace("412.5", "431.9"), READ
    yield (
        "figures/conflict-in-itself.txt",
        REPORT.replace("东湖区", "南湖区") + "2023年全区地区生产总值达399.9亿元，增长1.1%。\n",
        READ,
    )
    yield "figures/only-punctuation.txt", "，。；：、！？“”《》（）" * 300, EITHER
    yield "figures/only-english.txt", "GDP grew by 6.2 per cent in 2023. " * 100, EITHER


def _tables(scale: int) -> Iterator[tuple[str, str, str]]:
    """Tables without sense."""
    yield "tables/only-tabs.txt", REPORT + "\t\n" * 3000 * min(scale, 10), EITHER
    yield "tables/header-only.txt", REPORT + "\n表1：2023年主要指标完成情况表\n\t序号\n\t指标\n\t完成情况\n", READ
    yield (
        "tables/thousand-columns.txt",
        REPORT + "\n表1：表\n" + "\t".join(["1.5"] * 1000) + "\n" + "\t".join(["2"] * 1000) + "\n",
        EITHER,
    )
    yield (
        "tables/one-long-row.txt",
        REPORT + "\n表1：2023年主要指标完成情况表\n" + "".join(f"\t{n}\n" for n in range(3000 * scale)),
        EITHER,
    )
    yield (
        "tables/ragged.txt",
        REPORT + "\n表2：民生实事\n" + "".join("\t格\n" * (n % 7) + "\n" for n in range(800)),
        EITHER,
    )
    yield "tables/pipes.txt", REPORT + "\n|a|b|\n|-|-|\n" + "|" * 5000 + "\n" + "|1|\n" * 2000, EITHER
    yield "tables/same-caption.txt", REPORT + "\n表1：同名\n\t指标\n\t1\n\n\t2\n\t3\n" * 300, EITHER


def _nesting(scale: int) -> Iterator[tuple[str, str, str]]:
    """Depth."""
    levels = ("一、", "（一）", "1.", "（1）", "①")
    yield (
        "nesting/headings.txt",
        REPORT + "".join(f"{levels[n % 5]}标题\n" for n in range(3000 * min(scale, 10))),
        EITHER,
    )
    yield "nesting/brackets.txt", REPORT + "（" * 5000 + "增长3%" + "）" * 5000 + "。", EITHER
    yield "nesting/quotes.txt", REPORT + "“‘《" * 3000 + "增长3%" + "》’”" * 3000 + "。", EITHER
    yield (
        "nesting/of-which.txt",
        REPORT + "全区产值9000亿元，" + "".join(f"其中产业{n}产值{n}亿元，" for n in range(1500, 0, -1)) + "。",
        EITHER,
    )
    yield (
        "nesting/enumeration.txt",
        REPORT
        + "、".join(f"产业{n}" for n in range(1500))
        + "分别增长"
        + "、".join(f"{n}%" for n in range(1500))
        + "。",
        EITHER,
    )
    yield "nesting/json.txt", "[" * 50_000 + "]" * 50_000, EITHER
