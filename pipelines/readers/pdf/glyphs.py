"""What a character of a PDF reads as: look-alikes set right, bullets of symbol fonts, what means nothing."""

from __future__ import annotations

import unicodedata
from functools import cache

# Bullets of Wingdings and Symbol, which arrive in the private use area as 0xF000 + their code.
_BULLETS = {0xF0B7: "•", 0xF06C: "●", 0xF06E: "■", 0xF075: "◆", 0xF0A7: "▪", 0xF0A8: "◻", 0xF0D8: "➢", 0xF0FC: "✓",
            0xF076: "❖", 0xF09F: "•", 0xF020: " "}  # fmt: skip

# Radicals that compatibility normalisation leaves alone, with the character they look like (Unicode's
# EquivalentUnifiedIdeograph.txt, the ones that fonts of printers use for whole characters).
_RADICALS = dict(
    zip(
        "⺁⺄⺆⺈⺊⺋⺌⺍⺎⺏⺐⺗⺝⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺷⺸⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻰⻳",
        "厂乙冂刀卜㔾小小尣尢尣小月母民氵氺灬爪爫丬牛犭王疋罒示礻竹糸纟网罒罓羊羊耂肀臼臼艹艹艹虎衤覀西见角訁讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣饣马骨鬼鱼鸟卤麦黄黾斉齐齿龙龟",
        strict=False,
    )
)


UNKNOWN = "\ufffd"  # stands where a letter without a meaning is printed, so that figures beside it do not join


def strange_share(words: str) -> float:
    """The share of letters that no Chinese or Western report is written with: high where a font's code table is wrong.

    >>> strange_share("地区生产总值增长5.5%"), strange_share("ÈËÃñÕþ¸®¹¤×÷") > 0.4
    (0.0, True)
    """
    letters = [char for char in words if char.isalpha() and not char.isascii()]
    return sum(_strange(char) for char in letters) / len(words) if words else 0.0


@cache
def _strange(char: str) -> bool:
    if char < "\u0250":  # letters with accents: how Chinese looks when its bytes are taken for Western ones
        return True
    for codec in ("gb2312", "big5"):
        try:
            char.encode(codec)
            return False
        except UnicodeEncodeError:
            continue
    return not ("\u4e00" <= char <= "\u9fff")


@cache
def readable(code: int) -> str | None:
    """The text of a code point: '' for what is not printed, ' ' for blanks, None for what means nothing.

    Kangxi and other radicals become the characters they stand for; full-width forms stay as they are.

    >>> readable(0x2F2F), readable(0x2ED3), readable(0xFF05), readable(0xE123), readable(0xAD)
    ('工', '长', '％', None, '')
    """
    if code in (0x20, 0xA0, 0x09, 0x2002, 0x2003, 0x2009, 0x202F):
        return " "
    if code == 0x3000:
        return "\u3000"
    if code in _BULLETS:
        return _BULLETS[code]
    if code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        return None
    char = chr(code)
    if 0x2E80 <= code < 0x2F00:
        return _RADICALS.get(char, char)
    if 0x2F00 <= code < 0x2FE0 or 0xFB00 <= code < 0xFB07 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", char)
    category = unicodedata.category(char)
    return "" if category in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
