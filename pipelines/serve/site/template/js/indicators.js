// Indicators: found by any part of any of their names, charted, with the table beside.

const MEASURES = ["level", "growth", "share", "change", "gap", "multiple", "rank"];
const MOST_FIGURES = 8; // charts of single places
const MOST_BARS = 5; // of one statement of one period; more are in the table

/** How an indicator is named in links: its code, else its name. */
const indicatorKey = (row) => row.code || row.name;

function indicatorsView(parameters) {
  const state = { ...parameters };
  const list = h("ul", { class: "list", id: "indicator-list" });
  const found = h("p", { class: "muted", role: "status" });
  const chosen = h("div", { class: "chosen" });
  const change = (name) => (value) => {
    state[name] = value;
    if (name === "q" && !SERVER.many) state.i = ""; // the best find is shown
    remember({ [name]: value, i: state.i });
    update();
  };

  function update() {
    const wanted = filterOf(state);
    const rows = SERVER.many ? matchingServed(state.q, state.sector) : matching(state.q, wanted);
    put(found, t("n_indicators", { n: count(rows.length) }), " · ", t("n_observations", { n: count(rows.reduce((sum, row) => sum + row.shown, 0)) }), " ",
      rows.length && !SERVER.many ? downloadButton(t("indicators"), () => observationRecords(rows.flatMap((row) => row.indicator.observations.filter(wanted)))) : null);
    paged(list, rows, (row) => h("li", null, listEntry(row, state.i)), 150);
    const loaded = SERVER.many && D.about.scope ? D.about.scope.value : "";
    const pick = D.indicator.find((row) => indicatorKey(row) === (state.i || loaded)) || (rows[0] && !SERVER.many && rows[0].indicator);
    put(chosen, pick ? indicatorDetail(pick, wanted, state, change) : notAnIndicator(state));
  }
  function listEntry({ indicator, shown }, current) {
    const marks = [indicator.observations.some((row) => row.conflicts.length) ? h("span", { class: "flag conflict", "aria-label": t("in_conflict") }, "▲") : null];
    return h("a", { href: link("indicators", { ...state, i: indicatorKey(indicator) }), "aria-current": indicatorKey(indicator) === current ? "true" : null,
      onclick: (event) => { if (SERVER.many) return; event.preventDefault(); change("i")(indicatorKey(indicator)); showChosen(chosen); } },
    h("span", null, named(indicator), marks), h("small", null, count(shown)));
  }
  update();
  return h("div", { class: "split" },
    h("div", { class: "side" }, heading("indicators"), filters(state, change), found, list), chosen);
}

/** What no indicator is called may still stand in the texts: say so, and lead there. */
function notAnIndicator(state) {
  if (!wordsOf(state.q).length) return h("p", null, t("nothing_found"));
  return h("p", null, searchVerdict(state.q, searchTexts(state.q, state), state), " ", h("a", { href: link("search", { q: state.q, region: state.region }) }, t("search_in_texts")));
}

/** On a phone the chosen one is below the list: go there. */
function showChosen(element) {
  if (matchMedia("(max-width: 760px)").matches) element.scrollIntoView({ block: "start" });
  const title = element.querySelector("h2");
  if (title) title.focus({ preventScroll: true });
}

function filters(state, change) {
  const rows = ownObservations();
  const years = [...new Set(rows.flatMap((row) => [row.period_start, row.period_end]))].filter((year) => year !== null).sort((a, b) => b - a);
  const sectors = [...new Set(rows.map((row) => row.sector))].sort((a, b) => a - b);
  const all = ["", t("all")];
  return h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    searchField(t("search_indicators"), state.q, change("q")),
    choice(t("sector"), [all, ...sectors.map((code) => [code, `${code} ${sectorName(code)}`])], state.sector, change("sector")),
    choice(t("year"), [all, ...years.map((year) => [year, year])], state.year, change("year")),
    placeChoice(rows.map((row) => row.region_name), state, change),
    choice(t("statement"), [all, ...["actual", "estimate", "target"].map((name) => [name, word("statement", name)])], state.statement, change("statement")));
}

/** Which observations the filters let through. */
function filterOf({ sector, year, region, statement }) {
  return (row) => row.home && (!sector || row.sector === Number(sector)) && (!region || row.region_name === region)
    && (!statement || row.statement === statement)
    && (!year || (row.period_end !== null && row.period_start <= Number(year) && Number(year) <= row.period_end));
}

/** Indicators that have all the words in one of their names, with the number of observations shown, best known first. */
function matching(text, wanted) {
  const words = (text || "").toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const indicator of D.indicator) {
    if (words.length && !words.every((one) => haystack(indicator).includes(one))) continue;
    let shown = 0;
    for (const row of indicator.observations) if (wanted(row)) shown += 1;
    if (shown || (indicator.targets.length && !indicator.observations.length)) found.push({ indicator, shown });
  }
  const rank = ({ indicator, shown }) => (words.length ? nameRank(indicator, words) : 0) * 1e9 + (indicator.headline ? 0 : indicator.code ? 1 : 2) * 1e7 - shown;
  return found.sort((a, b) => rank(a) - rank(b) || a.indicator.at - b.indicator.at);
}

/** 0 for what is called so, 1 for what has the words in its own name, 2 for what only another of its names holds. */
function nameRank(indicator, words) {
  const names = [indicator.name, indicator.code, indicator.english, ...(indicator.aliases || "").split("\n")].map((name) => (name || "").toLowerCase());
  if (names.includes(words.join(" "))) return 0;
  return words.every((one) => names[0].includes(one)) ? 1 : 2;
}

function haystack(indicator) {
  indicator.haystack ??= [indicator.name, indicator.english, indicator.code, indicator.aliases, ...indicator.names].filter(Boolean).join("\n").toLowerCase();
  return indicator.haystack;
}

function indicatorDetail(indicator, wanted, state, change) {
  const targets = indicator.targets.filter((row) => inPlace(row.region_name, state) && (!state.year || row.year === Number(state.year)));
  const rows = indicator.observations.filter(wanted);
  const series = new Map();
  for (const row of rows) {
    const name = [MEASURES.indexOf(row.measure), row.base_unit || row.unit, row.region_name || ""].join("\t");
    if (!series.has(name)) series.set(name, []);
    series.get(name).push(row);
  }
  const ordered = [...series].sort(([a], [b]) => (a < b ? -1 : 1));
  const drawn = [];
  for (const [, group] of ordered) { // of thousands of places, only what is shown is drawn
    const made = drawn.length < MOST_FIGURES ? figure(indicator, group) : null;
    if (made) drawn.push(made);
    if (drawn.length === MOST_FIGURES) break;
  }
  const names = [...new Set([...(indicator.aliases || "").split("\n"), ...indicator.names])].filter((name) => name && name !== indicator.name);
  return [
    h("h2", { tabindex: "-1" }, named(indicator)),
    h("p", { class: "muted" }, [language === "en" ? indicator.name : indicator.english, indicator.code, sectorName(indicator.sector)].filter(Boolean).join(" · ")),
    names.length ? h("details", { class: "muted" }, h("summary", null, t("other_names", { n: names.length })), listed(names)) : null,
    jumps(),
    severalPlaces() && !state.region ? [placeCharts(indicator, rows, state, change), rankings(rows)] : null,
    drawn.length ? [legend(), h("div", { class: "figures" }, drawn), ordered.length > drawn.length ? h("p", { class: "muted" }, t("further_in_table")) : null] : null,
    targets.length ? [h("h3", null, t("targets_and_outcomes"), " ", downloadButton(`${named(indicator)} ${t("targets_and_outcomes")}`, () => targetRecords(targets))), targetTable(targets)] : null,
    rows.length ? [h("h3", null, t("observations"), " ", downloadButton(named(indicator), () => observationRecords(rows))), observationTable(rows)] : null,
    rows.length < indicator.observations.length ? h("p", { class: "muted" }, t("shown_of", { n: rows.length, all: indicator.observations.length })) : null,
  ];
}

/** What stands further down: made when the page stands, one for each heading with a table. */
function jumps() {
  const holder = h("p", { class: "jumps" });
  queueMicrotask(() => {
    const heads = holder.parentNode ? [...holder.parentNode.querySelectorAll("h3")] : [];
    if (heads.length > 1) add(holder, heads.map((head) => [h("button", { type: "button", class: "plain", onclick: () => { head.tabIndex = -1; head.focus({ preventScroll: true }); head.scrollIntoView({ block: "start" }); } }, head.firstChild.textContent.split(/[（(]/)[0]), " "]));
  });
  return holder;
}

function observationTable(rows) {
  const sorted = [...rows].sort((a, b) => (a.period_end ?? 9999) - (b.period_end ?? 9999) || MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure)
    || ORDER[a.statement] - ORDER[b.statement] || a.at - b.at);
  const placed = rows.some((row) => row.region_name);
  return grid(t("observations"), ["period", "statement", "measure", "value", "name_printed", ...(placed ? ["region"] : []), "document", "confidence"].map((name) => t(name)),
    sorted.map((row) => () => [periodOf(row), chip("statement", row.statement), word("measure", row.measure), { num: valueLink(row) }, row.name, ...(placed ? [placeCell(row.region_name)] : []),
      h("small", null, paperShort(documentOf(row)), row.page ? ` · ${t("page_n", { n: row.page })}` : ""), { num: row.confidence.toFixed(2) }]), { step: 100, class: "cards" });
}

/** The chart of one measure in one unit and place; ranks have none, for a bar would say that more is more. */
function figure(indicator, rows) {
  if (rows[0].measure === "rank") return null;
  const unit = commonest(rows.map((row) => row.unit));
  const inUnit = rows.find((row) => row.unit === unit);
  const factor = inUnit.baseNumber === null || !inUnit.number ? null : inUnit.baseNumber / inUnit.number;
  const number = (row) => row.unit === unit ? row.number : factor && row.baseNumber !== null ? row.baseNumber / factor : null;
  const groups = new Map();
  for (const row of [...rows].sort((a, b) => (a.period_end ?? 9999) - (b.period_end ?? 9999) || periodOf(a).localeCompare(periodOf(b)))) {
    if (number(row) === null) continue;
    if (!groups.has(periodOf(row))) groups.set(periodOf(row), []);
    groups.get(periodOf(row)).push(row);
  }
  if (!groups.size) return null;
  const title = [word("measure", rows[0].measure), unit, rows[0].region_name].filter(Boolean).join(" · ");
  const charted = [...groups].map(([label, group]) => ({ label, bars: barsOf(group, number, unit) }));
  const drawing = barChart(`${named(indicator)} ${title}`, unit, charted);
  return h("figure", null, h("figcaption", null, title, " ", drawingButton(drawing, `${named(indicator)} ${title}`)),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, drawing));
}

/** Bars of one period: targets, estimates, outcomes; equal statements share a bar, the two ends of a range one too. */
function barsOf(rows, number, unit) {
  const bars = new Map();
  const sorted = [...rows].sort((a, b) => ORDER[a.statement] - ORDER[b.statement] || b.best - a.best || a.at - b.at);
  for (const row of sorted) {
    if (row.qualifier === "range_high" && rows.some((other) => isLowEnd(other, row))) continue;
    const name = `${row.statement} ${number(row)} ${row.qualifier}`;
    const own = row.unit === unit ? quantity(row.value, row.qualifier, row.measure) : withUnit(row.value, row.unit, row.qualifier, row.measure);
    const high = rows.find((other) => isLowEnd(row, other));
    if (bars.has(name)) bars.get(name).rows.push(row);
    else bars.set(name, { rows: [row], row, value: number(row), text: high ? own + high.value : own, high: high && number(high) });
  }
  const seen = {};
  return [...bars.values()].map((bar) => {
    const first = !seen[bar.row.statement];
    seen[bar.row.statement] = (seen[bar.row.statement] || 0) + 1;
    const note = bar.rows.length > 1 ? t("stated_times", { n: bar.rows.length }) : "";
    return { ...bar, note, weak: !first && !bar.row.best, place: seen[bar.row.statement] };
  }).filter((bar) => bar.place <= MOST_BARS);
}

function isLowEnd(low, high) {
  return low.qualifier === "range_low" && high.qualifier === "range_high" && low.document === high.document && low.statement === high.statement
    && 0 < high.start - low.end && high.start - low.end < 6;
}

function commonest(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}
