/* The tools of the bar: to open a map, to keep it safe, and to take a report home. */

const say = words => shown.show(words, true);
const files = count => (count === 1 ? "1 file" : `${count} files`);

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const download = (name, content) => {
  const link = element("a", { download: name });
  link.href = URL.createObjectURL(content);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/** What is said of the map's safety, and the button for it. */
function tellState() {
  const line = document.getElementById("kept");
  if (!line) return;
  const count = changed().length;
  const { place, isKept, isDownloaded } = map;
  const where = isKept ? "kept in this browser" : "kept nowhere: this browser stores nothing for the page";
  line.textContent = place
    ? `Saved in ${place.name}`
    : count ? `${files(count)} changed, ${isDownloaded ? "downloaded, " : "not in a file yet, "}${where}` : "Nothing is changed";
  document.getElementById("keep-files").hidden = Boolean(place) || !count;
  // The browser keeps every map that was opened, changed or not.
  document.getElementById("forget").hidden = map.isOwn && !recalled && !count && !typedKeys().length;
}

/** True where this browser has kept something of an earlier opening. */
let recalled = false;

/** What the editor keeps of this map that was typed and not saved (`typed.js` writes it). */
const typedKeys = () => {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(`flowmap-typed ${KEY} `));
  } catch {
    return [];
  }
};

const openFolder = async () => {
  const folder = await window.showDirectoryPicker({ id: "flowmap", mode: "readwrite" });
  await openPlace(placeOf({ folder }));
};

const openPlace = async place => {
  const content = await place.changes();
  if (!content.size) return say("There is no flow file in it: flow files end in .yaml or .yml");
  const wrong = await openMap({ files: content, place });
  if (wrong) say(wrong);
};

/** What is said where the browser asked whether the page may save there, and was told that it may not. */
const NOT_LET_IN = "Nothing is opened: the browser was not let into it";

const openFiles = async () => {
  const types = [{ description: "Flow files", accept: { "text/yaml": [".yaml", ".yml"] } }];
  const handles = await window.showOpenFilePicker({ multiple: true, types, id: "flowmap" });
  const place = placeOf({ files: handles.map(handle => [handle.name, handle]) });
  if (!(await place.isAllowed(true))) return say(NOT_LET_IN);
  await openPlace(place);
};

/** Files that can be read and not saved in place, given as name and file. */
const openCopies = async list => {
  const content = new Map();
  for (const [name, file] of list) if (isFlowFile(name) && !name.split("/").some(isHidden)) content.set(name, await bytesOf(file));
  if (!content.size) return say("There is no flow file in it: flow files end in .yaml or .yml");
  const wrong = await openMap({ files: content });
  if (wrong) say(wrong);
};

/** Lets the user choose files where the browser has no handles for them. */
const choose = isFolder => {
  const input = element("input", { type: "file", multiple: "", accept: ".yaml,.yml" });
  if (isFolder) input.webkitdirectory = true;
  input.addEventListener("change", () => tried(() => openCopies([...input.files].map(file => [file.webkitRelativePath || file.name, file])))());
  input.click();
};

/** An action that says what is wrong; a choice that was given up is not wrong. */
const tried = action => async () => {
  try {
    if (isUnsafe() && !confirm("What you changed is in no file yet, and is lost when another map is opened. Open it all the same?")) return;
    await action();
  } catch (error) {
    if (error.name !== "AbortError") say(error.message);
  }
};

const keepFiles = () => {
  const names = changed();
  const one = names.length === 1 && map.files.has(names[0]) ? names[0] : null;
  if (one) download(one.split("/").pop(), new Blob([map.files.get(one)], { type: "text/yaml" }));
  else download("map.zip", zipped([...map.files].sort(([a], [b]) => (a < b ? -1 : 1))));
  map.isDownloaded = true;
  tellState();
};

/** Erases what the browser keeps, after whatever still keeps something. */
const forgetAll = () => alone(async () => {
  if (changed().length && !map.place && !confirm("What you changed is then only in the files that you have downloaded. Erase it from this browser?")) return;
  await forget();
  for (const key of typedKeys()) localStorage.removeItem(key);
  map.files = map.safe;
  location.reload();
});

const make = (name, type) => async () => {
  await opened;
  const made = await call("/make", undefined, name);
  if (made.status !== 200) return say(why(made));
  download(name, new Blob([made.body], { type }));
};

/** Puts the tools into the bar of a page. */
function tools() {
  const button = (id, words, action) => {
    const made = element("button", { type: "button", id }, words);
    made.addEventListener("click", action);
    return made;
  };
  const hasHandles = "showDirectoryPicker" in window;
  document.getElementById("live-bar").append(
    button("open-folder", "Open a folder", hasHandles ? tried(openFolder) : () => choose(true)),
    button("open-files", "Open files", hasHandles ? tried(openFiles) : () => choose(false)),
    button("save-report", "Save the report", make("report.html", "text/html")),
    button("save-workbook", "Save the workbook", make("report.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    element("span", { id: "kept", class: "live-state", role: "status" }),
    button("keep-files", "Save as files", keepFiles),
    button("forget", "Erase from this browser", forgetAll),
  );
  if (recalled?.again) {
    const { again } = recalled;
    document.getElementById("live-bar").append(button("open-again", `Open ${again.name} again`, tried(async () => {
      if (!(await again.isAllowed(true))) return say(NOT_LET_IN);
      await openPlace(again);
    })));
  }
  tellState();
}

/** Files that are dropped on the page. */
const dropped = async event => {
  const items = [...event.dataTransfer.items].filter(item => item.kind === "file");
  // The browser gives the dropped files only now, before anything is waited for.
  const plain = [...event.dataTransfer.files];
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null);
  const handles = await Promise.all(items.map(item => item.getAsFileSystemHandle?.().catch(() => null) ?? null));
  const folder = handles.find(handle => handle?.kind === "directory");
  if (folder) {
    const place = placeOf({ folder });
    if (await place.isAllowed(true).catch(() => false)) return openPlace(place);
    // It may be read and not saved in place: what is changed is downloaded.
    const content = await place.changes().catch(() => new Map());
    if (content.size) {
      const wrong = await openMap({ files: content });
      return wrong ? say(wrong) : undefined;
    }
  }
  // The same in a browser without handles.
  const list = [];
  for (const [at, entry] of entries.entries()) {
    if (entry?.isDirectory) {
      try {
        await walkEntry(entry, "", (name, file) => list.push([name, file]));
      } catch {
        return say("This browser does not let the page read a folder that is dropped here: use “Open a folder”");
      }
    } else if (plain[at]) list.push([plain[at].name, plain[at]]);
  }
  await openCopies(list);
};

const hasFiles = event => event.dataTransfer?.types.includes("Files");

/** What holds for the window, and is set again with each page. */
function listenToWindow() {
  addEventListener("beforeunload", event => {
    if (isUnsafe()) event.preventDefault();
  });
  addEventListener("dragover", event => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener("drop", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    tried(() => dropped(event))();
  });
}

/** How often the disk is looked at, in milliseconds. */
const EVERY = 1000;
setInterval(() => {
  if (map.place && !document.hidden && !waiting.size) alone(fromDisk).catch(error => say(error.message));
}, EVERY);

/** The map that came with this file, with its page. */
const own = async () => {
  const packed = document.getElementById("map");
  return JSON.parse(await inflated(packed.textContent.trim()).text());
};

const start = async () => {
  const before = await kept();
  if (before === null) {
    const mine = await own();
    map.files = new Map(mine.files.map(([name, content]) => [name, bytes(content)]));
    map.safe = new Map(map.files);
    first = mine.first;
    opened = begin(mine.run).then(wrong => wrong && say(wrong));
    return build(mine.page);
  }
  const place = before.where ? placeOf({ folder: before.where.folder, files: before.where.files ?? [] }) : null;
  recalled = { again: null };
  if (place && (await place.isAllowed().catch(() => false))) {
    const content = await place.changes().catch(() => new Map());
    if (content.size) return void (await openMap({ files: content, place, isRecalled: true }));
  }
  if (place) recalled.again = place;
  // What was in a folder is shown as it was then, until the user lets the page into the folder again.
  await openMap({ files: new Map(before.files), safe: new Map(before.safe), isRecalled: true });
};
start();
