/* What everything shares: the state that stands in the address, folding, printing, and what is told to those who listen. */
const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** A box of a picture that may hold fields: a system, or what stands for one. */
const BOX = ".systems > g";
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** What the address holds. `focus`, `of` and the filters are things as `data-things` writes them: `system-epr`. `of` is the term or question whose
    picture was asked of the server. */
const state = { view: "", of: "", focus: "", organisation: "", term: "", kind: "", at: "", zoom: "" };

const tell = (words) => {
  $("told").textContent = words;
};

/** What a summary or a box says, in one line. */
const said = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

let writing = 0;
const remember = () => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const isAsked = Boolean(document.querySelector("#map .picture[data-of]:not([hidden])"));
    const words = Object.entries(state).filter(([key, value]) => value && (key !== "of" || isAsked));
    const address = new URLSearchParams(words).toString();
    const here = location.pathname + location.search;
    history.replaceState(null, "", address ? `${here}#${address}` : here);
  }, 150);
};

/** Takes the state from the address; false where it only names a place in the page. */
const recall = () => {
  const address = location.hash.slice(1);
  if (address && !address.includes("=")) {
    state.at = decodeURIComponent(address);
    return false;
  }
  const words = new URLSearchParams(address);
  for (const key of Object.keys(state)) state[key] = words.get(key) ?? "";
  return true;
};

/** Folds what is only opened when asked for; without a script all of it stands open. */
const fold = (root) => {
  for (const details of all("details[data-folded], details.finding", root)) details.open = false;
};

/** Boxes that scroll sideways can be reached by keyboard, and say what they are. */
const scrollers = () => {
  for (const box of all(".scroll")) {
    const isWide = box.scrollWidth > box.clientWidth + 1;
    if (isWide) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", box.dataset.label);
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }
};

const printing = () => {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
};

/** Scrolls to an element, at once where it is far: nobody follows ten screens that fly past. */
const scroll = (element, block) => {
  const isFar = Math.abs(element.getBoundingClientRect().top) > 2 * innerHeight;
  element.scrollIntoView({ block, behavior: calm.matches || isFar ? "instant" : "smooth" });
};

/** Goes to a place in the page that is not in a picture: opens it, shows it, and moves the focus there. */
const visit = (id) => {
  const element = $(id);
  if (!element) return;
  element.hidden = false;
  for (let outer = element; outer; outer = outer.parentElement) {
    if (outer.tagName === "DETAILS") outer.open = true;
  }
  const target = element.tagName === "DETAILS" ? element.querySelector("summary") : element;
  if (!target.matches("summary, a, button, input, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  scroll(element, "start");
  state.at = id;
  remember();
};
