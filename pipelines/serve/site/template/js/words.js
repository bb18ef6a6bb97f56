// The words of the page, Chinese and English, out of strings.csv.

let STRINGS = {};
let language = "zh";

/** The text of a key; {name} in it is replaced. A key without text shows itself. */
function t(name, values) {
  const pair = STRINGS[name];
  const text = pair ? pair[language === "en" ? 1 : 0] : name;
  return values ? text.replace(/\{(\w+)\}/g, (_, word) => values[word] ?? "") : text;
}

/** A word of a vocabulary (measure.level); a word that has no text shows its code. */
function word(group, code) {
  if (code === null || code === undefined || code === "") return "";
  const name = `${group}.${code}`;
  return name in STRINGS ? t(name) : String(code);
}

/** Parts of a sentence after one another, with the sign of the language between them. */
const joined = (parts) => parts.join(language === "en" ? "; " : "；");
const listed = (parts) => parts.join(language === "en" ? ", " : "、");
const colon = () => (language === "en" ? ": " : "：");
const inBrackets = (text) => (language === "en" ? ` (${text})` : `（${text}）`);

/** What came of a target, in words: the warehouse's own in Chinese, in English made of the same parts. */
function explained(row) {
  if (language !== "en" || !row.explanation) return row.explanation;
  const side = (value, unit, qualifier) => value === null ? null : withUnit(value, unit || "", qualifier, row.measure);
  const target = side(row.target_value, row.target_unit, row.target_qualifier);
  const result = side(row.actual_value, row.actual_unit, row.actual_qualifier);
  return [target && t("explained_target", { target }), result && t("explained_result", { result }), row.target_qualifier === "approx" ? t("explained_approx") : null].filter(Boolean).join("; ");
}

/** What a conflict is about: the warehouse's own words in Chinese, the kind's in English. */
const explainedConflict = (row) => language === "en" ? t("explained_conflict", { what: word("conflict_help", row.kind), n: row.observations.length }) : row.explanation;

/** Chinese or English name of something that has both. */
function named(row) {
  return (language === "en" && row.english) || row.name;
}

function sectorName(code) {
  const row = D.sectors.get(code);
  if (!row) return code === null ? "" : String(code);
  return language === "en" ? row.en : row.zh;
}

function setLanguage(chosen) {
  language = chosen === "en" ? "en" : "zh";
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  try { localStorage.setItem("taizhang.language", language); } catch { /* pages from a disk may have no storage */ }
}

function rememberedLanguage() {
  try { return localStorage.getItem("taizhang.language") || "zh"; } catch { return "zh"; }
}
