// The page that leads to the pages of regions and years.

function indexView() {
  const state = { q: "" };
  const found = h("div", null);
  const total = D.part.reduce((sum, row) => sum + row.observations, 0);
  function update() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return put(found);
    const rows = D.name.filter((row) => words.every((one) => `${row.name}\n${row.english || ""}`.toLowerCase().includes(one)));
    return put(found, grid(t("indicators"), [t("indicator"), t("page_of"), t("observations")], rows.map((row) => {
      const part = D.part[row.part];
      return [h("a", { href: `${part.file}${link("indicators", { q: row.name })}` }, named(row)), partName(part), { num: count(row.observations) }];
    }), { step: 50 }));
  }
  return h("div", null, heading("index"),
    h("p", { class: "muted" }, t("index_help", { n: count(total), parts: count(D.part.length) })),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => event.preventDefault() },
      searchField(t("search_indicators"), "", (value) => { state.q = value; update(); })),
    found,
    grid(t("pages"), [t("page_of"), t("documents"), t("observations")], D.part.map((row) => [h("a", { href: row.file }, partName(row)), { num: count(row.documents) }, { num: count(row.observations) }])),
    grid(t("documents"), [t("title"), t("page_of"), t("observations")], D.document.map((row) => {
      const part = D.part[row.part];
      return [h("a", { href: part.file }, row.title || row.source_file), partName(part), { num: count(row.observations) }];
    })));
}

function partName(part) {
  return [part.region || t("region_unknown"), part.year, part.number ? `(${part.number})` : ""].filter(Boolean).join(" ");
}

/** The pages that an observation's link may mean: ids are known here by their first eight characters. */
function pagesOf(payload, id) {
  const start = id.slice(0, 8).padEnd(8);
  const found = new Set();
  let low = 0;
  let high = payload.places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (payload.ids.slice(8 * middle, 8 * middle + 8) < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; payload.ids.slice(8 * at, 8 * at + 8) === start; at += 1) found.add(D.part[payload.places[at]]);
  return [...found];
}
