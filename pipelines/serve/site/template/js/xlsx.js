// A workbook of one sheet, written here: a zip of a few XML parts, stored as they are.

const SCHEMAS = [VECTOR.split("/")[0], "", "schemas.openxmlformats.org"].join("/"); // the name of a vocabulary; nothing is asked for there
const MOST_CELL = 32767; // letters that a cell takes
const XML_FAULT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (text) => String(text).replace(XML_FAULT, "").replace(/&/g, "&amp;").replace(/[<]/g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** An element as text. */
function element(tag, attributes, ...children) {
  const given = Object.entries(attributes || {}).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return `<${tag}${given}>${children.join("")}<${"/"}${tag}>`;
}

const part = (text) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`;

/** Column 0 is A, 26 is AA. */
function columnName(at) {
  let name = "";
  for (let left = at + 1; left > 0; left = Math.floor((left - 1) / 26)) name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

function sheetCell(value, at, row, style) {
  if (value === null || value === undefined || value === "") return "";
  const place = { r: `${columnName(at)}${row}`, ...(style ? { s: style } : {}) };
  const text = String(value);
  if (NUMBER.test(text) && text.replace(/\D/g, "").length <= 15 && !/^-?0\d/.test(text)) return element("c", place, element("v", null, text));
  return element("c", { ...place, t: "inlineStr" }, element("is", null, element("t", { "xml:space": "preserve" }, escaped(text.slice(0, MOST_CELL)))));
}

function sheetPart(head, rows) {
  const main_ = `${SCHEMAS}/spreadsheetml/2006/main`;
  const last = `${columnName(head.length - 1)}${rows.length + 1}`;
  const lines = [head, ...rows].map((row, at) => element("row", { r: at + 1 }, ...row.map((value, column) => sheetCell(value, column, at + 1, at ? 0 : 1))));
  return part(element("worksheet", { xmlns: main_ },
    element("sheetViews", null, element("sheetView", { workbookViewId: 0 }, element("pane", { ySplit: 1, topLeftCell: "A2", activePane: "bottomLeft", state: "frozen" }))),
    element("cols", null, element("col", { min: 1, max: head.length, width: 16, customWidth: 1 })),
    element("sheetData", null, ...lines), element("autoFilter", { ref: `A1:${last}` })));
}

/** The parts of a workbook: [name, text]. */
function workbookParts(head, rows) {
  const [sheets, relations] = [`${SCHEMAS}/spreadsheetml/2006/main`, `${SCHEMAS}/officeDocument/2006/relationships`];
  const types = (name, kind) => element("Override", { PartName: name, ContentType: `application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml` });
  const relation = (id, kind, target) => element("Relationship", { Id: id, Type: `${relations}/${kind}`, Target: target });
  const relationsPart = (...made) => part(element("Relationships", { xmlns: `${SCHEMAS}/package/2006/relationships` }, ...made));
  const font = (bold) => element("font", null, bold ? element("b") : "", element("sz", { val: 11 }), element("name", { val: "Calibri" }));
  return [
    ["[Content_Types].xml", part(element("Types", { xmlns: `${SCHEMAS}/package/2006/content-types` },
      element("Default", { Extension: "rels", ContentType: "application/vnd.openxmlformats-package.relationships+xml" }),
      types("/xl/workbook.xml", "sheet.main"), types("/xl/worksheets/sheet1.xml", "worksheet"), types("/xl/styles.xml", "styles")))],
    ["_rels/.rels", relationsPart(relation("rId1", "officeDocument", "xl/workbook.xml"))],
    ["xl/workbook.xml", part(element("workbook", { xmlns: sheets, "xmlns:r": relations }, element("sheets", null, element("sheet", { name: "台账", sheetId: 1, "r:id": "rId1" }))))],
    ["xl/_rels/workbook.xml.rels", relationsPart(relation("rId1", "worksheet", "worksheets/sheet1.xml"), relation("rId2", "styles", "styles.xml"))],
    ["xl/styles.xml", part(element("styleSheet", { xmlns: sheets }, element("fonts", { count: 2 }, font(false), font(true)),
      element("fills", { count: 2 }, element("fill", null, element("patternFill", { patternType: "none" })), element("fill", null, element("patternFill", { patternType: "gray125" }))),
      element("borders", { count: 1 }, element("border", null, element("left"), element("right"), element("top"), element("bottom"), element("diagonal"))),
      element("cellStyleXfs", { count: 1 }, element("xf", { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })),
      element("cellXfs", { count: 2 }, element("xf", { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0, xfId: 0 }), element("xf", { numFmtId: 0, fontId: 1, fillId: 0, borderId: 0, xfId: 0, applyFont: 1 }))))],
    ["xl/worksheets/sheet1.xml", sheetPart(head, rows)],
  ];
}

const CRC = Uint32Array.from({ length: 256 }, (_, at) => {
  let code = at;
  for (let bit = 0; bit < 8; bit += 1) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1;
  return code;
});

function checksum(bytes) {
  let code = 0xffffffff;
  for (const byte of bytes) code = CRC[(code ^ byte) & 255] ^ (code >>> 8);
  return (code ^ 0xffffffff) >>> 0;
}

/** Numbers of two and four bytes, the smallest byte first. */
function littleEndian(fields) {
  return fields.flatMap(([size, value]) => Array.from({ length: size }, (_, at) => (value >>> (8 * at)) & 255));
}

/** A zip of texts, stored without compression: spreadsheets take it, and a page needs no library. */
function zip(parts) {
  const encoder = new TextEncoder();
  const [pieces, index] = [[], []];
  let at = 0;
  for (const [name, text] of parts) {
    const [title, body] = [encoder.encode(name), encoder.encode(text)];
    const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, checksum(body)], [4, body.length], [4, body.length], [2, title.length], [2, 0]];
    const head = Uint8Array.from(littleEndian([[4, 0x04034b50], ...about]));
    index.push(Uint8Array.from(littleEndian([[4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]])), title);
    pieces.push(head, title, body);
    at += head.length + title.length + body.length;
  }
  const size = index.reduce((sum, one) => sum + one.length, 0);
  const end = Uint8Array.from(littleEndian([[4, 0x06054b50], [2, 0], [2, 0], [2, parts.length], [2, parts.length], [4, size], [4, at], [2, 0]]));
  return new Blob([...pieces, ...index, end]);
}
