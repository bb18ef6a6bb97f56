// A page that a server stands behind: of a large warehouse it asks for what a view shows, and for nothing else.

const SERVER = { many: false, version: "", scope: "", places: [], names: [], write: false, pages: false };

/** [whether all went well, what the server says]. The one place that asks anybody; a page from a disk has nobody to ask. */
async function askServer(path, how) {
  if (!SERVER.version) throw new Error("there is no server");
  const answer = await fetch(`${location.origin}/${path}`, how);
  return [answer.ok, await answer.json()];
}

/** Take what the page was given; a large warehouse comes with its places and indicators only. */
function loadServed(payload) {
  const { served } = payload.about || {};
  if (!served) return;
  Object.assign(SERVER, served);
  if (!SERVER.many) return;
  SERVER.places = inflate(payload.tables.place);
  SERVER.names = inflate(payload.tables.name);
  SERVER.sectors = new Map(inflate(payload.tables.sector).map((row) => [row.code, row]));
  emptyData();
}

function emptyData() {
  D = { about: {}, byId: new Map(), sectors: SERVER.sectors };
  for (const name of ["document", "observation", "indicator", "passage", "cell", "target", "project", "mention", "project_plan", "livelihood", "task", "conflict", "outcome", "quarantine"]) D[name] = [];
}

/** What has to be loaded for an address, as the parameters of /data; null where nothing has to. */
function scopeOf({ observation, view, parameters: given }) {
  if (observation) return D.byId.has(observation) ? null : { observation };
  const region = given.region || regionLoaded() || (SERVER.places[0] || {}).name;
  if (view === "overview" || !(view in VIEWS)) return null;
  if (view === "indicators") return { indicator: given.i || indicatorKey(SERVER.names[0]) };
  if (view === "compare") return { places: given.places || comparedPlaces(given.region).join(","), scope: given.scope };
  if (view === "search") return given.q ? { q: given.q, region: given.region } : null;
  if (given.d) return D.document.some((paper) => paper.home && paper.id.startsWith(given.d)) && D.about.scope.kind === "region" ? null : { document: given.d };
  return region ? { region } : null;
}

const regionLoaded = () => (D.about.scope && D.about.scope.kind === "region" ? D.about.scope.value : "");
const comparedPlaces = (region) => [...new Set([region, ...SERVER.places.map((row) => row.name)].filter(Boolean))].slice(0, MOST_PLACES);

/** Load what an address needs; true where the page has to be shown anew. An address without a place gets the one loaded. */
async function ensureScope(asked) {
  if (!SERVER.many) return false;
  const wanted = scopeOf(asked);
  if (!wanted) return false;
  const query = Object.entries(wanted).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  if (query === SERVER.scope) return false;
  const [good, told] = await askServer(`data?${query}`);
  if (!good) {
    if (wanted.observation || wanted.document) return false;
    emptyData();
    D.about.scope = { kind: Object.keys(wanted)[0], value: "" };
    SERVER.scope = query;
    return true;
  }
  SERVER.scope = wanted.observation || wanted.document ? `region=${encodeURIComponent(told.about.scope.value)}` : query;
  load(told);
  return true;
}

/** Have an entry written beside the documents; what the server says stands in `place`. */
async function keepEntry(kind, entry, place) {
  const [good, told] = await askServer(`entries/${kind}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ entry }) });
  const said = good ? t("entry_written", { file: `${kind}.yml`, n: count(told.entries) }) : told.error;
  put(place, said);
  say(said);
  return good;
}

/** Said above a view that holds a part only, and where the publication is another one than the page began with. */
function servedNote() {
  if (!SERVER.many) return null;
  const { scope, served } = D.about;
  const left = scope && scope.left ? h("p", { class: "warning" }, t("left_out", { n: count(scope.left) }), " ", scope.kind === "q" ? null : takeAway(scope)) : null;
  const old = served && served.version !== SERVER.version ? h("p", { class: "warning", role: "status" }, t("published_anew"), " ", h("button", { type: "button", class: "button", onclick: () => location.reload() }, t("load_anew"))) : null;
  return [left, old];
}

/** Links to all observations of a scope as files. */
function takeAway(scope) {
  const name = scope.kind === "indicator" ? "indicator" : "region";
  return ["csv", "xlsx"].map((form) => [h("a", { class: "button", href: `download?${name}=${encodeURIComponent(scope.value)}&format=${form}` }, t("download_all", { form: form === "csv" ? "CSV" : "xlsx" })), " "]);
}

/** Indicators of a large warehouse that have all the words in one of their names. */
function matchingServed(text, sector) {
  const words = (text || "").toLowerCase().split(/\s+/).filter(Boolean);
  return SERVER.names.filter((row) => (!sector || row.sector === Number(sector))
    && words.every((one) => (row.haystack ??= [row.name, row.english, row.code, row.aliases].filter(Boolean).join("\n").toLowerCase()).includes(one)))
    .map((row) => [words.length ? nameRank(row, words) : 0, row]).sort((a, b) => a[0] - b[0]).map(([, row]) => ({ indicator: { ...row, observations: [] }, shown: row.observations }));
}

/** What is there: places, documents, years; a place or an indicator is one choice away. */
function servedOverview(parameters) {
  const state = { ...parameters };
  const body = h("div", null);
  let words = "";
  const total = (name) => SERVER.places.reduce((sum, row) => sum + row[name], 0);
  const years = SERVER.places.flatMap((row) => [row.first, row.last]).filter((year) => year !== null);
  function update() {
    const rows = SERVER.places.filter((row) => !state.p || row.name.includes(state.p));
    put(body, grid(t("region"), ["region", "documents", "observations", "period"].map((name) => t(name)), rows.map((row) => () => [
      h("a", { href: link("place", { region: row.name }) }, row.name), { num: count(row.documents) }, { num: count(row.observations) }, row.first === null ? "" : `${row.first}–${row.last}`]), { class: "narrow", step: 60 }));
  }
  update();
  return h("div", null, heading("overview"),
    h("p", { class: "summary" }, t("served_summary", { places: count(SERVER.places.length), papers: count(total("documents")), numbers: count(total("observations")), first: Math.min(...years), last: Math.max(...years) })),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => { event.preventDefault(); location.hash = link("search", { q: words }); } },
      searchField(t("search_texts"), "", (value) => { words = value; }), h("button", { type: "submit" }, t("search"))),
    h("p", { class: "links" }, SERVER.names.filter((row) => row.headline).slice(0, 24).map((row) => [h("a", { href: link("indicators", { i: indicatorKey(row) }) }, named(row)), " "])),
    h("h2", null, t("region")),
    h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() }, h("label", { class: "field search" }, h("span", null, t("find_place")),
      h("input", { type: "search", name: "place", value: state.p || "", autocomplete: "off", oninput: (event) => { state.p = event.target.value.trim(); remember({ p: state.p }); update(); } }))), body);
}
