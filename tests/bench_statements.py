"""Speed and memory of the statement layer, beside what can be installed: `make bench`, or `python -m tests.bench_statements`.

The texts are the passages of raw/'s reports, and of the reports themselves where they are (../shared/corpus); the digests
hold twice as many figures for their length. So that no cache knows them, every copy has numerals of its own, and names of
its own where it says so: the characters that no word list of the grammar holds are exchanged, copy by copy. Measured is the
whole layer: view, tokens, statements and comparisons without a number, in one process on one core.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipelines.documents.scan import scan as scan_folder
from pipelines.documents.view import view
from pipelines.extract.document import extract
from pipelines.extract.facts import Context
from pipelines.extract.observations import context_of
from pipelines.extract.prose.qualitative import read_qualitative
from pipelines.extract.prose.statements import read_statements
from pipelines.extract.prose.tokens import scan
from pipelines.readers.read import read_document

from .extract import gold
from .statement_baselines import Quantity, baselines, is_right

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "pipelines" / "lexicon"
Passage = tuple[str, Context]
_NUMERAL = re.compile(r"(?<![\dA-Za-z])(?!(?:19|20)\d\d)\d+(?:\.\d+)?(?![\dA-Za-z])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
SLOW_SAMPLE = 20_000
"""Characters on which the time of the slow baselines is taken."""


def passages(folder: Path = ROOT / "raw") -> list[Passage]:
    """The prose of a folder's reports with what each passage inherits."""
    found = []
    for file in scan_folder(folder):
        if file.error:
            continue
        document = read_document(file)
        for p in document.passages:
            found.append((document.text[p.start : p.end], context_of(document, p)))
    return found


def copies(own: list[Passage], count: int, names: bool, seed: int = 7) -> Iterator[Passage]:
    """`count` copies of the passages, numerals drawn anew; names: names exchanged too."""
    dice = random.Random(seed)
    known = set(
        "".join(
            path.read_text(encoding="utf-8")
            for path in (LEXICON / "cues.yml", LEXICON / "units.csv", LEXICON / "masks.yml")
        )
    )
    free = sorted({c for text, _ in own for c in _HAN.findall(text)} - known)
    for _ in range(count):
        exchange = str.maketrans(dict(zip(free, dice.sample(free, len(free)), strict=True))) if names else {}
        for text, context in own:
            yield (
                _NUMERAL.sub(
                    lambda m: re.sub(r"[1-9]", lambda _: str(dice.randint(1, 9)), m.group()), text.translate(exchange)
                ),
                context,
            )


def read(text: str, context: Context) -> int:
    """The whole statement layer on one passage; the number of facts."""
    seen = view(text, 0, len(text))
    tokens = scan(seen.text)
    return len(read_statements(seen.text, context, tokens)) + len(read_qualitative(seen.text, context, tokens))


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def megabytes(texts: list[Passage]) -> float:
    """UTF-8 size."""
    return sum(len(text.encode()) for text, _ in texts) / 1e6


def stages(folder: Path, label: str) -> None:
    """MB per second, stage by stage, on numerals (and names) that were never seen."""
    own = passages(folder)
    figures = sum(read(*passage) for passage in own)
    print(f"{label}: {megabytes(own):.3f} MB, {figures / megabytes(own) / 1000:.1f} figures in a kB\n")
    print("| stage | numerals new (MB/s) | numerals and names new (MB/s) |\n|---|---|---|")
    steps: dict[str, Callable[[str, Context], object]] = {
        "view": lambda text, _: view(text, 0, len(text)),
        "view, masks and quantities": lambda text, _: scan(view(text, 0, len(text)).text),
        "whole statement layer": read,
    }
    for number, (name, step) in enumerate(steps.items()):
        rates = []
        for names in (False, True):
            took = []
            for again in range(3):
                texts = list(copies(own, 5, names, seed=100 + 10 * number + again))
                took.append(seconds(lambda texts=texts, step=step: [step(*p) for p in texts]) / megabytes(texts))
            rates.append(1 / min(took))
        print(f"| {name} | {rates[0]:.2f} | {rates[1]:.2f} |")
    print()


def extracts(*folders: Path) -> None:
    """All of `extract`: tables, projects, 民生实事, codes, sectors, checks too; documents as they stand, read before."""
    print("| all of `extract` | MB | MB/s |\n|---|---|---|")
    for folder in filter(Path.is_dir, folders):
        documents = [read_document(f) for f in scan_folder(folder) if not f.error]
        size = sum(len(d.text.encode()) for d in documents) / 1e6
        took = [min(seconds(partial(extract, document)) for _ in range(4)) for document in documents]
        print(f"| {folder.parent.name}/{folder.name} | {size:.2f} | {size / sum(took):.2f} |")
    print()


def growth() -> None:
    """Processor time for 1, 10 and 100 copies, each in a fresh process, with the process's peak memory."""
    print("| copies | MB | processor (s) | MB/s | peak memory (MB) |\n|---|---|---|---|---|")
    for count in (1, 10, 100):
        command = [sys.executable, "-m", "tests.bench_statements", "--child", str(count)]
        out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        size, took, peak = map(float, out.split())
        print(f"| {count} | {size:.2f} | {took:.2f} | {size / took:.2f} | {peak:.0f} |")
    print()


def child(count: int) -> None:
    """What `growth` measures: copies made and read passage by passage, as a worker reads documents."""
    size, took = 0, 0.0
    for text, context in copies(passages(), count, names=True):
        size += len(text.encode())
        took += seconds(lambda text=text, context=context: read(text, context))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(size / 1e6, took, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def beside_others() -> None:
    """Numerals of the labelled documents with value and unit right, and seconds per MB."""
    scores = [gold.score(*pair) for pair in gold.labelled_documents()]
    labelled = sum(s.labelled for s in scores)
    ours = sum(s.value_unit for s in scores)
    texts = {labels.stem: text.read_bytes().decode("utf-8") for text, labels in gold.labelled_documents()}
    own = [(text, Context(2022, 2022)) for text in texts.values()]
    took = seconds(lambda: [read(*p) for p in own]) / megabytes(own)
    print(
        f"| reader | value and unit right, of {labelled} | also named, dated, told done from planned | s per MB |\n|---|---|---|---|"
    )
    print(f"| taizhang | {ours} ({ours / labelled:.1%}) | {sum(s.rows for s in scores) / labelled:.1%} | {took:.2f} |")
    for name, reader in baselines().items():
        if reader is None:
            print(f"| {name} | not installed | | |")
            continue
        right, sample = 0, ("".join(texts.values()))[: SLOW_SAMPLE if name != "regex script" else None]
        took = seconds(lambda reader=reader, sample=sample: reader(sample)) / (len(sample.encode()) / 1e6)
        for s in scores:
            found: dict[int, list[Quantity]] = {}
            for quantity in reader(texts[s.name]):
                found.setdefault(quantity.start, []).append(quantity)
            for label, _, _ in s.judged:
                near = [q for at in (label["start"], label["start"] - 1) for q in found.get(at, [])]
                right += label["label"] == "obs" and any(is_right(q, label) for q in near)
        print(f"| {name} | {right} ({right / labelled:.1%}) | none | {took:.2f} |")


def main() -> None:
    """Print the tables that docs/performance.md holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--child", type=int, metavar="COPIES", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)
    stages(ROOT / "raw", "Digests in raw/")
    if gold.CORPUS.is_dir():
        stages(gold.CORPUS, "The reports themselves")
    extracts(ROOT / "raw", gold.CORPUS, gold.CORPUS.parent / "open" / "texts", gold.CORPUS.parent / "open" / "html")
    growth()
    beside_others()


if __name__ == "__main__":
    main()
