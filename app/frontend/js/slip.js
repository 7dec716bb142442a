// Prices: those on the slip are pressed, and a tap sends the odds that are seen at that moment.
function mark() {
  const slip = document.querySelector("#slip[data-picks]");
  if (!slip) return;
  const picked = new Set(slip.dataset.picks.split(" "));
  for (const button of document.querySelectorAll("button[data-selection]")) {
    const on = picked.has(button.dataset.selection);
    button.setAttribute("aria-pressed", on);
    button.name = on ? "remove" : "add";
  }
}

document.addEventListener("htmx:afterSettle", mark);
document.addEventListener("click", (event) => {
  const price = event.target.closest("button[data-selection]");
  if (price) price.value = `${price.dataset.selection}.${price.querySelector("data.odds").value}`;
  const chip = event.target.closest("button[data-stake]");
  if (!chip) return;
  // Without a way to the server and back; the quote follows by itself.
  event.preventDefault();
  const stake = chip.form.elements.stake;
  stake.value = chip.dataset.stake;
  stake.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

// What the browser remembers of a page may be older than the slip.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.htmx.trigger("#slip", "refresh");
});
