"""The script that compares media draws what it says, and sees a row that differs."""

from __future__ import annotations

import pytest

from tests import media_parity
from tests.pdf import make_samples

TABLE = """甲县2024年国民经济和社会发展统计公报

2024年，全县粮食产量32万吨，比上年增长4.5%。城镇新增就业9000人。

表1 主要产品产量
指标	单位	2024年	增长（%）
粮食产量	万吨	32.7	4.5
油料产量	万吨	2.1	-0.6

全年接待游客120万人次。
"""


@pytest.mark.parametrize("medium", ["html", "docx", "xlsx", "ofd"])
def test_a_report_gives_the_same_rows_in_every_medium(medium: str) -> None:
    texts = [TABLE] if medium == "xlsx" else [TABLE, make_samples.digest("yongchuan-hightech-zone-feature")]
    for text in texts:
        found = media_parity.measured(text, medium)
        assert found["observation"].wanted >= 4
        assert {kind: (one.missing, one.extra) for kind, one in found.items() if one.missing or one.extra} == {}


def test_a_row_that_differs_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(blocks: list[media_parity.Block]) -> bytes:
        return media_parity.as_html(blocks).replace(b"4.5", b"4.6")

    monkeypatch.setitem(media_parity.MEDIA, "html", (".html", wrong, ""))
    found = media_parity.measured(TABLE, "html")["observation"]
    assert found.share < 0.9 and len(found.missing) == len(found.extra) == 2
