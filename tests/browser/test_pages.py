"""What is true of every page, as a browser shows it on a phone."""

import pytest

from tests.browser.conftest import Arrive, People
from tests.browser.pages import PAGES, PageSeen

PHONE = {"width": 390, "height": 844}
NAMELESS = """() => [...document.querySelectorAll(
    "input:not([type=hidden]), select, textarea, button, a")]
  .filter(one => !one.labels?.length && !one.innerText?.trim() && !one.ariaLabel)
  .map(one => one.outerHTML)"""
# Below 4.5 text is too faint for many; large type may have 3 (WCAG 2.2, 1.4.3).
FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const luminance = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = one => { for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour; } return "white"; };
  const faint = one => {
    const style = getComputedStyle(one);
    const [dark, light] = [luminance(style.color), luminance(ground(one))].sort((a, b) => a - b);
    const large = parseFloat(style.fontSize) >= 24;
    return (light + 0.05) / (dark + 0.05) < (large ? 3 : 4.5); };
  const speaks = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll("*")]
    .filter(one => speaks(one) && faint(one)).map(one => one.outerHTML); }"""


@pytest.mark.parametrize("seen", PAGES, ids=lambda seen: seen.name)
def test_a_page_is_whole(seen: PageSeen, arrive: Arrive, people: People) -> None:
    one = arrive(seen.host, viewport=PHONE, storage_state=people.cookies_of(seen))

    one.open(seen.path)

    page = one.page
    # What is folded is looked at as well.
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(FAINT) == [], scheme
