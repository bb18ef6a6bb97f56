// Light or dark: as the reader's machine is set, until the reader chooses.

const wantsDark = matchMedia("(prefers-color-scheme: dark)");

function rememberedTheme() {
  try { return localStorage.getItem("taizhang.theme"); } catch { return null; }
}

const isDark = () => document.documentElement.dataset.theme === "dark";

function showTheme() {
  document.documentElement.dataset.theme = (rememberedTheme() || (wantsDark.matches ? "dark" : "light")) === "dark" ? "dark" : "light";
}

/** The button that changes it, with the word for what it would be. */
function themeButton() {
  const button = h("button", { type: "button", class: "theme", onclick: () => {
    const chosen = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    try { localStorage.setItem("taizhang.theme", chosen); } catch { /* it holds for this page */ }
    put(button, t(isDark() ? "light" : "dark"));
  } }, t(isDark() ? "light" : "dark"));
  return button;
}

wantsDark.addEventListener("change", showTheme);
