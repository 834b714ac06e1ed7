/* What makes the report live: it listens to the server, swaps what changed, and says what the last save did.
   Whatever comes from the map is put into the page as text, but for the sections, which the server has made safe. */
(() => {
  "use strict";

  const meta = name => document.querySelector(`meta[name="flowmap-${name}"]`);
  const token = meta("token").content;
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

  const style = make("link", { rel: "stylesheet", href: "/live.css" });
  document.head.append(style);

  const state = make("span", { class: "live-state" }, "Live: shows the files as they are");
  const bar = make("div", { id: "live-bar", role: "region", "aria-label": "Live map" }, state);
  const faults = make("div", { id: "live-faults", role: "alert" });
  const told = make("div", { id: "live-told", role: "status" });
  bar.append(button("Edit the files", () => edit(), { id: "live-edit" }));
  const live = make("div", { id: "live" }, bar, faults, told);
  document.body.append(live);

  /* The editor */

  /** Asks the server to do something; gives its answer, with its status. */
  const ask = async (what, body) => post(`/edit/${what}`, body);
  const post = async (address, body) => {
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Flowmap-Token": token },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      let data;
      try {
        data = JSON.parse(text);
      } catch {
        data = { message: text.trim() };
      }
      return { status: response.status, data };
    } catch {
      return { status: 0, data: { message: "flowmap does not answer: is it still running?" } };
    }
  };

  /* A picture of its own for a term's journey or a question's sources */

  window.flowmap.draw = async of => {
    const { status, data } = await post("/draw", { of });
    return status === 200 ? data : null;
  };
  /** The picture that was asked for, as the map is now; taken away where the map no longer has what it shows. */
  const redraw = async () => {
    const of = window.flowmap.asked();
    if (!of) return;
    const { status, data } = await post("/draw", { of });
    if (of !== window.flowmap.asked()) return;
    if (status === 404) window.flowmap.withdraw();
    else if (status === 200 && document.getElementById(data.id)) window.flowmap.replace([data]);
    else if (status === 200) window.flowmap.insert(data, of);
  };

  /* The form that walks a case through the map */

  let cases = null;
  const openCase = async () => {
    try {
      cases ??= import("/case.js").then(module => module.form({ make, button, post }));
      await (await cases).open();
    } catch {
      cases = null;
      state.textContent = "The form could not be loaded: is flowmap still running?";
    }
  };
  bar.append(button("Who must be told?", openCase, { id: "live-case" }));

  let panel = null;
  const edit = async (place = {}) => {
    const opener = document.activeElement;
    try {
      panel ??= import("/panel.js").then(module => module.panel({ make, button, ask }));
      (await panel).open(place, opener);
    } catch {
      panel = null;
      state.textContent = "The editor could not be loaded: is flowmap still running?";
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
  const fade = () => {
    clearTimeout(fading);
    fading = setTimeout(() => (told.matches(":hover, :focus-within") ? fade() : told.replaceChildren()), MOMENT);
  };
  const findingOf = name => [...document.querySelectorAll("[data-name]")].find(element => element.dataset.name === name);
  const line = (finding, isNew) => {
    const text = `${finding.family}: ${finding.message}`;
    const target = isNew && findingOf(finding.name);
    const goes = target
      ? button(text, () => {
          target.setAttribute("tabindex", "-1");
          target.scrollIntoView({ block: "center" });
          target.focus({ preventScroll: true });
        }, { class: "live-link" })
      : text;
    return make("li", { class: isNew ? "live-new" : "live-gone" }, make("span", { class: "live-sign" }, isNew ? "new " : "gone "), goes);
  };
  const showChange = change => {
    if (!change.is_change || !change.files.length) return;
    told.replaceChildren();
    const files = change.files.length > 2 ? `${change.files.length} files` : change.files.join(" and ");
    const list = [...change.opened.map(one => [one, true]), ...change.closed.map(one => [one, false])];
    if (change.is_held) return;
    told.append(
      make("p", {}, make("strong", {}, `${files}: `),
        list.length ? `${change.opened.length} new, ${change.closed.length} gone` : "no finding came or went"),
      button("×", () => told.replaceChildren(), { class: "live-close", "aria-label": "Close" }),
    );
    if (list.length) {
      const shown = [...list.filter(([, isNew]) => isNew).slice(0, 4), ...list.filter(([, isNew]) => !isNew).slice(0, 4)];
      told.append(make("ul", {}, ...shown.map(([one, isNew]) => line(one, isNew))));
      if (list.length > shown.length) told.append(make("p", {}, `and ${list.length - shown.length} more`));
    }
    fade();
  };

  const isBusy = async () => panel !== null && (await panel).isDirty();
  const reload = async () => {
    if (await isBusy()) {
      state.textContent = "flowmap was started anew: save your text elsewhere, then load this page again";
    } else {
      location.reload();
    }
  };

  const receive = async message => {
    const event = JSON.parse(message.data);
    version = event.version;
    // A chapter that has come or gone changes the page itself.
    const chapters = [...document.querySelectorAll("main > section, header > section")].map(section => section.id);
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
      redraw();
    }
    document.title = event.title;
    document.documentElement.dataset.version = version;
    showFaults(event.faults, event.is_held);
    showChange(event);
    if (panel !== null && event.is_change) (await panel).changed(event.files);
  };

  let stream = null;
  const connect = () => {
    stream?.close();
    stream = new EventSource(`/events?version=${version}`);
    stream.addEventListener("open", () => {
      state.textContent = "Live: shows the files as they are";
      live.classList.remove("live-lost");
    });
    stream.addEventListener("message", receive);
    stream.addEventListener("restart", reload);
    stream.addEventListener("error", () => {
      state.textContent = "flowmap does not answer: this is the last state it sent";
      live.classList.add("live-lost");
      if (stream.readyState !== EventSource.CLOSED) return;
      /* Refused: another start of flowmap, whose address this browser has not opened yet. Once it has, this page goes on. */
      fetch("/live.css", { method: "HEAD" }).then(answer => {
        if (answer.status === 403) state.textContent = "flowmap was started anew: open the address that it printed";
      }, () => {});
      setTimeout(connect, 1000);
    });
  };
  /* A page that nobody sees gives its connection back: a browser has only six for all its pages. */
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stream?.close();
    else connect();
  });

  /* The picture that is looked at is the first that the server draws anew. */
  let view = "organisations";
  const looked = () => {
    const shown = document.querySelector("#map .picture:not([hidden])")?.dataset.view;
    if (!shown || shown === view || document.hidden) return;
    view = shown;
    fetch("/look", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Flowmap-Token": token },
      body: JSON.stringify({ view }),
    }).catch(() => (view = ""));
  };
  new MutationObserver(looked).observe(document.querySelector("main"), { subtree: true, attributeFilter: ["hidden"] });

  dress();
  connect();
  looked();
  redraw();
  if (location.pathname === "/edit") {
    const asked = new URLSearchParams(location.search);
    edit({ file: asked.get("file") || undefined, line: Number(asked.get("line") || 1), column: Number(asked.get("column") || 1) });
  }
})();
