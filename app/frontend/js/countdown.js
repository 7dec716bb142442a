// <time data-countdown datetime="…">: the words of how long it takes, kept true.
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always", style: "short" });

function untilThen(moment) {
  const seconds = Math.round((Date.parse(moment) - Date.now()) / 1000);
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return { seconds, text: words.format(Math.trunc(seconds / length), unit) };
}

function tick() {
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const { seconds, text } = untilThen(time.dateTime);
    // A reader of the screen would be told of each second else.
    if (time.textContent !== text) time.textContent = text;
    time.toggleAttribute("data-soon", seconds >= 0 && seconds < 600);
    if (seconds <= 0 && !time.hasAttribute("data-over")) {
      time.setAttribute("data-over", "");
      time.dispatchEvent(new CustomEvent("over", { bubbles: true }));
    }
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
