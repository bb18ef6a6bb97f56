// Places on one chart: lines over years as far apart as they are, broken where a year is missing, targets as ranges.

const PLOT = { left: 62, right: 100, top: 24, height: 220, foot: 26 };
const MOST_LINES = 6; // places chosen where the address names none; more can be chosen
const MARKS = ["circle", "square", "diamond", "triangle", "cross", "ring"];

/** {place: [{year, value, row}]} of a line of the panel, in its unit, for the places asked for. */
function seriesOf(line, places) {
  return places.filter((place) => line.cells.has(place)).map((place) => ({ place,
    points: [...line.cells.get(place)].map(([year, row]) => ({ year, row, value: line.convert(row) })).filter((one) => one.value !== null).sort((a, b) => a.year - b.year) }))
    .filter(({ points }) => points.length);
}

/** What the targets of a place let pass: {year, low, high, row}; an open end is undefined. */
function rangesOf(line, rows, place) {
  const convert = converter([...line.rows, ...rows]);
  return rows.filter((row) => row.region_name === place && isYear(row)).flatMap((row) => {
    const value = convert(row);
    const other = rows.find((one) => isLowEnd(row, one));
    if (value === null || (row.qualifier === "range_high" && rows.some((one) => isLowEnd(one, row)))) return [];
    if (other) return [{ year: row.period_end, low: value, high: convert(other), row }];
    if (row.qualifier === "ge" || row.qualifier === "gt") return [{ year: row.period_end, low: value, row }];
    if (row.qualifier === "le" || row.qualifier === "lt") return [{ year: row.period_end, high: value, row }];
    return [{ year: row.period_end, low: value, high: value, row }];
  });
}

/** Runs of years without a gap: a line is never drawn over a year that nothing tells of. */
function runsOf(points) {
  const runs = [];
  for (const point of points) {
    const last = runs[runs.length - 1];
    if (last && point.year === last[last.length - 1].year + 1) last.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** The drawing; `series` as of seriesOf, `ranges` Map(place → ranges). */
function lineChart(title, unit, series, ranges) {
  const targets = [...ranges.values()].flat();
  const years = [...series.flatMap(({ points }) => points.map((one) => one.year)), ...targets.map((one) => one.year)];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const ends = [...series.flatMap(({ points }) => points.map((one) => one.value)), ...targets.flatMap((one) => [one.low, one.high].filter((end) => end !== undefined))];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const marks = ticks(least > 0 && least < most / 2 ? 0 : least, most < 0 ? 0 : most); // the axis says where it begins
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const step = Math.max(30, Math.min(110, 620 / Math.max(last - first, 1)));
  const width = PLOT.left + step * Math.max(last - first, 1) + PLOT.right;
  const height = PLOT.top + PLOT.height + PLOT.foot;
  const x = (year) => PLOT.left + 14 + (last === first ? step / 2 : step * (year - first));
  const y = (value) => PLOT.top + PLOT.height * (1 - (value - low) / (high - low || 1));
  const drawing = v("svg", { class: "lines", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${title} (${unit})` }, v("text", { x: 4, y: 14, class: "unit" }, unit));
  for (const mark of marks) {
    drawing.append(v("line", { x1: PLOT.left - 4, x2: width - PLOT.right + 24, y1: y(mark), y2: y(mark), class: mark === 0 ? "zero" : "rule" }));
    drawing.append(v("text", { x: PLOT.left - 8, y: y(mark) + 4, class: "tick", "text-anchor": "end" }, mark.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−")));
  }
  const every = Math.ceil(44 / step);
  for (let year = first; year <= last; year += 1) {
    if ((year - first) % every === 0) drawing.append(v("text", { x: x(year), y: height - 8, class: "group", "text-anchor": "middle" }, year));
  }
  series.forEach(({ place }, at) => drawing.append(...(ranges.get(place) || []).map((one) => rangeMark(one, at, series.length, x, y, PLOT))));
  series.forEach((one, at) => drawing.append(lineMark(one, at, x, y)));
  for (const [at, top] of labelsApart(series.map(({ points }) => y(points[points.length - 1].value)))) {
    drawing.append(v("text", { x: x(last) + 16, y: top + 4, class: `label line${at % 6}` }, placeShort(series[at].place)));
  }
  return drawing;
}

/** Labels at the right end, moved apart where they would lie over one another: [[series, height]]. */
function labelsApart(heights) {
  const sorted = heights.map((height, at) => [at, height]).sort((a, b) => a[1] - b[1]);
  for (let at = 1; at < sorted.length; at += 1) sorted[at][1] = Math.max(sorted[at][1], sorted[at - 1][1] + 14);
  const below = sorted.length ? Math.max(0, sorted[sorted.length - 1][1] - (PLOT.top + PLOT.height)) : 0;
  for (let at = sorted.length - 1, most = Infinity; below && at >= 0; at -= 1) { sorted[at][1] = Math.min(sorted[at][1], most, PLOT.top + PLOT.height); most = sorted[at][1] - 14; }
  return sorted;
}

function lineMark({ place, points }, at, x, y) {
  const group = v("g", { class: `series line${at % 6}`, "data-place": place });
  for (const run of runsOf(points)) {
    if (run.length > 1) group.append(v("polyline", { points: run.map((one) => `${x(one.year)},${y(one.value)}`).join(" ") }));
  }
  for (const { year, value, row } of points) {
    group.append(v("a", { href: `#obs=${row.id}`, class: `point ${row.statement}`, "aria-label": `${place} ${describe(row)}` }, v("title", null, `${place}\n${describe(row)}`),
      v("circle", { cx: x(year), cy: y(value), r: 12, class: "reach" }), pointShape(MARKS[at % 6], x(year), y(value)),
      row.conflicts.length ? v("text", { x: x(year), y: y(value) - 9, "text-anchor": "middle", class: "flag conflict" }, "▲") : null));
  }
  return group;
}

function pointShape(name, x, y) {
  const path = { square: `M${x - 4},${y - 4}h8v8h-8z`, diamond: `M${x},${y - 5.5}l5.5,5.5l-5.5,5.5l-5.5,-5.5z`, triangle: `M${x},${y - 5.5}l5.5,9.5h-11z`, cross: `M${x - 4.5},${y - 1.5}h3v-3h3v3h3v3h-3v3h-3v-3h-3z` }[name];
  return path ? v("path", { d: path, class: "dot" }) : v("circle", { cx: x, cy: y, r: name === "ring" ? 5 : 4, class: "dot" });
}

/** A target: a band from its lower to its upper end, an arrow where it has no end, a stroke where both are one. */
function rangeMark({ year, low, high, row }, at, of, x, y, plot) {
  const left = x(year) - 3 + 5 * (at - (of - 1) / 2);
  const [top, foot] = [high === undefined ? Math.max(y(low) - 26, plot.top - 8) : y(high), low === undefined ? Math.min(y(high) + 26, plot.top + plot.height) : y(low)];
  const arrow = high === undefined ? `M${left - 1},${top + 5}l4,-6l4,6` : low === undefined ? `M${left - 1},${foot - 5}l4,6l4,-6` : "";
  return v("a", { href: `#obs=${row.id}`, class: `goal line${at % 6}`, "aria-label": `${row.region_name} ${describe(row)}` }, v("title", null, `${row.region_name}\n${describe(row)}`),
    v("rect", { x: left, y: top, width: 6, height: Math.max(foot - top, 2.5) }), arrow ? v("path", { d: arrow }) : null);
}

/** The places of one level, of the one whose first ones tell most: a county beside a province is a line on the floor. */
function alike(places, lines, points) {
  const codes = new Map(lines.flatMap((line) => line.rows.map((row) => [row.region_name, row.region_code || ""])));
  const levels = new Map();
  for (const place of places) {
    const level = codes.get(place).replace(/(?:00)*$/, "").length;
    if (!levels.has(level)) levels.set(level, []);
    levels.get(level).push(place);
  }
  const told = (group) => (group.length > 1 ? 1000 : 0) + group.slice(0, MOST_LINES).reduce((sum, place) => sum + points(place), 0);
  return [...levels.values()].sort((a, b) => told(b) - told(a))[0] || [];
}

/** The charts of an indicator with the chosen places, one for each measure and unit that two places or more tell of. */
function placeCharts(indicator, rows, state, change) {
  const all = comparable();
  const wanted = compareFilter({ scope: "all" });
  const known = new Map(all.map((place, at) => [place, at]));
  const lines = panelOf(rows.filter((row) => known.has(row.region_name) && wanted(row))).filter((line) => line.cells.size > 1);
  if (!lines.length) return null;
  const told = all.filter((place) => lines.some((line) => line.cells.has(place)));
  const most = (place) => Math.max(...lines.map((line) => (line.cells.has(place) ? line.cells.get(place).size : 0)));
  const given = (state.places || "").split(",").filter((name) => told.includes(name));
  const chosen = given.length ? given : alike([...told].sort((a, b) => most(b) - most(a) || known.get(a) - known.get(b)), lines, most).slice(0, MOST_LINES);
  const toggle = (name) => (event) => change("places")(told.filter((one) => (one === name ? event.target.checked : chosen.includes(one))).join(","));
  const targets = rows.filter((row) => row.statement === "target" && row.home);
  return h("section", { class: "together", "aria-label": t("places_together") },
    h("h3", null, t("places_together")),
    h("details", { class: "choose", open: told.length <= 12 }, h("summary", null, t("chosen_places", { n: count(chosen.length), all: count(told.length) })),
      h("fieldset", { class: "places" }, h("legend", null, t("region")), (told.length > MOST_BOXES ? chosen : told).map((name) => h("label", { title: name },
        h("input", { type: "checkbox", value: name, checked: chosen.includes(name), onchange: toggle(name) }), " ", placeShort(name))),
      told.length > MOST_BOXES ? placeAdder(told, (name) => change("places")([...new Set([...chosen, name])].join(","))) : null)),
    h("div", { class: "figures" }, lines.map((line) => placesFigure(indicator, line, chosen, targets)).filter(Boolean)),
    tileMaps(indicator, lines));
}

function placesFigure(indicator, line, chosen, targets) {
  const series = seriesOf(line, chosen);
  if (!series.length) return null;
  const goals = targets.filter((row) => row.measure === line.measure && (row.base_unit || row.unit) === (line.rows[0].base_unit || line.rows[0].unit));
  const ranges = new Map(series.map(({ place }) => [place, rangesOf(line, goals, place)]));
  const title = [word("measure", line.measure), line.unit].filter(Boolean).join(" · ");
  const years = [...new Set(series.flatMap(({ points }) => points.map((one) => one.year)))];
  const cells = series.length * (Math.max(...years) - Math.min(...years) + 1);
  const missing = cells - series.reduce((sum, { points }) => sum + points.length, 0);
  const drawing = lineChart(`${named(indicator)} ${title}`, line.unit, series, ranges);
  const without = chosen.filter((place) => !line.cells.has(place));
  return h("figure", null, h("figcaption", null, title, " ", drawingButton(drawing, `${named(indicator)} ${title}`), " ", downloadButton(`${named(indicator)} ${title}`, () => panelRecords([line]))),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, drawing),
    h("p", { class: "muted help missing" }, t("missing_share", { n: count(missing), all: count(cells), share: Math.round((100 * missing) / cells) }),
      without.length ? ` ${t("places_without", { names: listed(without.map(placeShort)) })}` : ""));
}
