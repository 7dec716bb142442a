// What pages do beyond links and forms.  Each works without any of this.
import "./htmx.js";
import "htmx-ext-sse/dist/sse.js";
import "./live.js";
import "./countdown.js";
import "./forms.js";
import "./copying.js";
import "./grid.js";
import "./slip.js";
