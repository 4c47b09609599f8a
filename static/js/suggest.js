// Names offered under a search box: arrows walk through them, Enter follows one, Escape closes them.
const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));
const show = (box, isShown) => {
  const list = listOf(box);
  list.hidden = !isShown || !list.children.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) choose(box, null);
};
const choose = (box, offer) => {
  for (const other of listOf(box).children) other.setAttribute("aria-selected", String(other === offer));
  if (offer) box.setAttribute("aria-activedescendant", offer.id);
  else box.removeAttribute("aria-activedescendant");
  offer?.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:after:swap", (event) => {
  const box = event.target.closest?.("[role=combobox]");
  if (box) show(box, document.activeElement === box);
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[role=combobox]");
  if (!box || listOf(box).hidden) return;
  const offers = [...listOf(box).children];
  const now = offers.findIndex((offer) => offer.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? now + 1 : (now < 0 ? offers.length : now) - 1;
    choose(box, offers[next] ?? null);
  } else if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    location.assign(offers[now].href);
  } else if (event.key === "Escape") {
    event.preventDefault();
    show(box, false);
  }
});
document.addEventListener("focusin", (event) => {
  for (const box of document.querySelectorAll("[role=combobox]")) {
    if (event.target !== box && !listOf(box).contains(event.target)) show(box, false);
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".searchbar")) {
    for (const box of document.querySelectorAll("[role=combobox]")) show(box, false);
  }
});
