"""The extractor against hand-made labels, without a warehouse: a document is read, extracted, and scored in memory.

The rules are those of the scorer that comes with the labels (../shared/score/score.py), whose `compare` is used where
it is there; otherwise the same rules from `compare.py`, so that the held-out texts are scored on any machine.

    python -m tests.extract.gold            # figures of every labelled document
    python -m tests.extract.gold -e 40      # and the first disagreements of each
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.documents.scan import SourceFile
from pipelines.extract.document import extract
from pipelines.readers.read import read_document

from . import compare as ours

Row = dict[str, Any]
Judge = Callable[[Row, Row], dict[str, bool]]

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[1] / "shared"
CORPUS = SHARED / "corpus"
ROW_FIELDS = ("value", "unit", "indicator", "measure", "statement", "period")

# The indicators that a reader looks for first, by what labellers call them.
HEADLINE = re.compile(
    r"(?:全[区县市省])?(?:"
    r"地区生产总值(?:[（(]GDP[)）])?|GDP|(?:规上|规模以上)工业(?:增加值|总产值|企业总产值)|(?:全社会)?固定资产投资(?:总额)?"
    r"|社会消费品零售总额|社零总额|(?:地方)?一般公共预算收入|税收(?:收入)?"
    r"|(?:全体|城镇|农村|全体常住|城镇常住|农村常住|全体城乡|城乡)?居民人均可支配收入"
    r"|(?:外贸|货物)?(?:进出口(?:总额|总值)?|进出口贸易总额)|实际(?:使用|利用)(?:外资|外商直接投资)"
    r"|(?:金融机构)?(?:人民币|本外币)?(?:各项)?(?:存贷款|存、贷款|存款|贷款)余额|粮食(?:总)?产量"
    r"|(?:空气质量)?优良天数|(?:空气质量优良|优良)天数(?:比例|比率)|PM2\.5(?:年均|平均)?浓度?|城镇新增就业(?:人数)?|(?:城镇)?调查失业率"
    r"|(?:国家)?高新技术企业(?:数|总数|数量)?|科技型企业(?:数|总数|数量)?|(?:全社会)?(?:研发|R&D)(?:经费)?投入强度"
    r")"
)


@dataclass(slots=True)
class Score:
    """Counts of one labelled document, or of several together; `judged` holds (label, best row, its fields)."""

    name: str
    labelled: int = 0
    predicted: int = 0
    met: int = 0
    value_unit: int = 0
    rows: int = 0
    right: Counter = field(default_factory=Counter)
    judged: list[tuple[Row, Row | None, dict[str, bool]]] = field(default_factory=list)
    unlabelled: int = 0

    @property
    def f1(self) -> float:
        """Value and unit right, as an F1 over numerals."""
        return _f1(self.value_unit, self.predicted, self.labelled)

    @property
    def row_f1(self) -> float:
        """Value, unit, indicator, measure, statement and period right, as an F1 over rows."""
        return _f1(self.rows, self.predicted, self.labelled)

    def share(self, name: str) -> float:
        """How many of the rows that were met have this field right."""
        return self.right[name] / self.met if self.met else 0.0

    def headline(self) -> list[tuple[Row, Row | None, dict[str, bool]]]:
        """The headline indicators among the labels."""
        return [j for j in self.judged if j[0]["label"] == "obs" and HEADLINE.fullmatch(j[0]["indicator"])]

    def add(self, other: Score) -> None:
        """Count another document in."""
        for name in ("labelled", "predicted", "met", "value_unit", "rows", "unlabelled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.right += other.right
        self.judged += other.judged

    def line(self) -> str:
        """The figures on one line."""
        shares = "  ".join(f"{name} {self.share(name):.3f}" for name in ours.FIELDS + ("sector",))
        return f"{self.name:38} {self.labelled:4}  f1 {self.f1:.4f}  row_f1 {self.row_f1:.4f}  {shares}"


def _f1(right: int, predicted: int, labelled: int) -> float:
    return 2 * right / (predicted + labelled) if predicted + labelled else 0.0


def labelled_documents() -> list[tuple[Path, Path]]:
    """(text, labels) of every document that can be scored here: the real reports where they are, the held-out texts."""
    pairs = [(CORPUS / f"{labels.stem}.txt", labels) for labels in sorted((SHARED / "gold").glob("*.jsonl"))]
    pairs += [(CORPUS / f"{labels.stem}.txt", labels) for labels in sorted((TESTS / "gold").glob("*.jsonl"))]
    pairs += [(labels.with_suffix(".txt"), labels) for labels in sorted((TESTS / "heldout").glob("*.jsonl"))]
    return [(text, labels) for text, labels in pairs if text.is_file()]


@cache
def judge() -> Judge:
    """The scorer's `compare` where the scorer is there, else ours."""
    path = SHARED / "score" / "score.py"
    if not path.is_file():
        return compare
    spec = importlib.util.spec_from_file_location("taizhang_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:  # it needs duckdb, which an environment of other readers may lack
        return compare
    return module.compare


def compare(row: Row, label: Row) -> dict[str, bool]:
    """Which fields of an observation are as labelled."""
    region = label.get("region") or ""
    return {
        "value": abs(float(row["value"]) - float(label["value"])) <= 1e-9 * max(1.0, abs(float(row["value"]))),
        "unit": ours.unit_ok(row["unit"], label["unit"]),
        "indicator": ours.indicator_ok(row["indicator_name"], label["indicator"]),
        "measure": row["measure"] == label["measure"],
        "statement": row["statement"] == label["statement"],
        "period": ours.period_ok(row["period_start"], row["period_end"], label["period"]),
        "qualifier": (row["qualifier"] or "") == (label.get("qualifier") or ""),
        "region": ours.region_ok(row["region_name"] or "", region),
        "sector": row["sector_code"] in {label["sector"], *label.get("sector_alt", [])},
    }


def observations(path: Path) -> list[Row]:
    """The observations of a file, as they would be staged."""
    return extract(read_document(SourceFile(path, path.name, path.stat().st_size)))["observation"]


@cache
def score(text: Path, labels: Path) -> Score:
    """Score one document. Several observations on one numeral: the best counts and none is punished."""
    wanted = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    last = max(label["end"] for label in wanted)
    at: dict[tuple[int, int], list[Row]] = {}
    for row in observations(text):
        if row["value_start"] < last:
            at.setdefault((row["value_start"], row["value_end"]), []).append(row)
    total = Score(labels.stem)
    for label in wanted:
        here = at.pop((label["start"], label["end"]), [])
        if label["label"] == "spec":
            continue
        if label["label"] == "skip":
            total.predicted += len(here)
            total.judged += [(label, row, {}) for row in here]
            continue
        total.labelled += 1
        if not here:
            total.judged.append((label, None, {}))
            continue
        total.predicted += 1
        total.met += 1
        best, right = max(((row, judge()(row, label)) for row in here), key=lambda pair: sum(pair[1].values()))
        total.judged.append((label, best, right))
        total.right.update(name for name, ok in right.items() if ok)
        total.value_unit += right["value"] and right["unit"]
        total.rows += all(right[name] for name in ROW_FIELDS)
    total.unlabelled = sum(map(len, at.values()))
    return total


def all_scores() -> dict[str, Score]:
    """The score of every labelled document by its name."""
    return {labels.stem: score(text, labels) for text, labels in labelled_documents()}


def disagreements(total: Score) -> Iterator[str]:
    """A line for each label that was missed, read falsely or wrong in a field."""
    for label, row, right in total.judged:
        wrong = [name for name, ok in right.items() if not ok]
        if right and not wrong:
            continue
        kind = "missed" if row is None else "false" if not right else "wrong " + ",".join(wrong)
        got = f"{row['value']}{row['unit']} {row['indicator_name']} ({row['rule']})" if row else ""
        yield f"  {kind}: {label['surface']} at {label['start']}: {label.get('indicator', '')} → {got}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-e", "--errors", type=int, default=0, help="print this many disagreements of each document")
    options = parser.parse_args()
    together = Score("all")
    for total in all_scores().values():
        print(total.line())
        print("".join(f"{line}\n" for line in list(disagreements(total))[: options.errors]), end="")
        together.add(total)
    print(together.line())
    headline = together.headline()
    wrong = [j for j in headline if not (j[2] and all(j[2].values()))]
    print(f"headline indicators: {len(headline)}, right in all fields {1 - len(wrong) / max(1, len(headline)):.4f}")
    for label, row, right in wrong:
        print(
            f"  {label['id']} {label['indicator']} {[n for n, ok in right.items() if not ok]} {row and row['indicator_name']} {row and row['sector_code']}"
        )


if __name__ == "__main__":
    main()
