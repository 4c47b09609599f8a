// The system's theme by default; a click pins light or dark. Loaded in <head>, so that nothing flashes.
const root = document.documentElement;
const stored = () => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is switched off: the system's theme then
  }
};
const pinned = stored();
if (pinned) root.dataset.theme = pinned;

addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Not kept for the next page; this one still changes.
  }
});
