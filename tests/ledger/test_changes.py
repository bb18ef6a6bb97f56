"""What is new since a publication, in sentences: on the command line and beside the published file."""

from __future__ import annotations

import json

import pytest

from tests.command import House
from tests.ledger.documents import REPORT, XIANGYUN_2022, XIANGYUN_2023
from tests.shared import copied

XIANGYUN_2024 = {
    **XIANGYUN_2023, "year": 2024, "plan": 2025, "gdp": "226.9", "growth": "6.1", "retail": "84.6", "retail_growth": "7.7",
    "revenue": "9.31", "revenue_growth": "5.1", "grain": "18.5", "jobs": "3310", "unemployment": "3.1",
    "project": "祥云县冷链物流园项目", "started": "祥云县东山水厂工程", "aim": "6", "jobs_aim": "3300",
}  # fmt: skip

COMMUNIQUE = """祥云县2022年国民经济和社会发展统计公报

祥云县统计局
2023年4月20日

一、综合
全年社会消费品零售总额64.9亿元，比上年增长3.3%。
"""


@pytest.fixture(scope="module")
def house(ledger: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two publications: the second has a later report, a figure that was set right, and another document that contradicts one."""
    made = House(copied(ledger.folder, tmp_path_factory.mktemp("changes") / "house"))
    first = made.run("changes")
    assert first.returncode == 1 and "there is nothing to compare it with" in first.stderr
    text = REPORT.format(**{**XIANGYUN_2022, "grain": "17.4"})
    (made.raw / "xiangyun-2022.txt").write_text(text, encoding="utf-8")
    (made.raw / "2024.txt").write_text(REPORT.format(**XIANGYUN_2024), encoding="utf-8")
    (made.raw / "communique.txt").write_text(COMMUNIQUE, encoding="utf-8")
    second = made.run("build", TAIZHANG_SERVE_UP_TO="100000")
    assert second.returncode == 0, second.stderr
    return made


def test_sentences_stand_beside_the_published_file(house: House) -> None:
    said = (house.warehouse / "changes" / "changes.md").read_text(encoding="utf-8")
    assert said.startswith("# 第 1 版到第 2 版的变化")
    assert "新载入 2024.txt" in said
    assert "祥云县2024年地区生产总值增速：目标 6.5%以上，结果 6.1%（实际），未完成" in said
    assert "粮食产量（2022）由 17.9万吨 改为 17.4万吨" in said
    assert "祥云县冷链物流园项目：原为 2023年开工，现为 2023年开工 → 2024年建成" in said
    assert "社会消费品零售总额（2022，" in said and "64.9亿元" in said and "72.3亿元" in said
    assert "社会消费品零售总额增速：目标 7.5%左右" not in said, "a target that was met is no news"


def test_every_item_has_the_ids_of_its_rows(house: House) -> None:
    record = json.loads((house.warehouse / "changes" / "changes.json").read_text(encoding="utf-8"))
    assert (record["before"], record["after"]) == (1, 2)
    kinds = {item["kind"] for item in record["items"]}
    assert kinds == {"document", "missed", "revised", "conflict", "project"}
    held = {row[0] for row in house.ask("select observation_id from fct_indicator")}
    for item in record["items"]:
        assert item["ids"] and item["sentence"]
        if item["kind"] in ("missed", "revised", "conflict"):
            assert set(item["ids"]) & held


def test_the_command_says_the_same(house: House) -> None:
    told = house.run("changes")
    said = (house.warehouse / "changes" / "changes.md").read_text(encoding="utf-8")
    assert told.returncode == 0 and told.stdout == said
    none = house.run("changes", "--since", "9")
    assert none.returncode != 0 and "version 9 is not kept" in none.stderr
