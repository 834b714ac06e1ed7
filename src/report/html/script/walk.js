/* Going to things, by pointer and by keyboard alone: in a picture one box can be tabbed to, arrows go on from there. */

/** From a mark in the picture to the first finding it stands for. */
const goMark = (mark, box) => {
  const families = { D: "duplication", M: "definition", G: "gap" };
  const family = families[said(mark.querySelector(".badge text") ?? mark.querySelector("text"))];
  const what = thing(OWN, box);
  const isAbout = (finding) =>
    finding.dataset.group === family &&
    finding.dataset.level !== "note" &&
    about(finding).some((one) => one === what || (what.startsWith("system-") && one.startsWith("field-") && system(one) === what));
  const finding = all("details.finding").find(isAbout);
  if (finding) visit(finding.id);
};

const BOXES = ".systems > g, .systems .field";
const boxesOf = (figure) => all(BOXES, drawn(figure));

/** Makes a picture's boxes reachable: what was one image becomes boxes that say what they are. */
const open_up = (figure) => {
  const svg = drawn(figure);
  svg.setAttribute("role", "group");
  for (const box of boxesOf(figure)) {
    const hasFields = box.matches(BOX) && box.querySelector(".field");
    box.setAttribute("role", hasFields ? "group" : "button");
    // What is said begins with what is seen.
    const seen = all("text", box).filter((text) => !hasFields || !text.closest(".field"));
    const more = [...box.children].find((child) => child.tagName === "desc");
    box.setAttribute("aria-label", [seen.map(said).join(" "), said(more)].filter(Boolean).join(": "));
    box.setAttribute("tabindex", "-1");
  }
  boxesOf(figure)[0]?.setAttribute("tabindex", "0");
};

/** Moves the focus to a box of the picture. */
const step = (box) => {
  const figure = box.closest(".picture");
  for (const one of all('[tabindex="0"]', drawn(figure))) one.setAttribute("tabindex", "-1");
  box.setAttribute("tabindex", "0");
  box.focus({ preventScroll: true });
};

/** The nearest box in a direction: straight ahead before aside. */
const next = (figure, box, dx, dy) => {
  const middle = (one) => {
    const rect = one.getBoundingClientRect();
    const head = one.querySelector(".field") ? Math.min(rect.height, 20) : rect.height;
    return { x: rect.left + rect.width / 2, y: rect.top + head / 2 };
  };
  const from = middle(box);
  let [best, least] = [null, Infinity];
  for (const one of boxesOf(figure)) {
    if (one === box) continue;
    const to = middle(one);
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const cost = ahead + 3 * aside;
    if (ahead > 1 && cost < least) [best, least] = [one, cost];
  }
  return best;
};

/** Moves the picture so that a box is seen. */
const reveal = (figure, box) => {
  const stage = figure.querySelector(".stage").getBoundingClientRect();
  const rect = box.getBoundingClientRect();
  const over = (low, high, from, to) => (low < from ? from - low + 20 : high > to ? Math.max(to - high - 20, from - low) : 0);
  const dx = over(rect.left, rect.right, stage.left, stage.right);
  const dy = over(rect.top, rect.bottom, stage.top, stage.bottom);
  if (dx || dy) move(figure, dx, dy);
};

/** An organisation's box that is not what the picture is of: choosing it shows what is inside. */
const isDoor = (box) => /^own-organisation-/.test(box.id) && thing(OWN, box) !== state.of && has(thing(OWN, box));

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Puts out what is lit, and lists everything again. */
const clear = () => {
  pinned = false;
  Object.assign(state, { focus: "", organisation: "", term: "", kind: "", at: "" });
  for (const id of Object.values(filters)) $(id).value = "";
  filter();
  relight();
  remember();
};

/** Where the pointer was when it last moved: what comes under it while it rests is not pointed at. */
const pointer = { x: -1, y: -1 };
addEventListener("pointermove", ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }), { capture: true });
addEventListener("pointerdown", ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }), { capture: true });

/** The flows under a point: several where their lines run together. */
const flowsAt = (figure, x, y) => {
  const flows = document.elementsFromPoint(x, y).map((one) => one.closest(".flow"));
  return [...new Set(flows)].filter((flow) => flow && figure.contains(flow));
};

/** Lights several flows whose lines run together, and names them. */
const followAll = (flows) => {
  const names = flows.map((flow) => said(flow.querySelector("title")));
  const more = names.length > 4 ? `; and ${names.length - 4} more` : "";
  light(new Set(flows.flatMap((flow) => [...near(OWN, flow)])), `${flows.length} flows run together here: ${names.slice(0, 4).join("; ")}${more}`);
};

const walking = (figure) => {
  const stage = figure.querySelector(".stage");
  const boxOf = (event) => event.target.closest?.(`.field, .flow, ${BOX}, .organisations > g`);
  let over = null;
  /** The flows that are lit together. */
  let bundle = [];
  stage.addEventListener("pointermove", (event) => {
    if (!over?.matches(".flow") || event.pointerType === "touch") return;
    const flows = flowsAt(figure, event.clientX, event.clientY);
    if (!flows.length || (flows.length === bundle.length && flows.every((flow) => bundle.includes(flow)))) return;
    bundle = flows;
    if (flows.length > 1) followAll(flows);
    else follows(thing(OWN, flows[0]));
  });
  stage.addEventListener("pointerover", (event) => {
    const box = boxOf(event);
    if (box === over || event.pointerType === "touch") return;
    if (event.clientX === pointer.x && event.clientY === pointer.y) return;
    over = box;
    bundle = box?.matches(".flow") ? flowsAt(figure, event.clientX, event.clientY) : [];
    if (bundle.length > 1) followAll(bundle);
    else if (box) follows(thing(OWN, box));
    else relight();
  });
  stage.addEventListener("pointerleave", () => {
    over = null;
    bundle = [];
    relight();
  });
  stage.addEventListener("focusin", (event) => {
    const box = event.target.closest(BOXES);
    if (!box) return;
    reveal(figure, box);
    follows(thing(OWN, box));
  });
  stage.addEventListener("focusout", relight);
  const pin = (box) => {
    const what = thing(OWN, box);
    state.focus = state.focus === what ? "" : what;
    pinned = Boolean(state.focus);
    state.at = "";
    relight();
    filter();
    remember();
    const folded = state.focus ? inFolded(OWN, what) : "";
    tell(state.focus ? [`the journey of ${said(box.querySelector("title"))} is lit`, folded].filter(Boolean).join(". ") : "nothing is in focus");
  };
  stage.addEventListener("click", (event) => {
    const box = boxOf(event);
    if (!box) return clear();
    const mark = event.target.closest(".mark, .badge");
    if (mark) return goMark(mark, box);
    if (isDoor(box)) return go(thing(OWN, box));
    if (box.matches(BOXES)) step(box);
    pin(box);
  });
  stage.addEventListener("keydown", (event) => {
    const box = event.target.closest(BOXES);
    const arrow = ARROWS[event.key];
    const keys = { "+": () => zoom(figure, 1.3), "=": () => zoom(figure, 1.3), "-": () => zoom(figure, 1 / 1.3), 0: () => fit(figure, LETTERS.least) };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && event.shiftKey) move(figure, -80 * arrow[0], -80 * arrow[1]);
    else if (arrow && box) {
      const to = next(figure, box, ...arrow);
      if (to) step(to);
    } else if (event.key === "Enter" && box && isDoor(box)) go(thing(OWN, box)).then(() => step(boxesOf(shown())[0]));
    else if ((event.key === "Enter" || event.key === " ") && box) pin(box);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
};
