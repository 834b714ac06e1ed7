/* Choosing: whatever is chosen has a picture of its own, drawn by the program that serves the page or unpacked from the page itself. */
const blocks = new Map();
let shared = null;
let choosing = 0;
/** True where the reader has lit something in the picture shown: the first Escape puts it out. */
let pinned = false;

const NO_UNPACKING = "This browser is too old to unpack the pictures of a saved report: open it in a newer one. The tables below say the same.";

const LEFT_OUT = "the map is too large to hold them all. “flowmap serve” on the map draws every one, “flowmap draw --of” or “--focus” draws one.";

/** The text of a packed block. */
const unpacked = (element) => {
  if (!blocks.has(element)) {
    const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    blocks.set(element, new Response(stream).text().then((text) => text.split("\x02")));
  }
  return blocks.get(element);
};

/** The packed block that holds a picture, and its place there. */
const packedAt = (what) => {
  for (const element of all("#packed code")) {
    const at = element.dataset.keys.split(" ").indexOf(what);
    if (what && at >= 0) return { element, at };
  }
  return null;
};

/** True for something whose picture a saved report leaves out, because the map is large. */
const leftOut = (what) => {
  const packed = $("packed");
  if (window.flowmap.draw || !packed?.dataset.leftOut || !known.keys.has(what)) return false;
  return !packedAt(what) && !packed.dataset.empty.split(" ").includes(what);
};

/** True where something may have a picture of its own. */
const has = (what) => (window.flowmap.draw ? known.keys.has(what) : Boolean(packedAt(what)));

/** The markup of a picture; null where there is nothing to draw. */
const pictureOf = async (what) => {
  if (window.flowmap.draw) return window.flowmap.draw(what);
  const found = packedAt(what);
  if (!found) return null;
  if (!window.DecompressionStream) throw new Error(NO_UNPACKING);
  shared ??= unpacked(document.querySelector('#packed code[data-keys=""]'));
  const [pieces, texts] = await Promise.all([shared, unpacked(found.element)]);
  return texts[found.at].replace(/\x01(\d+)\x01/g, (_, place) => pieces[place]);
};

/** Where every box stands, by id. */
const stands = () => {
  const places = new Map();
  for (const box of all("#own .systems > g, #own .organisations > g")) {
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

/** Puts a picture on the stage. */
const put = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  const figure = box.content.firstElementChild;
  const heading = figure.querySelector("h3");
  $("own").replaceChildren(figure);
  $("shown").textContent = heading.textContent;
  heading.remove();
  open_up(figure);
  pan(figure);
  walking(figure);
  return figure;
};

/** Says something in place of a picture or on the one shown. */
const say = (words) => {
  tell(words);
  const figure = shown();
  if (figure) return note(figure, words);
  const box = document.createElement("p");
  box.className = "nothing";
  box.textContent = words;
  $("own").replaceChildren(box);
};

/** Marks the topic whose picture is shown, and whether there is a way back. */
const mark = () => {
  for (const topic of all("details[data-picture]")) topic.classList.toggle("now", topic.dataset.picture === state.of);
  $("back").hidden = state.of === MAP;
};

/**
 * Shows the picture of something. `also` is what else of the state goes with it; `isBack` leaves the address as it is; true where there was something
 * to draw.
 */
const choose = async (what, also = {}, isBack = false) => {
  const turn = ++choosing;
  let html = null;
  try {
    html = await pictureOf(what);
  } catch (error) {
    say(error.message);
    return false;
  }
  if (turn !== choosing) return false;
  if (!html) {
    say(leftOut(what) ? `This report has no picture of ${titleOf(what)}: ${LEFT_OUT}` : `There is nothing to draw of ${titleOf(what)}.`);
    return false;
  }
  const isNew = what !== state.of;
  // Whoever comes back finds the picture as it was left; whoever chooses it anew finds it whole.
  if (!isBack) cameras.delete(what);
  Object.assign(state, { focus: "", at: "", zoom: "", organisation: "", term: "" }, also, { of: what });
  for (const key of ["organisation", "term"]) $(filters[key]).value = state[key];
  pinned = false;
  const figure = put(html);
  mark();
  measure();
  if (!cameras.has(what)) fit(figure);
  place(figure);
  if (isNew && !isBack) stride();
  filter();
  relight();
  if (state.focus) {
    const box = element(OWN, state.focus);
    if (box) bring(figure, [box]);
  }
  if (isNew) tell(`Picture: ${$("shown").textContent}`);
  return true;
};

/** Draws the same picture again, as the map is now; the whole map where what it shows is gone. */
const again = async () => {
  const what = state.of;
  const html = await pictureOf(what);
  if (what !== state.of) return;
  if (!html) return what === MAP ? undefined : choose(MAP, {}, true);
  const focused = document.activeElement?.closest("#own") ? document.activeElement.id : "";
  const before = stands();
  const figure = put(html);
  measure();
  if (!cameras.has(what) || cameraOf(figure).isFit) fit(figure);
  place(figure);
  glide(before);
  filter();
  relight();
  if (focused) $(focused)?.focus({ preventScroll: true });
};

/** The picture in which a thing is best seen. */
const pictured = (what) => {
  if (has(what)) return what;
  const [kind] = what.split("-", 1);
  if (kind === "field") {
    const term = (known.terms.get(what) ?? []).find(has);
    return term ?? pictured(system(what));
  }
  const owner = known.owner.get(what) ?? known.whole.get(what);
  return owner ? pictured(owner) : MAP;
};

/** Goes to a thing: to its own picture, or to one that shows it, where its journey is lit. */
const go = async (what) => {
  up();
  const own = pictured(what);
  const here = !has(what) && $(`${OWN}-${what}`);
  if (here) {
    Object.assign(state, { focus: what, at: "" });
    relight();
    bring(shown(), [here]);
    remember();
    return;
  }
  await choose(own, own === what ? {} : { focus: what });
};

/** Goes to the things of a finding, in the picture that shows them best. */
const goFinding = async (finding) => {
  const things = about(finding);
  const kinds = ["need", "term", "system", "organisation", "field"];
  const ranked = kinds.flatMap((kind) => things.filter((one) => one.startsWith(`${kind}-`)));
  const wanted = ranked.map(pictured).find((one) => one !== MAP) ?? MAP;
  up();
  if (!(await choose(wanted, { at: finding.id }))) return;
  const boxes = things.map((one) => element(OWN, one)).filter(Boolean);
  if (boxes.length) {
    bring(shown(), boxes);
    step(boxes[0]);
  }
  tell(`finding in its picture: ${said(finding.querySelector("h3"))}`);
};

/** The picture before this one, as the browser's way back. */
const back = () => {
  if (history.state?.depth) history.back();
  else choose(MAP);
};
