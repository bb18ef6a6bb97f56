// Tables of documents, as they were printed.

const LONG_TABLE = 8; // rows; of a longer one, the source of a number is shown by its own rows first

/** A table of a document with its numerals marked; `focus`, `wanted` and `at` as for passages; `only` a set of rows. */
function tableText(paper, cells, focus, wanted, at, only) {
  const rows = rowsOf(cells);
  const shown = [...rows.keys()].filter((number) => !only || only.has(number)).sort((a, b) => a - b);
  const width = Math.max(...cells.map((one) => one.col + one.col_span));
  const taken = new Set();
  const caption = cells[0].caption || t("table_n", { n: cells[0].table });

  function rowCells(number) {
    const own = new Map(rows.get(number).map((one) => [one.col, one]));
    const made = [];
    for (let col = 0; col < width; col += 1) {
      const one = own.get(col);
      if (one) {
        const span = shown.filter((other) => number <= other && other < number + one.row_span).length;
        made.push(cellText(paper, one, span, focus, wanted, at));
        for (let r = 0; r < one.row_span; r += 1) for (let c = 0; c < one.col_span; c += 1) taken.add(`${number + r} ${col + c}`);
      } else if (!taken.has(`${number} ${col}`)) made.push(h("td", null));
    }
    return made;
  }

  const body = shown.flatMap((number, place) => {
    const gap = only && place > 0 && number > shown[place - 1] + 1;
    return [gap ? h("tr", { class: "left-out" }, h("td", { colspan: width }, "⋮")) : null, h("tr", null, rowCells(number))];
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: "printed", "data-start": startOf(cells) }, h("caption", null, caption), h("tbody", null, body)));
}

/** The table that a number was read from: of a long one the head and the rows around the number, the rest at a click. */
function tableSource(paper, cells, focus) {
  const rows = rowsOf(cells);
  if (rows.size <= LONG_TABLE) return tableText(paper, cells, focus);
  const only = new Set([...rows].filter(([number, row]) => Math.abs(number - focus.row) <= 1 || row.every((one) => one.header)).map(([number]) => number));
  for (const one of cells) if (one.row <= focus.row && focus.row < one.row + one.row_span) only.add(one.row);
  if (only.size > LONG_TABLE) return tableText(paper, cells, focus);
  const holder = h("div", null, tableText(paper, cells, focus, null, null, only));
  const whole = () => { put(holder, tableText(paper, cells, focus)); holder.querySelector("mark.focus").scrollIntoView({ block: "nearest" }); };
  holder.append(h("button", { type: "button", class: "plain", onclick: whole }, t("whole_table", { n: rows.size })));
  return holder;
}

function rowsOf(cells) {
  const rows = new Map();
  for (const one of cells) {
    if (!rows.has(one.row)) rows.set(one.row, []);
    rows.get(one.row).push(one);
  }
  return rows;
}

function cellText(paper, one, rowSpan, focus, wanted, at) {
  const spans = numerals(paper, one.start, one.start + lengthOf(one.text), focus, wanted);
  const attributes = { rowspan: rowSpan > 1 ? rowSpan : null, colspan: one.col_span > 1 ? one.col_span : null, "data-start": one.start };
  return h(one.header ? "th" : "td", { ...attributes, class: focus && focus.row === one.row && focus.col === one.col ? "in-focus" : null },
    marked(one.text, one.start, spans, at));
}

const startOf = (cells) => Math.min(...cells.map((one) => one.start));
