// Bundles editor.mjs and what it uses into ../editor.js, with the licence texts of all of it in ../editor.licences.txt.

import {build} from "esbuild";
import {existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const result = await build({
  absWorkingDir: here,
  entryPoints: ["editor.mjs"],
  outfile: "../editor.js",
  write: false,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  banner: {js: "/* Built from editor/editor.mjs; do not edit. Licences of what is in it: editor.licences.txt */"},
});

// A file that is the same already keeps its date, so that cargo does not compile again.
function write(name, text) {
  const path = join(here, "..", name);
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

write("editor.js", result.outputFiles[0].text);
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const texts = [];
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const {version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (license !== "MIT") throw new Error(`${name} is under ${license}`);
  const file = readdirSync(folder).find(file => /^licen[cs]e/i.test(file));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} comes without its licence text`);
  texts.push(`${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`);
}
write("editor.licences.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
