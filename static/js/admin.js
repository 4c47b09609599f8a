// The search boxes that Django's admin draws with Select2 carry no name of their own: give them that of their field.
const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection[aria-labelledby]")) {
    const field = box.closest(".select2").previousElementSibling;
    const name = document.querySelector(`label[for="${field?.id}"]`)?.textContent.replace(/:\s*$/, "").trim();
    if (!name) continue;
    box.removeAttribute("aria-labelledby");
    for (const part of [box, box.querySelector("[role=textbox]")]) part?.setAttribute("aria-label", name);
  }
};
new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-labelledby"] });
nameBoxes();
