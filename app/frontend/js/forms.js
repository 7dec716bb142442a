// A form is sent once, however often it is tapped; `data-confirm` asks first; `data-send` sends by itself.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method === "get" || form.matches("[hx-post], [hx-put], [hx-delete], [data-again]")) return;
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
}, true);

// The browser's back button shows a page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});

// Where htmx could not reach us, say so and keep what was typed.
for (const [name, away] of [["htmx:sendError", true], ["htmx:timeout", true], ["htmx:afterOnLoad", false]]) {
  document.addEventListener(name, () => document.body.toggleAttribute("data-away", away));
}
window.addEventListener("offline", () => document.body.setAttribute("data-away", ""));
window.addEventListener("online", () => document.body.removeAttribute("data-away"));
