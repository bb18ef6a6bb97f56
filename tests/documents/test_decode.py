"""Bytes become text only when it is sure which."""

import gzip
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.decode import DecodeError, decode
from tests.clock import within

REPORT = (
    "甲县2021年经济工作情况\n全县地区生产总值达到102.3亿元，增长6.5%，城镇居民收入增长7%。\r\n我们加强基础设施建设，推动农业和工业发展，改善人民生活。\n"
    * 4
)
words = st.text(
    st.sampled_from("的一是在了和有大中国年发展工业农经济社会增长投资，。、；：\n\r\t 0123456789%（）"),
    min_size=40,
    max_size=300,
).filter(lambda t: t.strip() and sum("\u4e00" <= c <= "\u9fff" for c in t) > 10)


@pytest.mark.parametrize(
    "codec, name",
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encodings_of_reports(codec, name):
    decoded = decode(REPORT.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (REPORT, name, ())


def test_utf16_big_endian_and_utf32_with_their_marks():
    assert decode(b"\xfe\xff" + REPORT.encode("utf-16-be")).text == REPORT
    assert decode(REPORT.encode("utf-32")).text == REPORT


@settings(max_examples=80, deadline=None)
@given(words, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_round_trip_leaves_every_character_where_it_was(text, codec):
    text = "甲县的工作报告，经济发展。" + text
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("breaks", ["a\r\nb", "a\rb", "a\n\rb", "\n\na\x0cb\u2028c"])
def test_line_ends_are_not_translated(breaks):
    assert decode(("发展" + breaks).encode()).text == "发展" + breaks


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_nothing_to_read_is_called_empty(data):
    with pytest.raises(DecodeError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data, found",
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04" + bytes(40), "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "old office"),
        (gzip.compress(b"x" * 90, mtime=0), "gzip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (random.Random(1).randbytes(5000), "binary|unknown encoding"),
        (bytes(2000), "binary"),
        (REPORT.encode("utf-16-le"), "UTF-16 without"),
        (("\x01\x02\x03" * 50 + "发展").encode(), "control codes"),
    ],
)
def test_binary_under_a_texts_name_is_named(data, found):
    with pytest.raises(DecodeError, match=found) as error:
        decode(data)
    assert any(word in str(error.value) for word in ("save", "name it", "unpack", "make a PDF"))


def test_other_encodings_are_refused_not_guessed():
    traditional = "臺灣地區經濟發展與產業結構調整報告，國內生產總值與進出口貿易總額。" * 5
    japanese = "日本の経済は緩やかに回復しています。生産は持ち直しの動きがみられる。" * 5
    korean = "대한민국 경제는 성장하고 있습니다. 수출이 증가하였다." * 5
    for data in (
        traditional.encode("big5"),
        japanese.encode("shift_jis"),
        japanese.encode("euc_jp"),
        korean.encode("euc_kr"),
    ):
        with pytest.raises(DecodeError, match="mojibake|unknown encoding"):
            decode(data)


def test_text_that_was_decoded_wrongly_before_is_refused():
    once = REPORT.encode("utf-8").decode("gb18030", "ignore")
    western = REPORT.encode("utf-8").decode("latin-1")
    lost = REPORT.encode("gb18030").decode("utf-8", "replace")
    for damaged in (once, western, lost):
        with pytest.raises(DecodeError, match="mojibake|damaged|control codes"):
            decode(damaged.encode("utf-8"))


def test_broken_utf8_is_not_taken_for_gb18030():
    data = REPORT.encode()
    with pytest.raises(DecodeError, match="UTF-8 that breaks at byte 201"):
        decode(data[:201] + b"\xff" + data[202:])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_file_cut_within_a_character_is_read_with_a_warning(codec):
    data = (REPORT + "发").encode(codec)[:-1]
    decoded = decode(data)
    assert decoded.text == REPORT and "cut within its last character" in decoded.warnings[0]


def test_invisible_characters_are_kept_and_counted():
    text = REPORT + "\u202e增长\u200b率"
    decoded = decode(text.encode())
    assert decoded.text == text and "2 invisible characters" in decoded.warnings[0]


def test_a_text_without_han_characters_is_a_text():
    assert decode(b"1" * 1000).encoding == "utf-8"


def test_twenty_megabytes_are_decoded_quickly():
    data = (REPORT * 60_000)[:7_000_000].encode()
    assert within(3, lambda: decode(data))
