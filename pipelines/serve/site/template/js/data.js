// The data of the page: unpacked, as objects, with the lists by which views find what belongs together.

/** The payload of an element: base64 of gzip of JSON. */
async function unpack(text) {
  let bytes;
  if (Uint8Array.fromBase64) bytes = Uint8Array.fromBase64(text);
  else {
    const plain = atob(text);
    bytes = new Uint8Array(plain.length);
    for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** A packed table as objects; `at` is the row's position. */
function inflate(table) {
  const rows = Array.from({ length: table.n }, (_, at) => ({ at }));
  for (const [name, column] of Object.entries(table.c)) {
    if (column === null) for (const row of rows) row[name] = null;
    else if (Array.isArray(column)) column.forEach((value, at) => { rows[at][name] = value; });
    else column.i.forEach((place, at) => { rows[at][name] = place < 0 ? null : column.d[place]; });
  }
  return rows;
}

let D = {}; // the tables by name, and the lists made here

function load(payload) {
  D = {};
  for (const [name, table] of Object.entries(payload.tables)) D[name] = inflate(table);
  D.about = payload.about || {};
  if (payload.kind === "index") return;
  if (D.about.scope && D.about.scope.kind !== "region") for (const row of D.document) row.home = true; // all of it was asked for
  D.byId = new Map(D.observation.map((row) => [row.id, row]));
  D.sectors = new Map(D.sector.map((row) => [row.code, row]));
  for (const row of D.document) Object.assign(row, { observations: [], passages: [], tables: new Map() });
  for (const row of D.indicator) Object.assign(row, { observations: [], targets: [], names: new Set() });
  D.observation.forEach(prepare);
  for (const row of D.passage) D.document[row.document].passages.push(row);
  for (const row of D.cell) {
    const tables = D.document[row.document].tables;
    if (!tables.has(row.table)) tables.set(row.table, []);
    tables.get(row.table).push(row);
  }
  for (const row of D.target) D.indicator[row.indicator].targets.push(row);
  for (const row of D.project) row.mentions = [];
  for (const row of D.mention) D.project[row.project].mentions.push(row);
  for (const row of D.conflict) {
    row.observations = row.observations.map((at) => D.observation[at]);
    for (const observation of row.observations) observation.conflicts.push(row);
  }
}

function prepare(row) {
  row.home = D.document[row.document].home;
  row.checks = row.checks ? row.checks.split(" ") : [];
  row.conflicts = [];
  row.number = Number(row.value);
  row.baseNumber = row.base === null ? null : Number(row.base);
  const indicator = D.indicator[row.indicator];
  indicator.observations.push(row);
  indicator.names.add(row.name);
  D.document[row.document].observations.push(row);
}

const documentOf = (row) => D.document[row.document];
const indicatorOf = (row) => D.indicator[row.indicator];
const ownObservations = () => D.observation.filter((row) => row.home);
const ownDocuments = () => D.document.filter((row) => row.home);

/** The passage of an observation, undefined where it stands in a table or its passage is not published. */
function passageOf(row) {
  return documentOf(row).passages.find((passage) => passage.number === row.passage);
}

/** Observations of a document whose numerals are in [start, end), in order. */
function observationsIn(paper, start, end) {
  const list = paper.observations;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].start < start) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let at = low; at < list.length && list[at].start < end; at += 1) found.push(list[at]);
  return found;
}

/** A short id of a document for links. */
const key = (paper) => paper.id.slice(0, 12);
const paperOf = (short) => D.document.find((paper) => paper.id.startsWith(short));
