// Elements. Every text goes in as a text node, so that nothing of a document is ever read as markup.

// The namespace of drawings, from a drawing that is there: the page holds no address, not even this one.
const VECTOR = document.getElementById("vector").namespaceURI;

/** An element: attributes, `on…` listeners, children (texts, elements, lists of them; null is left out). */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of a drawing. */
function v(tag, attributes, ...children) {
  return fill(document.createElementNS(VECTOR, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) add(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put other children into an element. */
function put(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

/** A list of which the first `step` are shown, more at a click: long lists do not hold up the page. */
function paged(container, items, make, step) {
  let shown = 0;
  const more = h("button", { type: "button", class: "more", onclick: () => grow() });
  function grow() {
    more.remove();
    add(container, items.slice(shown, shown + step).map(make));
    shown = Math.min(shown + step, items.length);
    if (shown < items.length) {
      put(more, t("more", { n: items.length - shown }));
      const inTable = container.tagName === "TBODY";
      const inList = container.tagName === "UL" || container.tagName === "OL";
      if (inTable) container.parentNode ? container.parentNode.after(more) : queueMicrotask(() => container.parentNode.after(more));
      else container.append(inList ? h("li", { class: "plain" }, more) : more);
    }
  }
  container.replaceChildren();
  grow();
  return container;
}

/** A select with a label; `options` are [value, text] pairs. */
function choice(label, options, value, onchange) {
  return h("label", { class: "field" }, h("span", null, label),
    h("select", { onchange: (event) => onchange(event.target.value) },
      options.map(([key, text]) => h("option", { value: key, selected: String(key) === String(value ?? "") }, text))));
}

function searchField(label, value, oninput) {
  return h("label", { class: "field search" }, h("span", null, label),
    h("input", { type: "search", value: value || "", autocomplete: "off", spellcheck: "false", "data-search": true,
      oninput: (event) => oninput(event.target.value) }));
}

/**
 * A table: head is a list of texts, body rows are lists of cells (a cell may be {num: x} to stand at the right), or
 * functions that make one: rows that are not shown yet are not made.
 */
function grid(caption, head, body, attributes) {
  const rows = h("tbody");
  const made = (row) => typeof row === "function" ? row() : row;
  const begin = body.length ? made(body[0]) : [];
  const first = Array.isArray(begin) ? begin : [];
  const numeric = (at) => (first[at] && typeof first[at] === "object" && "num" in first[at] ? "num" : null);
  paged(rows, body, (one) => { const row = made(one); return row instanceof Node ? row : h("tr", null, row.map((one, at) => cell(one, head[at]))); }, (attributes && attributes.step) || 200);
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: (attributes && attributes.class) || null }, h("caption", null, caption),
      h("thead", null, h("tr", null, head.map((text, at) => h("th", { scope: "col", class: numeric(at) }, text)))), rows));
}

/** `label` is the head of its column, which a phone shows in front of the cell. */
function cell(content, label) {
  const attributes = { "data-label": label || null };
  if (content && typeof content === "object" && "num" in content) return h("td", { ...attributes, class: "num" }, content.num);
  return h("td", attributes, content);
}
