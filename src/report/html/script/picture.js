/* The picture shown: moved and enlarged by hand, wheel, fingers and keys, its letters never too small to be read. */
const cameras = new Map();
const shown = () => document.querySelector("#own .picture");
const drawn = (figure) => figure.querySelector(".stage > svg");
const cameraOf = (figure) => cameras.get(figure.dataset.of);
/** The letters of a picture in pixels: never smaller than the first, at least the second when it is first shown. */
const LETTERS = { least: 9, good: 12 };
/** No picture is shown larger than this when it is first shown. */
const LARGEST = 1.6;

/** The box that holds all of a drawing but its caption and legend, which stand in the page itself. */
const extent = (figure) => {
  const drawing = drawn(figure).querySelector(".drawing");
  const box = drawing.getBBox();
  const { e, f } = drawing.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  return { x: box.x + e, y: box.y + f, width: box.width, height: box.height };
};

/** The scale at which the smallest letters of a picture have so many pixels. */
const scaleFor = (figure, pixels) => {
  if (!figure.dataset.letters) {
    const sizes = all(".drawing text", drawn(figure)).map((text) => parseFloat(getComputedStyle(text).fontSize));
    figure.dataset.letters = sizes.length ? Math.min(...sizes) : LETTERS.good;
  }
  // A hair more: browsers round.
  return (pixels / Number(figure.dataset.letters)) * 1.001;
};

const place = (figure) => {
  const { x, y, k } = cameraOf(figure);
  drawn(figure).style.transform = `translate(${x}px, ${y}px) scale(${k})`;
};

const store = () => {
  const camera = cameras.get(state.of);
  if (!camera) return;
  const numbers = [camera.x, camera.y, camera.k * 1000].map(Math.round);
  state.zoom = camera.isFit ? "" : numbers.join(",");
  remember();
};

/** Shows a box of the drawing in the middle, at a scale between these. */
const frame = (figure, box, least, most) => {
  const stage = figure.querySelector(".stage");
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const fitting = Math.min((width - 16) / box.width, (height - 16) / box.height);
  const k = Math.max(Math.min(fitting, most), least);
  const x = width / 2 - (box.x + box.width / 2) * k;
  const y = height / 2 - (box.y + box.height / 2) * k;
  cameras.set(figure.dataset.of, { x, y, k, isFit: false });
  return { width, height };
};

/** Keeps the stage full: a drawing that is smaller stands in the middle, one that is larger leaves no empty ground. */
const keepIn = (figure) => {
  const stage = figure.querySelector(".stage");
  const camera = cameraOf(figure);
  const box = extent(figure);
  const along = (at, start, size, room) => {
    if (size * camera.k <= room - 16) return room / 2 - (start + size / 2) * camera.k;
    return Math.min(Math.max(at, room - 8 - (start + size) * camera.k), 8 - start * camera.k);
  };
  camera.x = along(camera.x, box.x, box.width, stage.clientWidth);
  camera.y = along(camera.y, box.y, box.height, stage.clientHeight);
  place(figure);
};

/** Shows a picture for the first time: whole where its letters are large enough so, else its subject at letters that are. */
const fit = (figure, pixels = lettersOf(figure)) => {
  const box = extent(figure);
  const least = scaleFor(figure, pixels);
  const { width, height } = frame(figure, box, least, Math.max(LARGEST, least));
  const camera = cameraOf(figure);
  const isCut = box.width * camera.k > width || box.height * camera.k > height;
  const subject = isCut && subjectOf(figure);
  if (isCut && drawn(figure).querySelector(".chart")) {
    // A chart is read from its first row.
    camera.x = 8 - box.x * camera.k;
    camera.y = 8 - box.y * camera.k;
  } else if (subject) {
    const at = inDrawing(figure, [subject]);
    camera.x = width / 2 - (at.x + at.width / 2) * camera.k;
    camera.y = height / 2 - (at.y + at.height / 2) * camera.k;
  }
  keepIn(figure);
  camera.isFit = true;
  figure.classList.toggle("cut", isCut);
  store();
};

/** How small the letters of a picture may be when it is first shown: the whole map is seen whole, what was chosen from it is read. */
const lettersOf = (figure) => (figure.dataset.of === MAP ? LETTERS.least : LETTERS.good);

/** What a picture is of, where it has a box of its own; else its box with most flows. */
const subjectOf = (figure) => {
  const own = $(`${OWN}-${figure.dataset.of}`);
  if (own) return own;
  const flows = new Map();
  for (const flow of all(".flow", drawn(figure))) {
    for (const end of [flow.dataset.from, flow.dataset.to]) flows.set(end, (flows.get(end) ?? 0) + 1);
  }
  const most = [...flows].sort((a, b) => b[1] - a[1])[0];
  return most ? $(most[0]) : null;
};

/** Enlarges by `factor` round a point of the stage; its middle where none is given. */
const zoom = (figure, factor, point) => {
  const stage = figure.querySelector(".stage");
  const camera = cameraOf(figure);
  const at = point ?? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
  const k = Math.min(Math.max(camera.k * factor, scaleFor(figure, LETTERS.least)), 6);
  camera.x = at.x - ((at.x - camera.x) * k) / camera.k;
  camera.y = at.y - ((at.y - camera.y) * k) / camera.k;
  camera.k = k;
  camera.isFit = false;
  place(figure);
  store();
};

const move = (figure, dx, dy) => {
  const camera = cameraOf(figure);
  camera.x += dx;
  camera.y += dy;
  camera.isFit = false;
  place(figure);
  store();
};

/** The box round elements of the picture, as the drawing counts. */
const inDrawing = (figure, elements) => {
  const { k } = cameraOf(figure);
  // What has not been placed yet stands where it is drawn.
  place(figure);
  const corner = drawn(figure).getBoundingClientRect();
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return { x: (left - corner.left) / k, y: (top - corner.top) / k, width: (right - left) / k, height: (bottom - top) / k };
};

/** Brings elements of the picture into view, at a size at which they can be read. */
const bring = (figure, elements) => {
  if (!elements.length) return;
  const box = inDrawing(figure, elements);
  const wider = { x: box.x - 40, y: box.y - 40, width: box.width + 80, height: box.height + 80 };
  const least = scaleFor(figure, LETTERS.good);
  frame(figure, wider, least, least);
  keepIn(figure);
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

/** The stage is as high as the window leaves room for, so that the first screen ends with the picture. */
const measure = () => {
  const figure = shown();
  const stage = figure?.querySelector(".stage");
  if (!stage) return;
  const top = $("map").getBoundingClientRect().top + scrollY;
  const above = stage.getBoundingClientRect().top + scrollY;
  const below = figure.offsetHeight - stage.offsetHeight;
  // On the first screen alone: a property of the whole page would make the browser style all of it anew.
  const first = $("map").parentElement.style;
  for (const [name, value] of [["--top", top], ["--around", above + below + 4]]) {
    const length = `${Math.ceil(value)}px`;
    if (first.getPropertyValue(name) !== length) first.setProperty(name, length);
  }
  if (cameraOf(figure)?.isFit) fit(figure);
};
