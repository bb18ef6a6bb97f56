// The review queue: what is most in doubt and matters most comes first; a key accepts it, another opens the correction.

const REVIEWS = new Map(); // observation id → entry of reviews.yml, all that were made while the page is open
const QUEUE_STEP = 40;
const QUEUE_CUT = 0.5; // doubt × weight from which on a number is in the queue unless more is asked for
const SURE = 0.9;

/** How much it is in doubt: what confidence leaves, and each check that flagged it. */
const doubtOf = (row) => Math.max(0, 1 - row.confidence) + 0.25 * row.checks.length + (row.conflicts.length ? 0.5 : 0);

/** How much it matters: headline indicators, targets and outcomes that are compared, numbers in conflict. */
function weightOf(row) {
  D.compared ??= new Set(D.target.flatMap((one) => [one.target, one.actual].filter((at) => at !== null)));
  return 1 + (indicatorOf(row).headline ? 2 : 0) + (D.compared.has(row.at) ? 2 : 0) + (row.conflicts.length ? 2 : 0);
}

/** Whether it is to be looked at before it is used: unsure, flagged, or in conflict. */
const isDoubtful = (row) => row.confidence < SURE || row.checks.length > 0 || row.conflicts.length > 0;

/**
 * Rows that nobody has reviewed, doubt × weight first. What is sure is not in the queue, and of what is doubtful only what
 * matters, unless the reader wants more: range "doubt" is all that is doubtful, "all" everything that is less than certain.
 */
function reviewQueue(state) {
  const wanted = { doubt: isDoubtful, all: (row) => doubtOf(row) > 0 }[state.range] || ((row) => isDoubtful(row) && doubtOf(row) * weightOf(row) >= QUEUE_CUT);
  return ownObservations().filter((row) => inPlace(row.region_name, state) && !row.reviewed_by && wanted(row))
    .map((row) => ({ row, score: doubtOf(row) * weightOf(row) })).sort((a, b) => b.score - a.score || a.row.at - b.row.at);
}

/** Why a row is in doubt: the checks that flagged it, the conflicts that it is in, "unsure" for its confidence; each may be chosen alone. */
const reasonsOf = (row) => new Set([...row.checks, ...row.conflicts.map((one) => `conflict_${one.kind}`), ...(row.confidence < SURE ? ["unsure"] : [])]);

/** A reason in words, as the queue says it. */
const reasonWord = (name) => name === "unsure" ? t("unsure") : word("check", name);

/** The reasons of a queue with the number of their rows, the most frequent first. */
function reasonCounts(queue) {
  const counts = new Map();
  for (const { row } of queue) for (const name of reasonsOf(row)) counts.set(name, (counts.get(name) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The letters of the passage by which the review knows it again; null where the page does not have them. */
function digestOf(row) {
  if (row.passage !== null) return (passageOf(row) || {}).digest || null;
  const cells = row.table === null ? undefined : documentOf(row).tables.get(row.table);
  const first = cells && cells.find((one) => one.row === row.row && one.digest);
  return first ? first.digest : null;
}

function reviewEntry(row, by, day) {
  const says = [`indicator: ${quoted(row.name)}`, `value: ${row.value}`, `unit: ${quoted(row.unit)}`, `period: ${quoted(row.period || "")}`, `measure: ${row.measure}`, `statement: ${row.statement}`];
  return `  - document: ${quoted(documentOf(row).source_file)}\n    passage: ${quoted(digestOf(row))}\n    printed: ${quoted(row.printed)}\n    says: {${says.join(", ")}}\n    verdict: accepted\n    by: ${quoted(by)}\n    date: ${day}\n`;
}

const reviewFile = () => `reviews:\n${[...REVIEWS.values()].join("")}`;

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function rememberedName(name) {
  try { if (name !== undefined) localStorage.setItem("taizhang.name", name); return localStorage.getItem("taizhang.name") || ""; } catch { return name || ""; }
}

const reviewing = { list: [], at: 0, by: "", act: null };

function reviewView(parameters) {
  const state = { ...parameters };
  const found = h("p", { class: "muted", role: "status" });
  const list = h("ol", { class: "queue" });
  const tools = h("p", { class: "steps" });
  const why = h("div", { class: "reasons" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  reviewing.by ||= rememberedName();

  function update() {
    const queue = reviewQueue(state);
    const reasons = reasonCounts(queue);
    if (state.why && !reasons.some(([name]) => name === state.why)) reasons.push([state.why, 0]);
    put(why, choice(t("reason"), [["", t("all")], ...reasons.map(([name, n]) => [name, `${reasonWord(name)}${inBrackets(count(n))}`])], state.why, (value) => { state.why = value; remember({ why: value }); narrow(queue); }));
    narrow(queue);
  }
  function narrow(queue) {
    reviewing.list = state.why ? queue.filter(({ row }) => reasonsOf(row).has(state.why)) : queue;
    reviewing.at = 0;
    paged(list, reviewing.list, (one, at) => queueItem(one, at), QUEUE_STEP);
    tell();
    mark();
  }
  function tell() {
    const reviewed = ownObservations().filter((row) => row.reviewed_by && inPlace(row.region_name, state)).length;
    const doubtful = ownObservations().filter((row) => inPlace(row.region_name, state) && !row.reviewed_by && isDoubtful(row)).length;
    put(found, t("n_to_review", { n: count(reviewing.list.length), done: count(reviewed), now: count(REVIEWS.size) }), state.range ? "" : t("of_doubtful", { n: count(doubtful) }));
    put(tools, h("button", { type: "button", class: "button", disabled: !REVIEWS.size, onclick: () => saveFile("reviews.yml", "application/yaml;charset=utf-8", reviewFile()) }, t("download_reviews")), copyButton("copy_reviews", reviewFile), " ", reviewing.list.length ? downloadButton(t("review"), () => observationRecords(reviewing.list.map(({ row }) => row))) : null);
  }
  function mark() {
    for (const item of list.querySelectorAll("li[aria-current]")) item.removeAttribute("aria-current");
    const item = list.querySelectorAll("li[data-obs]")[reviewing.at];
    if (item) { item.setAttribute("aria-current", "true"); item.scrollIntoView({ block: "nearest" }); }
  }
  function queueItem({ row, score }) {
    const reasons = [...reasonsOf(row)].map((name) => name === "unsure" ? `${t("confidence")} ${row.confidence.toFixed(2)}` : reasonWord(name));
    return h("li", { "data-obs": row.id, class: REVIEWS.has(row.id) ? "accepted" : null, onclick: () => { reviewing.at = reviewing.list.findIndex((one) => one.row === row); mark(); } },
      h("p", { class: "figure-line" }, valueLink(row), " ", row.name, " ", periodOf(row), " ", chip("statement", row.statement), " ", word("measure", row.measure), severalPlaces() ? [" ", placeCell(row.region_name)] : null,
        h("small", { class: "muted", title: t("score_help") }, ` ${t("priority", { n: score.toFixed(2) })}`)),
      h("p", { class: "muted help" }, joined(reasons), " · ", paperShort(documentOf(row))),
      h("p", { class: "passage", lang: "zh-CN" }, quoteOf(row)),
      h("p", { class: "steps" }, h("button", { type: "button", class: "button", "aria-pressed": String(REVIEWS.has(row.id)), onclick: () => accept(row) }, t("accept"), h("kbd", null, "a")),
        h("a", { class: "button", href: `#obs=${row.id}` }, t("change"), h("kbd", null, "c"))));
  }
  function accept(row) {
    if (!reviewing.by) { const field = main.querySelector("[name=by]"); field.focus(); say(t("fault_author")); put(found, t("fault_author")); return; }
    if (!digestOf(row)) { say(t("no_passage")); return; }
    if (REVIEWS.has(row.id)) REVIEWS.delete(row.id);
    else {
      REVIEWS.set(row.id, reviewEntry(row, reviewing.by, today()));
      if (SERVER.write) keepEntry("reviews", REVIEWS.get(row.id), found);
    }
    const item = list.querySelector(`li[data-obs="${CSS.escape(row.id)}"]`);
    item.classList.toggle("accepted", REVIEWS.has(row.id));
    item.querySelector("button").setAttribute("aria-pressed", String(REVIEWS.has(row.id)));
    tell();
    if (REVIEWS.has(row.id)) step(1);
  }
  function step(by) {
    reviewing.at = Math.max(0, Math.min(reviewing.list.length - 1, reviewing.at + by));
    if (reviewing.at >= list.querySelectorAll("li[data-obs]").length) { const more = list.querySelector(".more"); if (more) more.click(); }
    mark();
  }
  reviewing.act = (key) => {
    const { row } = reviewing.list[reviewing.at] || {};
    if (!row) return;
    if (key === "a") accept(row);
    else if (key === "c") { showObservation(row); const form = panel.querySelector("details.correct"); form.open = true; form.querySelector("[name=value]").focus(); } else step(key === "j" ? 1 : -1);
  };
  update();
  return h("div", null, heading("review"), h("p", { class: "help muted" }, t("review_help")),
    h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() },
      h("label", { class: "field" }, h("span", null, t("author")), h("input", { name: "by", value: reviewing.by, autocomplete: "off", oninput: (event) => { reviewing.by = rememberedName(event.target.value.trim()); } })),
      choice(t("scope"), [["", t("range_weighty")], ["doubt", t("range_doubtful")], ["all", t("range_all")]], state.range, change("range")),
      why, placeChoice(ownObservations().map((row) => row.region_name), state, change)),
    found, tools, reviewing.list.length ? list : h("p", null, t("nothing_doubtful")));
}
