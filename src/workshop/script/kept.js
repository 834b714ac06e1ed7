/* What the browser keeps of a map between two openings of this file: in its own database, under the mark of the map that came with the file. */

const KEY = document.querySelector('meta[name="flowmap-map"]').content;

const database = () =>
  new Promise((done, failed) => {
    const opening = indexedDB.open("flowmap", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });

/** Works on the kept maps; null where the browser keeps nothing. */
const withKept = async (mode, work) => {
  try {
    const base = await database();
    const change = base.transaction("kept", mode);
    const asked = work(change.objectStore("kept"));
    await new Promise((done, failed) => {
      change.oncomplete = done;
      change.onabort = change.onerror = () => failed(change.error);
    });
    base.close();
    return { value: asked.result };
  } catch {
    return null;
  }
};

const kept = async () => (await withKept("readonly", store => store.get(KEY)))?.value ?? null;
/** True where it is kept. */
const keep = async what => (await withKept("readwrite", store => store.put(what, KEY))) !== null;
const forget = () => withKept("readwrite", store => store.delete(KEY));
