/* What makes the report live: it listens to the server, swaps what changed, and says what the last save did.
   Whatever comes from the map is put into the page as text, but for the sections, which the server has made safe. */
(() => {
  "use strict";

  const meta = name => document.querySelector(`meta[name="flowmap-${name}"]`);
  const way = window.flowmap.way;
  let version = meta("version").content;

  /** An element with these attributes, and texts or elements in it. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
    return element;
  };
  const button = (text, action, attributes = {}) => {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", action);
    return element;
  };

  way.style("/live.css");

  const LIVE = way.well;
  const state = make("span", { class: "live-state", role: "status" }, LIVE);
  const bar = make("div", { id: "live-bar", role: "region", "aria-label": "Live map" }, state);
  const faults = make("div", { id: "live-faults", role: "alert" });
  const told = make("div", { id: "live-told", role: "status" });
  bar.append(button("Edit the files", () => edit(), { id: "live-edit" }));
  const live = make("div", { id: "live" }, bar, faults);
  document.body.append(live);
  // What a save did stands between the tools and the picture, and moves both aside.
  document.getElementById("main").prepend(told);

  /* The editor */

  /** Asks flowmap to do something; gives its answer, with its status. Every part of the page asks through this function. */
  const ask = way.ask;
  window.flowmap.ask = ask;

  /* The picture of what is chosen */

  /** The markup of a picture; null where the map has nothing to draw of it. */
  window.flowmap.draw = async of => {
    const { status, data } = await ask("/draw", { of });
    if (status === 200) return data.html;
    if (status === 404) return null;
    throw new Error(data.message);
  };

  /* The form that walks a case through the map */

  let cases = null;
  const openCase = async () => {
    try {
      cases ??= way.load("/case.js").then(module => module.form({ make, button, ask }));
      await (await cases).open();
    } catch {
      cases = null;
      state.textContent = `The form could not be loaded: ${way.help}`;
    }
  };
  bar.append(button("Who must be told?", openCase, { id: "live-case" }));
  way.load("/later.js").then(module => module.begin({ make, button, ask, bar, state, way, edit }), () => {});

  let panel = null;
  const edit = async (place = {}) => {
    const opener = document.activeElement;
    try {
      panel ??= way.load("/panel.js").then(module => module.panel({ make, button, ask }));
      (await panel).open(place, opener);
    } catch {
      panel = null;
      state.textContent = `The editor could not be loaded: ${way.help}`;
    }
  };

  /** `flows/a.yaml:3:5` as a place. */
  const placed = text => {
    const found = /^(.+\.ya?ml):(\d+)(?::(\d+))?$/i.exec(text.trim());
    return found && { file: found[1], line: Number(found[2]), column: Number(found[3] || 1) };
  };

  /** Makes the places that findings name open the editor. */
  const dress = () => {
    for (const code of document.querySelectorAll("main code, header code")) {
      const place = code.closest("button, a, svg") ? null : placed(code.textContent);
      if (!place) continue;
      const opens = button("", () => edit(place), { class: "live-place", title: "Open this place in the editor" });
      code.replaceWith(opens);
      opens.append(code);
    }
  };

  /* What the server says */

  const showFaults = (list, isHeld) => {
    faults.replaceChildren();
    if (!list.length) return;
    const one = list[0].file ? "A file cannot be read whole" : "The map cannot be read";
    const many = list.length === 1 ? one : `${list.length} places cannot be read`;
    faults.append(make("h2", {}, isHeld ? `${many}. The last good picture stays until this is mended.` : `${many}.`));
    for (const fault of list.slice(0, 5)) {
      const place = `${fault.file}:${fault.line}:${fault.column}`;
      const where = fault.file ? button(place, () => edit(fault), { class: "live-place", title: "Open this place in the editor" }) : "";
      faults.append(
        make("div", { class: "live-fault" },
          make("p", {}, where, where ? ": " : "", fault.message),
          fault.excerpt ? make("pre", { tabindex: "0", "aria-label": `Lines around ${place}` }, fault.excerpt) : "",
          fault.help ? make("p", {}, make("strong", {}, "What to do: "), fault.help) : ""),
      );
    }
    if (list.length > 5) faults.append(make("p", {}, `and ${list.length - 5} more`));
  };

  /** How long it is told what a save did, in milliseconds; longer while somebody points at it. */
  const MOMENT = 12000;
  let fading = 0;
  const quiet = () => {
    if (!told.childElementCount) return;
    told.replaceChildren();
    isPointedAt = false;
    measured();
  };
  /** The page measures itself anew: what is told takes room of its own and covers nothing. */
  const measured = () => window.dispatchEvent(new Event("resize"));
  /** True while somebody points at it. A pointer that rests where it comes up does not. */
  let isPointedAt = false;
  let pointer = "";
  document.addEventListener("pointermove", event => {
    const at = `${event.clientX} ${event.clientY}`;
    if (at !== pointer) isPointedAt = told.contains(event.target);
    pointer = at;
  });
  document.addEventListener("pointerdown", event => (pointer = `${event.clientX} ${event.clientY}`));
  const fade = () => {
    clearTimeout(fading);
    fading = setTimeout(() => (isPointedAt || told.matches(":focus-within") ? fade() : quiet()), MOMENT);
  };
  // Touched, it goes; a finding in it leads to the finding first.
  told.addEventListener("click", event => event.target.closest("summary") || quiet());
  const findingOf = name => [...document.querySelectorAll("details.finding")].find(element => element.querySelector(".how code")?.textContent === name);
  const line = (finding, isNew) => {
    const text = `${finding.family}: ${finding.words}`;
    const target = isNew && findingOf(finding.name);
    const goes = target
      ? button(text, () => {
          const now = findingOf(finding.name);
          if (!now) return;
          now.open = true;
          now.scrollIntoView({ block: "center" });
          now.querySelector("summary").focus({ preventScroll: true });
        }, { class: "live-link" })
      : text;
    return make("li", { class: isNew ? "live-new" : "live-gone" }, make("span", { class: "live-sign" }, isNew ? "new " : "gone "), goes);
  };
  /** The most that is told at once. */
  const MOST_TOLD = 3;
  const showChange = change => {
    if (!change.is_change || !change.files.length || change.is_held) return;
    const files = change.files.length > 2 ? `${change.files.length} files` : change.files.join(" and ");
    const list = [...change.opened.map(one => [one, true]), ...change.closed.map(one => [one, false])];
    const shown = [...list.filter(([, isNew]) => isNew), ...list.filter(([, isNew]) => !isNew)].slice(0, MOST_TOLD);
    told.replaceChildren(
      make("p", {}, make("strong", {}, `${files} saved: `), list.length ? `${change.opened.length} new, ${change.closed.length} gone` : "no finding came or went"),
      shown.length ? make("ul", {}, ...shown.map(([one, isNew]) => line(one, isNew))) : "",
      list.length > shown.length ? make("p", {}, `and ${list.length - shown.length} more`) : "",
      button("×", () => {}, { class: "live-close", "aria-label": "Close" }),
    );
    measured();
    fade();
  };

  const isBusy = async () => panel !== null && (await panel).isDirty();
  const reload = async () => {
    if (await isBusy()) {
      state.textContent = "flowmap was started anew: save your text elsewhere, then load this page again";
    } else {
      way.reload();
    }
  };

  /** The start of flowmap that a version belongs to, and the number of its change. */
  const run = text => text.slice(0, text.lastIndexOf("-"));
  const number = text => Number(text.slice(text.lastIndexOf("-") + 1));

  const apply = async event => {
    version = event.version;
    // A chapter that has come or gone changes the page itself.
    const chapters = [...document.querySelectorAll("main > section, .first > section, header > section")].map(section => section.id);
    if (event.ids.some(id => !document.getElementById(id)) || chapters.some(id => id !== "map" && !event.ids.includes(id))) return reload();
    if (event.sections.length) {
      // A place that had the focus is a new element now: the focus goes to the one that says the same.
      const place = document.activeElement?.matches(".live-place") ? document.activeElement.textContent : null;
      window.flowmap.replace(event.sections);
      dress();
      if (place !== null && document.activeElement === document.body) {
        const same = [...document.querySelectorAll(".live-place")].find(one => one.textContent === place && one.checkVisibility());
        (same ?? document.getElementById("live-edit")).focus({ preventScroll: true });
      }
    }
    // The picture shown is drawn from the same map.
    if (event.sections.length || event.is_change) window.flowmap.again().catch(error => show(error.message, true));
    document.title = event.title;
    document.documentElement.dataset.version = version;
    if (!event.is_held) shownAt = clock();
    told_of = { faults: event.faults.length, isHeld: event.is_held };
    light();
    showFaults(event.faults, event.is_held);
    showChange(event);
    if (panel !== null && event.is_change) (await panel).changed(event.files);
  };

  const receive = async event => {
    if (run(event.version) !== run(version)) return reload();
    // An event that begins after this page's version: an earlier one did not come.
    const before = event.since > number(version) ? await way.missed(version, show) : null;
    if (before && run(before.version) !== run(version)) return reload();
    if (before) await apply(before);
    if (event.since <= number(version) && number(version) <= number(event.version)) await apply(event);
  };
  let received = Promise.resolve();
  const hear = event => {
    received = received.then(() => receive(event)).catch(reportError);
  };

  const show = (text, isLost) => {
    state.textContent = text;
    live.classList.toggle("live-lost", isLost);
  };

  /** When the files were last shown as they are, by the clock of this browser; nothing before that is known. */
  let shownAt = "";
  let told_of = { faults: 0, isHeld: false };
  const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  /** What the page shows, as it is: the files, or those of an earlier time and how much is wrong since. */
  const light = () => {
    const { faults: count, isHeld } = told_of;
    const many = `${count} ${count === 1 ? "fault" : "faults"}`;
    const from = shownAt ? `Showing ${shownAt}` : "Showing the last map that could be read";
    show(isHeld ? `${from}, ${many} since` : count ? `Live, with ${many} in the files` : LIVE, false);
    live.classList.toggle("live-held", count > 0);
  };
  dress();
  way.listen({ version: () => version, hear, light, show });
  const asked = new URLSearchParams(location.search);
  if (location.pathname === "/edit" || asked.has("file")) {
    edit({ file: asked.get("file") || undefined, line: Number(asked.get("line") || 1), column: Number(asked.get("column") || 1) });
  }
})();
