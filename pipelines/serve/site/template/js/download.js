// What is shown, to be taken away: CSV that a spreadsheet opens, every line with the place it was read from.

// What a spreadsheet may take for the beginning of a formula, as pipelines/serve/export.py has it.
const FORMULA = /^[\p{Cf}\p{Cc}\p{Z}\p{Mn}]*[-=+@\t\r\n＝＋－＠﹢﹣﹦﹫⁺₊−]/u;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** One field: a formula is defused by an apostrophe, a number stays a number. */
function csvField(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** UTF-8 with its mark in front, so that spreadsheets read Chinese as Chinese. */
function csvText(head, rows) {
  return `\ufeff${[head, ...rows].map((row) => row.map(csvField).join(",")).join("\r\n")}\r\n`;
}

/** Hand a text to the reader as a file; nothing leaves the page. */
function saveFile(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const anchor = h("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(t("downloaded", { name }));
}

const fileName = (...parts) => [language === "en" ? "taizhang" : "台账", ...parts].filter(Boolean).join("-").replace(/[^\p{L}\p{N}_.-]+/gu, "_");
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Buttons that save what `make()` gives, {head: keys of words, rows}, as CSV and as a workbook. `what` names the file. */
function downloadButton(what, make) {
  const save = (form) => () => {
    const { head, rows } = make();
    const [name, heads] = [fileName(what, current.parameters.region), head.map((one) => t(one))];
    if (form === "csv") saveFile(`${name}.csv`, "text/csv;charset=utf-8", csvText(heads, rows));
    else saveFile(`${name}.xlsx`, SHEET_TYPE, zip(workbookParts(heads, rows)));
  };
  const button = (form, text) => h("button", { type: "button", class: `button download ${form}`, "aria-label": `${t(`download_${form}`)}${colon()}${what}`, onclick: save(form) }, text);
  return [button("csv", t("download_csv")), " ", button("xlsx", "xlsx")];
}

/** A drawing as it looks, to be shown elsewhere: with the page's style in it, light, and with links that lead nowhere. */
function drawingText(drawing) {
  const copy = drawing.cloneNode(true);
  for (const anchor of copy.querySelectorAll("a")) anchor.removeAttribute("href");
  copy.prepend(v("style", null, `${document.querySelector("style").textContent}\nsvg { background: #fff; font-family: sans-serif; }`));
  return new XMLSerializer().serializeToString(copy);
}

const SHARP = 2; // pixels of a saved picture for each of the screen

/** The drawing as PNG. */
async function drawingPicture(drawing) {
  const image = h("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawingText(drawing))}` });
  await image.decode();
  const canvas = h("canvas", { width: SHARP * drawing.width.baseVal.value, height: SHARP * drawing.height.baseVal.value });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

/** Buttons that save a drawing as SVG and as PNG. */
function drawingButton(drawing, what) {
  const saveText = () => saveFile(`${fileName(what)}.svg`, "image/svg+xml;charset=utf-8", drawingText(drawing));
  const savePicture = async () => saveFile(`${fileName(what)}.png`, "image/png", await drawingPicture(drawing));
  return [h("button", { type: "button", class: "button download svg", "aria-label": `${t("download_svg")}${colon()}${what}`, onclick: saveText }, t("download_svg")), " ",
    h("button", { type: "button", class: "button download png", "aria-label": `${t("download_png")}${colon()}${what}`, onclick: savePicture }, "PNG")];
}

/** How a passage is called in a citation: its document, and its number, its table's row, or its characters. */
function passageId(paper, start, row) {
  if (row && row.passage !== null && row.passage !== undefined) return `${key(paper)}#${row.passage}`;
  if (row && row.table !== null && row.table !== undefined) return `${key(paper)}#t${row.table}r${row.row}`;
  const passage = paper.passages.findLast((one) => one.start <= start);
  return `${key(paper)}#${passage ? passage.number : `c${start}`}`;
}

/** A line to cite a place of a document by. */
function cite(paper, start, end, row) {
  const title = `《${paper.title || paper.source_file}》`;
  const spot = [row && row.page ? t("page_n", { n: row.page }) : "", start === null ? "" : t("characters", { start, end })];
  const passage = start === null ? "" : t("passage_n", { id: passageId(paper, start, row) });
  return [title, paper.issuer, paper.published_date, paper.region_name, ...spot, passage, paper.source_url].filter(Boolean).join(language === "en" ? ", " : "，");
}

const citeRow = (row) => cite(documentOf(row), row.start, row.end, row);

const OBSERVATION_HEAD = ["region", "indicator", "code", "name_printed", "period", "statement", "measure", "qualifier", "value", "unit", "base_value",
  "base_unit", "confidence", "checks", "document", "file", "section", "quote", "passage_id", "id", "citation"];

function observationRecords(rows) {
  return { head: OBSERVATION_HEAD, rows: rows.map((row) => {
    const [paper, indicator] = [documentOf(row), indicatorOf(row)];
    return [row.region_name, named(indicator), indicator.code, row.name, row.period, word("statement", row.statement), word("measure", row.measure),
      word("qualifier", row.qualifier), row.value, row.unit, row.base, row.base_unit, row.confidence, [...row.checks, ...row.conflicts.map((one) => one.kind)].join(" "),
      paper.title, paper.source_file, row.section, quoteOf(row), passageId(paper, row.start, row), row.id, citeRow(row)];
  }) };
}

const TARGET_HEAD = ["indicator", "code", "region", "year", "measure", "target", "unit", "qualifier", "outcome", "unit", "result", "gap", "explanation",
  "citation_target", "citation_outcome"];

function targetRecords(rows) {
  const source = (place) => place === null || !D.observation[place] ? "" : citeRow(D.observation[place]);
  return { head: TARGET_HEAD, rows: rows.map((row) => {
    const indicator = D.indicator[row.indicator];
    return [named(indicator), indicator.code, row.region_name, row.year, word("measure", row.measure), row.target_value ?? row.target_text, row.target_unit,
      word("qualifier", row.target_qualifier), row.actual_value, row.actual_unit, word("outcome", row.outcome), row.gap, explained(row), source(row.target), source(row.actual)];
  }) };
}

function documentRecords(papers) {
  return { head: ["title", "kind", "region", "published_date", "review_year", "plan_year", "observations", "doubtful", "file", "document_id", "citation"],
    rows: papers.map((paper) => [paper.title, word("kind", paper.kind), paper.region_name, paper.published_date, paper.review_year, paper.plan_year,
      paper.observations.length, paper.observations.filter((row) => row.checks.length).length, paper.source_file, paper.id, cite(paper, null, null)]) };
}

function projectRecords(projects) {
  return { head: ["project", "name_printed", "region", "year", "stage", "statement", "value", "unit", "quote", "confidence", "citation"],
    rows: projects.flatMap((project) => project.mentions.map((row) => [project.name, row.name, documentOf(row).region_name, row.year, word("stage", row.stage),
      word("statement", row.statement), row.amount, row.amount_unit, row.quote, row.confidence, cite(documentOf(row), row.start, row.end)])) };
}

function livelihoodRecords(groups) {
  const line = (row, name, paper, plan, done, start, end) => [paper.region_name, row.year, name, ...plan, ...done, word("status", row.status), cite(paper, start, end)];
  return { head: ["region", "year", "task", "planned", "unit", "planned_words", "completed_quantity", "unit", "completed_words", "status", "citation"],
    rows: groups.flatMap(({ row, tasks }) => [
      line(row, row.name, documentOf(row), [null, null, row.plan_text], [null, null, row.completion_text], row.start, row.end),
      ...tasks.map((task) => line(task, task.name, documentOf(task), [task.planned_value, task.planned_unit, task.plan_text],
        [task.completed_value, task.completed_unit, task.completion_text], task.plan_start ?? task.completion_start, task.plan_end ?? task.completion_end))]) };
}

function conflictRecords(conflicts) {
  const { head } = observationRecords([]);
  return { head: ["conflict_kind", "explanation", ...head],
    rows: conflicts.flatMap((one) => observationRecords(one.observations).rows.map((row) => [word("conflict", one.kind), one.explanation, ...row])) };
}
