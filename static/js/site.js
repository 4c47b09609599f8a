// Progressive touches only: every page works without this file.
const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;

// The keys that the dialog "Keys" names.
const keys = {
  "/": () => {
    const box = document.querySelector("input[type=search]");
    box?.focus();
    box?.select();
  },
  j: () => walk(1),
  k: () => walk(-1),
  o: () => current()?.querySelector("[data-result]").click(),
  s: () => (current() ?? document.querySelector(".applylinks"))?.querySelector("button[name=saved]")?.click(),
  a: () => document.querySelector("#apply a.btn-primary")?.click(),
  "[": () => document.querySelector("[data-previous]")?.click(),
  "]": () => document.querySelector("[data-next]")?.click(),
  g: () => document.querySelector(".nav a")?.click(),
  "?": () => document.getElementById("keys").showModal(),
};
const current = () => document.activeElement.closest("li")?.querySelector(".card");
const walk = (step) => {
  const links = [...document.querySelectorAll("[data-result]")];
  const next = links.indexOf(current()?.querySelector("[data-result]")) + step;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

// Share: the device's own sheet where there is one, else the address is copied; without this file it is a mail.
addEventListener("click", async (event) => {
  const link = event.target.closest("[data-share]");
  if (!link) return;
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const label = link.querySelector("span");
  event.preventDefault();
  try {
    if (navigator.share) {
      await navigator.share({ title: document.title, url: address });
    } else {
      await navigator.clipboard.writeText(address);
      label.textContent = "Link copied";
    }
  } catch (error) {
    if (error.name !== "AbortError") location.assign(link.href); // neither is allowed here: the mail then
  }
});

// A chosen or dropped resume is sent at once.
addEventListener("change", (event) => {
  const input = event.target.closest("[data-send-at-once] input[type=file]");
  if (input && input.files.length) {
    input.form.querySelector("[data-working]")?.removeAttribute("hidden");
    input.form.requestSubmit();
  }
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    const zone = event.target.closest?.(".drop");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    const input = zone.querySelector("input[type=file]");
    if (kind === "drop" && event.dataTransfer.files.length && input) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// On the check page, the sentence behind a link lights up while one points at it.
for (const [kind, lit] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  addEventListener(kind, (event) => {
    const link = event.target.closest?.('.checkgrid a[href^="#s-"]');
    if (link) document.getElementById(link.hash.slice(1))?.classList.toggle("lit", lit);
  });
}

// Browsers that do not open a closed block by themselves when a link leads into it.
addEventListener("hashchange", () => {
  const found = location.hash.startsWith("#s-") && document.getElementById(location.hash.slice(1));
  const fold = found && found.closest("details:not([open])");
  if (fold) {
    fold.open = true;
    found.scrollIntoView();
  }
});

// A fact lights up its lines, where both are in view.
const light = (event) => {
  const fact = event.target.closest?.("[data-lines]");
  for (const line of document.querySelectorAll(".paper-lines .lit")) line.classList.remove("lit");
  for (const number of fact?.dataset.lines.split(" ").filter(Boolean) ?? []) {
    document.getElementById(`L${number}`)?.classList.add("lit");
  }
};
if (document.querySelector("[data-lines]")) {
  addEventListener("pointerover", light);
  addEventListener("focusin", light);
}

// An error summary takes the focus, so that it is read first.
document.querySelector(".error-summary")?.focus();

// Names offered under a search box: arrows walk through them, Enter follows one, Escape closes them.
const offersOf = (box) => document.getElementById(box.getAttribute("aria-controls"));
const showOffers = (box, isShown) => {
  const list = offersOf(box);
  list.hidden = !isShown || !list.children.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) chooseOffer(box, null);
};
const chooseOffer = (box, offer) => {
  for (const other of offersOf(box).children) other.setAttribute("aria-selected", String(other === offer));
  if (offer) box.setAttribute("aria-activedescendant", offer.id);
  else box.removeAttribute("aria-activedescendant");
  offer?.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:after:swap", (event) => {
  const box = event.target.closest?.("[role=combobox]");
  if (box) showOffers(box, document.activeElement === box);
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[role=combobox]");
  if (!box || offersOf(box).hidden) return;
  const offers = [...offersOf(box).children];
  const now = offers.findIndex((offer) => offer.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? now + 1 : (now < 0 ? offers.length : now) - 1;
    chooseOffer(box, offers[next] ?? null);
  } else if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    location.assign(offers[now].href);
  } else if (event.key === "Escape") {
    event.preventDefault();
    showOffers(box, false);
  }
});
document.addEventListener("focusin", (event) => {
  for (const box of document.querySelectorAll("[role=combobox]")) {
    if (event.target !== box && !offersOf(box).contains(event.target)) showOffers(box, false);
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".searchbar")) {
    for (const box of document.querySelectorAll("[role=combobox]")) showOffers(box, false);
  }
});
