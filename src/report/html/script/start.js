/* Wiring, and `window.flowmap.replace`, by which a live page swaps sections without losing the reader's place. */
const setMap = () => {
  tabs();
  for (const figure of figures()) {
    // A live page may bring one picture anew and leave the others.
    if (figure.dataset.isSet) continue;
    figure.dataset.isSet = "yes";
    open_up(figure);
    pan(figure);
    walking(figure);
  }
};

const setAll = () => {
  learn();
  choices();
  collect();
};

/** Puts the page into the state that the address names. */
const restore = () => {
  const isState = recall();
  const target = state.at && $(state.at);
  if (isState || !state.view) {
    for (const [key, id] of Object.entries(filters)) $(id).value = state[key];
    const [x, y, k] = state.zoom.split(",").map(Number);
    const wanted = state.view;
    show(wanted);
    // A picture that was asked for is not there yet.
    if (k && state.view === wanted) {
      cameras.set(state.view, { x, y, k: k / 1000, isFit: false });
      place(shown());
      store();
    }
  }
  filter();
  relight();
  if (target) follow(state.at);
};

/** Goes where a link of the page leads: into a picture, to a finding, to a chapter. */
const follow = (id) => {
  const box = $(id);
  const figure = box?.closest(".picture");
  if (figure && box !== figure) {
    const what = thing(figure.dataset.view, box);
    go(what);
  } else visit(id);
};

/** A term's journey or a question's sources: a picture of its own where a server draws it, else lit in that of the fields. */
const showWhole = async (what) => {
  const picture = await window.flowmap.draw?.(what);
  if (picture) {
    insert(picture, what);
    scroll($("map"), "start");
    tell(`${said(shown().querySelector("h3"))} is drawn`);
  } else {
    go(what, "start");
    tell(`${noteOf("fields", what)}, in the picture of the fields`);
  }
  $(`tab-${state.view}`)?.focus({ preventScroll: true });
};

/** Puts a picture that was asked for beside the others, in place of the one asked for before, and shows it. */
const insert = ({ id, html }, what) => {
  withdraw();
  const box = document.createElement("template");
  box.innerHTML = html;
  const figure = box.content.firstElementChild;
  figure.dataset.of = what;
  $("map").append(figure);
  cameras.delete(figure.dataset.view);
  setMap();
  Object.assign(state, { of: what, focus: "", at: "" });
  show($(id).dataset.view);
  filter();
  relight();
};

/** Takes away the picture that was asked for. */
const withdraw = () => {
  const old = document.querySelector("#map .picture[data-of]");
  if (!old) return;
  old.remove();
  state.of = "";
  setMap();
  if (old.dataset.view === state.view) show("");
};

const linking = () => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const finding = link.matches(".show") ? link.closest(".finding") : null;
    const row = link.matches("tr .show") ? link.closest("tr") : null;
    if (finding) goFinding(finding);
    else if (row) showWhole(row.id);
    else follow(decodeURIComponent(link.hash.slice(1)));
  });
  addEventListener("hashchange", restore);
};

const tooling = () => {
  $("tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("button");
    if (!tab) return;
    show(tab.dataset.view);
    relight();
  });
  $("tabs").addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in steps)) return;
    const list = all("#tabs button");
    const at = list.findIndex((tab) => tab.dataset.view === state.view);
    const tab = list[(at + steps[event.key] + list.length) % list.length];
    show(tab.dataset.view);
    relight();
    tab.focus();
    event.preventDefault();
  });
  for (const [key, id] of Object.entries(filters)) {
    $(id).addEventListener("change", (event) => {
      state[key] = event.target.value;
      Object.assign(state, { focus: "", at: "" });
      filter();
      relight();
      remember();
    });
  }
  $("clear").addEventListener("click", () => {
    clear();
    $("search").focus();
  });
  $("larger").addEventListener("click", () => zoom(shown(), 1.3));
  $("smaller").addEventListener("click", () => zoom(shown(), 1 / 1.3));
  $("whole").addEventListener("click", () => fit(shown()));
  addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      $("search").focus();
      event.preventDefault();
    }
  });
};

/** Where every box stands, by id. */
const stands = () => {
  const places = new Map();
  for (const box of all("#map .systems > g, #map .organisations > g")) {
    const rect = box.querySelector("rect");
    places.set(box.id, { x: rect.x.baseVal.value, y: rect.y.baseVal.value });
  }
  return places;
};

/** Boxes that kept their id move from where they stood; lines are drawn anew. */
const glide = (before) => {
  if (calm.matches) return;
  for (const [id, now] of stands()) {
    const was = before.get(id);
    const from = was ? `translate(${was.x - now.x}px, ${was.y - now.y}px)` : "none";
    if (was && was.x === now.x && was.y === now.y) continue;
    $(id).animate([{ transform: from, opacity: was ? 1 : 0 }, { transform: "none", opacity: 1 }], { duration: 250, easing: "ease-out" });
  }
};

/** What stays the same when numbers change: a finding by its name, all else by its id. */
const keyOf = (details) => said(details.querySelector(".how code")) || details.id;

const replace = (sections) => {
  const [focused, top] = [document.activeElement?.id, scrollY];
  const anchor = all("main > section").find((section) => section.getBoundingClientRect().bottom > 0);
  const offset = anchor?.getBoundingClientRect().top;
  const before = stands();
  let isMap = false;
  for (const { id, html } of sections) {
    const old = $(id);
    if (!old) continue;
    const open = new Set(all("details[open]", old).map(keyOf));
    const seen = new Set(all("details", old).map(keyOf));
    const box = document.createElement("template");
    box.innerHTML = html;
    if (old.dataset.of) box.content.firstElementChild.dataset.of = old.dataset.of;
    fold(box.content);
    for (const details of all("details", box.content)) {
      if (seen.has(keyOf(details))) details.open = open.has(keyOf(details));
    }
    old.replaceWith(box.content);
    isMap ||= id === "map" || id.startsWith("picture-");
  }
  setAll();
  if (isMap) {
    setMap();
    const fits = [...cameras].filter(([, camera]) => camera.isFit);
    for (const [view] of fits) cameras.delete(view);
    show(state.view);
    glide(before);
  }
  filter();
  relight();
  scrollers();
  const now = anchor && $(anchor.id)?.getBoundingClientRect().top;
  // Whoever is at the top stays there: the answer is what they look at.
  scrollTo({ top: now === undefined || top === 0 ? top : scrollY + now - offset, behavior: "instant" });
  if (focused && document.activeElement?.id !== focused) $(focused)?.focus({ preventScroll: true });
};

document.documentElement.classList.add("js");
fold(document);
setAll();
setMap();
tooling();
searching();
linking();
printing();
show("");
restore();
scrollers();
addEventListener("resize", () => {
  measure();
  scrollers();
});
window.flowmap = { replace, insert, withdraw, asked: () => document.querySelector("#map .picture[data-of]")?.dataset.of ?? state.of };
