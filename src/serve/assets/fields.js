/* What the forms share: a dialog with fields, a list of organisations, and a thing to choose by its name. */

export const parts = ({ make, button }) => {
  /** A label with its field below. */
  const field = (label, input) => make("div", { class: "later-field" }, make("label", { for: input.id }, label), input);
  const line = (id, attributes = {}) => make("input", { id, type: "text", autocomplete: "off", ...attributes });
  const list = (id, options = []) => {
    const element = make("select", { id });
    offer(element, options);
    return element;
  };
  /** Puts these pairs of value and words into a list. */
  const offer = (element, options) => element.replaceChildren(...options.map(([value, words]) => make("option", { value }, words)));
  /** Organisations, by name. */
  const bodies = (element, all, unknown) =>
    offer(element, [["", unknown], ...all.map(body => [body.id, body.name.replace(/ \(organisation(, .*)?\)$/, "$1")])]);

  /** A field in which a thing of the map is chosen by typing part of its name. */
  const thing = id => {
    const options = make("datalist", { id: `${id}-all` });
    const input = line(id, { list: `${id}-all`, spellcheck: "false" });
    let all = [];
    return {
      input,
      options,
      /** Offers these things; `first` are the keys of those that are meant. */
      fill: (things, first = []) => {
        all = things;
        options.replaceChildren(...things.map(one => make("option", { value: one.name })));
        const meant = first.map(key => things.find(one => one.key === key)).find(Boolean);
        input.value = meant?.name ?? "";
      },
      /** The thing that is written in the field; nothing if no thing is called so. */
      chosen: () => all.find(one => one.name === input.value.trim()) ?? null,
    };
  };

  /** A form in a dialog. `send` is called when it is sent, and `fields` stand above its buttons. */
  const sheet = ({ id, fields, yes, send, more = [], below = [] }) => {
    const heading = make("h2", { id: `${id}-heading`, tabindex: "-1" });
    const words = make("p", { id: `${id}-words` });
    const status = make("p", { id: `${id}-status`, class: "later-status", role: "status" });
    const accept = make("button", { type: "submit" }, yes);
    const leave = button("Close", () => dialog.close(), { id: `${id}-close` });
    const form = make("form", {}, heading, words, ...fields, make("div", { class: "ask-buttons" }, accept, ...more, leave), status);
    const dialog = make("dialog", { id, class: "later", "aria-labelledby": `${id}-heading`, "aria-describedby": `${id}-words` }, form, ...below);
    document.body.append(dialog);
    let back = () => {};
    // No key of the dialog is one of the page's.
    dialog.addEventListener("keydown", event => event.stopPropagation());
    dialog.addEventListener("close", () => back());
    const say = (text, isBad = false) => {
      status.textContent = text;
      status.classList.toggle("later-bad", isBad);
    };
    form.addEventListener("submit", async event => {
      event.preventDefault();
      if (accept.disabled) return;
      accept.disabled = true;
      try {
        await send();
      } finally {
        accept.disabled = false;
      }
    });
    const open = (title, text, first, whither) => {
      heading.textContent = title;
      words.textContent = text;
      back = whither;
      say("");
      dialog.showModal();
      first.focus();
    };
    return { dialog, say, open, leave, accept };
  };

  /** What a save says: its files, and its notes. */
  const written = ({ files, notes }) => `Written to ${files.join(", ")}.${notes.map(note => ` Note: ${note}.`).join("")} “What was saved” can take it back.`;

  return { field, line, list, offer, bodies, thing, sheet, written };
};
