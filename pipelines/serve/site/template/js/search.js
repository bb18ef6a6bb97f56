// Words in the texts: sentences that hold them, their numbers marked; and whether they are an indicator here at all.

const SENTENCE_ENDS = "。；！？";
const NEAR = 0.6; // share of the pairs of letters that a sentence must have to be shown as near

/** The texts of the page in the order of the index: passages, then rows of tables. */
function textUnits() {
  if (D.texts) return D.texts;
  const rows = new Map();
  for (const one of D.cell) {
    const name = `${one.document} ${one.table} ${one.row}`;
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name).push(one);
  }
  D.texts = [...D.passage.map((passage) => ({ passage })), ...[...rows.values()].map((cells) => ({ cells }))];
  return D.texts;
}

/** The sentences of texts, each {paper, start, end, plain}: of those numbered, or of all; made when they are first looked for. */
function sentencesIn(numbers) {
  const units = textUnits();
  const made = (unit) => (unit.sentences ??= unit.passage ? sentencesOf(D.document[unit.passage.document], unit.passage) : [rowSentence(unit.cells)]);
  return (numbers ? numbers.map((number) => units[number]) : units).flatMap(made);
}

function sentencesOf(paper, passage) {
  const letters = ASTRAL.test(passage.text) ? Array.from(passage.text) : passage.text;
  const found = [];
  let from = 0;
  for (let at = 0; at < letters.length; at += 1) {
    if (!SENTENCE_ENDS.includes(letters[at]) && at < letters.length - 1) continue;
    const text = slice(passage.text, from, at + 1);
    if (text.trim()) found.push({ paper, start: passage.start + from, end: passage.start + at + 1, text, plain: folded(text) });
    from = at + 1;
  }
  return found;
}

function rowSentence(row) {
  const last = row[row.length - 1];
  return { paper: D.document[row[0].document], cells: row, start: row[0].start, end: last.start + lengthOf(last.text), plain: folded(row.map((one) => one.text).join(" ")) };
}

/** What comes first: figures that are called so, figures whose name holds the words, other figures, sentences without any. */
function hitRank(one, words) {
  const names = observationsIn(one.paper, one.start, one.end).map((row) => (row.plainName ??= folded(row.name)));
  if (!names.length) return 3;
  if (names.includes(words.join(""))) return 0;
  return names.some((name) => words.every((word_) => name.includes(word_))) ? 1 : 2;
}

const placesKnown = () => (SERVER.many ? SERVER.places.map((row) => row.name) : comparable());

/** The words without those that name a place of a document: what a place says of itself stands under its name, without it. */
function besidePlaces(words) {
  const others = words.filter((word_) => word_.length < 2 || !placesKnown().some((name) => name.includes(word_)));
  return others.length ? others : words;
}

const ASKING = /(?:到底|一共|总共)?(?:有|是|为|达到|占)?(?:多少|几个|什么|怎么样|怎样|如何|哪些|哪里|哪儿)|[吗呢了的？?，,]|(?:19|20)\d\d年?/g;

/** A question without the words that only ask and without its year, a place apart from what is asked of it: 昆明 人口 for 昆明有多少人口. */
function withoutAsking(text) {
  let left = folded(text.replace(ASKING, " ").replace(/\s+/g, "\u0001"));
  const found = [];
  for (const name of placesKnown().map((one) => placeShort(one).replace(/(?<=..)[省市区县州盟旗]$/, "")).filter((one) => one.length > 1).sort((a, b) => b.length - a.length)) {
    if (!left.includes(name)) continue;
    left = left.replace(new RegExp(`${name}[省市区县州盟旗]?`), "\u0001");
    found.push(name);
  }
  return [...found, ...left.split("\u0001").filter(Boolean)];
}

/** Indicators whose name stands in a question, the longest names first: 常住人口 in 常住人口是多少. */
function indicatorsWithin(text) {
  const whole = folded(text);
  const names = (row) => [row.name, ...(row.aliases || "").split("\n")].map((name) => folded(name || "")).filter((name) => name.length > (row.code ? 1 : 2) && whole.includes(name));
  const found = (SERVER.many ? SERVER.names : D.indicator).map((row) => [Math.max(0, ...names(row).map((name) => name.length)), row]).filter(([length]) => length);
  return found.sort((a, b) => b[0] - a[0]).slice(0, 4).map(([, indicator]) => ({ indicator }));
}

/** Sentences with all the words, a place's name in the text or over it; where there are none, those that share most pairs of letters with them. */
function searchTexts(text, state) {
  const words = wordsOf(text);
  if (!words.length) return { hits: [], near: false };
  const here = (one) => inPlace(one.paper.region_name, state);
  const found = exactly(words, here);
  if (found.length) return { hits: found, near: false };
  const read = withoutAsking(text);
  const meant = read.length && read.join(" ") !== words.join(" ") ? read : null;
  const other = meant ? exactly(meant, here) : [];
  if (other.length) return { hits: other, near: false, meant };
  const whole = words.join("");
  const pairs = [...new Set(Array.from({ length: whole.length - 1 }, (_, at) => whole.slice(at, at + 2)))];
  if (pairs.length < 2) return { hits: [], near: false, meant };
  const score = (one) => pairs.filter((pair) => one.plain.includes(pair)).length / pairs.length;
  const near = sentencesIn(candidates([whole], NEAR)).filter(here).map((one) => [score(one), one]).filter(([share]) => share >= NEAR).sort((a, b) => b[0] - a[0]);
  return { hits: near.slice(0, 30).map(([, one]) => one), near: near.length > 0, meant };
}

/** The sentences with all the words, in the order of what they say. */
function exactly(words, here) {
  const asked = besidePlaces(words);
  const exact = sentencesIn(candidates(asked, 1)).filter((one) => here(one) && words.every((word_) => one.plain.includes(word_) || (!asked.includes(word_) && (one.paper.region_name || "").includes(word_))));
  const order = (a, b) => a[0] - b[0] || a[1].paper.at - b[1].paper.at || a[1].start - b[1].start;
  return exact.map((one) => [hitRank(one, asked), one]).sort(order).map(([, one]) => one);
}

/** Whether it is an indicator here, and in how many texts it stands. */
function searchVerdict(text, { hits, near, meant: read }, state) {
  const told = SERVER.many && D.about.scope && D.about.scope.kind === "q" ? D.about.scope : null;
  const papers = near ? 0 : told ? told.papers : new Set(hits.map((one) => one.paper)).size;
  const words = read || wordsOf(text);
  const name = besidePlaces(words).join(" ");
  const indicators = SERVER.many ? matchingServed(name) : matching(name, filterOf({ region: state.region }));
  const values = { q: read ? read.join(" ") : text.trim(), n: count(papers), hits: count(near ? 0 : told ? told.passages : hits.length), indicators: count(indicators.length) };
  const places = placesKnown().filter((one) => words.some((word_) => word_.length > 1 && one.includes(word_))).slice(0, 6);
  const region = state.region || (places.length === 1 && places[0]) || "";
  const links = (rows) => rows.map(({ indicator }) => [h("a", { href: link("indicators", { i: indicatorKey(indicator), region }) }, named(indicator)), " "]);
  const led = places.length ? [" ", t("region"), colon(), places.map((name) => [h("a", { href: link("place", { region: name }) }, name), " "])] : "";
  const within = indicators.length ? [] : indicatorsWithin(text).filter(({ indicator }, at, all) => all.findIndex((one) => named(one.indicator) === named(indicator)) === at);
  const meant = within.length ? [" ", t("found_within"), links(within)] : "";
  if (!indicators.length && !papers) return [t(near ? "found_near" : within.length || places.length ? "found_not_whole" : "found_nowhere", values), meant, led];
  if (!indicators.length) return [t("found_in_texts_only", values), meant, led];
  const shown = links(indicators.slice(0, 8));
  return [papers ? t("found_both", values) : t("found_indicator_only", values), " ", shown, indicators.length > 8
    ? h("a", { href: link("indicators", { q: name, region: state.region }) }, t("show_all")) : null, led];
}

function searchView(parameters) {
  const state = { ...parameters };
  const verdict = h("p", { class: "muted", role: "status" });
  const list = h("ol", { class: "hits" });
  const tools = h("p", { class: "steps" });
  let waiting = 0;
  const change = (name) => (value) => {
    state[name] = value;
    remember({ [name]: value });
    if (!SERVER.many) return update();
    clearTimeout(waiting); // a word is asked for when it is written, not letter by letter
    waiting = setTimeout(() => askTexts(state, update), 250);
    return undefined;
  };

  function update() {
    const found = searchTexts(state.q, state);
    put(verdict, wordsOf(state.q).length ? searchVerdict(state.q, found, state) : t("search_help"));
    put(tools, found.hits.length ? downloadButton(t("search"), () => hitRecords(found.hits)) : null);
    paged(list, found.hits, (one) => hitItem(one, found.meant ? found.meant.join(" ") : state.q), 50);
  }
  update();
  return h("div", null, heading("search"),
    h("form", { class: "filters wide", role: "search", onsubmit: (event) => event.preventDefault() },
      searchField(t("search_texts"), state.q, change("q")), SERVER.many ? choice(t("region"), [["", t("all")], ...SERVER.places.map((row) => [row.name, row.name])], state.region, change("region"))
        : placeChoice(ownDocuments().map((one) => one.region_name), state, change)),
    verdict, tools, list);
}

/** Ask the server for the passages of the words, and show them in the page that stands. */
async function askTexts(state, update) {
  const asked = { view: "search", parameters: { q: state.q, region: state.region } };
  const mine = asking += 1;
  await ensureScope(asked);
  if (mine === asking) update();
}

function hitItem(one, text) {
  const mark = one.cells ? null : firstWord(one, text);
  const body = one.cells
    ? one.cells.map((cell_, at) => [at ? " | " : "", marked(cell_.text, cell_.start, numerals(one.paper, cell_.start, cell_.start + lengthOf(cell_.text)))])
    : marked(one.text, one.start, numerals(one.paper, one.start, one.end), mark);
  return h("li", null, h("p", { class: "passage", lang: "zh-CN" }, body),
    h("p", { class: "where" }, h("a", { href: link("documents", { d: key(one.paper), at: `${one.start}-${one.end}` }) }, paperName(one.paper)),
      one.paper.region_name ? [" · ", placeCell(one.paper.region_name)] : "", ` · ${t("characters", { start: one.start, end: one.end })}`));
}

/** [start, end) of the first word in a sentence, over the blanks and line ends that stand within it. */
function firstWord(one, text) {
  const letters = Array.from(one.text);
  for (const word_ of wordsOf(text)) {
    for (let from = 0; from < letters.length; from += 1) {
      let plain = "";
      let to = from;
      while (to < letters.length && plain.length < word_.length) { plain += folded(letters[to]); to += 1; }
      if (plain === word_ && folded(letters[from])) return [one.start + from, one.start + to];
    }
  }
  return null;
}

function hitRecords(hits) {
  return { head: ["region", "document", "sentence", "citation"], rows: hits.map((one) => [one.paper.region_name, paperName(one.paper),
    unwrap(one.text || one.cells.map((cell_) => cell_.text).join(" | ")).trim(), cite(one.paper, one.start, one.end, one.cells ? { passage: null, ...one.cells[0] } : null)]) };
}
