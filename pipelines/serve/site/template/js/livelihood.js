// 民生实事: what was planned beside what was done.

const STATUSES = ["completed", "exceeded", "partly", "in_progress", "not_started", "pending", "unknown"];

function livelihoodView(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  const found = h("p", { class: "muted", role: "status" });
  const change = (name) => (value) => { state[name] = value; remember({ [name]: value }); update(); };
  const years = [...new Set(D.livelihood.map((row) => row.year))].filter((year) => year !== null).sort((a, b) => b - a);
  const all = ["", t("all")];
  const tasks = new Map();
  for (const task of D.task) {
    const name = `${task.document} ${task.year} ${task.project}`;
    if (!tasks.has(name)) tasks.set(name, []);
    tasks.get(name).push(task);
  }

  function update() {
    const text = (state.q || "").toLowerCase();
    const rows = D.livelihood.map((row) => ({ row, tasks: tasks.get(`${row.document} ${row.year} ${row.number}`) || [] }))
      .filter(({ row, tasks: own }) => inPlace(documentOf(row).region_name, state) && (!state.year || row.year === Number(state.year))
        && (!state.status || row.status === state.status || own.some((task) => task.status === state.status))
        && (!text || [row.name, row.plan_text, row.completion_text, ...own.map((task) => task.name)].join("\n").toLowerCase().includes(text)));
    put(found, t("n_livelihood", { n: count(rows.length), tasks: count(rows.reduce((sum, one) => sum + one.tasks.length, 0)) }), " · ", statusCounts(rows),
      rows.length ? downloadButton(t("livelihood"), () => livelihoodRecords(rows)) : null);
    const groups = new Map();
    for (const one of rows) {
      const paper = documentOf(one.row);
      const name = groupName(one.row, paper);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(one);
    }
    put(body, [...groups].sort(([a], [b]) => (a < b ? 1 : -1)).map(([name, group]) => [h("h2", null, name), livelihoodTable(name, group)]),
      rows.length ? null : h("p", null, t("nothing_found")));
  }
  update();
  return h("div", null, heading("livelihood"),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => event.preventDefault() },
      searchField(t("search_livelihood"), state.q, change("q")),
      placeChoice(D.livelihood.map((row) => documentOf(row).region_name), state, change),
      choice(t("year"), [all, ...years.map((year) => [year, year])], state.year, change("year")),
      choice(t("status"), [all, ...STATUSES.map((name) => [name, word("status", name)])], state.status, change("status"))),
    found, h("p", { class: "legend" }, h("span", { class: "key target" }, t("planned")), h("span", { class: "key actual" }, t("completed_quantity"))), body);
}

/** Year, place and document, each said once. */
function groupName(row, paper) {
  const short = paperShort(paper);
  const said = [row.year ?? t("period_unknown"), severalPlaces() ? placeShort(paper.region_name) : ""];
  return [...said.filter((part) => part && !short.split(" ").includes(String(part))), short].join(" · ");
}

function statusCounts(rows) {
  return STATUSES.map((name) => [name, rows.filter(({ row }) => row.status === name).length]).filter(([, number]) => number)
    .map(([name, number]) => [chip("status", name), ` ${number} `]);
}

function livelihoodTable(caption, group) {
  const body = group.flatMap(({ row, tasks }) => {
    const name = [`${row.number}. `, h("a", { href: placeLink(row, row.start, row.end) }, row.name)];
    if (tasks.length === 1 && tasks[0].name.trim() === row.name.trim()) return [taskRow(tasks[0], name)];
    return [h("tr", { class: "parent" }, h("th", { scope: "row" }, name), h("td", null), h("td", null), h("td", null), h("td", { "data-label": t("status") }, chip("status", row.status))),
      ...tasks.map((task) => taskRow(task, null))];
  });
  return grid(caption, [t("task"), t("planned"), t("completed_quantity"), "", t("status")], body, { step: 120, class: "livelihood cards" });
}

/** A task; `name` stands in the place of its own where it is the whole of its project. */
function taskRow(task, name) {
  const same = task.planned_unit === task.completed_unit || task.planned_unit === null || task.completed_unit === null;
  const planned = task.planned_value === null ? null : Number(task.planned_value);
  const completed = task.completed_value === null ? null : Number(task.completed_value);
  const ratio = task.completion_ratio === null ? "" : ` ${(Number(task.completion_ratio) * 100).toFixed(0)}%`;
  const side = (value, unit, text, start, end) => {
    const shown = value === null ? (text ? t("in_words") : "—") : withUnit(value, unit || "", "", "level");
    return start === null ? shown : h("a", { href: placeLink(task, start, end), title: text }, shown);
  };
  return h("tr", { class: name ? "parent" : null }, h(name ? "th" : "td", { class: "task", scope: name ? "row" : null }, name || task.name, task.completion_text ? h("small", { class: "muted" }, " ", task.completion_text) : null),
    h("td", { class: "num", "data-label": t("planned") }, side(task.planned_value, task.planned_unit, task.plan_text, task.plan_start, task.plan_end)),
    h("td", { class: "num", "data-label": t("completed_quantity") }, side(task.completed_value, task.completed_unit, task.completion_text, task.completion_start, task.completion_end)),
    h("td", null, same && planned !== null && completed !== null ? pairBars(planned, completed, `${t("planned")} ${planned}, ${t("completed_quantity")} ${completed}`) : null, ratio || null),
    h("td", { "data-label": t("status") }, h("span", { title: word("status_rule", task.status_rule) }, chip("status", task.status)),
      task.item_status ? h("small", { title: task.item_life }, " ", t("elsewhere"), " ", chip("status", task.item_status)) : null));
}

const placeLink = (row, start, end) => link("documents", { d: key(documentOf(row)), at: `${start}-${end}` });
