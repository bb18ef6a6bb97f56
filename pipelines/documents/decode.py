"""Bytes to text: UTF-8, UTF-16 with its mark, GB18030; anything else is refused with what was found.

A wrong guess would go unnoticed into every name of the warehouse, so a decoding must also look like a report: common
Han characters, no control codes. The text is exactly the decoded bytes; line ends are not touched, because offsets
refer to it.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines import yamls
from pipelines.documents.traditional import is_traditional, simplified

_SAMPLE = 60_000  # characters looked at from the head, the middle and the tail
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x84\x86-\x9f]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WESTERN_MARKS = "°±·×÷§²³¥©®\u00a0\u0085"  # that Chinese reports use, too
_FEWEST_HAN = 4  # Han characters from which on a text can be judged by them
_ADVICE = "save it as UTF-8 or GB18030 text"


class DecodeError(ValueError):
    """The bytes are not a text that can be trusted; the message says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the Python name of its encoding, and what a reader should know."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


@cache
def _vocabulary() -> dict:
    return yamls.read(Path(__file__).with_name("encodings.yml"))


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(_vocabulary()["common_han"].split()))


def decode(data: bytes) -> Decoded:
    """The text of a file; raises DecodeError for an empty file, binary data, an unknown encoding or mojibake.

    >>> decode("地区生产总值增长3.5%".encode("gb18030")).encoding
    'gb18030'
    """
    if not data:
        raise DecodeError("empty file (0 bytes)")
    for bom, name, codec in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :], codec), name)
    _refuse_binary(data)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data" and error.start > 8:
            warning = f"the file is cut within its last character (byte {error.start})"
            return _checked(data[: error.start].decode("utf-8"), "utf-8", (warning,))
        broken = error
    _refuse_damaged(data, broken)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "incomplete multibyte sequence" and error.start > 8:
            warning = f"the file is cut within its last character (byte {error.start})"
            return _checked(data[: error.start].decode("gb18030"), "gb18030", (warning,))
        raise DecodeError(
            f"unknown encoding: neither UTF-8 (byte {broken.start} is 0x{data[broken.start]:02x}) nor GB18030 "
            f"(byte {error.start} is 0x{data[error.start]:02x}); {_ADVICE}"
        ) from None
    return _checked(text, "gb18030")


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise DecodeError(f"begins with the mark of {codec} but breaks at byte {error.start}; {_ADVICE}") from None


def _refuse_binary(data: bytes) -> None:
    """Refuse known file formats under a text's name, and bytes that no text has."""
    for entry in _vocabulary()["signatures"]:
        if data.startswith(bytes.fromhex(entry["hex"])):
            raise DecodeError(f"not a text: the file is {entry['name']}; {entry['advice']}")
    head = data[:_SAMPLE]
    zeros = head.count(0)
    if zeros:
        for codec in ("utf-16-le", "utf-16-be"):
            text = head[: len(head) // 2 * 2].decode(codec, "replace")
            if text.count("\ufffd") < 3 and sum(c in _common() or " " <= c <= "~" for c in text) > len(text) // 4:
                raise DecodeError(f"looks like UTF-16 without its byte-order mark; {_ADVICE}")
        raise DecodeError(f"not a text: binary data ({zeros} zero bytes in the first {len(head)}); {_ADVICE}")


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with a few broken bytes, which GB18030 might swallow as nonsense."""
    lenient = data[:_SAMPLE].decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if broken <= len(lenient) // 100 and len(_HAN.findall(lenient)) > 20 * broken:
        raise DecodeError(f"UTF-8 that breaks at byte {error.start} (0x{data[error.start]:02x}); get the file again")


def _checked(text: str, encoding: str, warnings: tuple[str, ...] = ()) -> Decoded:
    """The decoding, if it is plausible as a report."""
    if not text or text.isspace():
        raise DecodeError("empty: the file holds nothing but blanks" if text else "empty file")
    half = len(text) // 2
    sample = text if len(text) <= 3 * _SAMPLE else text[:_SAMPLE] + text[half : half + _SAMPLE] + text[-_SAMPLE:]
    controls = len(_CONTROL.findall(sample))
    if controls > len(sample) // 200:
        raise DecodeError(f"not a text: {controls} control codes in {len(sample)} characters; {_ADVICE}")
    _refuse_mojibake(sample, encoding)
    invisible = len(_INVISIBLE.findall(text))
    if invisible:
        warnings += (f"{invisible} invisible characters (zero width or direction marks), left as they are",)
    if controls:
        warnings += (f"{controls} control codes, left as they are",)
    return Decoded(text, encoding, warnings)


def _refuse_mojibake(sample: str, encoding: str) -> None:
    """Refuse text whose characters do not occur together in Chinese: a wrong decoding, ours or an earlier one."""
    counts = Counter(sample)
    lost = counts["\ufffd"]
    if lost > max(2, len(sample) // 1000):
        raise DecodeError(f"text was damaged before: {lost} replacement characters (U+FFFD); get the file again")
    han = {c: n for c, n in counts.items() if _HAN.match(c)}
    total = sum(han.values())
    western = sum(n for c, n in counts.items() if "\u0080" <= c <= "\u00ff" and c not in _WESTERN_MARKS)
    if western > 20 and western > total:
        raise DecodeError(
            f"mojibake: {western} Latin-1 letters and {total} Han characters, decoded as {encoding}; {_ADVICE}"
        )
    if total >= _FEWEST_HAN:
        _refuse_rare_han(han, is_traditional(sample), encoding)
    elif encoding == "gb18030" and total + western:
        raise DecodeError(f"unknown encoding: not UTF-8, and hardly any Han character as GB18030; {_ADVICE}")


def _refuse_rare_han(han: dict[str, int], traditional: bool, encoding: str) -> None:
    """Refuse Han characters, counted, that are no everyday ones; traditional ones are judged by the simplified.

    Of a report's characters 98 % are in level one of GB 2312 and a third in the list; a wrong decoding has 50 % and 3 %.
    """
    if traditional:
        han = Counter(simplified("".join(c * n for c, n in han.items())))
    total = sum(han.values())
    standard = sum(n for c, n in han.items() if _in_level_one(c)) / total
    common = sum(n for c, n in han.items() if c in _common()) / total
    if standard < 0.75 or (total >= 60 and common < 0.06):
        raise DecodeError(
            f"mojibake: only {standard:.0%} of {total} Han characters are everyday ones when decoded as {encoding} "
            f"(Big5, Shift-JIS or a wrong conversion before?); {_ADVICE}"
        )


@cache
def _in_level_one(character: str) -> bool:
    """Whether GB 2312 has the character among its 3,755 of daily use."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
