// Places: which there are, how they are called in a column, and the filter by place that every view has.

/** The places of rows, those of documents first, by name; a place that only a sentence names comes after. */
function placesOf(names) {
  const found = [...new Set(names.filter(Boolean))];
  const own = new Set(ownDocuments().map((paper) => paper.region_name));
  return found.sort((a, b) => own.has(b) - own.has(a) || byName(a, b));
}

/** The order of names in Chinese; making a collator takes longer than thousands of comparisons. */
const { compare: byName } = new Intl.Collator("zh");

const allPlaces = () => (D.places ??= placesOf([...D.document, ...D.observation, ...D.target].map((row) => row.region_name)));
const severalPlaces = () => allPlaces().length > 1;

/** 鹤壁市 for 河南省鹤壁市, as a column can hold it; whole where two places would be called the same. */
function placeShort(name) {
  const short = (one) => one.replace(/^(?:.*?(?:省|自治区))?(?:.*?[市州盟])?(?=.{2})/, "");
  if (!name) return "";
  if (!D.shortPlaces) {
    D.shortPlaces = new Map();
    for (const place of allPlaces()) D.shortPlaces.set(short(place), (D.shortPlaces.get(short(place)) || 0) + 1);
  }
  return D.shortPlaces.get(short(name)) > 1 ? name : short(name);
}

/** The name of a place, led to its page. */
const placeCell = (name) => name ? h("a", { href: link("place", { region: name }), title: name, class: "of-place" }, placeShort(name)) : "";

/** Choose a place; null where there is one only, for then there is nothing to choose. */
function placeChoice(names, state, change) {
  const places = placesOf([...names, state.region]);
  if (places.length < 2 && !state.region) return null;
  return choice(t("region"), [["", t("all")], ...places.map((name) => [name, name])], state.region, change("region"));
}

const inPlace = (name, state) => !state.region || name === state.region;

/** A project is of the places of the documents that speak of it. */
function projectPlaces(row) {
  return placesOf(row.mentions.map((mention) => documentOf(mention).region_name));
}
