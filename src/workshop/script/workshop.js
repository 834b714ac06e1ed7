/* A page that works without a server: its files, its way to the engine, and what stands in its bar. */

/** The map that is open: its files as they are, and as they stand where they came from; `isOwn` of the map that came with the page. */
const map = { files: new Map(), safe: new Map(), place: null, isKept: true, isDownloaded: false, isOwn: true };
/** The page that shows it; a new one takes the place of the old when another map is opened. */
const NOBODY = { hear: () => {}, show: () => {}, light: () => {} };
let shown = NOBODY;

const changed = () => [...new Set([...map.files.keys(), ...map.safe.keys()])].filter(name => !isSame(map.files.get(name), map.safe.get(name)));
const isUnsafe = () => changed().length > 0 && !map.isDownloaded;

/* One thing at a time: what reads or writes files waits for the one before. */
let queue = Promise.resolve();
const alone = work => {
  const done = queue.then(work);
  queue = done.catch(() => {});
  return done;
};

/* The engine's map */

const put = (name, content) => (content === null ? call("/remove", undefined, name) : call("/put", content, name));

/** Gives the engine the files of the map and opens them as `run`; the reason where they are no map. */
const begin = async run => {
  await call("/clear");
  for (const [name, content] of map.files) put(name, content);
  const begun = await call("/begin", undefined, run);
  return begun.status === 200 ? null : why(begun);
};

/** The wait after a save before the rest of the page is made, and between two parts of it, in milliseconds. */
const CALM = 250;
const BREATH = 5;

/** Shows what has changed: first what is looked at, then, when nothing else is asked, the rest. */
const turn = async () => {
  const { more } = await call("/turn");
  if (more) rest(CALM);
};
let resting = 0;
const rest = wait => {
  clearTimeout(resting);
  resting = setTimeout(async () => {
    const isBusy = waiting.size > 0;
    if (isBusy || (await call("/rest")).more) rest(isBusy ? 40 : BREATH);
  }, wait);
};

/** Takes in what somebody else has changed on the disk. */
const fromDisk = async () => {
  if (!map.place) return;
  const changes = await map.place.changes();
  for (const [name, content] of changes) {
    for (const files of [map.files, map.safe]) {
      if (content === null) files.delete(name);
      else files.set(name, content);
    }
    put(name, content);
  }
  if (changes.size) await turn();
};

/** Puts what the engine has written where the map is kept; the reason where that cannot be done, and then nothing is changed. */
const putAway = async written => {
  const was = file => (file.was === null ? null : bytes(file.was));
  const now = file => (file.text === null ? null : bytes(file.text));
  const done = [];
  try {
    for (const file of map.place ? written : []) {
      await map.place.write(file.name, was(file), now(file));
      done.push(file);
    }
  } catch (error) {
    for (const file of done) await map.place.write(file.name, now(file), was(file)).catch(reportError);
    for (const file of written) put(file.name, was(file));
    return error.message;
  }
  for (const file of written) {
    for (const files of map.place ? [map.files, map.safe] : [map.files]) {
      if (file.text === null) files.delete(file.name);
      else files.set(file.name, now(file));
    }
  }
  map.isDownloaded = false;
  await remember();
  return null;
};

const remember = async () => {
  const { place, files, safe } = map;
  const where = place && { folder: place.folder, files: place.files };
  map.isKept = await keep({ files: [...files], safe: [...safe], where });
  tellState();
};

/* The way of the page to the engine */

/** Requests that change nothing and need no look at the disk. */
const QUIET = ["/draw", "/choices", "/edit/check", "/edit/complete", "/edit/define", "/case", "/history", "/compare", "/questionnaires", "/questionnaire"];
/** The picture that came with the file, for as long as the page shows that map unchanged. */
let first = null;
let opened = Promise.resolve();

const answered = answer => {
  try {
    return { status: answer.status, data: JSON.parse(text(answer.body)) };
  } catch {
    return { status: answer.status, data: { message: text(answer.body) } };
  }
};

const ask = async (path, body) => {
  if (path === "/draw" && body.of === "map" && first !== null) return { status: 200, data: { of: "map", html: first } };
  await opened;
  const message = bytes(JSON.stringify(body));
  if (QUIET.includes(path)) return answered(await call(path, message));
  return alone(async () => {
    await fromDisk();
    const answer = await call(path, message);
    if (!answer.written.length) return answered(answer);
    first = null;
    const failed = await putAway(answer.written);
    // The page hears of the change after the answer, as it does from a server.
    setTimeout(() => alone(turn));
    return failed === null ? answered(answer) : { status: 409, data: { message: `not saved: ${failed}` } };
  });
};

/** What a page of that version has missed; nothing where no map is open. */
const missed = async version => {
  const answer = await call("/missed", undefined, version);
  return answer.status === 200 ? JSON.parse(text(answer.body)) : null;
};

const way = () => ({
  ask,
  missed,
  listen: page => {
    shown = page;
    tools();
    opened.then(() => missed(page.version())).then(change => change && shown === page && page.hear(change));
  },
  // The styles are in the page.
  style: () => {},
  load: name => (loaded[name] ??= MODULES[name](load)),
  reload: () => alone(rebuild),
  well: map.place ? "Live: shows the files as they are" : "Works in this file, without a network",
  help: "open this file again",
});
let loaded = {};
const load = name => (loaded[name] ??= MODULES[name](load));

/** Runs the scripts of the page on what the document holds now. */
const run = () => {
  loaded = {};
  page();
  window.flowmap.way = way();
  live();
};

/** Puts the page that this markup describes into the document. */
const build = html => {
  const made = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = made.documentElement.lang;
  document.querySelector("title").replaceWith(made.querySelector("title"));
  document.querySelector('meta[name="flowmap-version"]')?.remove();
  document.head.append(made.querySelector('meta[name="flowmap-version"]'));
  for (const script of made.querySelectorAll("script")) script.remove();
  document.body.replaceChildren(...made.body.childNodes);
  run();
  listenToWindow();
};

/** Builds the page anew from the engine's map. */
const rebuild = async () => {
  const html = text((await call("/page")).body);
  const head = [...document.head.children].filter(one => !one.matches("meta[http-equiv]"));
  // Whatever listened to the old page is gone with it.
  document.open();
  document.close();
  document.head.replaceChildren(...head);
  build(html);
};

/** Opens other files in place of those of the map; the reason where they are no map, and then the map stays. */
const openMap = files => alone(async () => {
  const before = { ...map };
  // The page of the map before hears nothing of the next.
  shown = NOBODY;
  Object.assign(map, { files: new Map(files.files), safe: new Map(files.safe ?? files.files), place: files.place ?? null, isDownloaded: false, isOwn: false });
  const wrong = await begin(`own${Date.now()}`);
  if (wrong !== null) {
    Object.assign(map, before);
    await begin(`own${Date.now()}`);
    await rebuild();
    return wrong;
  }
  first = null;
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  await rebuild();
  if (!files.isRecalled) await remember();
  return null;
});

told.change = change => shown.hear(change);
told.broken = () => {
  opened = alone(async () => {
    await begin(`own${Date.now()}`);
    await rebuild();
  });
};
