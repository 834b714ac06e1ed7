/* What everything shares: the state that stands in the address, folding, printing, and what is told to those who listen. */
const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** A box of a picture that may hold fields: a system, or what stands for one. */
const BOX = ".systems > g";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** The picture that the page begins with. */
const MAP = "map";
/** The prefix of the ids in the picture shown. */
const OWN = "own";

/** What the address holds: `of` is the thing whose picture is shown. `focus` and the filters are things as `data-things` writes them: `system-epr`. */
const state = { of: "", focus: "", organisation: "", term: "", kind: "", at: "", zoom: "" };

const tell = (words) => {
  $("told").textContent = words;
};

/** What a summary or a box says, in one line. */
const said = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

const address = () => {
  const words = Object.entries(state).filter(([key, value]) => value && !(key === "of" && value === MAP));
  const here = location.pathname + location.search;
  return words.length ? `${here}#${new URLSearchParams(words)}` : here;
};

let writing = 0;
const remember = () => {
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(history.state, "", address()), 150);
};

/** A step that the browser's way back undoes. */
const stride = () => {
  clearTimeout(writing);
  history.pushState({ depth: (history.state?.depth ?? 0) + 1 }, "", address());
};

/** Takes the state from the address; false where it only names a place in the page. */
const recall = () => {
  clearTimeout(writing);
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) {
    state.at = decodeURIComponent(hash);
    return false;
  }
  const words = new URLSearchParams(hash);
  for (const key of Object.keys(state)) state[key] = words.get(key) ?? "";
  return true;
};

/** Folds what is only opened when asked for; without a script all of it stands open. */
const fold = (root) => {
  for (const details of all("details[data-folded], details.finding", root)) details.open = false;
};

/** Boxes that scroll sideways can be reached by keyboard, and say what they are. Those in a folded part are measured once it opens. */
const scrollers = (root = document) => {
  // All are measured before any is changed: a change in between makes the browser lay the page out anew.
  const seen = all(".scroll", root).filter((box) => box.checkVisibility());
  const boxes = seen.map((box) => [box, box.scrollWidth > box.clientWidth + 1]);
  for (const [box, isWide] of boxes) {
    if (isWide === (box.tabIndex === 0)) continue;
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

/** Scrolls to an element, at once where it is far: nobody follows ten screens that fly past. */
const scroll = (element, block) => {
  const isFar = Math.abs(element.getBoundingClientRect().top) > 2 * innerHeight;
  element.scrollIntoView({ block, behavior: calm.matches || isFar ? "instant" : "smooth" });
};

/** Brings the first screen back, where the picture stands. */
const up = () => {
  const box = $("map").getBoundingClientRect();
  if (box.top < 0 || box.top > innerHeight / 2) scroll(matchMedia("(max-width: 60rem)").matches ? $("map") : document.body, "start");
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
