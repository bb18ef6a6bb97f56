// A document as a whole with its numbers marked, to be proof-read number by number.

const CONFIDENCES = ["0.95", "0.9", "0.8", "0.6"];

const reading = { paper: null, list: [] };

function readerView(parameters) {
  const state = { ...parameters };
  const inRegion = (one) => inPlace(one.region_name, state);
  const paper = (state.d && paperOf(state.d)) || ownDocuments().find(inRegion) || ownDocuments()[0];
  if (!paper) return h("div", null, heading("documents"), h("p", null, t("nothing_found")));
  const text = h("div", { class: "text", lang: "zh-CN" });
  const found = h("p", { class: "muted", role: "status" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const at = /^(\d+)-(\d+)$/.exec(state.at || "");

  function update() {
    const wanted = readerFilter(state);
    reading.paper = paper;
    reading.list = bySpan(paper.observations.filter(wanted)).map(({ rows }) => rows[0]);
    put(found, t("n_of_observations", { n: count(paper.observations.filter(wanted).length), all: count(paper.observations.length) }), " ",
      downloadButton(paperName(paper), () => observationRecords(paper.observations.filter(wanted))));
    put(text, paperText(paper, wanted, at && [Number(at[1]), Number(at[2])]));
  }
  update();
  const all = ["", t("all")];
  const papers = D.document.filter((one) => inRegion(one) || one === paper).map((other) => [key(other), paperName(other)]);
  return h("div", { class: "split reader" },
    h("div", { class: "side" }, heading("documents"),
      h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
        placeChoice(ownDocuments().map((one) => one.region_name), state, () => (region) => { location.hash = link("documents", { region }); }),
        choice(t("document"), papers, key(paper), (value) => { location.hash = link("documents", { d: value, region: state.region }); }),
        choice(t("statement"), [all, ...["actual", "estimate", "target"].map((name) => [name, word("statement", name)])], state.statement, change("statement")),
        choice(t("confidence"), [all, ...CONFIDENCES.map((one) => [one, t("below", { n: one })]), ["doubt", t("doubtful_only")]], state.confidence, change("confidence"))),
      found,
      h("p", { class: "steps" }, h("button", { type: "button", class: "button", onclick: () => stepReading(-1) }, t("previous"), h("kbd", null, "k")),
        h("button", { type: "button", class: "button", onclick: () => stepReading(1) }, t("next"), h("kbd", null, "j"))),
      legendOfText(), contents(paper)),
    h("div", { class: "chosen" }, h("h2", null, paperName(paper)), h("p", { class: "muted" }, aboutPaper(paper)),
      paper.home ? null : h("p", { class: "warning" }, t("only_passages")), text));
}

function aboutPaper(paper) {
  return [word("kind", paper.kind), paper.issuer, paper.published_date, paper.source_file, paper.licence].filter(Boolean).join(" · ");
}

function readerFilter({ statement, confidence }) {
  return (row) => (!statement || row.statement === statement)
    && (!confidence || (confidence === "doubt" ? row.checks.length > 0 || row.conflicts.length > 0 : row.confidence < Number(confidence)));
}

/** Passages and tables in the order of the text, with page numbers where a page begins. */
function paperText(paper, wanted, at) {
  const blocks = [
    ...paper.passages.map((passage) => ({ start: passage.start, page: passage.page, passage })),
    ...[...paper.tables.values()].map((cells) => ({ start: startOf(cells), page: cells[0].page, cells })),
  ].sort((a, b) => a.start - b.start);
  let page = null;
  return blocks.map((block) => {
    const turn = block.page !== null && block.page !== page ? h("p", { class: "page-turn" }, t("page_n", { n: block.page })) : null;
    page = block.page ?? page;
    return [turn, block.cells ? tableText(paper, block.cells, null, wanted, at) : blockText(block.passage, wanted, at)];
  });
}

function blockText(passage, wanted, at) {
  const paragraph = passageText(passage, null, wanted, at);
  if (passage.kind !== "heading") return paragraph;
  const depth = Math.min((passage.section || "").split(" / ").length + 2, 6);
  return h(`h${depth}`, { class: "passage heading", "data-start": passage.start }, [...paragraph.childNodes]);
}

/** The headings of a document, to go to. */
function contents(paper) {
  const heads = paper.passages.filter((passage) => passage.kind === "heading" && passage.section && passage.section.split(" / ").length <= 2);
  if (heads.length < 2) return null;
  const go = (passage) => {
    const target = document.querySelector(`.text [data-start="${passage.start}"]`);
    if (target) { target.setAttribute("tabindex", "-1"); target.focus({ preventScroll: true }); target.scrollIntoView({ block: "start" }); }
  };
  return h("details", { class: "contents", open: matchMedia("(min-width: 761px)").matches }, h("summary", null, t("contents")),
    h("ol", null, heads.map((passage) => h("li", { class: `depth${passage.section.split(" / ").length}` },
      h("button", { type: "button", class: "plain", onclick: () => go(passage) }, unwrap(passage.text))))));
}

function legendOfText() {
  return h("p", { class: "legend" }, ["actual", "estimate", "target"].map((name) => h("span", { class: `numeral ${name}` }, word("statement", name))),
    h("span", { class: "numeral doubt" }, t("doubtful_or_unsure")), h("span", { class: "numeral conflict" }, t("in_conflict")));
}

/** The next or previous marked number of the document that is read; the panel follows. */
function stepReading(direction) {
  if (!reading.list.length) return;
  const here = panelOpen() ? D.byId.get(panel.dataset.obs) : null;
  const position = here && here.document === reading.paper.at ? here.start : null;
  const next = position === null ? (direction > 0 ? reading.list[0] : reading.list[reading.list.length - 1])
    : direction > 0 ? reading.list.find((row) => row.start > position) : reading.list.findLast((row) => row.start < position);
  if (next) showObservation(next);
}

/** Show a number in the text that is read and in the panel. */
function showObservation(row) {
  replaceAddress(`#obs=${row.id}`);
  openPanel(row);
  markReading(row);
}

function markReading(row) {
  for (const old of document.querySelectorAll(".text .selected")) old.classList.remove("selected");
  const rows = bySpan(observationsIn(documentOf(row), row.start, row.end)).flatMap(({ rows: same }) => same);
  const mark = [row, ...rows].map((one) => document.querySelector(`.text [data-obs="${CSS.escape(one.id)}"]`)).find(Boolean);
  if (!mark) return;
  mark.classList.add("selected");
  mark.scrollIntoView({ block: "center" });
}
