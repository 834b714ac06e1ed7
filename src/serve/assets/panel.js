/* The panel in which the flow files are edited: which file, its text, what is wrong with it, saving, and what to do
   when somebody else has saved the file meanwhile. */

import { create, compare, merged } from "/editor.js";
import { forget, keep, typed } from "/typed.js";

export function panel({ make, button, ask }) {
  const files = make("select", { id: "edit-file", "aria-label": "File" });
  const status = make("p", { id: "edit-status", role: "status" });
  const host = make("div", { id: "edit-host" });
  const choice = make("div", { id: "edit-choice" });
  const safety = make("span", { id: "edit-safety" });
  const typing = make("p", { id: "edit-typing", class: "edit-keys", hidden: "" }, safety, button("Erase what I typed", () => erase()));
  const save = button("Save", () => write());
  const heading = make("h2", { id: "edit-heading" }, "Edit the files");
  const keys = make("p", { class: "edit-keys" },
    "Ctrl-S saves. Ctrl-Space offers what may stand here: Tab takes the offer, Enter makes a new line. F8 goes to the next fault, F12 (or Ctrl and a click) to where a thing is declared. F2 renames the id at the cursor. Where nothing is offered, Tab leaves the text.");
  const aside = make("aside", { id: "edit", "aria-labelledby": "edit-heading", hidden: "" },
    make("div", { class: "edit-head" }, heading, files, save, button("Rename …", () => rename(), { id: "edit-rename", title: "Give the id at the cursor another name in all files (F2)" }),
      button("New file", () => begin()), button("Close", () => close())),
    status, choice, host, typing, keys);
  document.body.append(aside);

  const shadow = host.attachShadow({ mode: "open" });
  const box = (name, height) => {
    const element = document.createElement("div");
    element.className = name;
    element.style.height = height;
    element.style.overflow = "auto";
    shadow.append(element);
    return element;
  };
  const single = box("single", "100%");
  const double = box("double", "100%");
  double.hidden = true;

  /** The file shown, its text when opened or last saved, and that text's mark; a file that is not there yet has none. */
  let now = { file: "", text: "", mark: null };
  let opener = null;
  /** What is on the disk instead, while it is chosen what to do about that. */
  let other = null;
  let side = null;

  const editor = create({
    parent: single,
    root: shadow,
    ask: async (what, { text, at }) => {
      if (!now.file) return null;
      const { status: code, data } = await ask(`/edit/${what}`, { file: now.file, text, at });
      return code === 200 ? data : null;
    },
    save: () => write(),
    rename: () => rename(),
    go: place => open(place),
    changed: () => {
      beside = "";
      tell();
    },
    checked: marks => tell(marks),
    told: words => say(words),
  });

  const isDirty = () => (side ? side.text() : editor.text()) !== now.text;

  /* What is typed is kept by the browser until it is saved. */

  /** How long after a key the text is kept, in milliseconds. */
  const SOON = 300;
  let soon = 0;
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(keepTyped, SOON);
  };
  /** True while the text shown is being left on its writer's word. */
  let isGivenUp = false;
  const keepTyped = () => {
    clearTimeout(soon);
    if (!now.file) return;
    if (isGivenUp) return forget(now.file);
    const isKept = isDirty() && keep(now.file, { text: side ? side.text() : editor.text(), base: now.text, isNew: now.mark === null });
    if (!isDirty()) forget(now.file);
    typing.hidden = !isDirty();
    safety.textContent = isKept
      ? "Until it is saved, this browser keeps what you typed, also through a reload. "
      : "Until it is saved, what you typed is only in this window: the browser keeps nothing for the page. ";
  };
  const erase = () => {
    settle();
    editor.take(now.text);
    keepTyped();
    tell();
    editor.focus();
  };
  /** Brings back what was typed in the file that was just opened, and not saved. */
  const bringBack = () => {
    const before = typed(now.file);
    if (!before || before.text === now.text) return;
    const both = before.base === now.text ? before.text : merged(before.base, before.text, now.text);
    // It is this window's now.
    forget(now.file, before.of);
    if (both === null) {
      choose(before.text, { text: now.text, mark: now.mark, message: "this file was changed since you typed in it" });
    } else {
      editor.take(both);
      beside = ": what you typed before is back";
      tell();
    }
    keepTyped();
  };
  aside.addEventListener("focusout", () => keepTyped());
  addEventListener("pagehide", () => keepTyped());

  const label = () => `Text of ${now.file}`;

  let found = "";
  /** What else is to be known of the text until it is typed in again. */
  let beside = "";
  const tell = marks => {
    if (marks) {
      const count = level => marks.filter(mark => mark.level === level).length;
      const [errors, warnings] = [count("error"), count("warning")];
      found = errors ? `${errors} ${errors === 1 ? "fault" : "faults"} (F8 goes there)` : "no faults";
      if (warnings) found += `, ${warnings} to discuss`;
    }
    if (!now.file || other) return;
    say(`${isDirty() ? "not saved" : `saved ${now.file}`}${beside}${found ? `; ${found}` : ""}`);
    later();
  };
  const say = (text, isBad = false) => {
    if (status.textContent === text) return;
    status.textContent = text;
    status.classList.toggle("edit-bad", isBad);
  };

  const list = async () => {
    const { status: code, data } = await ask("/edit/files", {});
    if (code !== 200) return say(data.message, true);
    const names = data.map(one => one.file);
    if (now.file && !names.includes(now.file)) names.push(now.file);
    files.replaceChildren(...names.map(name => make("option", { value: name }, name)));
    files.value = now.file;
    return names;
  };

  /** The page has more or less room than before: it measures itself as it does when the window changes. */
  const room = () => window.dispatchEvent(new Event("resize"));

  /** True where the text shown may be left: it is saved, or its writer lets it go. */
  const mayLeave = async () => {
    if (!now.file || !isDirty()) return true;
    isGivenUp = Boolean(await question({
      title: `${now.file} is not saved`,
      words: "What you wrote since it was last saved is lost if you leave it now.",
      yes: "Leave it, lose what I wrote",
      no: "Go on editing",
    }));
    return isGivenUp;
  };

  /** Asks in a dialog of the page: gives what was written, or true, and null where it was left. The focus goes back to where it was. */
  function question({ title, words, label: name, value, wrong, yes, no = "Cancel", whole = text => text }) {
    const from = document.activeElement;
    const input = name ? make("input", { id: "ask-input", type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "ask-words ask-wrong" }) : null;
    const fault = make("p", { id: "ask-wrong", role: "alert" });
    const accept = make("button", { type: "submit" }, yes);
    const leave = button(no, () => dialog.close(""));
    const form = make("form", {},
      make("h2", { id: "ask-heading" }, title),
      make("p", { id: "ask-words" }, words),
      name ? make("label", { for: "ask-input" }, name) : "",
      input, fault,
      make("div", { class: "ask-buttons" }, accept, leave));
    const dialog = make("dialog", { id: "ask", "aria-labelledby": "ask-heading", "aria-describedby": "ask-words" }, form);
    const stops = [input, accept, leave].filter(Boolean);
    dialog.addEventListener("keydown", event => {
      // No key of the dialog is one of the page's.
      event.stopPropagation();
      if (event.key !== "Tab") return;
      event.preventDefault();
      const at = stops.indexOf(document.activeElement);
      stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length].focus();
    });
    form.addEventListener("submit", event => {
      event.preventDefault();
      const why = input && wrong(whole(input.value.trim()));
      fault.textContent = why || "";
      if (why) input.focus();
      else dialog.close("yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    if (input) {
      input.value = value;
      input.focus();
      const start = value.lastIndexOf("/") + 1;
      input.setSelectionRange(start, Math.max(start, value.lastIndexOf(".")));
    } else {
      leave.focus();
    }
    return new Promise(resolve => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (from === host) editor.focus();
        else from?.focus();
        resolve(dialog.returnValue === "yes" ? (input ? whole(input.value.trim()) : true) : null);
      });
    });
  }

  const fetchText = async file => {
    const { status: code, data } = await ask("/edit/open", { file });
    if (code === 200) return data;
    say(`${file}: ${data.message}`, true);
    return null;
  };

  const show = async file => {
    const opened = typed(file)?.isNew && !(await list())?.includes(file) ? { text: "", mark: null } : await fetchText(file);
    if (!opened) {
      files.value = now.file;
      isGivenUp = false;
      return false;
    }
    forget(now.file);
    settle();
    now = { file, text: opened.text, mark: opened.mark };
    found = beside = "";
    editor.load(now.text, label());
    editor.check();
    files.value = file;
    tell();
    if (now.mark === null) await list();
    isGivenUp = false;
    bringBack();
    return true;
  };

  async function open({ file, line, column }, from) {
    if (from) opener = from;
    aside.hidden = false;
    document.body.classList.add("editing");
    room();
    const names = await list();
    if (!names) return;
    const wanted = file || now.file || (names && names[0]);
    if (wanted && wanted !== now.file) {
      if (!(await mayLeave()) || !(await show(wanted))) return;
    }
    if (line && !other) editor.goTo(line, column);
    else if (!other) editor.focus();
  }

  async function close() {
    if (!(await mayLeave())) return;
    forget(now.file);
    isGivenUp = false;
    settle();
    now = { file: "", text: "", mark: null };
    aside.hidden = true;
    document.body.classList.remove("editing");
    room();
    const back = opener && opener.isConnected ? opener : document.getElementById("live-edit");
    back.focus();
  }

  /** A name as it was written; with the ending of a flow file where it has none. */
  const withEnding = name => (/[^/]$/.test(name) && !/\.[^./]*$/.test(name) ? `${name}.yaml` : name);

  async function begin() {
    const folder = now.file.includes("/") ? now.file.slice(0, now.file.lastIndexOf("/") + 1) : "";
    const there = await list();
    const file = await question({
      title: "New file",
      words: "It is made when you save it, in a folder that is there already. A name without an ending gets .yaml.",
      label: "Its name",
      value: `${folder}new.yaml`,
      whole: withEnding,
      wrong: name => {
        if (!/[^/]\.ya?ml$/i.test(name)) return "a flow file has a name that ends in .yaml";
        return there?.includes(name) ? `${name} is there already: choose it from the list` : "";
      },
      yes: "Begin it",
    });
    if (!file || !(await mayLeave())) return;
    forget(now.file);
    isGivenUp = false;
    settle();
    now = { file, text: "", mark: null };
    found = beside = "";
    editor.load("", label());
    await list();
    say("a new file: it is made when you save it");
    editor.focus();
  }

  /** Gives the id at the cursor another name, in all files of the map. */
  async function rename() {
    if (!now.file || other) return;
    if (isDirty()) return say("Save this file first: an id is renamed in the files as they are saved.", true);
    const { status: code, data } = await ask("/edit/id", { file: now.file, ...editor.here() });
    if (code !== 200) return say(data.message, true);
    if (!data.length) return say("There is no id at the cursor. Place it on the id of a thing, such as that of a system or a term.", true);
    const word = one => `${one.kind.replace("-", " ")} ${one.id}`;
    for (const one of data) {
      const last = one.id.slice(one.kind === "field" ? one.id.lastIndexOf(".") + 1 : 0);
      const to = await question({
        title: `Rename the ${word(one)}`,
        words: data.length > 1 && one === data[0]
          ? `One word here names the ${data.map(word).join(" and the ")}. They are renamed one after the other; leave out one with Cancel.`
          : "Every file that names it is changed and saved. Comments and order stay, and its former id is kept under was.",
        label: "Its new id",
        value: last,
        wrong: id => (!id ? "write an id" : id === last ? "this is the id that it has" : ""),
        yes: "Rename it everywhere",
      });
      if (!to) continue;
      say("renaming …");
      const done = await ask("/rename", { old: one.id, new: to, kind: one.kind });
      if (done.status !== 200) return say(done.data.message, true);
      const files = done.data.files;
      beside = `; ${one.id} is now ${to}, in ${files.length > 3 ? `${files.length} files` : files.join(", ")}${done.data.notes.map(note => `; ${note}`).join("")}`;
      await changed(files);
      tell();
    }
    editor.focus();
  }

  async function write() {
    if (!now.file || other) return;
    const text = editor.text();
    await send(text, now.mark);
  }

  /** How often a save is tried again with what another saved meanwhile. */
  const MOST_TRIES = 3;

  async function send(text, was, tries = 0) {
    const file = now.file;
    const isChosen = Boolean(side);
    say("saving …");
    const { status: code, data } = await ask("/edit/save", { file, text, was });
    // Another file may have been opened meanwhile, and more may have been typed.
    if (now.file !== file) return;
    if (code === 200) {
      settle();
      now = { file, text, mark: data.mark };
      if (isChosen) editor.renew(text, label());
      await list();
      if (tries) beside = ", with what another has changed in it meanwhile";
      tell();
      // The other files may have changed too: what is saved is checked as what is typed.
      editor.check();
    } else if (code === 409) {
      const both = isChosen || data.text === null ? null : merged(now.text, text, data.text);
      if (both === null || tries >= MOST_TRIES) return choose(text, data);
      // More may have been typed while the answer was on its way: what is typed stays.
      if (editor.text() !== text) return choose(editor.text(), data);
      now = { file, text: data.text, mark: data.mark };
      editor.take(both);
      await send(both, data.mark, tries + 1);
    } else {
      say(`${data.message}`, true);
    }
  }

  /* Somebody else has saved the file: both texts, and the choice. */

  function choose(ours, there) {
    settle();
    other = there;
    say(`${now.file}: ${there.message}. Choose what is to stand in it.`, true);
    const disk = there.text ?? "";
    choice.append(
      make("p", {}, there.text === null
        ? "The file is gone from the disk. At the right stands your text."
        : "At the left stands what is on the disk now, at the right your text. The arrows between them take over what differs; you can also type at the right."),
      button("Save what stands at the right", () => send(side.text(), other.mark)),
      there.text === null ? "" : button("Take what is on the disk", () => take(there)),
      button("Go on editing, save nothing", () => back()),
    );
    single.hidden = true;
    double.hidden = false;
    side = compare({ parent: double, root: shadow, disk, ours });
    side.focus();
  }

  function take(there) {
    settle();
    now = { file: now.file, text: there.text, mark: there.mark };
    editor.renew(there.text, label());
    editor.check();
    tell();
    editor.focus();
  }

  function back() {
    const text = side.text();
    settle();
    if (editor.text() !== text) editor.renew(text, label());
    tell();
    editor.focus();
  }

  /** Ends the choice. */
  function settle() {
    other = null;
    choice.replaceChildren();
    side?.close();
    side = null;
    double.hidden = true;
    single.hidden = false;
  }

  /** Files were saved, by whomever. */
  async function changed(names) {
    if (aside.hidden) return;
    await list();
    if (!names.includes(now.file) || other) return editor.check();
    const { status: code, data } = await ask("/edit/open", { file: now.file });
    const there = code === 200 ? data : { text: null, mark: null };
    if (there.mark === now.mark) return;
    if (there.text === editor.text()) {
      now = { file: now.file, text: there.text, mark: there.mark };
      tell();
    } else if (!isDirty() && there.text !== null) {
      now = { file: now.file, text: there.text, mark: there.mark };
      editor.renew(there.text, label());
      say(`${now.file} was changed on the disk: this is its text now`);
    } else if (there.text !== null && merged(now.text, editor.text(), there.text) !== null) {
      const both = merged(now.text, editor.text(), there.text);
      now = { file: now.file, text: there.text, mark: there.mark };
      editor.take(both);
      beside = ": another has changed other lines of the file, and their lines are taken in";
      tell();
    } else {
      choose(editor.text(), {
        ...there,
        message: there.text === null ? "this file was deleted while you edit it" : "this file was changed on the disk while you edit it",
      });
    }
  }

  files.addEventListener("change", async () => {
    const wanted = files.value;
    if (!(await mayLeave())) {
      files.value = now.file;
      return;
    }
    if (await show(wanted)) editor.focus();
  });
  window.addEventListener("beforeunload", event => {
    if (now.file && isDirty()) event.preventDefault();
  });

  return { open, changed, isDirty: () => Boolean(now.file) && isDirty() };
}
