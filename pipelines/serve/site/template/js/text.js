// Passages with their numerals marked.

const ASTRAL = /[\ud800-\udfff]/;

/** text[from, to) in code points, as all offsets of the warehouse are. */
function slice(text, from, to) {
  return ASTRAL.test(text) ? Array.from(text).slice(from, to).join("") : text.slice(from, to);
}

const lengthOf = (text) => ASTRAL.test(text) ? Array.from(text).length : text.length;

/** Lines that a narrow column cut are joined for reading; between Latin words a blank stays. */
function unwrap(text) {
  return text.replace(/([^\n]?)[ \t\u3000]*\r?\n\s*(?=(.?))/g, (_, before, after) =>
    before + (/[A-Za-z]/.test(before) && /[A-Za-z]/.test(after) ? " " : ""));
}

/**
 * A text that begins at `base` in its document, with spans as elements. `spans` are {start, end, make} in the order of
 * the text, none over another; make(text) gives the element. `at` is a further span that is marked across them.
 */
function marked(text, base, spans, at) {
  const nodes = [];
  let position = base;
  const plain = (from, to) => {
    for (const [start, end, inside] of cut(from, to, at)) {
      const piece = unwrap(slice(text, start - base, end - base));
      nodes.push(inside ? h("mark", { class: "at" }, piece) : piece);
    }
  };
  for (const span of spans) {
    if (span.start < position) continue;
    plain(position, span.start);
    const element = span.make(unwrap(slice(text, span.start - base, span.end - base)));
    if (at && span.start < at[1] && at[0] < span.end) element.classList.add("at");
    nodes.push(element);
    position = span.end;
  }
  plain(position, base + lengthOf(text));
  return nodes;
}

function cut(from, to, at) {
  if (!at || at[1] <= from || to <= at[0]) return from < to ? [[from, to, false]] : [];
  const [start, end] = [Math.max(from, at[0]), Math.min(to, at[1])];
  return [[from, start, false], [start, end, true], [end, to, false]].filter(([a, b]) => a < b);
}

/** Observations with the same numeral together: [{start, end, rows}]. */
function bySpan(rows) {
  const spans = [];
  for (const row of rows) {
    const last = spans[spans.length - 1];
    if (last && last.start === row.start && last.end === row.end) last.rows.push(row);
    else if (last && row.start < last.end) last.rows.push(row);
    else spans.push({ start: row.start, end: row.end, rows: [row] });
  }
  return spans;
}

/** Spans as links, the focused one as <mark>; those that `wanted` refuses stay text. */
function numerals(paper, start, end, focus, wanted) {
  return bySpan(observationsIn(paper, start, end)).flatMap(({ start: from, end: to, rows }) => {
    const focused = focus && rows.includes(focus);
    const shown = focused ? [focus, ...rows.filter((row) => row !== focus)] : rows.filter((row) => !wanted || wanted(row));
    if (!shown.length) return [];
    const [row] = shown;
    return [{ start: from, end: to, make: (text) => focused ? h("mark", { class: "focus", "data-obs": row.id }, text) : numeral(row, text, shown.length) }];
  });
}

function numeral(row, text, together) {
  const doubt = row.conflicts.length ? " conflict" : row.checks.length || row.confidence < 0.9 ? " doubt" : "";
  return h("a", { href: `#obs=${row.id}`, class: `numeral ${row.statement}${doubt}`, "data-obs": row.id, title: describe(row), "aria-label": `${text} · ${describe(row)}` },
    text, together > 1 ? h("sup", { "aria-hidden": "true", "data-n": together }) : null);
}

/** A passage as a paragraph. */
function passageText(passage, focus, wanted, at) {
  const end = passage.start + lengthOf(passage.text);
  return h("p", { class: `passage ${passage.kind}`, "data-start": passage.start },
    marked(passage.text, passage.start, numerals(D.document[passage.document], passage.start, end, focus, wanted), at));
}

const LONG_PASSAGE = 240; // characters; of a longer one the sentence of a number is shown first where several are beside one another

/** The sentence of a number, and the whole passage at a click; a short passage whole. */
function sentenceOf(row, passage) {
  const letters = ASTRAL.test(passage.text) ? Array.from(passage.text) : passage.text;
  if (letters.length <= LONG_PASSAGE) return passageText(passage, row);
  let [from, to] = [row.start - passage.start, row.end - passage.start];
  while (from > 0 && !SENTENCE_ENDS.includes(letters[from - 1])) from -= 1;
  while (to < letters.length && !SENTENCE_ENDS.includes(letters[to - 1])) to += 1;
  const part = { ...passage, start: passage.start + from, text: slice(passage.text, from, to) };
  const holder = h("div", null, passageText(part, row));
  const whole = () => { put(holder, passageText(passage, row)); holder.querySelector("mark.focus").scrollIntoView({ block: "nearest" }); };
  holder.append(h("button", { type: "button", class: "plain", onclick: whole }, t("whole_passage")));
  return holder;
}

/** The passage or table that an observation was read from, its numeral marked; its quote where neither is there. */
function sourceOf(row, short) {
  const passage = row.passage === null ? undefined : passageOf(row);
  if (passage) return short ? sentenceOf(row, passage) : passageText(passage, row);
  const cells = row.table === null ? undefined : documentOf(row).tables.get(row.table);
  if (cells) return tableSource(documentOf(row), cells, row);
  if (row.quote === null) return laterSource(row);
  const at = row.quote.lastIndexOf(row.printed);
  if (at < 0) return h("p", { class: "passage" }, row.quote);
  return h("p", { class: "passage" }, row.quote.slice(0, at), h("mark", { class: "focus", "data-obs": row.id }, row.printed), row.quote.slice(at + row.printed.length));
}

/** The source of a number of a view across documents: asked for when it is looked at. */
function laterSource(row) {
  const holder = h("div", { class: "later" }, h("p", { class: "muted", role: "status" }, "…"));
  askServer(`data?observation=${row.id}`).then(([, told]) => {
    const before = D;
    load(told);
    const [found, there] = [D.byId.get(row.id), D];
    const shown = found ? [sourceOf(found), pagePicture(found)] : h("p", null, t("no_such_observation", { id: row.id }));
    D = before;
    for (const name of ["origin", "rule", "section", "printed", "bbox", "locator", "quote"]) row[name] = found ? found[name] : row[name];
    if (found && typeof row.quote !== "string") { D = there; row.quote = quoteOf(found); D = before; }
    put(holder, shown);
  });
  return holder;
}

/** The clause of an observation as text. */
function quoteOf(row) {
  if (row.quote === null) return "";
  if (typeof row.quote === "string") return row.quote;
  const passage = passageOf(row);
  return passage ? unwrap(slice(passage.text, row.quote[0] - passage.start, row.quote[1] - passage.start)) : row.printed;
}
