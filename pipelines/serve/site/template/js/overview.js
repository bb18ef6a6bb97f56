// What is in the warehouse, and what to look at before trusting it.

function overviewView(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const update = () => put(body, overviewBody(state));
  const places = placeChoice([...ownDocuments(), ...ownObservations()].map((row) => row.region_name), state, change);
  update();
  let words = "";
  const find = (event) => { event.preventDefault(); location.hash = link("search", { q: words, region: state.region }); };
  return h("div", null, heading("overview"),
    h("form", { class: "filters wide", role: "search", onsubmit: find }, searchField(t("search_texts"), "", (value) => { words = value; }),
      h("button", { type: "submit" }, t("search")), places), body);
}

function overviewBody(state) {
  const here = (row) => inPlace(row.region_name, state);
  const rows = ownObservations().filter(here);
  const papers = ownDocuments().filter((paper) => here(paper) || paper.observations.some(here));
  const ofPapers = (row) => papers.includes(documentOf(row));
  const doubtful = rows.filter((row) => row.checks.length);
  const judged = D.target.filter((row) => here(row) && (row.outcome === "met" || row.outcome === "missed"));
  const { region } = state;
  const quarantine = D.quarantine.filter((row) => !region || papers.some((paper) => paper.source_file === row.source_file));
  const tiles = [
    ["documents", papers.length, link("documents", { region })],
    ["figures", rows.length, link("indicators", { region })],
    ["indicators", region ? new Set(rows.map((row) => row.indicator)).size : D.indicator.length, link("indicators", { region })],
    ["projects", D.project.filter((row) => !region || projectPlaces(row).includes(region)).length, link("projects", { region })],
    ["livelihood_tasks", D.task.filter((row) => !region || ofPapers(row)).length, link("livelihood", { region })],
    ["conflicts", D.conflict.filter((row) => conflictPlaces(row).some((name) => inPlace(name, state))).length, link("conflicts", { region })],
    ["doubtful", doubtful.length, link("review", { region, range: "doubt" })],
    ["quarantined", quarantine.length, null],
  ];
  return h("div", null,
    h("p", { class: "summary" }, summaryOf(papers, rows, state)),
    fiveFigures(rows, state),
    h("ul", { class: "tiles" }, tiles.map(([name, number, href]) => h("li", null, h(href ? "a" : "span", { href, title: name === "quarantined" ? t("quarantined_help") : null }, h("b", null, count(number)), " ", t(name))))),
    judged.length ? targetsPart(judged.sort((a, b) => b.year - a.year || D.indicator[a.indicator].at - D.indicator[b.indicator].at), state) : null,
    titled("documents", () => documentRecords(papers)), documentTable(papers),
    h("h2", null, t("observations_by_year")), yearTable(rows, region),
    titled("to_look_at", () => observationRecords(doubtful)),
    doubtful.length ? doubtTable(doubtful) : h("p", null, t("nothing_doubtful")),
    quarantine.length ? quarantineTable(quarantine) : h("p", null, t("nothing_quarantined")),
    D.outcome.length ? outcomeTable() : null);
}

/** Targets with their outcomes, to be narrowed by what came of them and by year. */
function targetsPart(judged, state) {
  const body = h("div", null);
  const shown = () => judged.filter((row) => (!state.outcome || row.outcome === state.outcome) && (!state.year || row.year === Number(state.year)));
  const counted = (name) => count(judged.filter((row) => row.outcome === name).length);
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const update = () => put(body, h("p", { class: "muted", role: "status" }, t("n_targets", { n: count(shown().length) })), targetTable(shown(), true));
  const years = [...new Set(judged.map((row) => row.year))].sort((a, b) => b - a);
  update();
  return [titled("targets_and_outcomes", () => targetRecords(shown())),
    h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() },
      choice(t("result"), [["", t("all")], ...["missed", "met"].map((name) => [name, `${word("outcome", name)} (${counted(name)})`])], state.outcome, change("outcome")),
      choice(t("year"), [["", t("all")], ...years.map((year) => [year, year])], state.year, change("year"))), body];
}

/** A heading with the button that saves what is below it. */
function titled(name, make) {
  return [h("h2", null, t(name), " ", downloadButton(t(name), make))];
}

/** What this is, in a sentence: how many numbers of which places, years and documents. */
function summaryOf(papers, rows, state) {
  const years = rows.map((row) => row.period_end).filter((year) => year !== null);
  const places = state.region ? [state.region] : placesOf(papers.map((paper) => paper.region_name));
  return t("summary", { listed: listed(places.slice(0, 4).map(placeShort)), more: places.length > 4 ? t("and_more", { n: count(places.length) }) : "", papers: count(papers.length), numbers: count(rows.length),
    years: years.length ? span(Math.min(...years), Math.max(...years)) : "—" });
}

/** 2024 for one year, 2020–2024 for several. */
const span = (first, last) => first === last ? String(first) : `${first}–${last}`;

const FIRST_FIGURES = ["gdp", "industrial_value_added", "fixed_asset_investment", "retail_sales", "budget_revenue", "disposable_income", "disposable_income_urban",
  "disposable_income_rural", "trade_total", "permanent_population", "new_urban_jobs", "grain_output"];

/** The rows of figures that everybody knows, by years. */
function firstFigures(rows) {
  const wanted = compareFilter({});
  return rows.filter((row) => FIRST_FIGURES.includes(indicatorOf(row).code) && wanted(row) && (row.measure === "level" || row.measure === "growth"));
}

/** Five headline figures of one place, each with the year before where it is known, each led to its sentence. */
function fiveFigures(rows, state) {
  const told = firstFigures(rows);
  const place = state.region || fullestPlace(told);
  const lines = panelOf(told.filter((row) => row.region_name === place));
  const made = FIRST_FIGURES.flatMap((code) => {
    const found = lines.filter((line) => line.indicator.code === code);
    const line = found.sort((a, b) => Math.max(...b.cells.get(place).keys()) - Math.max(...a.cells.get(place).keys()) || (a.measure === "level" ? -1 : 1))[0];
    return line ? [figureTile(line, line.cells.get(place))] : [];
  }).slice(0, 5);
  if (!made.length) return null;
  return h("section", { "aria-label": t("headline_only") }, severalPlaces() ? h("p", { class: "muted help" }, h("a", { href: link("place", { region: place }) }, place)) : null, h("ul", { class: "five" }, made));
}

/** The place of a document that tells most of the first figures of the year that most places tell of, or a later one; of several the one that comes first otherwise. */
function fullestPlace(rows) {
  const told = new Map();
  for (const row of rows) told.set(row.period_end, (told.get(row.period_end) || new Set()).add(row.region_name));
  const [since] = [...told].sort((a, b) => b[1].size - a[1].size || b[0] - a[0])[0] || [0];
  const codes = new Map();
  for (const row of rows) if (row.period_end >= since) codes.set(row.region_name, (codes.get(row.region_name) || new Set()).add(indicatorOf(row).code));
  const size = (place) => Math.min(5, codes.get(place) ? codes.get(place).size : 0);
  return [...comparable()].sort((a, b) => size(b) - size(a))[0] || null;
}

function figureTile(line, years) {
  const row = latest(years);
  const before = years.get(row.period_end - 1);
  return h("li", null, h("a", { href: `#obs=${row.id}`, title: describe(row) }, h("b", null, grouped(valueOf(row))), named(line.indicator), line.measure === "growth" ? ` ${word("measure", "growth")}` : "", ` ${row.period_end}`,
    row.statement === "actual" ? null : ` ${word("statement", row.statement)}`, before ? h("small", { class: "before" }, `${before.period_end}${colon()}`, grouped(valueOf(before))) : null));
}

function documentTable(papers) {
  const quarantined = (paper) => D.quarantine.filter((row) => row.source_file === paper.source_file).length;
  return grid(t("documents"), ["title", "kind", "region", "published_date", "review_year", "plan_year", "characters_count", "observations", "doubtful", "quarantined"].map((name) => t(name)),
    papers.map((paper) => () => [
      [h("a", { href: link("documents", { d: key(paper) }) }, paperName(paper)), h("br"), h("small", { class: "muted" }, paper.source_file)],
      word("kind", paper.kind), paper.region_name && severalPlaces() ? h("a", { href: link("place", { region: paper.region_name }) }, paper.region_name) : paper.region_name, paper.published_date, paper.review_year, paper.plan_year,
      { num: paper.page_count ? t("pages_n", { n: paper.page_count }) : count(paper.char_count) },
      { num: count(paper.observations.length) }, { num: count(paper.observations.filter((row) => row.checks.length).length) }, { num: count(quarantined(paper)) },
    ]), { class: "cards", step: 60 });
}

function yearTable(rows, region) {
  const counts = new Map();
  for (const row of rows) {
    const year = row.period_end ?? "";
    if (!counts.has(year)) counts.set(year, { actual: 0, estimate: 0, target: 0, all: 0 });
    counts.get(year)[row.statement] += 1;
    counts.get(year).all += 1;
  }
  const most = Math.max(1, ...[...counts.values()].map((one) => one.all));
  const bar = (one) => h("span", { class: "stack", "aria-hidden": "true" }, ["actual", "estimate", "target"].map((name) => {
    const piece = h("i", { class: name });
    piece.style.width = `${(100 * one[name]) / most}%`;
    return piece;
  }));
  return grid(t("observations_by_year"), [t("year"), word("statement", "actual"), word("statement", "estimate"), word("statement", "target"), ""],
    [...counts].sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a - b)).map(([year, one]) => [
      year === "" ? t("period_unknown") : h("a", { href: link("indicators", { year, region }) }, year),
      { num: count(one.actual) }, { num: count(one.estimate) }, { num: count(one.target) }, bar(one)]), { class: "narrow" });
}

function doubtTable(rows) {
  const places = severalPlaces();
  const body = rows.map((row) => () => [row.name, valueLink(row), ...(places ? [placeCell(row.region_name)] : []), periodOf(row), joined(row.checks.map((name) => word("check", name))), paperShort(documentOf(row))]);
  return grid(t("doubtful"), ["indicator", "value", ...(places ? ["region"] : []), "period", "doubts", "document"].map((name) => t(name)), body, { step: 20, class: "cards" });
}

function quarantineTable(rows) {
  return grid(t("quarantined"), ["file", "table", "check", "reason", "row"].map((name) => t(name)),
    rows.map((row) => () => [row.source_file, row.table, word("check", row.check), row.reason,
      h("details", null, h("summary", null, t("show")), h("pre", null, pretty(row.row_json)))]), { step: 20 });
}

function pretty(json) {
  try { return JSON.stringify(JSON.parse(json), null, 1); } catch { return json; }
}

function outcomeTable() {
  return grid(t("extraction_notes"), ["file", "step", "result", "note"].map((name) => t(name)),
    D.outcome.map((row) => [row.source_file, row.step, row.success ? t("warning") : t("failed"), [row.error, ...(row.warnings || [])].filter(Boolean).join(language === "en" ? "; " : "；")]), { step: 20 });
}

/** How far the outcome is from the target, in the target's unit; what is told in per cent differs by points. */
function gapOf(row) {
  if (row.gap === null) return "";
  const unit = row.target_unit === "%" ? t("points") : row.target_unit === "‰" ? t("points_per_mille") : row.target_unit || "";
  return [grouped(quantity(row.gap, "", "change")), Number(row.gap) ? h("small", { class: "muted" }, " ", unit) : null];
}

/** Targets against outcomes; with names where several indicators are together, with places unless all are of `place`. */
function targetTable(rows, withNames, step, place) {
  const side = (place, value, unit, qualifier, text, measure) => {
    if (place !== null && D.observation[place]) return valueLink(D.observation[place], withUnit(value, unit, qualifier, measure));
    return text || (value === null ? "—" : withUnit(value, unit, qualifier, measure));
  };
  const places = severalPlaces() && !place;
  return grid(t("targets_and_outcomes"),
    [...(withNames ? [t("indicator")] : []), ...(places ? [t("region")] : []), t("year"), t("measure"), t("target"), t("outcome"), t("result"), t("gap"), t("explanation")],
    rows.map((row) => () => [
      ...(withNames ? [h("a", { href: link("indicators", { i: indicatorKey(D.indicator[row.indicator]) }) }, named(D.indicator[row.indicator]))] : []),
      ...(places ? [placeCell(row.region_name)] : []), row.year, word("measure", row.measure),
      { num: [side(row.target, row.target_value, row.target_unit, row.target_qualifier, row.target_text, row.measure),
        row.original !== null && D.observation[row.original] ? [h("br"), h("small", null, t("originally"), " ", valueLink(D.observation[row.original]))] : null] },
      { num: side(row.actual, row.actual_value, row.actual_unit, row.actual_qualifier, null, row.measure) },
      chip("outcome", row.outcome), { num: gapOf(row) },
      h("small", null, explained(row))]), { class: "cards quiet", step: step || (withNames ? 60 : 200) });
}
