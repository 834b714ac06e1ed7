/* Loads each form of the page when it is first opened, and puts the buttons for it where they are needed. */

import { files, typed } from "/typed.js";

/** The most files that are offered. */
const MOST_TYPED = 3;

export function begin({ make, button, ask, bar, state, way, edit }) {
  way.style("/later.css");

  /** Opens a form of that address; it is loaded once. */
  const opener = address => {
    let form = null;
    return async (...what) => {
      try {
        form ??= way.load(address).then(module => module.form({ make, button, ask }));
        await (await form).open(...what);
      } catch {
        form = null;
        state.textContent = `The form could not be loaded: ${way.help}`;
      }
    };
  };

  const saves = opener("/history.js");
  const decide = opener("/decide.js");
  const dispute = opener("/dispute.js");
  const whatif = opener("/whatif.js");
  const compare = opener("/compare.js");
  const asked = opener("/asked.js");
  const fromBar = form => event => {
    const opener = event.currentTarget;
    form(() => opener.focus());
  };
  bar.append(button("What was saved", () => saves(), { id: "live-history" }),
    button("Compare with a file", fromBar(compare), { id: "live-compare" }), button("Questionnaires", fromBar(asked), { id: "live-asked" }));

  const said = element => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  const nameOf = details => details.dataset.name ?? details.querySelector(".how code")?.textContent ?? "";
  const details = "details.finding, #topics details";
  /** The focus goes back to the finding or topic, also where a save has drawn it anew. */
  const backTo = name => () => {
    const now = [...document.querySelectorAll(details)].find(one => nameOf(one) === name);
    const target = now?.querySelector("summary") ?? document.getElementById("live-edit");
    target.focus();
  };

  /** The things of a finding or topic, as the script names them. */
  const things = element => [...(element.dataset.things ?? "").split(" "), element.dataset.picture ?? ""].filter(Boolean);

  /** Puts the buttons into a finding or topic that was opened. */
  const dress = element => {
    if (element.querySelector(":scope > .live-acts")) return;
    const name = nameOf(element);
    if (!name) return;
    const heading = element.querySelector("summary");
    const title = said(heading.querySelector("h3") ?? heading).replace(/^\d+\. /, "");
    const about = { name, title, things: things(element), back: backTo(name) };
    element.querySelector("summary").after(make("p", { class: "live-acts" },
      button("Decide …", () => decide(about)), button("What if …", () => whatif(about)), button("Dispute …", () => dispute(about))));
  };
  document.addEventListener("toggle", event => {
    if (event.target.open && event.target.matches?.(details)) dress(event.target);
  }, true);

  /** The thing that is lit in the picture, else the thing of which it is the picture. */
  const chosen = () => {
    const words = new URLSearchParams(location.hash.slice(1));
    return [words.get("focus"), words.get("of")].filter(Boolean);
  };
  const ofPicture = form => event => {
    const opener = event.currentTarget;
    form({ name: "", title: "", things: chosen(), back: () => opener.focus() });
  };
  document.getElementById("bar").append(make("div", { class: "live-acts", role: "group", "aria-label": "About what is chosen" },
    button("What if …", ofPicture(whatif), { id: "ask-whatif", title: "What would change if this went, or were agreed, or came from elsewhere" }),
    button("Dispute …", ofPicture(dispute), { id: "ask-dispute", title: "Write down that somebody says otherwise" })));

  /** Offers to go on with what was typed and not saved before the page was loaded again. */
  const offerTyped = async () => {
    if (!files().length) return;
    const { status: code, data } = await ask("/edit/files", {});
    if (code !== 200) return;
    const there = data.map(one => one.file);
    for (const file of files().filter(one => there.includes(one) || typed(one)?.isNew).slice(0, MOST_TYPED)) {
      const goes = button(`Go on with ${file}: not saved`, () => {
        goes.remove();
        edit({ file });
      }, { class: "live-typed" });
      bar.append(goes);
    }
  };
  offerTyped();

  for (const open of document.querySelectorAll(details)) if (open.open) dress(open);
}
