// The index that was made with the page (pipelines/serve/site/grams.py): which texts hold a pair of characters.

const GRAMS = { slots: 0, starts: null, sizes: null, bytes: null };

/** Letters as they are compared: width and case folded, blanks out. */
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\ufeff]+/g, "");
const wordsOf = (text) => (text || "").trim().split(/\s+/).map(folded).filter(Boolean);

/** Unpack the index; a page without one, or one that is not unpacked yet, is read from end to end. */
async function loadGrams() {
  const text = document.getElementById("index").textContent.trim();
  if (!text) return;
  const { slots, sizes, places } = await unpack(text);
  const plain = atob(places);
  const bytes = Uint8Array.from({ length: plain.length }, (_, at) => plain.charCodeAt(at));
  const starts = new Uint32Array(slots);
  for (let slot = 0, at = 0; slot < slots; slot += 1) {
    starts[slot] = at;
    for (let left = sizes[slot]; left > 0; at += 1) if (bytes[at] < 128) left -= 1;
  }
  Object.assign(GRAMS, { slots, sizes, starts, bytes });
}

/** The slots of the pairs of a folded word, without those that are not indexed. */
function slotsOf(word_) {
  const found = new Set();
  for (const [, pair] of word_.matchAll(/(?=([0-9a-z\u3400-\u9fff]{2}))/g)) {
    if (!/^\d\d$/.test(pair)) found.add((pair.charCodeAt(0) * 31 + pair.charCodeAt(1)) % GRAMS.slots);
  }
  return [...found];
}

/** The numbers of the texts of a slot. */
function textsOf(slot) {
  const found = [];
  for (let left = GRAMS.sizes[slot], at = GRAMS.starts[slot], number = 0; left > 0; left -= 1) {
    let step = 0;
    let shift = 0;
    while (GRAMS.bytes[at] > 127) { step |= (GRAMS.bytes[at] & 127) << shift; shift += 7; at += 1; }
    step |= GRAMS.bytes[at] << shift;
    at += 1;
    number += step;
    found.push(number);
  }
  return found;
}

/** The numbers of the texts that may hold at least `share` of the pairs of the words; null where all have to be read. */
function candidates(words, share) {
  if (!GRAMS.slots) return null;
  const slots = [...new Set(words.flatMap(slotsOf))];
  if (slots.length < (share < 1 ? 2 : 1)) return null;
  const counts = new Map();
  for (const slot of slots) for (const number of textsOf(slot)) counts.set(number, (counts.get(number) || 0) + 1);
  const least = Math.ceil(share * slots.length);
  return [...counts].filter(([, n]) => n >= least).map(([number]) => number).sort((a, b) => a - b);
}
