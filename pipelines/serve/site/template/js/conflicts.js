// What cannot all hold: the passages side by side.

const KINDS = ["contradiction", "revision", "scope", "rounding"];

function conflictsView(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  const found = h("p", { class: "muted", role: "status" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };

  function update() {
    const rows = D.conflict.filter((row) => conflictPlaces(row).some((name) => inPlace(name, state)) && (!state.kind || row.kind === state.kind) && (!state.c || row.id === state.c)
      && (!state.q || row.name.toLowerCase().includes(state.q.toLowerCase())));
    put(found, t("n_conflicts", { n: count(rows.length) }), state.c ? [" · ", h("a", { href: link("conflicts") }, t("show_all"))] : null, " ",
      rows.length ? downloadButton(t("conflicts"), () => conflictRecords(rows)) : null);
    paged(put(body), rows, conflictCard, 30);
  }
  update();
  return h("div", null, heading("conflicts"),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => event.preventDefault() },
      searchField(t("search_conflicts"), state.q, change("q")),
      placeChoice(D.conflict.flatMap(conflictPlaces), state, change),
      choice(t("conflict_kind"), [["", t("all")], ...KINDS.map((name) => [name, word("conflict", name)])], state.kind, change("kind"))),
    found, D.conflict.length ? body : h("p", null, t("no_conflicts")));
}

/** Its own place, and those of the statements in it. */
function conflictPlaces(row) {
  return [...new Set([row.region_name, ...row.observations.map((one) => one.region_name)])];
}

function conflictCard(row) {
  return h("article", { class: "conflict-card", id: `conflict-${row.id}` },
    h("h2", null, row.name, " ", row.period || row.year || "", " ",
      severalPlaces() ? [placeCell(row.region_name), " "] : null, h("span", { title: word("conflict_help", row.kind) }, chip("conflict", row.kind))),
    h("p", null, explainedConflict(row)),
    h("div", { class: "sides" }, row.observations.map((observation) => h("section", { "aria-label": describe(observation) },
      h("p", { class: "figure-line" }, valueLink(observation), " ", observation.name, " ", periodOf(observation), " ", chip("statement", observation.statement)),
      h("p", { class: "where" }, paperName(documentOf(observation)), observation.section ? ` › ${observation.section}` : "", " · ", placeOf(observation)),
      sourceOf(observation, true)))));
}
