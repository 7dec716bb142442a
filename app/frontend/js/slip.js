// Prices: those on the slip are marked, and a tap sends the odds that are seen at that moment.
function slip() {
  return document.querySelector("#slip[data-picks]");
}

function mark() {
  const picked = slip()?.dataset.picks.split(" ");
  if (!picked) return;
  for (const price of document.querySelectorAll(".price[data-selection]")) {
    const on = picked.includes(price.dataset.selection);
    price.toggleAttribute("data-picked", on);
    if (price.localName !== "button") continue;
    price.setAttribute("aria-pressed", on);
    price.name = on ? "remove" : "add";
  }
}

// A link to a price, where the slip is beside it, need not be followed.
function pick(link, seen) {
  const path = slip().getAttribute("hx-get");
  const csrf = document.querySelector("input[name=csrf]").value;
  const values = { csrf, [link.hasAttribute("data-picked") ? "remove" : "add"]: seen };
  window.htmx.ajax("POST", `${path}/picks`, { target: "#slip", swap: "outerHTML", values });
}

function tap(event, price) {
  const seen = `${price.dataset.selection}.${price.querySelector("data.odds").value}`;
  if (price.localName === "button") {
    price.value = seen;
  } else if (price.localName === "a" && slip() && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    pick(price, seen);
  }
}

// The quote follows by itself.
function fillIn(event, chip) {
  event.preventDefault();
  const { stake } = chip.form.elements;
  stake.value = chip.dataset.stake;
  stake.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:afterSettle", mark);
document.addEventListener("click", (event) => {
  const price = event.target.closest(".price[data-selection]");
  if (price) tap(event, price);
  const chip = event.target.closest("button[data-stake]");
  if (chip) fillIn(event, chip);
}, true);

// What the browser remembers of a page may be older than the slip.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && slip()) window.htmx.trigger("#slip", "refresh");
});
