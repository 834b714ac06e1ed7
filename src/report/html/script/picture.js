/* The pictures: one shown at a time, moved and enlarged by hand, wheel, fingers and keys. */
const cameras = new Map();
const figures = () => all("#map .picture");
const shown = () => figures().find((figure) => figure.dataset.view === state.view);
const drawn = (figure) => figure.querySelector(".stage > svg");

/** The box that holds all of a drawing but its caption and legend, which stand in the page itself. */
const extent = (figure) => {
  const drawing = drawn(figure).querySelector(".drawing");
  const box = drawing.getBBox();
  const { e, f } = drawing.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  return { x: box.x + e, y: box.y + f, width: box.width, height: box.height };
};

const place = (figure) => {
  const { x, y, k } = cameras.get(figure.dataset.view);
  drawn(figure).style.transform = `translate(${x}px, ${y}px) scale(${k})`;
};

const store = () => {
  const camera = cameras.get(state.view);
  const numbers = [camera.x, camera.y, camera.k * 1000].map(Math.round);
  state.zoom = camera.isFit ? "" : numbers.join(",");
  remember();
};

/** Shows a box of the drawing as large as it fits, text no larger than `most` times its size. */
const frame = (figure, box, most) => {
  const stage = figure.querySelector(".stage");
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const k = Math.min((width - 16) / box.width, (height - 16) / box.height, most);
  const x = width / 2 - (box.x + box.width / 2) * k;
  const y = height / 2 - (box.y + box.height / 2) * k;
  cameras.set(figure.dataset.view, { x, y, k, isFit: false });
  place(figure);
};

const fit = (figure) => {
  frame(figure, extent(figure), 1.5);
  cameras.get(figure.dataset.view).isFit = true;
  store();
};

/** Enlarges by `factor` round a point of the stage; its middle where none is given. */
const zoom = (figure, factor, point) => {
  const stage = figure.querySelector(".stage");
  const camera = cameras.get(figure.dataset.view);
  const at = point ?? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
  const k = Math.min(Math.max(camera.k * factor, 0.05), 6);
  camera.x = at.x - ((at.x - camera.x) * k) / camera.k;
  camera.y = at.y - ((at.y - camera.y) * k) / camera.k;
  camera.k = k;
  camera.isFit = false;
  place(figure);
  store();
};

const move = (figure, dx, dy) => {
  const camera = cameras.get(figure.dataset.view);
  camera.x += dx;
  camera.y += dy;
  camera.isFit = false;
  place(figure);
  store();
};

/** Brings elements of the picture into view, at a size at which they can be read. */
const bring = (figure, elements) => {
  const svg = drawn(figure);
  const { k } = cameras.get(figure.dataset.view);
  const corner = svg.getBoundingClientRect();
  const boxes = elements.map((element) => element.getBoundingClientRect());
  if (!boxes.length) return;
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const box = {
    x: (left - corner.left) / k - 40,
    y: (top - corner.top) / k - 40,
    width: (right - left) / k + 80,
    height: (bottom - top) / k + 80,
  };
  frame(figure, box, 1);
  store();
};

const pan = (figure) => {
  const stage = figure.querySelector(".stage");
  const pointers = new Map();
  let hasMoved = false;
  const inStage = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    pointers.set(event.pointerId, inStage(event));
    hasMoved = false;
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = inStage(event);
    if (pointers.size === 1) {
      if (!hasMoved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
      if (!hasMoved) stage.setPointerCapture(event.pointerId);
      hasMoved = true;
      move(figure, now.x - before.x, now.y - before.y);
    } else {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const spread = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      hasMoved = true;
      move(figure, (now.x - before.x) / 2, (now.y - before.y) / 2);
      zoom(figure, spread(now) / spread(before), middle);
    }
    pointers.set(event.pointerId, now);
  });
  const end = (event) => pointers.delete(event.pointerId);
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  // One finger scrolls the page, two move and enlarge the picture.
  stage.addEventListener("touchmove", (event) => event.touches.length > 1 && event.cancelable && event.preventDefault(), { passive: false });
  // What ends a drag is no click.
  stage.addEventListener("click", (event) => hasMoved && event.stopImmediatePropagation(), true);
  stage.addEventListener(
    "wheel",
    (event) => {
      const isMeant = event.ctrlKey || event.metaKey || stage.contains(document.activeElement);
      if (!isMeant) return;
      event.preventDefault();
      zoom(figure, Math.exp(-event.deltaY / (event.deltaMode ? 12 : 400)), inStage(event));
    },
    { passive: false },
  );
};

/** Shows one picture and hides the others. */
const show = (view) => {
  const known = figures();
  const figure = known.find((one) => one.dataset.view === view) ?? known[0];
  if (!figure) return;
  state.view = figure.dataset.view;
  for (const one of known) one.hidden = one !== figure;
  for (const tab of all("#tabs button")) {
    const isOn = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", String(isOn));
    tab.tabIndex = isOn ? 0 : -1;
  }
  measure();
  if (cameras.has(state.view)) place(figure);
  else fit(figure);
  store();
};

/** Tabs for the pictures there are. */
const tabs = () => {
  const list = $("tabs");
  list.replaceChildren();
  for (const figure of figures()) {
    const heading = figure.querySelector("h3");
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", id: `tab-${figure.dataset.view}` });
    tab.textContent = heading.textContent;
    tab.dataset.view = figure.dataset.view;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", figure.id);
    list.append(tab);
    figure.setAttribute("role", "tabpanel");
    figure.setAttribute("aria-labelledby", tab.id);
    heading.hidden = true;
  }
};

/** The stage is as high as the window leaves room for, so that the first screen ends with the map. */
const measure = () => {
  const stage = shown()?.querySelector(".stage");
  if (!stage) return;
  const above = stage.getBoundingClientRect().top + scrollY;
  const below = shown().offsetHeight - stage.offsetHeight;
  document.documentElement.style.setProperty("--around", `${Math.ceil(above + below + 4)}px`);
  for (const figure of figures()) {
    if (!cameras.get(figure.dataset.view)?.isFit) continue;
    if (figure === shown()) fit(figure);
    else cameras.delete(figure.dataset.view);
  }
};
