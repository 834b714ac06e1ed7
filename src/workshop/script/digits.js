/* Unpacks what the file holds packed: for the page and for the engine's side. */

/** The digits of base 85 in which the engine and the map are written (`DIGITS` in `src/workshop/mod.rs`). */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{}";

/** The bytes of a text in base 85: four for five digits, and of fewer digits one byte less than there are digits. */
const fromDigits = text => {
  const values = new Uint8Array(128);
  for (let place = 0; place < DIGITS.length; place++) values[DIGITS.charCodeAt(place)] = place;
  const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0, to = 0; at < text.length; at += 5, to += 4) {
    let value = 0;
    for (let place = at; place < at + 5; place++) value = value * 85 + (place < text.length ? values[text.charCodeAt(place)] : 84);
    view.setUint32(to, value);
  }
  const missing = (5 - text.length % 5) % 5;
  return bytes.subarray(0, bytes.length - missing);
};

/** What a deflated text in base 85 holds, as a response to read. */
const inflated = text => new Response(new Blob([fromDigits(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw")));

