// Provinces as tiles, about where they lie: a figure each, or how many of their places tell of it.

const TILES = {
  15: [5, 0], 22: [7, 0], 23: [8, 0], 65: [1, 1], 62: [2, 1], 64: [3, 1], 14: [4, 1], 11: [5, 1], 12: [6, 1], 21: [7, 1], 63: [2, 2], 61: [3, 2], 41: [4, 2], 13: [5, 2], 37: [6, 2],
  54: [1, 3], 51: [2, 3], 50: [3, 3], 42: [4, 3], 34: [5, 3], 32: [6, 3], 31: [7, 3], 53: [2, 4], 52: [3, 4], 43: [4, 4], 36: [5, 4], 33: [6, 4], 45: [3, 5], 44: [4, 5], 35: [5, 5], 71: [7, 5], 46: [3, 6], 82: [4, 6], 81: [5, 6],
};
const TILE = 52;
const SHADES = 5;

const isProvince = (row) => /^\d\d0000$/.test(row.region_code || "") && row.region_code !== "100000";

/** Maps of the lines that places of two provinces or more tell of, in the year that most of them do; not of one that few tell of beside another. */
function tileMaps(indicator, lines) {
  const told = lines.map((line) => [line, mapYear(line)]).filter(([, year]) => year !== null).map(([line, year]) => [line, year, provincesOf(line, year)]);
  const most = Math.max(...told.map(([, , provinces]) => provinces.size));
  const drawn = told.filter(([, , provinces]) => provinces.size > 1 && 4 * provinces.size >= most).map(([line, year, provinces]) => tileMap(indicator, line, year, provinces));
  return drawn.length ? h("div", { class: "figures" }, drawn) : null;
}

/** {province: {row, value, places}} of a year: the province's own figure, and the places in it that have one. */
function provincesOf(line, year) {
  const found = new Map();
  for (const [place, years] of line.cells) {
    const row = years.get(year);
    const code = row && (row.region_code || "").slice(0, 2);
    if (!row || !(code in TILES)) continue;
    if (!found.has(code)) found.set(code, { places: [], row: null, value: null });
    const one = found.get(code);
    if (isProvince(row)) Object.assign(one, { row, value: line.convert(row) });
    else one.places.push(place);
  }
  return found;
}

/** The year that most places of a line tell of. */
function mapYear(line) {
  const counts = new Map();
  for (const years of line.cells.values()) for (const [year, row] of years) if (row.region_code) counts.set(year, (counts.get(year) || 0) + 1);
  return counts.size ? [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0][0] : null;
}

function tileMap(indicator, line, year, provinces) {
  const values = [...provinces.values()].map((one) => one.value).filter((value) => value !== null).sort((a, b) => a - b);
  const shade = (value) => value === null ? "few" : `shade${Math.min(SHADES - 1, Math.floor((SHADES * values.findIndex((one) => one >= value)) / values.length))}`;
  const all = Object.keys(TILES).length;
  const title = t("map_of", { year, measure: word("measure", line.measure), unit: line.unit });
  const drawing = v("svg", { class: "map", width: 9 * TILE, height: 7 * TILE, viewBox: `0 0 ${9 * TILE} ${7 * TILE}`, role: "group", "aria-label": `${named(indicator)} ${title}` },
    Object.entries(TILES).map(([code, spot]) => tile(code, spot, provinces.get(code), shade, Math.max(...values.map(Math.abs)))));
  return h("figure", null, h("figcaption", null, title, " ", drawingButton(drawing, `${named(indicator)} ${title}`)),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, drawing),
    h("p", { class: "muted help missing" }, t("map_missing", { n: count(values.length), few: count([...provinces.values()].filter((one) => one.value === null).length), none: count(all - provinces.size), all: count(all) })));
}

function tile(code, [col, row], found, shade, most) {
  const [x, y] = [col * TILE, row * TILE];
  const name = word("province", code);
  const figure = !found ? "" : found.value !== null ? compact(found.value, most) : t("n_places", { n: found.places.length });
  const label = [name, found && found.row ? valueOf(found.row) : figure || t("no_figure")].join(" ");
  const inner = [v("title", null, label), v("rect", { x: x + 1, y: y + 1, width: TILE - 3, height: TILE - 3, rx: 4 }),
    v("text", { x: x + TILE / 2, y: y + 22, "text-anchor": "middle", class: "name" }, name), v("text", { x: x + TILE / 2, y: y + 40, "text-anchor": "middle", class: "figure" }, figure)];
  if (!found) return v("g", { class: "tile none" }, inner);
  const href = found.row ? `#obs=${found.row.id}` : link("place", { region: found.places[0] });
  return v("a", { href, class: `tile ${shade(found.value)}`, "aria-label": label, "data-province": code }, inner);
}

/** A number that fits a tile: four digits that count, the rest in 万 or 亿 (k, M), the same in all tiles by the largest. */
function compact(value, most) {
  const [power, letter] = language === "en" ? (most >= 1e6 ? [1e6, "M"] : most >= 1e4 ? [1e3, "k"] : [1, ""]) : most >= 1e8 ? [1e8, "亿"] : most >= 1e5 ? [1e4, "万"] : [1, ""];
  return `${Number((value / power).toPrecision(4))}${letter}`.replace("-", "−");
}
