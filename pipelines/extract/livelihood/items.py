"""Sub-items of a 民生实事: what the plan names, and which words of the completion belong to each.

How sub-items are counted. A plan cell that says how many it has (实施A、B、C等3个子项工程), numbers them or gives them
labels is cut into them; a cell that names none is one item, whatever it asks for (开展培训8000人，发放贷款6000万元 is
one). This is how the reports count themselves: the 2022 table of one of them has nine cells with 29 named sub-items and
nine without, and its text says 18件38项. The members of a list (boxed or numbered) are cut at their enumeration marks,
since nothing else tells their parts: 改造老旧小区200个以上、燃气设施600处 is two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents.view import TextView, view
from pipelines.extract.livelihood.promise import Promise, Span
from pipelines.extract.livelihood.told import clean_name, pattern
from pipelines.extract.livelihood.words import number_of, similarity, split_outside, words
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.items")

_NUMBERING = _P["numbering"]
_STOPS = "。；;"
_MIN_LIKENESS = 0.55
_SEVERAL = _P["several"]


@dataclass(frozen=True, slots=True)
class Item:
    """A sub-item: name, and the spans in the document of what the plan and the completion say of it.

    The name has the verb that an enumeration's first member gives to the later ones (改造 for 燃气设施600处).
    """

    name: str
    plan: Span | None
    completion: Span | None


def items_of(text: str, promise: Promise) -> list[Item]:
    """The sub-items of one 民生实事, at least one."""
    if promise.told:
        several = len(promise.told) > 1
        return [
            Item(clean_name(name) or (_short_name(text, plan or done) if several else promise.name), plan, done)
            for name, plan, done in promise.told
        ]
    if len(promise.parts) > 1:
        return [Item(_short_name(text, plan or done), plan, done) for plan, done in promise.parts]
    plan, done = promise.parts[0]
    if promise.listed:
        return _listed(text, promise, plan, done)
    named = _named(text, plan) if plan else []
    if len(named) < 2:
        return [Item(promise.name, plan, done)]
    bodies = _bodies(text, done, [text[a:b] for a, b in named]) if done else [None] * len(named)
    return [Item(_clean(text, span), span, body) for span, body in zip(named, bodies, strict=True)]


def _clean(text: str, span: Span) -> str:
    return _NUMBERING.sub("", view(text, *span).text).strip("。；;，,：:、")


def _short_name(text: str, span: Span | None) -> str:
    """The first words of a text as a name: its label, else its first clause."""
    if span is None:
        return ""
    words_ = _clean(text, span)
    m = _P["label"].match(words_)
    return m.group() if m else _P["marks"].split(words_)[0][:60]


def _named(text: str, plan: Span) -> list[Span]:
    """Spans of the sub-items that a plan names, [] where it names none."""
    seen = view(text, *plan)
    for form in (_P["list_before"], _P["list_behind"]):
        m = form.match(seen.text)
        spans = _counted_split(m["list"], number_of(m["n"])) if m else []
        if m and spans:
            return [seen.span(m.start("list") + a, m.start("list") + b) for a, b in spans]
    return _lines(text, plan)


def _counted_split(listed: str, count: int) -> list[Span]:
    """The cut of an enumeration that gives as many members as it says; [] where none does."""
    for separators in ("；", "，,", "、", "，,、"):
        spans = split_outside(listed, separators)
        if len(spans) == count:
            return spans
        if len(spans) == count - 1:
            start, end = spans[-1]
            joint = max(listed.rfind(j, start + 2, end - 2) for j in words()["joints"])
            if joint > start:
                return [*spans[:-1], (start, joint), (joint + 1, end)]
    return []


def _lines(text: str, span: Span) -> list[Span]:
    """The lines of a cell where each is a sub-item: numbered ones, labelled ones; [] otherwise."""
    spans: list[Span] = []
    position = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            spans.append((start, start + len(stripped)))
        position += len(line) + 1
    if len(spans) < 2:
        return []
    numbered = all(_NUMBERING.match(text[a:b]) for a, b in spans)
    labelled = all(_P["labelled"].match(text[a:b]) for a, b in spans)
    return spans if numbered or labelled else []


def _bodies(text: str, done: Span, names: Sequence[str]) -> list[Span | None]:
    """For each name the part of the completion that speaks of it, None where nothing does.

    A label (A：完成…) opens a part; one whose brackets hold several names (二期项目（A、B、C）：…) covers them all. Without
    labels, as many lines as names are taken in order; a completion with neither is searched for clauses with the name.
    """
    seen = view(text, *done)
    labels = labels_in(text, seen, names)
    bodies: list[Span | None] = [None] * len(names)
    for k, (_, body_start, hits) in enumerate(labels):
        stop = labels[k + 1][0] if k + 1 < len(labels) else len(seen.text)
        for hit in hits:
            bodies[hit] = bodies[hit] or seen.span(body_start, stop)
    if labels:
        return bodies
    lines = _lines(text, done)
    if len(lines) == len(names):
        return list(lines)
    for a, b in split_outside(seen.text, _STOPS):
        best = max(range(len(names)), key=lambda n: similarity(names[n], seen.text[a:b]))
        if similarity(names[best], seen.text[a:b]) >= _MIN_LIKENESS and bodies[best] is None:
            bodies[best] = seen.span(a, b)
    if not any(bodies) and len(split_outside(seen.text, _STOPS)) == 1:
        return [done] * len(names)
    return bodies


def labels_in(text: str, seen: TextView, names: Sequence[str]) -> list[tuple[int, int, list[int]]]:
    """(label start, body start, names meant) of every label in a completion, in view positions."""
    breaks = {i for i in range(1, len(seen.text)) if "\n" in text[seen.offsets[i - 1] : seen.offsets[i]]}
    labels: list[tuple[int, int, list[int]]] = []
    counted: list[tuple[int, int, int]] = []
    floor = 0
    for m in _P["colon"].finditer(seen.text):
        begin = max([floor, *(seen.text.rfind(c, 0, m.start()) + 1 for c in _STOPS)])
        starts = [begin, *(b for b in sorted(breaks) if begin < b < m.start())]
        best = max(
            ((s, _meant(seen.text[s : m.start()], names)) for s in starts), key=lambda c: (bool(c[1]), len(c[1]), -c[0])
        )
        several = _SEVERAL.search(seen.text, starts[-1], m.start())
        if best[1]:
            labels.append((best[0], m.end(), best[1]))
        elif several:
            counted.append((starts[-1], m.end(), number_of(several[1])))
        else:
            continue
        floor = m.end()
    met = {n for _, _, hits in labels for n in hits}
    rest = [n for n in range(len(names)) if n not in met]
    labels += [(start, body, rest) for start, body, count in counted if count == len(rest)]
    return sorted(labels)


def _meant(label: str, names: Sequence[str]) -> list[int]:
    """Which names a label means: the one it is, all that its brackets hold, else the most similar one."""
    label = _NUMBERING.sub("", label)
    plain = ["".join(n.split()) for n in names]
    if label in plain:
        return [plain.index(label)]
    inner = _P["inside"].findall(label)
    held = [n for n, name in enumerate(plain) if inner and name in inner[0]]
    if held:
        return held
    best = max(range(len(plain)), key=lambda n: similarity(plain[n], label))
    return [best] if similarity(plain[best], label) >= _MIN_LIKENESS and len(label) <= 3 * len(plain[best]) else []


def _listed(text: str, promise: Promise, plan: Span | None, done: Span | None) -> list[Item]:
    """The members of a list's text: cut at 。；， and at 、 where a quantity or a shared verb stands on both sides."""
    if plan is None:
        return [Item(promise.name, plan, done)]  # what was done is told in clauses, not enumerated
    seen = view(text, *plan)
    items: list[Item] = []
    for a, b in _clauses(seen.text):
        members = split_outside(seen.text[a:b], "、")
        if len(members) > 1 and not _enumerates(seen.text[a:b], members):
            members = [(0, b - a)]
        lead = _verb(seen.text[a:b])
        for k, (c, d) in enumerate(members):
            own = seen.span(a + c, a + d)
            verb = lead if k and not _verb(seen.text[a + c : a + d]) else ""
            name = verb + seen.text[a + c : a + d]
            items.append(Item(name, own, done))
    if len(items) == 1:
        only = items[0]
        return [Item(promise.name, only.plan, only.completion)]
    return items or [Item(promise.name, plan, done)]


def _clauses(text: str) -> list[Span]:
    """The clauses of a list's text that promise something each; those that say what for (让市民满意) or by what measure
    (按照六大标准) belong to the one beside them.

    >>> t = "按照统一标准，新建公厕3座，切实方便群众；改造小巷5条"
    >>> [t[a:b] for a, b in _clauses(t)]
    ['新建公厕3座', '改造小巷5条']
    """
    found: list[Span] = []
    for a, b in split_outside(text, "。；;，,"):
        clause = _NUMBERING.sub("", text[a:b])
        start = b - len(clause)
        if pattern("other_label").match(clause):
            continue
        if found and _P["purpose"].fullmatch(clause) or _P["lead_in"].match(clause) and text[b : b + 1] in ("，", ","):
            continue
        found.append((start, b))
    return found or split_outside(text, "。；;")


def _verb(clause: str) -> str:
    return next((v for v in sorted(words()["shared_verbs"], key=len, reverse=True) if clause.startswith(v)), "")


def _enumerates(clause: str, members: list[Span]) -> bool:
    """建设文化公园1个、口袋公园6个 enumerates; 村（社区）、学校等场所 does not.

    Either every member has a figure, or the clause begins with a verb of works and every member is a name of its own.
    """
    texts = [clause[a:b] for a, b in members]
    figures = sum(any(c.isdigit() for c in t) for t in texts)
    if figures:
        return figures == len(texts)
    return (
        bool(_verb(clause))
        and all(len(t) >= 4 for t in texts)
        and not clause.endswith(tuple(words()["no_members_end"]))
    )
