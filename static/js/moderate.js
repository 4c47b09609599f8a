// Keys of the moderators' desk. Every page works without this file: each key only presses a button that is there.
const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
const step = (name) => document.querySelector(`form[data-step="${name}"]`);
const press = (name) => step(name)?.querySelector("button[type=submit]")?.click();
const write = (name) => step(name)?.querySelector("select, input[type=text]")?.focus();
const walk = (by) => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const next = rows.indexOf(document.activeElement) + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
};
const keys = {
  p: () => press("publish"),
  r: () => write("reject"),
  a: () => write("ask"),
  c: () => press("claim"),
  n: () => press("next"),
  u: () => press("undo"),
  j: () => walk(1),
  k: () => walk(-1),
  o: () => document.activeElement.closest("[data-row]")?.click(),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const form = event.target.closest?.("form[data-step]");
  if (event.key === "Enter" && form && event.target.tagName === "SELECT") {
    event.preventDefault();
    form.querySelector("button[type=submit]").click(); // a list alone does not send its form
    return;
  }
  if (event.key === "Escape" && form && typing(event.target)) event.target.blur();
  if (typing(event.target) || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
