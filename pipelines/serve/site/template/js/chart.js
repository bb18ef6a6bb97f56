// Bars: targets beside outcomes, from zero, the unit on the axis. Every bar leads to the passage of its number.

const BAR = 30;
const GAP = 6;
const HEIGHT = 170;
const LEFT = 58;
const ORDER = { target: 0, estimate: 1, actual: 2 };

/** A round step for an axis of some five lines. */
function niceStep(span) {
  const raw = span / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= raw * 0.999);
}

function ticks(low, high) {
  const step = niceStep(high - low || Math.abs(high) || 1);
  const marks = [];
  for (let at = Math.floor(low / step + 1e-9); at <= Math.ceil(high / step - 1e-9); at += 1) marks.push(Number((at * step).toPrecision(12)));
  return marks;
}

/** A chart of groups [{label, bars: [{value, text, row, high, note, weak}]}] in one unit. */
function barChart(title, unit, groups) {
  const bars = groups.flatMap((group) => group.bars);
  const ends = bars.flatMap((bar) => [bar.value, bar.high ?? bar.value]);
  const marks = ticks(Math.min(0, ...ends), Math.max(0, ...ends));
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const y = (value) => 26 + HEIGHT * (1 - (value - low) / (high - low || 1));
  const widths = groups.map((group) => slot(group));
  const width = LEFT + widths.reduce((sum, one) => sum + one, 0) + 12;
  const height = 26 + HEIGHT + (low < 0 ? 44 : 26);
  const drawing = v("svg", { class: "bars", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${title} (${unit})` });
  add(drawing, [hatch(), v("text", { x: 4, y: 14, class: "unit" }, unit)]);
  for (const mark of marks) {
    drawing.append(v("line", { x1: LEFT - 4, x2: width - 4, y1: y(mark), y2: y(mark), class: mark === 0 ? "zero" : "rule" }));
    drawing.append(v("text", { x: LEFT - 8, y: y(mark) + 4, class: "tick", "text-anchor": "end" }, mark.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−")));
  }
  let x = LEFT;
  groups.forEach((group, at) => {
    const inner = group.bars.reduce((sum, bar) => sum + barWidth(bar), 0) - GAP;
    let left = x + (widths[at] - inner) / 2;
    for (const bar of group.bars) {
      const own = barWidth(bar) - GAP;
      drawing.append(barMark(bar, left + (own - BAR) / 2, y));
      left += own + GAP;
    }
    drawing.append(v("text", { x: x + widths[at] / 2, y: height - 8, class: "group", "text-anchor": "middle" }, group.label));
    x += widths[at];
  });
  return drawing;
}

/** Wide enough for the figure above it: digits are narrow, others wide. */
function barWidth(bar) {
  return Math.max(BAR, textWidth(bar.text)) + GAP;
}

function textWidth(text) {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) < 0x2e80 ? 6.6 : 11.5;
  return width;
}

function slot(group) {
  return Math.max(group.bars.reduce((sum, bar) => sum + barWidth(bar), 0) + 22, textWidth(group.label) + 14);
}

function barMark(bar, x, y) {
  const [top, bottom] = [y(Math.max(bar.value, 0)), y(Math.min(bar.value, 0))];
  const attributes = { href: `#obs=${bar.row.id}`, class: `bar ${bar.row.statement}${bar.weak ? " weak" : ""}`, "aria-label": describe(bar.row) };
  const shape = v("a", attributes, v("title", null, [describe(bar.row), bar.note].filter(Boolean).join("\n")),
    v("rect", { x, y: top, width: BAR, height: Math.max(bottom - top, 1.5) }));
  if (bar.high !== undefined) {
    shape.append(v("rect", { class: "range", x, y: y(bar.high), width: BAR, height: Math.max(y(bar.value) - y(bar.high), 1) }));
  }
  const above = bar.value < 0 ? bottom + 13 : (bar.high !== undefined ? y(bar.high) : top) - 5;
  shape.append(v("text", { x: x + BAR / 2, y: above, "text-anchor": "middle", class: "figure" }, bar.text));
  if (bar.row.conflicts.length) shape.append(v("text", { x: x + BAR / 2, y: bar.value < 0 ? above + 11 : above - 11, "text-anchor": "middle", class: "flag conflict" }, "▲"));
  return shape;
}

/** The pattern of estimates, so that they differ from outcomes without colour too. */
function hatch() {
  return v("defs", null, v("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    v("rect", { width: 5, height: 5, class: "hatch-ground" }), v("line", { x1: 0, x2: 0, y1: 0, y2: 5, class: "hatch-line" })));
}

/** Two bars of one task: planned above, completed below, both from zero. */
function pairBars(planned, completed, label) {
  const most = Math.max(planned || 0, completed || 0);
  if (!(most > 0)) return null;
  const width = (value) => Math.max((120 * value) / most, 1);
  const one = (value, name, top) => value === null ? null : v("rect", { x: 0.5, y: top, width: width(value), height: 7, class: name });
  return v("svg", { class: "pair", width: 122, height: 20, viewBox: "0 0 122 20", role: "img", "aria-label": label },
    one(planned, "target", 1.5), one(completed, "actual", 10.5), v("line", { x1: 0.5, x2: 0.5, y1: 0, y2: 20, class: "zero" }));
}

/** The key of the colours. */
function legend() {
  return h("p", { class: "legend" }, ["target", "estimate", "actual"].map((name) => h("span", { class: `key ${name}` }, word("statement", name))),
    h("span", { class: "flag conflict" }, "▲"), t("in_conflict"), h("span", { class: "muted" }, t("legend_qualifiers")));
}
