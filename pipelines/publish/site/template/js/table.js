// Tables of documents, as they were printed.

/** A table of a document with its numerals marked; `focus`, `wanted` and `at` as for passages. */
function tableText(paper, cells, focus, wanted, at) {
  const rows = new Map();
  for (const one of cells) {
    if (!rows.has(one.row)) rows.set(one.row, []);
    rows.get(one.row).push(one);
  }
  const width = Math.max(...cells.map((one) => one.col + one.col_span));
  const taken = new Set();
  const caption = cells[0].caption || t("table_n", { n: cells[0].table });
  const body = [...rows.keys()].sort((a, b) => a - b).map((number) => h("tr", null, rowCells(number)));

  function rowCells(number) {
    const at0 = new Map(rows.get(number).map((one) => [one.col, one]));
    const made = [];
    for (let col = 0; col < width; col += 1) {
      const one = at0.get(col);
      if (one) {
        made.push(cellText(paper, one, focus, wanted, at));
        for (let r = 0; r < one.row_span; r += 1) for (let c = 0; c < one.col_span; c += 1) taken.add(`${number + r} ${col + c}`);
      } else if (!taken.has(`${number} ${col}`)) made.push(h("td", null));
    }
    return made;
  }

  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: "printed", "data-start": startOf(cells) }, h("caption", null, caption), h("tbody", null, body)));
}

function cellText(paper, one, focus, wanted, at) {
  const spans = numerals(paper, one.start, one.start + lengthOf(one.text), focus, wanted);
  const attributes = { rowspan: one.row_span > 1 ? one.row_span : null, colspan: one.col_span > 1 ? one.col_span : null, "data-start": one.start };
  return h(one.header ? "th" : "td", { ...attributes, class: focus && focus.row === one.row && focus.col === one.col ? "in-focus" : null },
    marked(one.text, one.start, spans, at));
}

const startOf = (cells) => Math.min(...cells.map((one) => one.start));
