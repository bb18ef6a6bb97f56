// A number that is wrong or in doubt: a form that writes the entry of corrections.yml. The page itself changes nothing.

const CORRECTIONS = new Map(); // observation id → entry, all that were made while the page is open
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const quoted = (text) => JSON.stringify(String(text)); // a JSON text is a YAML text

/** The entry as lines of YAML: what the observation is said to be now is under `expect`, so that it applies to no other. */
function correctionEntry(row, said, day) {
  const lines = [`  - name: ${quoted(`${row.id.slice(0, 12)}-${day}`)}`, `    action: ${said.action}`, `    observation_id: ${quoted(row.id)}`,
    `    expect: {value: ${row.value}, unit: ${quoted(row.unit)}}`];
  const changes = said.action === "replace" ? Object.entries(said.set) : [];
  if (changes.length) lines.push("    set:", ...changes.map(([name, value]) => `      ${name}: ${/^(value|period_start|period_end)$/.test(name) ? value : quoted(value)}`));
  lines.push(`    reason: ${quoted(said.reason)}`, `    author: ${quoted(said.author)}`, `    date: ${day}`);
  return `${lines.join("\n")}\n`;
}

/** What is missing or cannot be, as a sentence; empty where the entry is good. */
function correctionFault(said) {
  if (said.action === "replace" && !Object.keys(said.set).length) return t("fault_nothing");
  if ("value" in said.set && !DECIMAL.test(said.set.value)) return t("fault_value");
  if (["period_start", "period_end"].some((name) => name in said.set && !/^(19|20)\d\d$/.test(said.set[name]))) return t("fault_year");
  if (!said.reason) return t("fault_reason");
  return said.author ? "" : t("fault_author");
}

/** The fields that differ from what is there. */
function correctionSaid(form, row) {
  const text = (name) => form.elements[name].value.trim();
  const set = {};
  for (const name of ["value", "unit", "indicator_name", "measure", "statement"]) {
    const now = String((name === "indicator_name" ? row.name : row[name]) ?? "");
    if (text(name) && text(name) !== now) set[name] = text(name);
  }
  const year = text("year");
  if (year && year !== String(row.period_end ?? "")) Object.assign(set, { period_start: year, period_end: year, period_label: year });
  return { action: text("action"), set, reason: text("reason"), author: text("author") };
}

function correctionForm(row) {
  const input = (name, label, value, attributes) => h("label", { class: "field" }, h("span", null, label), h("input", { name, value: value ?? "", autocomplete: "off", ...attributes }));
  const select = (name, label, options, value) => h("label", { class: "field" }, h("span", null, label),
    h("select", { name }, options.map(([code, text]) => h("option", { value: code, selected: code === value }, text))));
  const output = h("textarea", { readonly: true, rows: 9, "aria-label": t("correction_entry"), spellcheck: "false" });
  const status = h("p", { class: "help", role: "status" });
  const buttons = [h("button", { type: "submit", class: "button", value: "copy" }, t("copy_entry")), h("button", { type: "submit", class: "button", value: "save" }, t("download_entries")),
    SERVER.write ? h("button", { type: "submit", class: "button", value: "write" }, t("write_entry")) : null].filter(Boolean);
  const form = h("form", { class: "correction", "aria-label": t("correct"), oninput: () => update(), onsubmit: (event) => { event.preventDefault(); finish(event.submitter); } },
    h("p", { class: "help" }, t("correct_help")),
    h("div", { class: "filters" },
      select("action", t("action"), [["replace", t("action_replace")], ["drop", t("action_drop")]], "replace"),
      input("value", t("value"), row.value, { inputmode: "decimal" }), input("unit", t("unit"), row.unit), input("indicator_name", t("indicator"), row.name),
      select("measure", t("measure"), MEASURES.map((name) => [name, word("measure", name)]), row.measure),
      select("statement", t("statement"), ["actual", "estimate", "target"].map((name) => [name, word("statement", name)]), row.statement),
      input("year", t("year"), row.period_end, { inputmode: "numeric" }), input("reason", t("reason"), ""), input("author", t("author"), "")),
    status, output, h("p", { class: "steps" }, buttons));

  function update() {
    const said = correctionSaid(form, row);
    const fault = correctionFault(said);
    output.value = fault ? "" : correctionEntry(row, said, today());
    put(status, fault || t("correction_ready"));
    for (const button of buttons) button.disabled = Boolean(fault);
    if (fault) CORRECTIONS.delete(row.id);
    else CORRECTIONS.set(row.id, output.value);
  }
  async function finish(button) {
    if (!output.value) return;
    if (button && button.value === "save") {
      saveFile("corrections.yml", "application/yaml;charset=utf-8", `corrections:\n${[...CORRECTIONS.values()].join("")}`);
      return;
    }
    if (button && button.value === "write") {
      button.disabled = await keepEntry("corrections", output.value, status);
      return;
    }
    output.select();
    try { await navigator.clipboard.writeText(output.value); } catch { document.execCommand("copy"); }
    put(status, t("copied"));
  }
  update();
  return h("details", { class: "correct" }, h("summary", null, t("correct")), form);
}
