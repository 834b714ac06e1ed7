/* The engine's side: unpacks the engine, and answers one message after another. */
let engine = null;
let compiled = null;

/** An engine that has seen nothing yet. What it would ask of the world, such as the time, is always 0. */
const fresh = () => {
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) (imports[module] ??= {})[name] = () => 0;
  engine = new WebAssembly.Instance(compiled, imports).exports;
};

const unpacked = async text => {
  compiled = await WebAssembly.compile(await inflated(text).arrayBuffer());
  fresh();
};

/** Writes a message into the engine's memory, and reads the answer from there: a line of JSON, and bytes. */
const asked = (head, body) => {
  const line = new TextEncoder().encode(`${JSON.stringify({ ...head, now: Math.round(performance.now()) })}\n`);
  const at = engine.room(line.length + body.length) >>> 0;
  const message = new Uint8Array(engine.memory.buffer, at, line.length + body.length);
  message.set(line);
  message.set(body, line.length);
  const length = engine.ask() >>> 0;
  const answer = new Uint8Array(engine.memory.buffer, engine.answer() >>> 0, length);
  const end = answer.indexOf(10);
  return { ...JSON.parse(new TextDecoder().decode(answer.subarray(0, end))), body: answer.slice(end + 1), memory: engine.memory.buffer.byteLength };
};

let ready = null;
onmessage = async ({ data }) => {
  if (data.engine) {
    ready = unpacked(data.engine);
    return;
  }
  const { id, head, body } = data;
  try {
    await ready;
    const answer = asked(head, body);
    postMessage({ id, answer }, [answer.body.buffer]);
  } catch (error) {
    // An engine that has stopped in the middle of something is not asked again.
    if (compiled) fresh();
    postMessage({ id, broken: String(error) });
  }
};
