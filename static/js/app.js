// What every page does when scripts run; nothing here is needed to use the site.
"use strict";

function focusErrors(root) {
  const summary = root.querySelector(".foutenoverzicht");
  if (summary) summary.focus();
}

// Close every open menu that does not hold `inside`.
function closeMenus(inside) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(inside)) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  if (event.target.closest("[data-afdrukken]")) window.print();
});
document.addEventListener("focusin", (event) => closeMenus(event.target));

// A form is sent once, however often somebody presses the button. Coming back with "back" makes it usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.verstuurd) {
    event.preventDefault();
    return;
  }
  form.dataset.verstuurd = "ja";
  if (form.dataset.download !== undefined) setTimeout(() => delete form.dataset.verstuurd, 3000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-verstuurd]")) delete form.dataset.verstuurd;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) delete form.dataset.verstuurd;
});

document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
focusErrors(document);
