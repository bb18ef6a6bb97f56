// Projects over the documents: at what stage they were said to be, when, and where that stands.

const STAGES = ["preparation", "start", "construction", "completion"];

function projectsView(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  const plans = h("div", null);
  const found = h("p", { class: "muted", role: "status" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const years = [...new Set(D.mention.map((row) => row.year))].filter((year) => year !== null).sort((a, b) => b - a);
  const sectors = [...new Set(D.project.map((row) => row.sector))].sort((a, b) => a - b);
  const all = ["", t("all")];

  function update() {
    const isNow = (row) => !state.stage || (row.stage === state.stage && (!state.statement || row.statement === state.statement));
    const rows = D.project.filter((row) => wantedProject(row, state)).sort((a, b) => isNow(b) - isNow(a)); // those that were at another stage since come last
    put(found, t("n_projects", { n: count(rows.length) }), " ", rows.length ? downloadButton(t("projects"), () => projectRecords(rows)) : null);
    put(body, projectTable(rows, state.p));
    planTables(plans, D.project_plan.filter((row) => inPlace(documentOf(row).region_name, state)));
  }
  update();
  return h("div", null, heading("projects"),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => event.preventDefault() },
      searchField(t("search_projects"), state.q, change("q")),
      placeChoice(D.project.flatMap(projectPlaces), state, change),
      choice(t("stage"), [all, ...STAGES.map((name) => [name, word("stage", name)])], state.stage, change("stage")),
      choice(t("statement"), [all, ...["actual", "target"].map((name) => [name, word("statement", name)])], state.statement, change("statement")),
      choice(t("year"), [all, ...years.map((year) => [year, year])], state.year, change("year")),
      choice(t("sector"), [all, ...sectors.map((code) => [code, `${code} ${sectorName(code)}`])], state.sector, change("sector")),
      choice(t("several"), [all, ["2", t("in_several")]], state.several, change("several"))),
    found, h("p", { class: "muted help" }, t("life_help")), body,
    D.project_plan.length ? [h("h2", null, t("project_plan")), planLegend(), plans] : null);
}

/** Projects with their lives; the one called `open` with all its mentions. */
function projectTable(rows, open) {
  return grid(t("projects"), ["project", ...(severalPlaces() ? ["region"] : []), "stage_now", "life", "mentions", "sector"].map((name) => t(name)),
    rows.map((row) => () => projectRow(row, open)), { step: 60, class: "projects quiet cards" });
}

function wantedProject(row, { q, stage, statement, year, sector, several, region, p }) {
  if (p) return row.id === p;
  if (region && !projectPlaces(row).includes(region)) return false;
  const words = (q || "").toLowerCase().split(/\s+/).filter(Boolean);
  row.haystack ??= [row.name, ...row.mentions.map((mention) => mention.name)].join("\n").toLowerCase();
  return words.every((one) => row.haystack.includes(one)) && (!sector || row.sector === Number(sector)) && (!several || row.document_count > 1)
    && (!(stage || year || statement) || row.mentions.some((mention) => (!stage || mention.stage === stage) && (!statement || mention.statement === statement) && (!year || mention.year === Number(year))));
}

function projectRow(row, open) {
  const similar = (row.similar || []).map((at) => D.project[at]);
  return [
    h("details", { open: row.id === open }, h("summary", null, row.name),
      h("ol", { class: "mentions" }, row.mentions.map(mentionItem)),
      similar.length ? h("p", { class: "muted" }, t("perhaps_same"), similar.map((other) => [" ", h("a", { href: link("projects", { p: other.id }) }, other.name)])) : null),
    ...(severalPlaces() ? [projectPlaces(row).map((name) => [placeCell(name), " "])] : []),
    [chip("stage", row.stage), row.statement === "target" ? h("small", { class: "muted" }, " ", word("statement", "target")) : null],
    lifeLine(row), { num: row.mentions.length }, h("small", null, sectorName(row.sector)),
  ];
}

function mentionItem(row) {
  const paper = documentOf(row);
  return h("li", null, h("b", null, row.year ?? t("period_unknown")), " ", chip("stage", row.stage), " ", chip("statement", row.statement), " ",
    row.amount ? `${withUnit(row.amount, row.amount_unit || "", "", "level")} ` : null,
    h("a", { href: link("documents", { d: key(paper), at: `${row.start}-${row.end}` }) }, row.quote),
    h("small", { class: "muted", title: `${row.rule} ${row.confidence.toFixed(2)}` }, " ", paperShort(paper)));
}

/** A life at a glance: years from left to right, stages from below to above; full is done, hollow is planned. */
function lifeLine(row) {
  const points = row.mentions.filter((mention) => mention.year !== null && mention.stage);
  if (!points.length) return null;
  const years = [...new Set(points.map((mention) => mention.year))].sort((a, b) => a - b);
  const x = (year) => 20 + 38 * years.indexOf(year);
  const y = (stage) => 24 - 6 * STAGES.indexOf(stage);
  const shift = (mention) => (mention.statement === "target" ? 5 : -5);
  const label = points.map((mention) => `${mention.year} ${word("statement", mention.statement)} ${word("stage", mention.stage)}`);
  const width = 40 + 38 * (years.length - 1);
  const sorted = [...points].sort((a, b) => a.year - b.year || shift(a) - shift(b));
  return v("svg", { class: "life", width, height: 45, viewBox: `0 0 ${width} 45`, role: "img", "aria-label": [...new Set(label)].join(", ") },
    v("polyline", { points: sorted.map((mention) => `${x(mention.year) + shift(mention)},${y(mention.stage)}`).join(" ") }),
    sorted.map((mention) => v("circle", { cx: x(mention.year) + shift(mention), cy: y(mention.stage), r: 3.5, class: mention.statement }, v("title", null, `${mention.year} ${word("statement", mention.statement)} ${word("stage", mention.stage)}`))),
    years.map((year) => v("text", { x: x(year), y: 42, "text-anchor": "middle", class: "tick" }, year)));
}

function planLegend() {
  return h("p", { class: "legend" }, h("span", { class: "key target" }, t("total_investment")), h("span", { class: "key actual" }, t("planned_investment")));
}

/** Tables that arrange key projects: counts and investment by source and by use. */
function planTables(container, plans) {
  const tables = new Map();
  for (const row of plans) {
    const name = `${row.document} ${row.table}`;
    if (!tables.has(name)) tables.set(name, []);
    tables.get(name).push(row);
  }
  return paged(container, [...tables.values()], (rows) => {
    const paper = documentOf(rows[0]);
    const most = Math.max(...rows.filter((row) => row.breakdown !== "total").map((row) => Number(row.total_investment)), 1);
    const caption = `${rows[0].year ?? ""} ${t("project_plan")} · ${[severalPlaces() ? placeShort(paper.region_name) : "", paperShort(paper)].filter(Boolean).join(" · ")}`;
    return grid(caption, [t("breakdown"), t("category"), t("project_count"), t("total_investment"), t("planned_investment"), ""],
      rows.map((row) => [word("breakdown", row.breakdown), row.category, { num: numberOf(paper, row, "count", row.count, "") },
        { num: numberOf(paper, row, "total", row.total_investment, row.unit) }, { num: numberOf(paper, row, "planned", row.planned_investment, row.unit) },
        row.breakdown === "total" ? null : investmentBars(row, most)]));
  }, 4);
}

function investmentBars(row, most) {
  const width = (value) => Math.max((150 * Number(value || 0)) / most, 0.5);
  return v("svg", { class: "pair", width: 152, height: 20, viewBox: "0 0 152 20", role: "img", "aria-label": `${t("total_investment")} ${row.total_investment}, ${t("planned_investment")} ${row.planned_investment} ${row.unit || ""}` },
    v("rect", { x: 0.5, y: 1.5, width: width(row.total_investment), height: 7, class: "target" }), v("rect", { x: 0.5, y: 10.5, width: width(row.planned_investment), height: 7, class: "actual" }),
    v("line", { x1: 0.5, x2: 0.5, y1: 0, y2: 20, class: "zero" }));
}

/** The figure of a table's row, led to its observation where there is one. */
function numberOf(paper, row, what, value, unit) {
  if (value === null || value === undefined) return "";
  const observation = paper.observations.find((other) => other.table === row.table && other.row === row.row && other.value === String(value)
    && (what === "count") === (other.rule === "table.project_count"));
  return observation ? valueLink(observation) : withUnit(String(value), unit || "", "", "level");
}
