// The page that a number was printed on, with its box: from the page itself, or from the server that stands behind it.

const POINT = 1.5; // pixels of a picture for each point, as pipelines/serve/site/pictures.py draws it

/** The address of the picture of a row's page; null where there is none to be had. */
function pictureAddress(row) {
  if (!row.page || !row.bbox) return null;
  D.pictures ??= new Map((D.picture || []).map((one) => [`${one.document} ${one.page}`, one.png]));
  const own = D.pictures.get(`${row.document} ${row.page}`);
  if (own) return `data:image/png;base64,${own}`;
  return SERVER.pages && /^(application\/pdf$|image\/)/.test(documentOf(row).media_type || "") ? `picture?document=${documentOf(row).id}&page=${row.page}` : null;
}

/** The part of the page around a number, its box drawn; the rest of the page can be scrolled to. */
function pagePicture(row) {
  const address = pictureAddress(row);
  if (!address) return null;
  const box = h("span", { class: "box" });
  const image = h("img", { src: address, alt: t("page_of_document", { n: row.page, name: paperName(documentOf(row)) }) });
  const sheet = h("div", { class: "sheet" }, image, box);
  const window_ = h("div", { class: "crop", tabindex: "0", role: "region", "aria-label": t("page_n", { n: row.page }) }, sheet);
  const [left, top, right, bottom] = row.bbox;
  image.addEventListener("load", () => {
    const [width, height] = [image.naturalWidth / POINT, image.naturalHeight / POINT];
    Object.assign(box.style, { left: `${(100 * left) / width}%`, top: `${(100 * top) / height}%`, width: `${(100 * (right - left)) / width}%`, height: `${(100 * (bottom - top)) / height}%` });
    window_.scrollTop = box.offsetTop - window_.clientHeight / 2;
    window_.scrollLeft = box.offsetLeft + box.offsetWidth / 2 - window_.clientWidth / 2;
  });
  image.addEventListener("error", () => window_.replaceWith(h("p", { class: "muted help" }, t("no_picture"))));
  return window_;
}
