// <form data-grid>: its cells are gone through by arrows and Enter; what differs is marked, and what
// a market's prices hold is shown while they are typed.
const FRACTION = /^(\d+)\/(\d+)$/;
const AMERICAN = /^([+-])(\d+)$/;

function decimal(text) {
  const price = text.trim().replace(",", ".");
  const fraction = FRACTION.exec(price);
  if (fraction) return 1 + fraction[1] / fraction[2];
  const american = AMERICAN.exec(price);
  if (american) return 1 + (american[1] === "+" ? american[2] / 100 : 100 / american[2]);
  return Number(price);
}

function showMargin(book) {
  const prices = [...book.querySelectorAll("[data-cell]")].map((cell) => decimal(cell.value));
  const margin = prices.reduce((sum, price) => sum + 1 / price, 0) / Number(book.dataset.winners) - 1;
  const whole = prices.length > 0 && prices.every((price) => price > 1);
  const share = new Intl.NumberFormat(document.documentElement.lang, {
    style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  book.querySelector("[data-margin]").textContent = whole ? share.format(margin) : "–";
}

function mark(cell) {
  cell.toggleAttribute("data-changed", cell.value.trim() !== cell.dataset.shown);
  const grid = cell.form;
  const changed = grid.querySelectorAll("[data-changed]").length;
  const told = grid.querySelector("[data-changes]");
  if (told) told.textContent = changed ? `✎ ${changed}` : "";
  showMargin(cell.closest(".book"));
}

// The cell above or below that is nearest, wherever rows break.
function beside(cells, from, down) {
  const here = from.getBoundingClientRect();
  const far = (one) => {
    const there = one.getBoundingClientRect();
    return [Math.abs(there.top - here.top), Math.abs(there.left - here.left)];
  };
  return cells
    .filter((one) => (one.getBoundingClientRect().top - here.top) * (down ? 1 : -1) > 4)
    .sort((a, b) => { const [[up, left], [up2, left2]] = [far(a), far(b)]; return up - up2 || left - left2; })[0];
}

function next(cells, from, key) {
  const at = cells.indexOf(from);
  const whole = from.selectionStart === 0 && from.selectionEnd === from.value.length;
  const atStart = from.selectionEnd === 0;
  const atEnd = from.selectionStart === from.value.length;
  if (key === "ArrowLeft" && (whole || atStart)) return cells[at - 1];
  if (key === "ArrowRight" && (whole || atEnd)) return cells[at + 1];
  if (key === "ArrowUp") return beside(cells, from, false);
  if (key === "ArrowDown") return beside(cells, from, true);
  return key === "Enter" ? cells[at + 1] : undefined;
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-grid] [data-cell]") || event.ctrlKey || event.metaKey) return;
  const cells = [...event.target.form.querySelectorAll("[data-cell]")];
  const found = next(cells, event.target, event.key);
  // Enter saves with the rest of the form only from its button, or from the last cell.
  if (!found) return;
  event.preventDefault();
  found.focus();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-cell]")) event.target.select();
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-grid] [data-cell]")) mark(event.target);
});

// What was typed is not lost by a slip of the hand.
window.addEventListener("beforeunload", (event) => {
  const grid = document.querySelector("[data-grid]:not([aria-busy])");
  if (grid?.querySelector("[data-changed]") && !document.querySelector("form[aria-busy]")) event.preventDefault();
});
