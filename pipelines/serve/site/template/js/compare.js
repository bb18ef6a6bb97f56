// Places side by side: the same indicators of the same year in one unit, with the differences.

const MOST_BOXES = 60; // places as boxes; of more, a field takes one at a time
const MOST_PLACES = 3; // chosen where the address names none

/** The places that may be compared: those of documents, the ones with most observations first. */
function comparable() {
  if (D.comparable) return D.comparable;
  const counts = new Map();
  for (const row of ownObservations()) if (row.region_name) counts.set(row.region_name, (counts.get(row.region_name) || 0) + 1);
  const own = [...new Set(ownDocuments().map((paper) => paper.region_name))].filter((name) => counts.has(name));
  return (D.comparable = own.sort((a, b) => counts.get(b) - counts.get(a) || byName(a, b)));
}

const isYear = (row) => row.period_start !== null && row.period_start === row.period_end && row.period === String(row.period_end);

function compareFilter({ statement, year, scope }) {
  const statements = statement === "target" ? ["target"] : ["actual", "estimate"];
  return (row) => row.home && row.region_name && isYear(row) && row.measure !== "rank" && statements.includes(row.statement) && (!year || row.period_end === Number(year))
    && (scope === "all" || (indicatorOf(row).code && indicatorOf(row).headline));
}

/** Of several statements of a year the best one: the warehouse's own choice, then what nothing flags, then the surest. */
function better(one, other) {
  if (!other) return true;
  const rank = (row) => [row.best, row.conflicts.length || row.checks.length ? 0 : 1, row.confidence, -row.at];
  const [mine, theirs] = [rank(one), rank(other)];
  const at = mine.findIndex((value, place) => value !== theirs[place]);
  return at >= 0 && mine[at] > theirs[at];
}

/** The sheet indicator × place × year: [{indicator, measure, unit, cells: Map(place → Map(year → row))}], in the indicators' order. */
function panelOf(rows) {
  const lines = new Map();
  for (const row of rows) {
    const name = `${row.indicator}\t${row.measure}\t${row.base_unit || row.unit}`;
    if (!lines.has(name)) lines.set(name, { indicator: indicatorOf(row), measure: row.measure, cells: new Map(), rows: [] });
    const line = lines.get(name);
    line.rows.push(row);
    if (!line.cells.has(row.region_name)) line.cells.set(row.region_name, new Map());
    const years = line.cells.get(row.region_name);
    if (better(row, years.get(row.period_end))) years.set(row.period_end, row);
  }
  return [...lines.values()].map((line) => ({ ...line, unit: commonest(line.rows.map((row) => row.unit)), convert: converter(line.rows) }))
    .sort((a, b) => a.indicator.at - b.indicator.at || MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure));
}

/** Lines of the figures that everybody knows in front, the others in their order. */
function knownFirst(lines) {
  const place = (line) => FIRST_FIGURES.indexOf(line.indicator.code) + 1 || FIRST_FIGURES.length + 1;
  return lines.map((line, at) => [place(line), at, line]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , line]) => line);
}

/** A function that gives a row's number in the commonest unit of the rows; all of them have the same base unit. */
function converter(rows) {
  const unit = commonest(rows.map((row) => row.unit));
  const known = rows.find((row) => row.unit === unit && row.baseNumber !== null && row.number);
  const factor = known ? known.baseNumber / known.number : null;
  return (row) => row.unit === unit ? row.number : factor && row.baseNumber !== null ? Number((row.baseNumber / factor).toPrecision(12)) : null;
}

/** The row that stands for a place: of its latest year. */
function latest(years) {
  return years ? years.get(Math.max(...years.keys())) : undefined;
}

/** The places that say most of one another's indicators in the same year; with the place that is looked at, if there is one. */
function likeliest(all, state) {
  const told = new Map(all.map((name) => [name, new Set()]));
  const wanted = compareFilter({});
  for (const row of ownObservations()) if (told.has(row.region_name) && wanted(row)) told.get(row.region_name).add(`${row.indicator} ${row.measure} ${row.period_end}`);
  const common = (one, other) => { let n = 0; for (const name of told.get(one)) if (told.get(other).has(name)) n += 1; return n; };
  const richest = [...all].sort((a, b) => told.get(b).size - told.get(a).size).slice(0, 12);
  const first = all.includes(state.region) ? state.region : [...richest].sort((a, b) => together(b) - together(a))[0];
  function together(one) { return richest.filter((other) => other !== one).map((other) => common(one, other)).sort((a, b) => b - a).slice(0, MOST_PLACES - 1).reduce((sum, n) => sum + n, 0); }
  const others = all.filter((name) => name !== first).map((name) => [common(first, name), name]).sort((a, b) => b[0] - a[0]);
  return [first, ...others.map(([, name]) => name)].slice(0, MOST_PLACES);
}

function compareView(parameters) {
  const state = { ...parameters };
  const all = SERVER.many ? SERVER.places.map((row) => row.name) : comparable();
  const chosen = () => (state.places || "").split(",").filter((name) => all.includes(name));
  if (!chosen().length) state.places = (SERVER.many ? comparedPlaces(state.region) : likeliest(all, state)).join(",");
  const body = h("div", null);
  const found = h("p", { class: "muted", role: "status" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const reload = (name) => (value) => { if (SERVER.many) location.hash = link("compare", { ...state, [name]: value }); else change(name)(value); };
  const toggle = (name) => (event) => reload("places")(all.filter((one) => (one === name ? event.target.checked : chosen().includes(one))).join(","));
  const years = [...new Set(ownObservations().filter(isYear).map((row) => row.period_end))].sort((a, b) => b - a);

  function update() {
    const places = chosen();
    const rows = ownObservations().filter(compareFilter(state)).filter((row) => places.includes(row.region_name));
    const lines = knownFirst(panelOf(rows).filter((line) => line.cells.size > 1));
    put(found, places.length < 2 ? t("choose_two_places") : t("n_compared", { n: count(lines.length), places: count(places.length) }), " ",
      lines.length ? downloadButton(t("compare"), () => panelRecords(lines)) : null);
    put(body, lines.length ? compareTable(lines, places) : null);
  }
  update();
  if (all.length < 2) return h("div", null, heading("compare"), h("p", null, t("one_place_only")));
  return h("div", null, heading("compare"),
    h("form", { onsubmit: (event) => event.preventDefault() },
      h("fieldset", { class: "places" }, h("legend", null, t("region")), (all.length > MOST_BOXES ? chosen() : all).map((name) => h("label", { title: name },
        h("input", { type: "checkbox", value: name, checked: chosen().includes(name), onchange: toggle(name) }), " ", placeShort(name))),
      all.length > MOST_BOXES ? placeAdder(all, (name) => { const places = [...new Set([...chosen(), name])].join(","); if (SERVER.many) reload("places")(places); else location.hash = link("compare", { ...state, places }); }) : null),
      h("div", { class: "filters wide" },
        choice(t("year"), [["", t("latest_year")], ...years.map((year) => [year, year])], state.year, change("year")),
        choice(t("statement"), [["", t("outcome")], ["target", word("statement", "target")]], state.statement, change("statement")),
        choice(t("scope"), [["", t("headline_only")], ["all", t("all")]], state.scope, reload("scope")))),
    found, h("p", { class: "muted help" }, t("compare_help")), body);
}

/** A field that takes a place by any part of its name that only one has, where there are too many for boxes. */
function placeAdder(all, onplace, label) {
  const said = h("span", { class: "help", role: "status" });
  const take = ({ target }) => {
    const asked = target.value.trim();
    const found = all.includes(asked) ? [asked] : all.filter((name) => asked && name.includes(asked));
    const ends = found.filter((name) => name.endsWith(asked) || name.replace(/[省市区县州盟旗]$/, "").endsWith(asked));
    const [place] = found.length === 1 ? found : ends.length === 1 ? ends : [];
    if (place) onplace(place);
    else if (asked) put(said, found.length ? t("places_like", { names: listed(found.slice(0, 6)) }) : t("nothing_found"));
  };
  return h("label", { class: "field" }, h("span", null, label || t("add_place")), h("input", { list: "all-places", name: "add", autocomplete: "off", onchange: take }),
    h("datalist", { id: "all-places" }, all.map((name) => h("option", { value: name }))), said);
}

function compareTable(lines, places) {
  return grid(t("compare"), [t("indicator"), t("measure"), t("unit"), ...places.map((name) => placeShort(name))],
    lines.map((line) => () => {
      const first = latest(line.cells.get(places[0]));
      return [h("a", { href: link("indicators", { i: indicatorKey(line.indicator) }) }, named(line.indicator)), word("measure", line.measure), line.unit,
        ...places.map((name, at) => ({ num: compareCell(line, latest(line.cells.get(name)), at ? first : null) }))];
    }), { class: "compare cards quiet" });
}

/** A value in the line's unit, its year, and how far it is from that of the first place in the same year. */
function compareCell(line, row, first) {
  if (!row) return "—";
  const value = line.convert(row);
  const shown = value === null ? withUnit(row.value, row.unit, row.qualifier, row.measure) : quantity(String(value), row.qualifier, row.measure);
  const exact = (one) => !one.qualifier || one.qualifier === "approx"; // of a bound there is no difference to tell
  const [mine, other] = [value, first && first.period_end === row.period_end && exact(first) && exact(row) ? line.convert(first) : null];
  const difference = mine === null || other === null || other === undefined ? null : String(Number((mine - other).toPrecision(12)));
  return [valueLink(row, shown), h("br"), h("small", { class: "muted" }, row.period_end, row.statement === "estimate" ? ` ${word("statement", "estimate")}` : "", difference === null ? "" : ` · ${t("difference")} `, difference === null ? "" : grouped(quantity(difference, "", "change")))];
}

function panelRecords(lines) {
  return { head: ["indicator", "code", "measure", "region", "year", "statement", "value", "unit", "value_printed", "unit_printed", "id", "citation"],
    rows: lines.flatMap((line) => [...line.cells].flatMap(([place, years]) => [...years].sort(([a], [b]) => a - b).map(([year, row]) => [named(line.indicator), line.indicator.code,
      word("measure", line.measure), place, year, word("statement", row.statement), line.convert(row), line.unit, row.value, row.unit, row.id, citeRow(row)]))) };
}

/** The places of documents for one indicator, in the year that most of them tell of, the highest first; how many say nothing is told. */
function rankings(rows) {
  const all = comparable();
  const known = new Set(all);
  const wanted = compareFilter({ scope: "all" });
  return panelOf(rows.filter((row) => known.has(row.region_name) && wanted(row))).flatMap((line) => {
    const counts = new Map();
    for (const years of line.cells.values()) for (const year of years.keys()) counts.set(year, (counts.get(year) || 0) + 1);
    const [year, most] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0];
    if (most < 2) return [];
    const ranked = [...line.cells].filter(([, years]) => years.has(year)).map(([place, years]) => ({ place, row: years.get(year), value: line.convert(years.get(year)) }))
      .filter((one) => one.value !== null).sort((a, b) => b.value - a.value || byName(a.place, b.place));
    const title = t("ranking_of", { year, measure: word("measure", line.measure), unit: line.unit, n: count(ranked.length), all: count(all.length) });
    return [h("h3", null, title, " ", downloadButton(`${named(line.indicator)} ${title}`, () => panelRecords([line]))), rankingTable(line, ranked, title)];
  });
}

function rankingTable(line, ranked, title) {
  const [low, high] = [Math.min(0, ...ranked.map((one) => one.value)), Math.max(0, ...ranked.map((one) => one.value))];
  const x = (value) => 1 + (180 * (value - low)) / (high - low || 1);
  const bar = (value) => v("svg", { class: "pair", width: 184, height: 14, viewBox: "0 0 184 14", "aria-hidden": "true" },
    v("rect", { x: Math.min(x(0), x(value)), y: 2, width: Math.max(Math.abs(x(value) - x(0)), 1), height: 10, class: "actual" }), v("line", { x1: x(0), x2: x(0), y1: 0, y2: 14, class: "zero" }));
  return grid(title, [t("region"), t("value"), "", t("statement")],
    ranked.map(({ place, row, value }) => () => [placeCell(place), { num: valueLink(row, quantity(String(value), row.qualifier, row.measure)) }, bar(value), chip("statement", row.statement)]),
    { class: "narrow ranking", step: 40 });
}
