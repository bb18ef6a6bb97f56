// What is in the warehouse, and what to look at before trusting it.

function overviewView(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const update = () => put(body, overviewBody(state));
  const places = placeChoice([...ownDocuments(), ...ownObservations()].map((row) => row.region_name), state, change);
  update();
  return h("div", null, heading("overview"),
    places ? h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() }, places) : null, body);
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
  const years = rows.map((row) => row.period_end).filter((year) => year !== null);
  const tiles = [
    ["documents", papers.length, link("documents", { region })],
    ["observations", rows.length, link("indicators", { region })],
    ["indicators", new Set(state.region ? rows.map((row) => row.indicator) : D.observation.map((row) => row.indicator)).size, link("indicators", { region })],
    ["projects", D.project.filter((row) => !region || projectPlaces(row).includes(region)).length, link("projects", { region })],
    ["livelihood_tasks", D.task.filter((row) => !region || ofPapers(row)).length, link("livelihood", { region })],
    ["conflicts", D.conflict.filter((row) => conflictPlaces(row).some((name) => inPlace(name, state))).length, link("conflicts", { region })],
    ["doubtful", doubtful.length, null],
    ["quarantined", quarantine.length, null],
  ];
  return h("div", null,
    h("ul", { class: "tiles" }, tiles.map(([name, number, href]) => h("li", null, h(href ? "a" : "span", { href }, h("b", null, count(number)), " ", t(name))))),
    years.length ? h("p", { class: "muted" }, t("periods_from_to", { first: Math.min(...years), last: Math.max(...years) })) : null,
    judged.length ? [h("h2", null, t("targets_and_outcomes")), targetTable(judged, true)] : null,
    h("h2", null, t("documents")), documentTable(papers, rows),
    h("h2", null, t("observations_by_year")), yearTable(rows, region),
    h("h2", null, t("to_look_at")),
    doubtful.length ? doubtTable(doubtful) : h("p", null, t("nothing_doubtful")),
    quarantine.length ? quarantineTable(quarantine) : h("p", null, t("nothing_quarantined")),
    D.outcome.length ? outcomeTable() : null);
}

function documentTable(papers, rows) {
  const quarantined = (paper) => D.quarantine.filter((row) => row.source_file === paper.source_file).length;
  return grid(t("documents"), ["title", "kind", "region", "published_date", "review_year", "plan_year", "characters_count", "observations", "doubtful", "quarantined"].map((name) => t(name)),
    papers.map((paper) => () => [
      [h("a", { href: link("documents", { d: key(paper) }) }, paperName(paper)), h("br"), h("small", { class: "muted" }, paper.source_file)],
      word("kind", paper.kind), paper.region_name, paper.published_date, paper.review_year, paper.plan_year,
      { num: paper.page_count ? t("pages_n", { n: paper.page_count }) : count(paper.char_count) },
      { num: count(paper.observations.length) }, { num: count(paper.observations.filter((row) => row.checks.length).length) }, { num: count(quarantined(paper)) },
    ]));
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
  const body = rows.map((row) => () => [row.name, valueLink(row), ...(places ? [placeCell(row.region_name)] : []), periodOf(row), row.checks.map((name) => word("check", name)).join("；"), paperShort(documentOf(row))]);
  return grid(t("doubtful"), ["indicator", "value", ...(places ? ["region"] : []), "period", "doubts", "document"].map((name) => t(name)), body, { step: 20 });
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
    D.outcome.map((row) => [row.source_file, row.step, row.success ? t("warning") : t("failed"), [row.error, ...(row.warnings || [])].filter(Boolean).join("；")]), { step: 20 });
}

/** Targets against outcomes; with names where several indicators are together. */
function targetTable(rows, withNames) {
  const side = (place, value, unit, qualifier, text, measure) => {
    if (place !== null && D.observation[place]) return valueLink(D.observation[place], withUnit(value, unit, qualifier, measure));
    return text || (value === null ? "—" : withUnit(value, unit, qualifier, measure));
  };
  const places = severalPlaces();
  return grid(t("targets_and_outcomes"),
    [...(withNames ? [t("indicator")] : []), ...(places ? [t("region")] : []), t("year"), t("measure"), t("target"), t("outcome"), t("result"), t("gap"), t("explanation")],
    rows.map((row) => () => [
      ...(withNames ? [h("a", { href: link("indicators", { i: indicatorKey(D.indicator[row.indicator]) }) }, named(D.indicator[row.indicator]))] : []),
      ...(places ? [placeCell(row.region_name)] : []), row.year, word("measure", row.measure),
      { num: [side(row.target, row.target_value, row.target_unit, row.target_qualifier, row.target_text, row.measure),
        row.original !== null && D.observation[row.original] ? [h("br"), h("small", null, t("originally"), " ", valueLink(D.observation[row.original]))] : null] },
      { num: side(row.actual, row.actual_value, row.actual_unit, row.actual_qualifier, null, row.measure) },
      chip("outcome", row.outcome), { num: row.gap === null ? "" : quantity(row.gap, "", "change") },
      h("small", null, row.explanation)]));
}
