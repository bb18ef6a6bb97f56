"""`taizhang text`: the text that offsets refer to."""

from __future__ import annotations

from pipelines.commands.text import run


def test_the_text_of_a_page_is_printed_and_a_fault_is_said(tmp_path, capfdbinary):
    page = tmp_path / "a.html"
    page.write_text("<html><body><p>全年粮食产量九万吨。</p></body></html>", encoding="utf-8")
    assert run(str(page)) == 0 and capfdbinary.readouterr().out.decode() == "全年粮食产量九万吨。\n"
    assert run(str(tmp_path / "b.txt")) == 1 and b"b.txt" in capfdbinary.readouterr().err
