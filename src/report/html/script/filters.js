/* Filters by organisation, term and kind of finding: what does not fit is hidden in the lists and fades in the picture. */
const filters = { organisation: "by-organisation", term: "by-term", kind: "by-kind" };
const about = (box) => (box.dataset.things ?? "").split(" ").filter(Boolean);
const kindOf = (finding) => said(finding.querySelector(".how code")).split("/")[0];

const owners = (one) => {
  if (one.startsWith("organisation-")) return [one];
  if (one.startsWith("system-")) return [known.owner.get(one)];
  if (one.startsWith("field-")) return [known.owner.get(system(one))];
  if (one.startsWith("term-")) return (known.fields.get(one) ?? []).map((field) => known.owner.get(system(field)));
  return [];
};
const terms = (one) => {
  if (one.startsWith("term-")) return [one];
  return one.startsWith("field-") ? (known.terms.get(one) ?? []) : [];
};

/** True where something about these things may be shown; what says nothing of organisations or terms always may. */
const fits = (things) => {
  const holds = (wanted, of) => {
    const found = things.flatMap(of);
    return !wanted || !found.length || found.includes(wanted);
  };
  return holds(state.organisation, owners) && holds(state.term, terms);
};
const fitsKind = (finding) => !state.kind || finding.dataset.group === state.kind || kindOf(finding) === state.kind;

/** What the filters light in a picture. */
const filtered = (view) => {
  // A chosen organisation or term has a picture of its own: only a kind of finding is lit in it.
  if (!state.kind) return null;
  const boxes = new Set();
  const add = (box) => {
    if (!box) return;
    boxes.add(box);
    const outer = box.closest(BOX);
    if (outer) boxes.add(outer);
  };
  for (const finding of all("details.finding:not([hidden])")) {
    for (const one of about(finding)) add(element(view, one));
  }
  return boxes;
};

const filter = () => {
  const findings = all("details.finding");
  for (const finding of findings) finding.hidden = !(fitsKind(finding) && fits(about(finding)));
  for (const box of all("tr[data-things], details.card[data-things]")) {
    if (!box.closest("#contents, #glossary")) box.hidden = !fits(about(box));
  }
  const isOn = Boolean(state.organisation || state.term || state.kind);
  $("clear").hidden = !isOn && !state.focus;
  const left = findings.filter((finding) => !finding.hidden).length;
  $("left").textContent = isOn ? `${left} of ${findings.length} findings` : "";
  if (isOn) tell(`${left} of ${findings.length} findings are shown`);
};

/** Fills the three lists from what the page holds, and keeps what is chosen. */
const choices = () => {
  const fill = (key, first, groups) => {
    const select = $(filters[key]);
    select.replaceChildren(new Option(first, ""));
    for (const [label, options] of groups) {
      const home = label ? document.createElement("optgroup") : select;
      if (label) home.label = label;
      for (const [value, words] of options) home.append(new Option(words, value));
      if (label) select.append(home);
    }
    select.value = state[key];
    if (select.value !== state[key]) state[key] = select.value = "";
  };
  const byName = (a, b) => a[1].localeCompare(b[1], "en");
  const listed = (list) => known.lists.filter((one) => one[1] === list && has(one[0])).map(([key, , name]) => [key, name]).sort(byName);
  const list = (id, first, options) => {
    $(id).replaceChildren(new Option(first, ""), ...options.map(([value, words]) => new Option(words, value)));
    $(id).parentElement.hidden = !options.length;
  };
  fill("organisation", "Organisations", [["", listed("Organisation")]]);
  fill("term", "Terms", [["", listed("Term")]]);
  list("by-question", "Questions", listed("Question"));
  list("by-case", "Cases", listed("Case"));
  const families = { duplication: "Collected more than once, or typed again", definition: "Defined differently", gap: "Missing", map: "Wrong in the files" };
  const kinds = new Map();
  for (const finding of all("details.finding")) {
    const family = finding.dataset.group;
    if (!kinds.has(family)) kinds.set(family, new Set());
    kinds.get(family).add(kindOf(finding));
  }
  const whole = [...kinds.keys()].map((family) => [family, families[family]]);
  const single = [...kinds].map(([family, names]) => [families[family], [...names].sort().map((name) => [name, name.replaceAll("-", " ")])]);
  fill("kind", "Findings", [["", whole], ...single]);
};
