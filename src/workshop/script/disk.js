/* Files on the disk, where the browser lets a page open and save them in place. Each is a handle that the user has chosen, or stands in a folder so chosen. */

const isFlowFile = name => /[^/]\.ya?ml$/i.test(name);
const isHidden = name => name.startsWith(".");
/** The largest file that is read, in bytes, as in the program. */
const LARGEST = 64 * 1024 * 1024;

/** Takes every flow file below a folder: its name and its handle. Hidden files and folders do not belong to a map. */
const walk = async (folder, prefix, take) => {
  for await (const [name, handle] of folder.entries()) {
    if (isHidden(name)) continue;
    if (handle.kind === "directory") await walk(handle, `${prefix}${name}/`, take);
    else if (isFlowFile(name)) take(`${prefix}${name}`, handle);
  }
};

/** The same for a folder that was dropped in a browser without handles: every name with its file. */
const walkEntry = async (entry, prefix, take) => {
  if (isHidden(entry.name)) return;
  const promised = ask => new Promise((done, failed) => ask(done, failed));
  if (entry.isFile) {
    if (isFlowFile(entry.name)) take(`${prefix}${entry.name}`, await promised((done, failed) => entry.file(done, failed)));
    return;
  }
  const reader = entry.createReader();
  // A folder is listed a hundred entries at a time, until none is left.
  for (;;) {
    const some = await promised((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const one of some) await walkEntry(one, `${prefix}${entry.name}/`, take);
  }
};

const bytesOf = async file => {
  if (file.size > LARGEST) throw new Error(`${file.name} is too large to be opened here`);
  return new Uint8Array(await file.arrayBuffer());
};

const isSame = (one, other) => one?.length === other?.length && (one === other || one.every((byte, at) => byte === other[at]));

/** A place on the disk: a folder, or single files. It remembers the state in which each file was last seen. */
const placeOf = ({ folder = null, files = [] }) => {
  /** The handle and the last state of each file. */
  const seen = new Map();

  const listed = async () => {
    const found = new Map(files);
    if (folder) await walk(folder, `${folder.name}/`, (name, handle) => found.set(name, handle));
    return found;
  };

  /** The files that differ from those last seen: their bytes, or null where a file is gone. */
  const changes = async () => {
    const [found, different] = [await listed(), new Map()];
    for (const [name, handle] of found) {
      let file;
      try {
        file = await handle.getFile();
      } catch {
        found.delete(name);
        continue;
      }
      const stamp = `${file.lastModified} ${file.size}`;
      if (seen.get(name)?.stamp === stamp) continue;
      const content = await bytesOf(file);
      if (!isSame(content, seen.get(name)?.content)) different.set(name, content);
      seen.set(name, { handle, stamp, content });
    }
    for (const name of [...seen.keys()].filter(name => !found.has(name))) {
      seen.delete(name);
      different.set(name, null);
    }
    return different;
  };

  /** The folder in which a file stands, and the file's own name. */
  const standing = async name => {
    const parts = name.split("/").slice(1);
    const own = parts.pop();
    let inside = folder;
    for (const part of parts) inside = await inside.getDirectoryHandle(part);
    return [inside, own];
  };

  const present = async name => {
    const handle = seen.get(name)?.handle;
    if (!handle) return null;
    try {
      return await bytesOf(await handle.getFile());
    } catch {
      return null;
    }
  };

  /** Writes a file that has the bytes `was`, or is not there (null); `now` is null for a file that goes. */
  const write = async (name, was, now) => {
    const there = await present(name);
    if (!isSame(there ?? undefined, was ?? undefined)) throw new Error(`${name} was changed on the disk meanwhile: try again`);
    if (!folder && !seen.has(name)) throw new Error("a new file needs a folder: open the folder of the map, not single files");
    if (now === null) {
      const [inside, own] = await standing(name);
      await inside.removeEntry(own);
      seen.delete(name);
      return;
    }
    let handle = seen.get(name)?.handle;
    if (!handle) {
      const [inside, own] = await standing(name);
      const isThere = await inside.getFileHandle(own).then(() => true, () => false);
      if (isThere) throw new Error(`${name} is there already`);
      handle = await inside.getFileHandle(own, { create: true });
    }
    // The browser writes beside the file and puts the whole in its place at the end.
    const stream = await handle.createWritable();
    await stream.write(now);
    await stream.close();
    const file = await handle.getFile();
    seen.set(name, { handle, stamp: `${file.lastModified} ${file.size}`, content: now });
  };

  /** True where the user lets the page read and write here. */
  const isAllowed = async (ask = false) => {
    for (const handle of folder ? [folder] : files.map(([, handle]) => handle)) {
      const wanted = { mode: "readwrite" };
      const answer = ask ? await handle.requestPermission(wanted) : await handle.queryPermission(wanted);
      if (answer !== "granted") return false;
    }
    return true;
  };

  return { changes, write, isAllowed, name: folder ? folder.name : files.map(([name]) => name).join(", "), folder, files };
};
