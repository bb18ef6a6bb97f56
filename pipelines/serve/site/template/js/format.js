// Values as people read them: sign, qualifier, unit. The digits are those of the source, as text, never recomputed.

const BEFORE = { ge: "≥", gt: ">", approx: "≈", le: "≤", lt: "<" };

/** A number's text with its qualifier: ≥7.5, ≈-4.9, +3.5 (growth), 150– (the lower end of a range). */
function quantity(value, qualifier, measure) {
  if (value === null || value === undefined) return "";
  const signed = (measure === "growth" || measure === "change") && !value.startsWith("-") && Number(value) !== 0;
  const body = (signed ? "+" : "") + value.replace("-", "−");
  if (qualifier === "range_low") return `${body}–`;
  if (qualifier === "range_high") return `–${body}`;
  return (BEFORE[qualifier] || "") + body;
}

/** With the unit; a rank is 第6位. */
function withUnit(value, unit, qualifier, measure) {
  if (measure === "rank" && language === "zh") return `${BEFORE[qualifier] || ""}第${value}位`;
  if (measure === "rank") return `${BEFORE[qualifier] || ""}no. ${value}`;
  const space = unit === "%" || unit === "‰" || unit === "" ? "" : "\u2009";
  return `${quantity(value, qualifier, measure)}${space}${unit}`;
}

const valueOf = (row) => withUnit(row.value, row.unit, row.qualifier, row.measure);

/** Period for people: as fine as known. */
const periodOf = (row) => row.period || t("period_unknown");

/** A one-line description, for readers of screens and tooltips. */
function describe(row) {
  return [row.name, valueOf(row), periodOf(row), word("statement", row.statement), word("measure", row.measure)].join(" · ");
}

/** Where it stands: page for a PDF, characters for a text. */
function placeOf(row) {
  return row.page ? t("page_n", { n: row.page }) : t("characters", { start: row.start, end: row.end });
}

function paperName(paper) {
  return paper.title || paper.source_file;
}

/** A short name of a document: year and kind, as a column can hold it; of several alike with the place that only it has. */
function paperShort(paper) {
  paper.short ??= { zh: null, en: null };
  paper.short[language] ??= shortName(paper);
  return paper.short[language];
}

function shortName(paper) {
  const year = paper.plan_year || (paper.published_date || "").slice(0, 4) || paper.review_year;
  const same = D.document.filter((other) => other.kind === paper.kind && (other.plan_year || other.review_year) === (paper.plan_year || paper.review_year));
  const text = [year, word("kind", paper.kind)].filter(Boolean).join(" ");
  if (same.length < 2 && year) return text;
  if (year && paper.region_name && same.filter((other) => other.region_name === paper.region_name).length === 1) return `${text} · ${placeShort(paper.region_name)}`;
  const name = paper.title && paper.title !== word("kind", paper.kind) ? paper.title : paper.source_file;
  return `${text} · ${name.length > 14 ? `${name.slice(0, 12)}…` : name}`;
}

/** Grouping of thousands for counts made by the page. */
const count = (number) => number.toLocaleString(language === "en" ? "en" : "zh-CN");

/** A text with its long whole numbers in groups of three, which only the eye sees: what is copied has the letters of the source. */
function grouped(text) {
  return text.split(/(\d+(?:\.\d+)*)/).map((part, at) => {
    const [whole, ...rest] = part.split(".");
    if (at % 2 === 0 || whole.length < 5) return part;
    return [whole.split(/(?=(?:\d{3})+$)/).map((digits, place) => (place ? h("span", { class: "thousand" }, digits) : digits)), ...rest.map((digits) => `.${digits}`)];
  });
}

/** A value that leads to its source. */
function valueLink(row, text) {
  const shown = text || valueOf(row);
  const marks = flags(row);
  const label = [describe(row).includes(shown) ? "" : shown, describe(row), ...marks.map((mark) => mark.title)].filter(Boolean).join(" · "); // what is read holds what is seen
  return h("a", { href: `#obs=${row.id}`, class: `value ${row.statement}`, "aria-label": label, title: describe(row) }, grouped(shown), marks.map((mark) => { mark.removeAttribute("aria-label"); mark.setAttribute("aria-hidden", "true"); return mark; }));
}

/** Marks for doubt and conflict, with words for readers of screens. */
function flags(row) {
  const marks = [];
  if (row.conflicts.length) marks.push(h("span", { class: "flag conflict", title: t("in_conflict"), "aria-label": t("in_conflict") }, "▲"));
  else if (row.checks.length) marks.push(h("span", { class: "flag doubt", title: t("doubtful"), "aria-label": t("doubtful") }, "?"));
  if (row.reviewed_by) marks.push(h("span", { class: "flag reviewed", title: t("reviewed"), "aria-label": t("reviewed") }, "✓"));
  if (row.correction) marks.push(h("span", { class: "flag", title: t("corrected"), "aria-label": t("corrected") }, "✎"));
  return marks;
}

const chip = (group, code) => code ? h("span", { class: `chip ${code}` }, word(group, code)) : null;
