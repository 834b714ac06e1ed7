/* The form that tries changes on the map: what they would close, open, win, lose and cost. Nothing is written. */

import { parts } from "/fields.js";

/** The changes of each kind of thing: the first word of the change, and words for it. */
const CHANGES = {
  system: [["retire", "it were no longer there"], ["serve", "it got its data from another system"], ["merge", "it were taken into another system"], ["add", "it passed data to another system"]],
  flow: [["retire", "it were no longer there"]],
  term: [["agree", "everyone agreed on its definition"]],
};
/** The flows that a trial counts beside those that stand, as the command line names them. */
const STANDING = [["", "those that stand now"], ["planned", "and those that are planned"], ["planned,proposed", "and those that are planned or proposed"]];
const AGREED = [["covers", "which people or cases it is about"], ["type", "its type"], ["codes", "its code list"], ["unit", "its unit"], ["definition", "its definition in words"]];

export function form({ make, button, ask }) {
  const { field, line, list, offer, thing, sheet } = parts({ make, button });
  const what = thing("whatif-what");
  const change = list("whatif-change");
  const other = thing("whatif-other");
  const key = list("whatif-key", AGREED);
  const value = line("whatif-value", { placeholder: "such as age: 18+" });
  const passed = line("whatif-passed", { placeholder: "such as nhs_number, date_of_death", spellcheck: "false" });
  const day = line("whatif-day", { type: "date" });
  const standing = list("whatif-standing", STANDING);
  const kept = list("whatif-scenario");
  const onlySystems = field("The other system", other.input);
  const onlyAdded = field("The fields that it passes, with commas between (empty: not known yet)", passed);
  const onlyTerms = make("div", { class: "later-fields" }, field("What they agree on", key), field("What it then says", value));
  const tried = make("ul", { id: "whatif-tried" });
  const result = make("div", { id: "whatif-result", tabindex: "-1", "aria-labelledby": "whatif-heading" });
  /** The changes to try together, as the command line writes them, with words for each. */
  let together = [];

  const shape = () => {
    const kind = what.chosen()?.kind ?? "";
    const before = change.value;
    offer(change, CHANGES[kind] ?? [["", "choose a thing first"]]);
    if ([...change.options].some(option => option.value === before)) change.value = before;
    onlySystems.hidden = !["serve", "merge", "add"].includes(change.value);
    onlyAdded.hidden = change.value !== "add";
    onlyTerms.hidden = change.value !== "agree";
  };

  /** The change that the fields say; null, with the reason told, if they say none. */
  const said = () => {
    const about = what.chosen();
    const wrong = (input, words) => {
      say(words, true);
      input.focus();
      return null;
    };
    if (!about) return wrong(what.input, "Choose a system, flow or term: type part of its name, then take one of the list.");
    const words = `${about.name}: ${change.selectedOptions[0].textContent}`;
    if (change.value === "retire") return { text: `retire ${about.id}`, words };
    if (change.value === "agree") {
      const written = value.value.trim();
      if (!written) return wrong(value, "Write what they agree on.");
      return { text: `agree ${about.id} ${key.value}=${written}`, words: `${words}: ${written}` };
    }
    const second = other.chosen();
    if (!second) return wrong(other.input, "Choose the other system.");
    if (change.value === "add") {
      const fields = passed.value.split(",").map(one => one.trim()).filter(Boolean);
      return { text: `add ${about.id} -> ${second.id}${fields.length ? `: [${fields.join(", ")}]` : ""}`, words: `${words}: ${second.name}${fields.length ? ` (${fields.join(", ")})` : ""}` };
    }
    const between = change.value === "serve" ? "from" : "into";
    return { text: `${change.value} ${about.id} ${between} ${second.id}`, words: `${words}: ${second.name}` };
  };

  const show = () => {
    document.getElementById("whatif-list").hidden = !together.length;
    tried.replaceChildren(...together.map((one, place) => make("li", {}, one.words, " ", button("Leave out", () => {
      together.splice(place, 1);
      show();
      what.input.focus();
    }, { "aria-label": `Leave out: ${one.words}` }))));
  };

  /** The changes of the whole map that the fields say: its day, and the flows that stand. */
  const ofMap = () => [
    ...(day.value ? [{ text: `as-of ${day.value}` }] : []),
    ...(standing.value ? [{ text: `with ${standing.value}` }] : []),
  ];

  /** Empties the fields of one change. */
  const empty = () => {
    what.fill(things, []);
    value.value = passed.value = other.input.value = "";
    shape();
  };

  /** Takes the changes of the scenario that is chosen. */
  const take = () => {
    const scenario = scenarios.find(one => one.id === kept.value);
    if (!scenario) {
      say("Choose one of the map's scenarios first.", true);
      kept.focus();
      return;
    }
    const fresh = scenario.changes.filter(one => !together.some(there => there.text === one.text));
    together.push(...fresh);
    show();
    empty();
    const count = scenario.changes.length;
    say(!count ? `“${scenario.name}” has no changes.`
      : !fresh.length ? `The changes of “${scenario.name}” are in the list already.`
      : `${fresh.length === 1 ? "1 change is" : `${fresh.length} changes are`} in the list now: add to it or leave out, then show what would change.`);
    accept.focus();
  };
  const scenarioFields = make("fieldset", { id: "whatif-scenarios" }, make("legend", {}, "Changes that the map keeps to try"),
    make("div", { class: "later-fields" }, field("Scenario", kept), make("div", { class: "later-field" }, button("Take its changes", take, { id: "whatif-take" }))));

  const { dialog, say, open, accept } = sheet({
    id: "whatif",
    yes: "Show what would change",
    more: [button("And also …", () => {
      const one = said();
      if (!one) return;
      together.push(one);
      show();
      empty();
      say("Say what else is to change, then show what all would change.");
      what.input.focus();
    })],
    fields: [
      scenarioFields,
      field("What if this system, flow or term …", what.input), what.options,
      field("… changed: what if", change), onlySystems, other.options, onlyAdded, onlyTerms,
      make("div", { class: "later-fields" }, field("On this day (empty: the day of the map)", day), field("Flows that count", standing)),
      make("p", { id: "whatif-list", hidden: "" }, "Tried together:"), tried,
    ],
    below: [result],
    send: async () => {
      const others = [...together, ...ofMap()];
      const last = others.length && !what.input.value.trim() ? null : said();
      if (!last && (!others.length || what.input.value.trim())) return;
      const all = [...others, ...(last ? [last] : [])];
      say("Trying it …");
      result.replaceChildren();
      const { status: code, data } = await ask("/whatif", { changes: all.map(one => one.text) });
      if (code !== 200) return say(data.message, true);
      say("");
      const box = document.createElement("template");
      box.innerHTML = data.html;
      result.replaceChildren(box.content);
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: "nearest" });
    },
  });
  let things = [];
  let scenarios = [];
  // A link leads to the page behind the form.
  result.addEventListener("click", event => event.target.closest("a") && dialog.close());
  what.input.addEventListener("input", shape);
  change.addEventListener("change", shape);

  return {
    open: async about => {
      const { status: code, data } = await ask("/choices", { kinds: ["system", "flow", "term"], scenarios: true });
      things = code === 200 ? data.things : [];
      // What a finding is about comes first in the list.
      const first = things.filter(one => about.things.includes(one.key));
      things = [...first, ...things.filter(one => !first.includes(one))];
      what.fill(things, about.things);
      other.fill(things.filter(one => one.kind === "system"));
      scenarios = code === 200 ? data.scenarios : [];
      offer(kept, [["", scenarios.length === 1 ? "1 to choose" : `${scenarios.length} to choose`], ...scenarios.map(one => [one.id, one.name])]);
      scenarioFields.hidden = !scenarios.length;
      day.value = standing.value = "";
      together = [];
      show();
      shape();
      result.replaceChildren();
      open("What if …?", "The change is tried on paper, and nothing is written: the map stays as it is.", what.chosen() ? change : what.input, about.back);
      if (code !== 200) say(data.message, true);
    },
  };
}
