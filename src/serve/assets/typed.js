/* What was typed in the editor and is not saved yet: this browser keeps it through a reload, until it is saved or erased. */

const PREFIX = "flowmap-typed";
/** The map that came with the page; a served map has an address of its own. */
const map = () => document.querySelector('meta[name="flowmap-map"]')?.content ?? "";
const start = () => `${PREFIX} ${map()} `;

/** Each window keeps its own text of a file; its name outlives a reload. */
const tab = () => {
  try {
    return (sessionStorage.flowmapTab ??= crypto.randomUUID());
  } catch {
    return "";
  }
};
const key = (file, of = tab()) => `${start()}${JSON.stringify([file, of])}`;

/** All that is kept of this map: each with its file and its window. */
const kept = () => {
  try {
    return Object.keys(localStorage).filter(one => one.startsWith(start())).flatMap(one => {
      try {
        const [file, of] = JSON.parse(one.slice(start().length));
        return [{ file, of, ...JSON.parse(localStorage[one]) }];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
};

/** Keeps what was typed in a file over the text `base` that it was opened with; false where the browser keeps nothing. */
export function keep(file, { text, base, isNew }) {
  try {
    localStorage[key(file)] = JSON.stringify({ text, base, isNew, time: Date.now() });
    return true;
  } catch {
    return false;
  }
}

export function forget(file, of = tab()) {
  try {
    localStorage.removeItem(key(file, of));
  } catch {
    // Nothing is kept then.
  }
}

/** What was typed in a file: in this window, else the last in any. */
export function typed(file) {
  const all = kept().filter(one => one.file === file);
  return all.find(one => one.of === tab()) ?? all.sort((a, b) => b.time - a.time)[0] ?? null;
}

/** The files of which something typed is kept. */
export function files() {
  return [...new Set(kept().map(one => one.file))].sort();
}
