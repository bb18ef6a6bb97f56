// Start: unpack, show what the address asks for, follow clicks and keys.

const VIEWS = { overview: overviewView, search: searchView, place: placeView, indicators: indicatorsView, compare: compareView, projects: projectsView, livelihood: livelihoodView, conflicts: conflictsView, documents: readerView, review: reviewView };
const main = h("main", { id: "main", tabindex: "-1" });
const nav = h("nav", { "aria-label": "台账" });
const spoken = h("p", { class: "spoken", role: "status", "aria-live": "polite" });
let payload = null;

const heading = (name) => h("h1", { tabindex: "-1" }, t(name));

/** Tell readers of screens what happened. */
function say(text) {
  put(spoken, text);
}

function showNav() {
  const several = SERVER.many ? SERVER.places.length > 1 : payload.kind !== "index" && comparable().length > 1;
  const views = payload.kind === "index" ? [] : Object.keys(VIEWS).filter((name) => name !== "compare" || several);
  put(nav, h("a", { class: "brand", href: D.about.index ? "index.html" : "#overview" }, "台账"),
    views.map((name) => h("a", { href: link(name, { region: current.parameters.region }), "aria-current": name === current.view ? "page" : null }, t(name))),
    h("span", { class: "grow" }, [D.about.region, D.about.year].filter(Boolean).join(" ")),
    themeButton(), h("button", { type: "button", class: "language", lang: language === "en" ? "zh-CN" : "en", onclick: () => switchLanguage() }, language === "en" ? "中文" : "English"));
  const here = nav.querySelector("[aria-current]");
  if (here) nav.scrollLeft = here.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2; // on a phone not all names fit
}

function switchLanguage() {
  setLanguage(language === "en" ? "zh" : "en");
  const open = panelOpen() ? D.byId.get(panel.dataset.obs) : null;
  show(current.view, current.parameters);
  if (open) { put(panel, detail(open)); markReading(open); }
  nav.querySelector(".language").focus();
}

function show(view, parameters) {
  const name = view in VIEWS ? view : "overview";
  Object.assign(current, { view: name, parameters: { ...parameters }, hash: link(name, parameters) });
  put(skip, t("skip"));
  document.title = [payload.kind === "index" ? "" : t(name), D.about.region, "台账"].filter(Boolean).join(" · ");
  showNav();
  put(main, payload.kind === "index" ? indexView() : SERVER.many && name === "overview" ? servedOverview(current.parameters) : VIEWS[name](current.parameters));
  const note = servedNote();
  if (note) { const holder = h("div", null, note); if (holder.firstChild) (main.querySelector("h1") || main.firstChild).after(holder); }
}

let asking = 0; // the newest address; what an older one asked for comes too late to be shown

/** Follow the address. */
async function follow() {
  const asked = parse(location.hash);
  if (payload.kind === "index") return followIndex(asked);
  const mine = asking += 1;
  const anew = SERVER.many ? await ensureScope(asked) : false;
  if (mine !== asking) return undefined;
  if (anew && asked.observation) current.view = "";
  if (asked.observation) return followObservation(asked.observation);
  const hash = link(asked.view, asked.parameters);
  const same = hash === current.hash && !anew;
  closePanel(true);
  if (same) return undefined;
  const moved = asked.view !== current.view && !anew;
  show(asked.view, asked.parameters);
  if (moved) scrollTo(0, 0);
  const opened = asked.parameters.o && D.byId.get(asked.parameters.o);
  if (opened) showObservation(opened);
  else {
    const place = main.querySelector(".text .at");
    if (place) place.scrollIntoView({ block: "center" });
    else (main.querySelector("h1") || main).focus({ preventScroll: true });
  }
  return undefined;
}

function followObservation(id) {
  const row = D.byId.get(id) || (id.length >= 6 ? D.observation.find((one) => one.id.startsWith(id)) : null);
  if (!row) {
    if (!current.view) show("overview", {});
    say(t("no_such_observation", { id }));
    main.prepend(h("p", { class: "warning", role: "alert" }, t("no_such_observation", { id })));
    return;
  }
  if (!current.view) show(SERVER.many ? "documents" : "indicators", SERVER.many ? { d: key(documentOf(row)), o: row.id } : { i: indicatorKey(indicatorOf(row)) });
  openPanel(row);
  if (current.view === "documents") markReading(row);
}

function followIndex(asked) {
  show("overview", {});
  const pages = asked.observation ? pagesOf(payload, asked.observation) : [];
  if (pages.length === 1) location.replace(`${pages[0].file}#obs=${asked.observation}`);
  else if (pages.length) main.prepend(h("p", null, pages.map((part) => [h("a", { href: `${part.file}#obs=${asked.observation}` }, partName(part)), " "])));
  else if (asked.observation) main.prepend(h("p", { class: "warning", role: "alert" }, t("no_such_observation", { id: asked.observation })));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && panelOpen()) closePanel();
  else if (typing) return;
  else if (event.key === "/") {
    const field = main.querySelector("[data-search]");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  } else if (isQueueKey(event.key)) { event.preventDefault(); reviewing.act(event.key); } else if (event.key === "j" || event.key === "k") keyStep(event.key === "j" ? 1 : -1);
}

/** Keys of the queue: a accepts, c changes, j and k go on and back. */
const isQueueKey = (key) => current.view === "review" && !panelOpen() && "acjk".includes(key) && reviewing.act;

/** j and k go through the marked numbers of the reader, or through the document of the open panel. */
function keyStep(direction) {
  if (current.view === "documents" && (!panelOpen() || D.byId.get(panel.dataset.obs).document === reading.paper.at)) stepReading(direction);
  else if (panelOpen()) {
    const next = panel.querySelector(`[data-step="${direction > 0 ? "next" : "previous"}"][href]`);
    if (next) location.replace(next.getAttribute("href"));
  }
}

const skip = h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } });

async function start() {
  const app = document.getElementById("app");
  try {
    payload = await unpack(document.getElementById("data").textContent.trim());
    STRINGS = payload.strings;
    if (payload.kind === "served") loadServed(payload);
    else { load(payload); loadServed(payload); }
    setLanguage(rememberedLanguage());
    showTheme();
    put(app, skip, h("header", null, nav), h("div", { class: "frame" }, main, panel), spoken);
    addEventListener("hashchange", follow);
    addEventListener("keydown", onKey);
    await follow();
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
    setTimeout(() => loadGrams().then(() => { document.documentElement.dataset.index = String(GRAMS.slots); }), 0);
  } catch (error) {
    put(app, h("p", { class: "warning", role: "alert" }, `本页无法打开，请换用较新的浏览器。This page could not be opened; try a newer browser. ${error}`));
    throw error;
  }
}

start();
