// What is shown is in the address: #view?filter=…, or #obs=<id> over whatever is shown.

/** {observation} or {view, parameters}. */
function parse(hash) {
  const text = hash.replace(/^#/, "");
  if (text.startsWith("obs=")) return { observation: decode(text.slice(4)) };
  const [view, query] = text.split("?", 2);
  const parameters = {};
  for (const pair of (query || "").split("&").filter(Boolean)) {
    const [name, value] = pair.split("=", 2);
    parameters[decode(name)] = decode(value || "");
  }
  return { view: view || "overview", parameters };
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function link(view, parameters) {
  const pairs = Object.entries(parameters || {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `#${view}${query ? `?${query}` : ""}`;
}

const current = { view: "", parameters: {}, hash: "" };

/** Note a change of filters in the address, without a step in the history and without showing all anew. */
function remember(parameters) {
  Object.assign(current.parameters, parameters);
  for (const name of Object.keys(current.parameters)) if (!current.parameters[name]) delete current.parameters[name];
  current.hash = link(current.view, current.parameters);
  if ("region" in parameters) showNav();
  if (!panelOpen()) replaceAddress(current.hash);
}

/** Browsers refuse more than some hundred changes in ten seconds (a key held down); the page goes on without. */
function replaceAddress(hash) {
  try { history.replaceState(null, "", hash); } catch { /* the next change will tell */ }
}
