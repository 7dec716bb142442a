// What changes while a page is open.  base.html connects <body data-live>; here is what comes:
// odds, markets and scores are put where they are shown, and each message becomes an event on the
// body, such as `live:balance`, for fragments with hx-trigger="live:balance from:body".
const KINDS = ["odds", "market", "event", "balance", "bets", "leaderboard", "announcement", "notification", "presence"];
// Within that time a connection may come back before anybody is told.
const PATIENCE_MS = 4000;
const FLASH_MS = 1500;

let lastId = "";
let lost;

function gcd(a, b) {
  return b ? gcd(b, a % b) : a;
}

// As app/markets/rules/odds.py writes them.
const WRITE = {
  decimal: (odds) => {
    const digits = String(odds % 1000).padStart(3, "0");
    return `${Math.trunc(odds / 1000)}.${digits.replace(/0$/, "")}`;
  },
  fractional: (odds) => {
    const common = gcd(odds - 1000, 1000);
    return `${(odds - 1000) / common}/${1000 / common}`;
  },
  american: (odds) => (odds >= 2000 ? `+${even((odds - 1000) / 10)}` : `-${even(100000 / (odds - 1000))}`),
};

// A half goes to the even number, as Python has it.
function even(number) {
  const below = Math.floor(number);
  return number - below === 0.5 ? below + (below % 2) : Math.round(number);
}

function showOdds({ selections, multiplier_version: multiplier }) {
  for (const { selection_id: id, odds, odds_version: version } of selections) {
    for (const element of document.querySelectorAll(`[data-selection="${id}"]`)) {
      // Both versions only ever go up, so their sum tells older from newer.
      if (Number(element.dataset.heard ?? -1) >= version + multiplier) continue;
      element.dataset.heard = version + multiplier;
      for (const price of element.querySelectorAll("data.odds")) move(element, price, odds);
    }
  }
}

function move(element, price, odds) {
  const before = Number(price.value);
  if (odds === null || before === odds) return;
  price.value = odds;
  price.textContent = WRITE[document.body.dataset.oddsFormat ?? "decimal"](odds);
  if (!before) return;
  element.dataset.moved = odds > before ? "up" : "down";
  setTimeout(() => delete element.dataset.moved, FLASH_MS);
}

function showMarket({ market_id: id, state }) {
  for (const element of document.querySelectorAll(`[data-market="${id}"]`)) element.dataset.state = state;
}

function showEvent({ event_id: id, status, score }) {
  const periods = score?.scores ?? {};
  const now = periods.full_time ?? Object.values(periods).at(-1) ?? {};
  for (const element of document.querySelectorAll(`[data-event="${id}"]`)) {
    element.dataset.status = status;
    for (const [number, goals] of Object.entries(now)) {
      for (const place of element.querySelectorAll(`[data-score="${number}"]`)) place.textContent = goals;
    }
  }
}

function showPresence({ topic, watching }) {
  for (const element of document.querySelectorAll(`[data-watching="${topic}"]`)) {
    element.querySelector("data").textContent = watching;
    element.hidden = watching < 2;
  }
}

const SHOW = { odds: showOdds, market: showMarket, event: showEvent, presence: showPresence };

function hear(message) {
  lastId = message.lastEventId;
  const data = JSON.parse(message.data);
  SHOW[message.type]?.(data);
  document.body.dispatchEvent(new CustomEvent(`live:${message.type}`, { detail: data }));
}

// The page is older than what we are told from here on.
function startAgain() {
  lastId = "";
  window.location.reload();
}

function away() {
  lost ??= setTimeout(() => document.body.setAttribute("data-away", ""), PATIENCE_MS);
}

function back() {
  clearTimeout(lost);
  lost = undefined;
  document.body.removeAttribute("data-away");
}

// The browser comes back by itself, when the server said and from where it was.  Where it gave up,
// htmx's extension asks for another source, which begins where the last one ended.
window.htmx.createEventSource = (url) => {
  const source = new EventSource(lastId ? `${url}&after=${lastId}` : url);
  for (const kind of KINDS) source.addEventListener(kind, hear);
  source.addEventListener("again", startAgain);
  source.addEventListener("open", back);
  source.addEventListener("error", away);
  window.addEventListener("pagehide", () => source.close());
  return source;
};
