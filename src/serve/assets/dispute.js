/* The form in which it is written down that somebody disputes a statement of the map. */

import { parts } from "/fields.js";

export function form({ make, button, ask }) {
  const { field, line, bodies, list, thing, sheet, written } = parts({ make, button });
  const what = thing("dispute-what");
  const says = make("textarea", { id: "dispute-says", rows: "3", required: "" });
  const by = list("dispute-by");
  const source = line("dispute-source");

  const { say, open, leave } = sheet({
    id: "dispute",
    yes: "Write it down",
    fields: [
      field("The statement is about this system, field, flow or term", what.input), what.options,
      field("Somebody says instead", says),
      make("div", { class: "later-fields" }, field("Who says so", by), field("Where it is written (an address or a document)", source)),
    ],
    send: async () => {
      const about = what.chosen();
      if (!about) {
        what.input.focus();
        return say("Choose a thing of the map: type part of its name, then take one of the list.", true);
      }
      say("Writing …");
      const { status: code, data } = await ask("/dispute", { kind: about.kind, id: about.id, says: says.value, by: by.value, source: source.value });
      if (code !== 200) return say(data.message, true);
      says.value = source.value = "";
      say(written(data));
      leave.focus();
    },
  });

  return {
    open: async about => {
      const { status: code, data } = await ask("/choices", { kinds: ["system", "field", "flow", "term"] });
      if (code === 200) {
        what.fill(data.things, about.things);
        bodies(by, data.bodies, "Not known");
      }
      const words = "The statement of the map stays. What is said against it stands beside it, and what rests on it is likely at most until both sides agree.";
      open("Somebody disputes a statement", words, what.chosen() ? says : what.input, about.back);
      if (code !== 200) say(data.message, true);
    },
  };
}
