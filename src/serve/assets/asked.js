/* The form for questionnaires: saves that of a body, and brings an answered one back. */

import { parts } from "/fields.js";

/** The largest workbook that the page takes, in bytes. */
const MOST = 5000000;

export function form({ make, button, ask }) {
  const { field, list, offer, sheet, written } = parts({ make, button });
  const body = list("asked-body");
  const file = make("input", { id: "asked-file", type: "file", accept: ".xlsx,.xlsm,.ods" });
  const result = make("div", { id: "asked-result", class: "later-result", tabindex: "-1", "aria-labelledby": "asked-heading" });
  const kinds = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip: "application/zip" };

  /** Bytes as base64, and back. */
  const packed = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
  const unpacked = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

  const save = async () => {
    say("Writing it …");
    const { status: code, data } = await ask("/questionnaire", { id: body.value });
    if (code !== 200) return say(data.message, true);
    const link = make("a", { download: data.name });
    link.href = URL.createObjectURL(new Blob([unpacked(data.data)], { type: kinds[data.name.split(".").pop()] }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(`Saved as ${data.name}, among your downloads.`);
  };

  const { say, open, dialog } = sheet({
    id: "asked",
    yes: "Show what the answers would change",
    fields: [
      field("Questionnaire of", body), make("p", {}, button("Save the questionnaire", () => save(), { id: "asked-save" })),
      field("An answered questionnaire that came back", file),
    ],
    below: [result],
    send: async () => {
      result.replaceChildren();
      const [one] = file.files;
      if (!one) {
        say("Choose the workbook that came back.", true);
        return file.focus();
      }
      if (one.size > MOST) return say("This is too large for the page: `flowmap import` on the command line takes it.", true);
      say("Reading it …");
      const answered = { name: one.name, data: packed(new Uint8Array(await one.arrayBuffer())) };
      const { status: code, data } = await ask("/answers", answered);
      if (code !== 200) return say(data.message, true);
      show({ ...answered, mark: data.mark }, data);
    },
  });
  result.addEventListener("click", event => event.target.closest("a") && dialog.close());

  /** Shows what would change, with the button that writes it. */
  const show = (answered, { files, html, notes }) => {
    say(files.length ? "Nothing is written yet." : "These answers change nothing in the map.");
    const box = document.createElement("template");
    box.innerHTML = html;
    const accept = button("Write this into the map", () => write(answered, accept), { id: "asked-write" });
    result.replaceChildren(
      notes.length ? make("ul", { class: "later-notes" }, ...notes.map(note => make("li", {}, note))) : "",
      files.length ? box.content : "",
      files.length ? make("p", {}, `${files.length === 1 ? "This file changes" : "These files change"}: ${files.join(", ")}. `, accept) : "");
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "nearest" });
  };

  const write = async (answered, accept) => {
    accept.disabled = true;
    say("Writing it …");
    const { status: code, data } = await ask("/answers/write", answered);
    if (code !== 200) {
      accept.disabled = false;
      return say(data.message, true);
    }
    file.focus();
    result.replaceChildren();
    file.value = "";
    say(written({ files: data.files, notes: [] }));
  };

  return {
    open: async back => {
      const { status: code, data } = await ask("/questionnaires", {});
      const all = code === 200 ? data : [];
      offer(body, [["", "All of them, in one ZIP file"], ...all.map(one => [one.id, one.name])]);
      result.replaceChildren();
      open("Questionnaires", "Each body gets a workbook with what the map says of it, to confirm or correct, and its questions. What comes back is shown before it is written.", body, back);
      if (code !== 200) say(data.message, true);
      else if (!all.length) say("The map has nobody to ask yet.");
    },
  };
}
