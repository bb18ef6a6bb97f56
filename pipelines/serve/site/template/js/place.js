// One place on a page: its headline figures beside last year's, targets and outcomes, projects, documents, what is doubtful.

const FEW = 12; // rows of a part of the page; the whole part is behind a link

function placeView(parameters) {
  const all = SERVER.many ? SERVER.places.map((row) => row.name) : comparable();
  const state = { ...parameters };
  if (!all.includes(state.region)) state.region = SERVER.many ? regionLoaded() || all[0] || "" : fullestPlace(firstFigures(ownObservations())) || all[0] || allPlaces()[0] || "";
  const body = h("div", null);
  put(body, placeBody(state.region));
  const go = (region) => { location.hash = link("place", { region }); };
  return h("div", { class: "place" }, h("h1", { tabindex: "-1" }, state.region || t("region_unknown")),
    all.length > 1 ? h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() }, all.length > MOST_BOXES ? placeAdder(all, go, t("other_place")) : choice(t("region"), all.map((name) => [name, name]), state.region, go)) : null, body);
}

const isJudged = (row) => row.outcome === "met" || row.outcome === "missed";

function placeBody(region) {
  const state = { region };
  const here = (row) => row.region_name === region;
  const rows = ownObservations().filter(here);
  const papers = ownDocuments().filter(here);
  const targets = D.target.filter((row) => here(row) && row.target !== null).sort((a, b) => isJudged(b) - isJudged(a) || b.year - a.year || D.indicator[a.indicator].at - D.indicator[b.indicator].at);
  const judged = targets.filter(isJudged);
  const doubtful = rows.filter((row) => row.checks.length || row.conflicts.length);
  const projects = D.project.filter((row) => projectPlaces(row).includes(region));
  const tasks = D.task.filter((row) => here(documentOf(row)));
  const lines = knownFirst(panelOf(rows.filter(compareFilter({}))));
  const more = (view, parameters, n) => n > FEW ? h("p", null, h("a", { href: link(view, parameters) }, t("all_n", { n: count(n) }))) : null;
  return [
    h("p", { class: "summary" }, summaryOf(papers, rows, state)),
    lines.length ? [titled("headline_only", () => panelRecords(lines)), headlineTable(lines, region, targets)] : null,
    targets.length ? [titled("targets_and_outcomes", () => targetRecords(targets)),
      h("p", { class: "muted" }, h("a", { href: link("overview", { region, outcome: "missed" }) }, t("missed_targets")), "　", t("judged_of", { met: count(judged.filter((row) => row.outcome === "met").length), missed: count(judged.filter((row) => row.outcome === "missed").length), all: count(targets.length) })),
      targetTable(targets, true, FEW, region)] : null,
    projects.length ? [titled("projects", () => projectRecords(projects)), projectTable(projects.slice(0, FEW)), more("projects", state, projects.length)] : null,
    tasks.length ? [h("h2", null, t("livelihood")), h("p", null, h("a", { href: link("livelihood", state) }, t("n_tasks", { n: count(tasks.length), done: count(tasks.filter((row) => row.status === "completed" || row.status === "exceeded").length) })))] : null,
    papers.length ? [titled("documents", () => documentRecords(papers)), documentTable(papers)] : null,
    titled("to_look_at", () => observationRecords(doubtful)), doubtful.length ? doubtTable(doubtful) : h("p", null, t("nothing_doubtful")),
    h("p", { class: "steps" }, severalPlaces() || SERVER.many ? h("a", { class: "button", href: link("compare", { region }) }, t("compare")) : null, h("a", { class: "button", href: link("indicators", state) }, t("indicators")),
      h("a", { class: "button", href: link("search", state) }, t("search"))),
  ];
}

/** The latest year of each headline indicator, the year before it, the change between them, the target of that year; columns without a figure are left out. */
function headlineTable(lines, region, targets) {
  const before = (line) => line.cells.get(region).get(latest(line.cells.get(region)).period_end - 1);
  const goalOf = (line) => { const row = latest(line.cells.get(region)); return targets.find((one) => one.indicator === line.indicator.at && one.year === row.period_end && one.measure === line.measure); };
  const [compared, aimed] = [lines.some(before), lines.some(goalOf)];
  const head = ["indicator", "measure", "unit", "latest", ...(compared ? ["last_year", "difference"] : []), ...(aimed ? ["target"] : [])];
  return grid(t("headline_only"), head.map((name) => t(name)), lines.map((line) => () => headlineRow(line, latest(line.cells.get(region)), before(line), goalOf(line), compared, aimed)), { class: "cards headline", step: 40 });
}

function headlineRow(line, row, before, goal, compared, aimed) {
  const [now, then] = [line.convert(row), before ? line.convert(before) : null];
  const exact = (one) => !one.qualifier || one.qualifier === "approx";
  const change = now === null || then === null || !exact(row) || !exact(before) ? null : String(Number((now - then).toPrecision(12)));
  return [h("a", { href: link("indicators", { i: indicatorKey(line.indicator) }) }, named(line.indicator)), word("measure", line.measure), line.unit,
    { num: [inUnit(line, row), h("small", { class: "muted" }, ` ${row.period_end}${row.statement === "actual" ? "" : ` ${word("statement", row.statement)}`}`)] },
    ...(compared ? [{ num: before ? [inUnit(line, before), h("small", { class: "muted" }, ` ${before.period_end}`)] : "—" }, { num: change === null ? "" : grouped(quantity(change, "", "change")) }] : []),
    ...(aimed ? [{ num: goal ? [valueLink(D.observation[goal.target], withUnit(goal.target_value, goal.target_unit === line.unit ? "" : goal.target_unit, goal.target_qualifier, goal.measure)), " ", chip("outcome", goal.outcome)] : "" }] : [])];
}

/** A row's value in the unit of its line. */
function inUnit(line, row) {
  const value = line.convert(row);
  return valueLink(row, value === null ? withUnit(row.value, row.unit, row.qualifier, row.measure) : quantity(row.unit === line.unit ? row.value : String(value), row.qualifier, row.measure));
}
