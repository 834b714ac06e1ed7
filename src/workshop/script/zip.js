/* Files in one ZIP archive, stored as they are (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), all of 1 January 1980. */

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const crc = content => {
  let value = 0xffffffff;
  for (const byte of content) value = CRCS[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
};

/** Numbers as bytes, the lowest first: each is a pair of its length and its value. */
const numbers = (...pairs) => {
  const out = [];
  for (const [length, value] of pairs) for (let at = 0; at < length; at++) out.push(Math.floor(value / 256 ** at) & 255);
  return Uint8Array.from(out);
};

/** The bytes of an archive of these files, given as name and content. */
const zipped = files => {
  const [parts, list] = [[], []];
  let offset = 0;
  for (const [name, content] of files) {
    const named = bytes(name);
    // Version 2.0, names in UTF-8, stored, no time, the day.
    const about = numbers([2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(content)], [4, content.length], [4, content.length], [2, named.length], [2, 0]);
    const head = numbers([4, 0x04034b50]);
    parts.push(head, about, named, content);
    list.push(numbers([4, 0x02014b50], [2, 20]), about, numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), named);
    offset += head.length + about.length + named.length + content.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const count = [...files].length;
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return new Blob([...parts, ...list, end], { type: "application/zip" });
};
