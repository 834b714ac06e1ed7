/* The form that walks one person or event through the map: a kept case, or values of the dimensions; the answer appears below. */

export function form({ make, button, ask }) {
  const heading = make("h2", { id: "case-heading" }, "Who must be told of one case?");
  const kept = make("select", { id: "case-kept" });
  const fields = make("div", { id: "case-fields" });
  const status = make("p", { id: "case-status", role: "status" });
  const rows = make("div", { id: "case-rows", tabindex: "-1", "aria-labelledby": "case-heading" });
  const show = make("button", { type: "submit" }, "Show who is told");
  const leave = button("Close", () => dialog.close());
  const words = make("p", {}, "Choose a case that the map keeps, or say what the case is. Leave open what you do not know.");
  const asked = make("form", {},
    heading, words, make("label", { for: "case-kept" }, "A case of the map"), kept, fields,
    make("div", { class: "ask-buttons" }, show, leave), status);
  const dialog = make("dialog", { id: "case", "aria-labelledby": "case-heading" }, asked, rows);
  document.body.append(dialog);
  // No key of the dialog is one of the page's.
  dialog.addEventListener("keydown", event => event.stopPropagation());

  /** What may be said on one dimension: its values, or a number or a stretch. */
  const field = ({ id, name, unit, values }, place) => {
    const key = `case-on-${place}`;
    const input = values.length
      ? make("select", { id: key }, make("option", { value: "" }, "open"), ...values.map(value => make("option", { value: value.id }, value.name)))
      : make("input", { id: key, type: "text", autocomplete: "off", spellcheck: "false", placeholder: unit ? `in ${unit}` : "" });
    input.dataset.dimension = id;
    return make("div", {}, make("label", { for: key }, name), input);
  };
  const inputs = () => [...fields.querySelectorAll("[data-dimension]")];

  const choices = async () => {
    const before = new Map(inputs().map(input => [input.dataset.dimension, input.value]));
    const chosen = kept.value;
    const { status: code, data } = await ask("/case", {});
    if (code !== 200) return void (status.textContent = data.message);
    kept.replaceChildren(make("option", { value: "" }, data.cases.length ? "none: as said below" : "the map keeps none"),
      ...data.cases.map(one => make("option", { value: one.id }, one.name)));
    if (data.cases.some(one => one.id === chosen)) kept.value = chosen;
    fields.replaceChildren(...data.dimensions.map(field));
    for (const input of inputs()) {
      const value = before.get(input.dataset.dimension) ?? "";
      if (input.tagName === "INPUT" || [...input.options].some(option => option.value === value)) input.value = value;
    }
    still();
  };
  /** A kept case says itself what it is. */
  const still = () => {
    for (const input of inputs()) input.disabled = Boolean(kept.value);
  };
  kept.addEventListener("change", still);

  let number = 0;
  asked.addEventListener("submit", async event => {
    event.preventDefault();
    const said = inputs().filter(input => input.value.trim()).map(input => [input.dataset.dimension, input.value.trim()]);
    if (!kept.value && !said.length) return void (status.textContent = "Choose a case, or say something of it.");
    const turn = ++number;
    status.textContent = "Walking through the map …";
    const { status: code, data } = await ask("/case", kept.value ? { kept: kept.value } : { said });
    if (turn !== number) return;
    if (code !== 200) {
      rows.replaceChildren();
      status.textContent = data.message;
      return;
    }
    status.textContent = "";
    const box = document.createElement("template");
    box.innerHTML = data.html;
    rows.replaceChildren(box.content);
    rows.focus({ preventScroll: true });
  });

  return {
    open: async () => {
      dialog.showModal();
      await choices();
    },
  };
}
