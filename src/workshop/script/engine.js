/* The page's side of the engine: it runs in a worker, so that the page stays quick. */

const text = bytes => new TextDecoder().decode(bytes);
const bytes = text => new TextEncoder().encode(text);

const worker = (() => {
  const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
  const made = new Worker(address);
  const packed = document.getElementById("engine");
  made.postMessage({ engine: packed.textContent.trim() });
  packed.remove();
  return made;
})();

const waiting = new Map();
let messages = 0;
/** What takes the changes that come with an answer, and what is called when the engine has stopped. */
const told = { change: () => {}, broken: () => {} };

worker.addEventListener("message", ({ data: { id, answer, broken } }) => {
  const done = waiting.get(id);
  waiting.delete(id);
  if (broken !== undefined) {
    done({ status: 500, body: bytes(JSON.stringify({ message: `this could not be done: the engine has stopped (${broken})` })), written: [], events: [], more: false });
    told.broken();
    return;
  }
  done(answer);
  for (const event of answer.events) told.change(JSON.parse(event));
});

/** The engine's answer to a request with these bytes; `name` is the file or version that it is about. */
const call = (request, body = new Uint8Array(), name = "") =>
  new Promise(done => {
    const id = ++messages;
    waiting.set(id, done);
    worker.postMessage({ id, head: { request, name }, body });
  });

/** The reason in an answer that refuses. */
const why = answer => {
  try {
    return JSON.parse(text(answer.body)).message;
  } catch {
    return text(answer.body);
  }
};
