/* Wiring, and `window.flowmap`, by which a live page swaps sections and draws pictures without losing the reader's place. */
const setAll = () => {
  learn();
  choices();
  collect();
};

/** Puts the page into the state that the address names. */
const restore = async () => {
  const isState = recall();
  const target = state.at && $(state.at) ? state.at : "";
  if (isState) {
    for (const [key, id] of Object.entries(filters)) $(id).value = state[key];
    const { of, focus, at, zoom: camera, organisation, term } = state;
    const [x, y, k] = camera.split(",").map(Number);
    const wanted = of && has(of) ? of : MAP;
    if (k) cameras.set(wanted, { x, y, k: k / 1000, isFit: false });
    state.of = "";
    await choose(wanted, { focus, at, zoom: camera, organisation, term }, true);
  } else if (!shown()) await choose(MAP, { at: state.at }, true);
  filter();
  relight();
  if (target) follow(target);
};

/** Goes where a link of the page leads: to a picture, to a finding, to a chapter. */
const follow = (id) => {
  const box = $(id);
  const figure = box?.closest(".picture");
  if (figure && box !== figure) go(thing(figure.dataset.view, box));
  else visit(id);
};

/** Opens a topic, closes the others, and shows its picture. */
const openTopic = (topic) => {
  for (const other of all("#topics details")) other.open = other === topic;
  topic.scrollIntoView({ block: "nearest" });
  if (topic.dataset.picture) choose(topic.dataset.picture);
};

const linking = () => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const finding = link.matches(".show") ? link.closest(".finding") : null;
    const row = link.matches("tr .show") ? link.closest("tr") : null;
    if (link.dataset.picture) go(link.dataset.picture);
    else if (finding) goFinding(finding);
    else if (row) go(row.id);
    else follow(decodeURIComponent(link.hash.slice(1)));
  });
  document.addEventListener("click", (event) => {
    const topic = event.target.closest("summary")?.closest("details[data-picture]");
    if (!topic) return;
    event.preventDefault();
    if (topic.open) topic.open = false;
    else if (topic.closest("#topics")) openTopic(topic);
    else {
      topic.open = true;
      go(topic.dataset.picture);
    }
  });
  addEventListener("hashchange", restore);
};

/** What the keys of the page do where nobody types. */
const keying = () => {
  const does = {
    "/": () => $("search").focus(),
    "?": () => $("keys-list").showModal(),
    t: () => (all("#topics summary")[0] ?? $("topics-heading")).focus(),
    p: () => boxesOf(shown()).find((box) => box.tabIndex === 0)?.focus(),
    Escape: () => {
      const isLit = state.focus || state.at || state.kind;
      if (isLit && (state.of === MAP || pinned)) clear();
      else if (state.of !== MAP) back();
    },
  };
  addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input, textarea, select, [contenteditable]") || event.target.closest?.("dialog, #edit");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !does[event.key]) return;
    does[event.key]();
    event.preventDefault();
  });
  $("keys").addEventListener("click", () => $("keys-list").showModal());
  $("keys-leave").addEventListener("click", () => $("keys-list").close());
};

const tooling = () => {
  for (const [key, id] of Object.entries(filters)) {
    $(id).addEventListener("change", async (event) => {
      const value = event.target.value;
      state[key] = value;
      if (key !== "kind" && value) await choose(value, { [key]: value });
      else Object.assign(state, { focus: "", at: "" });
      filter();
      relight();
      remember();
    });
  }
  for (const id of ["by-question", "by-case"]) {
    $(id).addEventListener("change", (event) => {
      const value = event.target.value;
      event.target.value = "";
      if (value) choose(value);
    });
  }
  $("clear").addEventListener("click", () => {
    clear();
    $("search").focus();
  });
  $("map-whole").addEventListener("click", () => choose(MAP));
  $("back").addEventListener("click", back);
  const onPicture = (id, work) => $(id).addEventListener("click", () => shown() && work(shown()));
  onPicture("larger", (figure) => zoom(figure, 1.3));
  onPicture("smaller", (figure) => zoom(figure, 1 / 1.3));
  onPicture("whole", (figure) => fit(figure, LETTERS.least));
};

/** What stays the same when numbers change: a finding by its name, all else by its id. */
const keyOf = (details) => said(details.querySelector(".how code")) || details.id;

/** Puts newer sections in the place of those shown. */
const replace = (sections) => {
  const [focused, top] = [document.activeElement?.id, scrollY];
  const anchor = all("main > section").find((section) => section.getBoundingClientRect().bottom > 0);
  const offset = anchor?.getBoundingClientRect().top;
  for (const { id, html } of sections) {
    const old = $(id);
    if (!old) continue;
    const open = new Set(all("details[open]", old).map(keyOf));
    const seen = new Set(all("details", old).map(keyOf));
    const box = document.createElement("template");
    box.innerHTML = html;
    fold(box.content);
    for (const details of all("details", box.content)) {
      if (seen.has(keyOf(details))) details.open = open.has(keyOf(details));
    }
    old.replaceWith(box.content);
  }
  setAll();
  mark();
  filter();
  relight();
  scrollers();
  const now = anchor && $(anchor.id)?.getBoundingClientRect().top;
  // Whoever is at the top stays there: the answer is what they look at.
  scrollTo({ top: now === undefined || top === 0 ? top : scrollY + now - offset, behavior: "instant" });
  if (focused && document.activeElement?.id !== focused) $(focused)?.focus({ preventScroll: true });
};

/** A live page adds `draw`, which asks the server for a picture. */
window.flowmap = { replace, again };

document.documentElement.classList.add("js");
fold(document);
const begin = () => {
  setAll();
  tooling();
  keying();
  searching();
  linking();
  taken();
  printing();
  choosePrinted();
  restore();
  scrollers();
};
// What a live page adds is there then.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else setTimeout(begin);
addEventListener("resize", () => {
  measure();
  scrollers();
});
// The event does not travel up from the part that is opened, so it is caught on its way down.
document.addEventListener("toggle", ({ target }) => target.open && scrollers(target), true);
