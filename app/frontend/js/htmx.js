// htmx's extensions look for it here.
import htmx from "htmx.org";

window.htmx = htmx;
document.documentElement.classList.add("scripted");
