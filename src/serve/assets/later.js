/* Loads the form of what was saved when it is first opened. */

export function begin({ make, button, post, bar, state }) {
  document.head.append(make("link", { rel: "stylesheet", href: "/later.css" }));

  /** Opens a form of that address; it is loaded once. */
  const opener = address => {
    let form = null;
    return async (...what) => {
      try {
        form ??= import(address).then(module => module.form({ make, button, post }));
        await (await form).open(...what);
      } catch {
        form = null;
        state.textContent = "The form could not be loaded: is flowmap still running?";
      }
    };
  };

  const saves = opener("/history.js");
  bar.append(button("What was saved", () => saves(), { id: "live-history" }));
}
