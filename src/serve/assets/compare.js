/* The form that compares the map with a file: what changed since a snapshot, flow files or a folder of them. Nothing is written. */

import { parts } from "/fields.js";

/** The most bytes of all files together that can be compared in the page. */
const MOST = 7000000;

export function form({ make, button, ask }) {
  const { field, sheet } = parts({ make, button });
  const files = make("input", { id: "compare-files", type: "file", multiple: "", accept: ".yaml,.yml" });
  const folder = make("input", { id: "compare-folder", type: "file" });
  folder.webkitdirectory = true;
  const result = make("div", { id: "compare-result", class: "later-result", tabindex: "-1", "aria-labelledby": "compare-heading" });
  // One of the two is chosen.
  files.addEventListener("change", () => (folder.value = ""));
  folder.addEventListener("change", () => (files.value = ""));

  /** The flow files that are chosen; what is hidden is no part of a map. */
  const chosen = () => [...files.files, ...folder.files]
    .map(file => [file.webkitRelativePath || file.name, file])
    .filter(([name]) => /\.ya?ml$/i.test(name) && !name.split("/").some(part => part.startsWith(".")));

  const { say, open, dialog } = sheet({
    id: "compare",
    yes: "Show what changed",
    fields: [field("A snapshot, or the flow files of the older map", files), field("or the folder of the older map", folder)],
    below: [result],
    send: async () => {
      result.replaceChildren();
      const list = chosen();
      if (!list.length) return say("Choose flow files or a folder of them: their names end in .yaml or .yml.", true);
      if (list.reduce((sum, [, file]) => sum + file.size, 0) > MOST) return say("This is too large for the page: `flowmap compare` on the command line has no such limit.", true);
      say("Comparing …");
      const texts = await Promise.all(list.map(async ([name, file]) => ({ name, text: await file.text() })));
      const { status: code, data } = await ask("/compare", { files: texts });
      if (code !== 200) return say(data.message, true);
      say(data.faults.length ? `Some of the older map cannot be read, and is compared without it: ${data.faults.join("; ")}` : "", data.faults.length > 0);
      const box = document.createElement("template");
      box.innerHTML = data.html;
      result.replaceChildren(box.content);
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: "nearest" });
    },
  });
  // A link leads to the page behind the form.
  result.addEventListener("click", event => event.target.closest("a") && dialog.close());

  return {
    open: back => {
      result.replaceChildren();
      open("Compare with a file", "What has changed in the map since an older state of it. Nothing is written.", files, back);
    },
  };
}
