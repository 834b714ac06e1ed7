/* Loads the form of what was saved when it is first opened. */

export function begin({ make, button, ask, bar, state, way }) {
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
  bar.append(button("What was saved", () => saves(), { id: "live-history" }));
}
