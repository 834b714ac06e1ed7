/* What was saved since the page is served: a list of times, what each save changed, and a button that takes it back. */

export function form({ make, button, ask }) {
  const heading = make("h2", { id: "history-heading", tabindex: "-1" }, "What was saved");
  const words = make("p", {}, "Taking back a save gives its files the text from before it. Later saves are taken back with it. That is a save too, so it can be taken back.");
  const status = make("p", { id: "history-status", class: "later-status", role: "status" });
  const list = make("ol", { id: "history-list", class: "later-saves" });
  const older = make("p", {});
  const close = button("Close", () => dialog.close());
  const dialog = make("dialog", { id: "history", class: "later", "aria-labelledby": "history-heading" }, heading, words, status, list, older, close);
  document.body.append(dialog);
  // No key of the dialog is one of the page's.
  dialog.addEventListener("keydown", event => event.stopPropagation());

  const say = (text, isBad = false) => {
    status.textContent = text;
    status.classList.toggle("later-bad", isBad);
  };
  const clock = ago => new Date(Date.now() - ago).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  const one = ({ number, ago, files, told }, last) => {
    const time = clock(ago);
    const back = button("Take back", () => takeBack(number, last, time), { "aria-label": `Take back the save of ${time}` });
    return make("li", {},
      make("h3", {}, `${time}: ${files.length > 3 ? `${files.length} files` : files.join(", ")}`),
      make("ul", {}, ...(told.length ? told : ["What it changed is being worked out."]).map(line => make("li", {}, line))),
      back);
  };

  /** Shows the saves; true where one of them is still being worked out. */
  const show = async () => {
    const { status: code, data } = await ask("/history", {});
    if (code !== 200) {
      say(data.message, true);
      return false;
    }
    list.replaceChildren(...data.saves.map(save => one(save, data.last)));
    const many = data.dropped === 1 ? "One older save is" : `${data.dropped} older saves are`;
    older.textContent = data.dropped ? `${many} no longer kept.` : data.saves.length ? "" : "Nothing was saved since flowmap was started.";
    return data.saves.some(save => !save.told.length);
  };

  /** How often the list is asked for again while a save is being worked out, and how long apart in milliseconds. */
  const TRIES = 20;
  const PAUSE = 500;
  let turn = 0;
  const renew = async () => {
    const own = ++turn;
    for (let tries = 0; tries < TRIES && (await show()) && dialog.open && own === turn; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  };

  async function takeBack(number, last, time) {
    say("Taking back …");
    const { status: code, data } = await ask("/history/back", { number, last });
    if (code !== 200) {
      say(data.message, true);
    } else if (data.files.length) {
      say(`Taken back: ${data.files.join(", ")} as before ${time}.`);
    } else {
      say("Nothing is changed: the files are already as they were then.");
    }
    // The button is gone with its line.
    heading.focus();
    // The page hears of the save when the files have been read again.
    await new Promise(resolve => setTimeout(resolve, PAUSE));
    await renew();
  }

  return {
    open: async () => {
      say("");
      dialog.showModal();
      await renew();
    },
  };
}
