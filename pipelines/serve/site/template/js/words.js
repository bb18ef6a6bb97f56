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
