/* The form in which a decision on a finding or a topic is written into the map. */

import { parts } from "/fields.js";

/** The statuses of a decision in words. */
const STATUSES = {
  "open": "Open: nothing is decided yet",
  "in-hand": "In hand: somebody works on it",
  "accepted": "Accepted: it stays as it is",
  "disputed": "Disputed: somebody doubts the finding",
  "closed": "Closed: it is done",
};

export function form({ make, button, ask }) {
  const { field, line, list, offer, bodies, sheet, written } = parts({ make, button });
  const status = list("decide-status-of");
  const why = make("textarea", { id: "decide-why", rows: "2" });
  const by = list("decide-by");
  const until = line("decide-until", { type: "date" });
  const action = line("decide-action");
  const owner = list("decide-owner");
  const due = line("decide-due", { type: "date" });
  const texts = { why, by, until, action, owner, due };
  let name = "";

  const { say, open, leave } = sheet({
    id: "decide",
    yes: "Write it down",
    fields: [
      make("div", { class: "later-fields" }, field("What was decided", status), field("Who decided", by)),
      field("Why", why),
      make("fieldset", {}, make("legend", {}, "What will be done"),
        field("Action", action),
        make("div", { class: "later-fields" }, field("Who will do it", owner), field("Done by this day", due))),
      field("The decision holds until the end of this day (empty: it does not end)", until),
    ],
    send: async () => {
      say("Writing …");
      const said = Object.fromEntries(Object.entries(texts).map(([key, input]) => [key, input.value]));
      const { status: code, data } = await ask("/decide", { name, status: status.value, ...said });
      if (code !== 200) return say(data.message, true);
      say(written(data));
      leave.focus();
    },
  });

  return {
    open: async about => {
      name = about.name;
      const { status: code, data } = await ask("/choices", { decision: name });
      if (code === 200) {
        offer(status, data.statuses.map(word => [word, STATUSES[word] ?? word]));
        bodies(by, data.bodies, "Not said");
        bodies(owner, data.bodies, "Not said");
        status.value = data.earlier?.status ?? "in-hand";
        for (const [key, input] of Object.entries(texts)) input.value = data.earlier?.[key] ?? "";
      }
      const words = data.earlier ? "A decision on this is written already: what you write takes its place." : "It is written into the files of the map, so that the next meeting starts from it.";
      open(`Decide: ${about.title}`, words, status, about.back);
      if (code !== 200) say(data.message, true);
    },
  };
}
