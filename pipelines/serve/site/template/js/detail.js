// One observation: what it says, where it stands, how it was read, what speaks against it.

const panel = h("aside", { id: "panel", role: "dialog", "aria-labelledby": "panel-title", tabindex: "-1", hidden: true });
let opener = null;

const panelOpen = () => !panel.hidden;

function openPanel(row) {
  if (!panelOpen()) opener = document.activeElement;
  put(panel, detail(row));
  panel.hidden = false;
  document.body.classList.add("with-panel");
  panel.scrollTop = 0;
  panel.dataset.obs = row.id;
  panel.focus({ preventScroll: true });
  const mark = panel.querySelector("mark.focus");
  const below = mark ? mark.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom : 0;
  if (below > -20) panel.scrollTop = below + panel.clientHeight / 2;
}

/** Close it and show in the address what is behind it. */
function closePanel(keepAddress) {
  if (!panelOpen()) return;
  panel.hidden = true;
  document.body.classList.remove("with-panel");
  if (!keepAddress) replaceAddress(current.hash || "#overview");
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
}

function detail(row) {
  const paper = documentOf(row);
  const list = paper.observations;
  const at = list.indexOf(row);
  const beside = list.filter((other) => other !== row && other.start < row.end && row.start < other.end);
  const step = (other, name, label) => h("a", { class: "button", href: other ? `#obs=${other.id}` : null, "data-step": name, "aria-disabled": other ? null : "true" }, label);
  return [
    h("div", { class: "panel-head" },
      h("h2", { id: "panel-title" }, row.name),
      h("button", { type: "button", class: "close", "aria-label": t("close"), onclick: () => closePanel() }, "×")),
    h("p", { class: "figure-line" }, h("strong", { class: row.statement }, valueOf(row)), " ", periodOf(row), " ", chip("statement", row.statement), " ", word("measure", row.measure)),
    h("section", { class: "source", "aria-label": t("source") },
      h("p", { class: "where" }, paperName(paper), row.section ? [" › ", row.section] : null, " · ", placeOf(row)),
      sourceOf(row), row.quote === null ? null : pagePicture(row)),
    h("p", { class: "steps" },
      step(list[at - 1], "previous", t("previous")), step(list[at + 1], "next", t("next")),
      h("a", { class: "button", href: link("documents", { d: key(paper), o: row.id }) }, t("open_in_document")),
      copyButton("copy_link", () => `${location.href.split("#")[0]}#obs=${row.id}`), copyButton("copy_citation", () => `${row.name} ${valueOf(row)}${inBrackets(periodOf(row))}${language === "en" ? ", " : "，"}${citeRow(row)}`)),
    correctionForm(row),
    row.conflicts.map((conflict) => h("p", { class: "warning" }, chip("conflict", conflict.kind), " ", explainedConflict(conflict), " ",
      h("a", { href: link("conflicts", { c: conflict.id }) }, t("compare")))),
    row.checks.length ? h("p", { class: "warning" }, t("doubts"), colon(), joined(row.checks.map((name) => word("check", name)))) : null,
    h("dl", null, facts(row, paper).filter(([, value]) => value !== null && value !== "" && value !== undefined)
      .map(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
    beside.length ? h("p", { class: "muted" }, t("same_place"), beside.map((other) => [" ", valueLink(other, `${other.name} ${valueOf(other)}`)])) : null,
  ];
}

function facts(row, paper) {
  const indicator = indicatorOf(row);
  const whole = row.whole === null ? null : D.observation[row.whole];
  return [
    [t("indicator"), h("a", { href: link("indicators", { i: indicatorKey(indicator) }) }, named(indicator), indicator.code ? ` (${indicator.code})` : "")],
    [t("in_base_unit"), row.base === null || row.base_unit === row.unit ? null : `${row.base.replace("-", "−")} ${row.base_unit}`],
    [t("qualifier"), row.qualifier ? word("qualifier", row.qualifier) : null],
    [t("region"), [row.region_name, row.region_code].filter(Boolean).join(" ")],
    [t("sector"), `${row.sector} ${sectorName(row.sector)}`],
    [t("part_of"), whole ? valueLink(whole, `${whole.name} ${valueOf(whole)}`) : null],
    [t("quote"), quoteOf(row)],
    [t("document"), [paper.source_file, paper.source_url ? [" · ", sourceLink(paper.source_url)] : null]],
    [t("position"), [t("characters", { start: row.start, end: row.end }), row.page ? ` · ${t("page_n", { n: row.page })}` : "", row.bbox ? ` · ${row.bbox.join(", ")} pt` : "", where(row)]],
    [t("rule"), row.rule && [row.rule, " ", h("span", { class: "muted" }, word("rule", row.rule.split(".")[0]) === row.rule.split(".")[0] ? "" : word("rule", row.rule.split(".")[0]))]],
    [t("confidence"), [h("meter", { min: 0, max: 1, low: 0.8, high: 0.9, optimum: 1, value: row.confidence, "aria-hidden": "true" }), " ", row.confidence.toFixed(2)]],
    [t("checks"), row.checks.length ? row.checks.join(", ") : t("none_flagged")],
    [t("correction"), row.correction ? `${row.correction}${row.corrected_from ? inBrackets(`${t("was")} ${row.corrected_from}`) : ""}` : null],
    [t("reviewed"), row.reviewed_by ? `${row.reviewed_by} ${row.reviewed_on}` : null],
    [t("id"), h("code", null, row.id)],
  ];
}

/** Where in its file the numeral stands: a cell, a paragraph, a member of an archive; a page has been said. */
function where(row) {
  const said = (row.locator || "").replace(row.page ? new RegExp(`(^| )p\\.${row.page}$`) : /$/, "");
  return said ? ` · ${spotInWords(said)}` : "";
}

/** A locator in the words of the page: paragraph 12, or 第12段; names of files and sheets as they are. */
function spotInWords(said) {
  if (language === "en") return said;
  return said.replace(/(^| )table (\d+) row (\d+) col (\d+)$/, "$1表$2第$3行第$4列").replace(/(^| )paragraph (\d+)$/, "$1第$2段");
}

/** A link to where the document was published, if that is a web address; followed only when clicked. */
function sourceLink(address) {
  return /^https?:/i.test(address) ? h("a", { href: address, rel: "noreferrer noopener" }, t("published_at")) : address;
}

function copyButton(label, make) {
  const button = h("button", { type: "button", class: "button", onclick: () => copy() }, t(label));
  async function copy() {
    const address = make();
    try { await navigator.clipboard.writeText(address); } catch {
      const field = h("textarea", { value: address });
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    put(button, t("copied"));
    say(t("copied"));
  }
  return button;
}
