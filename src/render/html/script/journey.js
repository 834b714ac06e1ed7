/* What belongs together: owners, terms, and the journey of a field up to where it is captured and down to where it ends. */
const known = { owner: new Map(), owned: new Map(), fields: new Map(), terms: new Map(), links: [] };
const group = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
const system = (field) => `system-${field.slice("field-".length).split(".")[0]}`;

/** Reads from the page what the pictures do not say: whose a system is, and what a field means. */
const learn = () => {
  for (const key of ["owner", "owned", "fields", "terms"]) known[key] = new Map();
  for (const row of all("#contents tr[data-things]")) {
    const [organisation, ...systems] = row.dataset.things.split(" ");
    if (!organisation.startsWith("organisation-")) continue;
    known.owned.set(organisation, systems);
    for (const one of systems) known.owner.set(one, organisation);
  }
  for (const row of all("#glossary tr[id]")) {
    for (const link of all('a[href^="#fields-field-"]', row)) {
      const field = link.hash.slice("#fields-".length);
      group(known.fields, row.id, field);
      group(known.terms, field, row.id);
    }
  }
  known.links = all('.picture[data-view="fields"] .flow').map((flow) => ({
    id: flow.id,
    from: flow.dataset.from.slice("fields-".length),
    to: flow.dataset.to.slice("fields-".length),
  }));
};

/** Where a thing is in a picture; what is too fine for the picture is shown by what holds it. */
const element = (view, thing) => {
  const [kind] = thing.split("-", 1);
  const home = kind === "field" ? system(thing) : thing;
  const owner = known.owner.get(home) ?? "";
  return $(`${view}-${thing}`) ?? $(`${view}-${home}`) ?? $(`${view}-${owner}`);
};

/** The thing that an element of a picture is. */
const thing = (view, box) => box.id.slice(view.length + 1);

/** The fields that a thing stands for; whole systems where a flow says nothing of fields. */
const starts = (what) => {
  const rows = (one) => all(".field", element("fields", one) ?? document.createElement("i")).map((row) => row.id.slice("fields-".length));
  const [kind] = what.split("-", 1);
  if (kind === "field") return [what];
  if (kind === "term") return known.fields.get(what) ?? [];
  if (kind === "system") return [what, ...rows(what)];
  if (kind === "organisation") return (known.owned.get(what) ?? []).flatMap(starts);
  return [];
};

/** Every field and flow up and down from these. */
const reach = (from) => {
  const fields = new Set(from);
  const links = new Set();
  for (const [near, far] of [["from", "to"], ["to", "from"]]) {
    const by = new Map();
    for (const link of known.links) group(by, link[near], link);
    const seen = new Set(from);
    const open = [...from];
    while (open.length) {
      for (const link of by.get(open.pop()) ?? []) {
        links.add(link);
        fields.add(link[far]);
        if (seen.has(link[far])) continue;
        seen.add(link[far]);
        open.push(link[far]);
      }
    }
  }
  return { fields, links };
};

/** The elements of one picture that a journey lights. */
const lights = (view, { fields, links }) => {
  const lit = new Set();
  const add = (one) => one && lit.add(one);
  for (const field of fields) {
    const box = element(view, field);
    add(box);
    add(box?.closest(BOX));
  }
  if (view === "fields") {
    for (const link of links) add($(link.id));
    return lit;
  }
  const end = (name) => element(view, name.startsWith("system-") ? name : system(name))?.id;
  const pairs = new Set([...links].map((link) => `${end(link.from)} ${end(link.to)}`));
  for (const flow of all(`[data-view="${view}"] .flow`)) {
    if (pairs.has(`${flow.dataset.from} ${flow.dataset.to}`)) lit.add(flow);
  }
  return lit;
};

/** What a thing lights in a picture. */
const journey = (view, what) => {
  if (what.startsWith("flow-")) {
    const flow = $(`${view}-${what}`);
    const ends = flow ? [flow, $(flow.dataset.from), $(flow.dataset.to)] : [];
    return new Set(ends.flatMap((end) => (end ? [end, end.closest(BOX)] : [])).filter(Boolean));
  }
  const lit = lights(view, reach(starts(what)));
  const own = element(view, what);
  if (own) lit.add(own);
  return lit;
};

/** Lights these elements of the picture shown, and fades all else; nothing where there is nothing to light. */
const light = (lit) => {
  const figure = shown();
  if (!figure) return;
  const isOn = Boolean(lit && lit.size);
  figure.classList.toggle("dim", isOn);
  for (const one of all(".lit", figure)) if (!isOn || !lit.has(one)) one.classList.remove("lit");
  if (!isOn) return;
  for (const one of lit) one.classList.add("lit");
  for (const label of all(".flow-label", figure)) {
    label.classList.toggle("lit", lit.has($(label.dataset.flow)));
  }
};

/** Lights what the state says: the thing in focus, else the finding gone to, else what the filters leave. */
const relight = () => {
  const view = state.view;
  if (state.focus) return light(journey(view, state.focus));
  const finding = state.at.startsWith("finding-") ? $(state.at) : null;
  if (finding?.dataset.things) {
    const boxes = finding.dataset.things.split(" ").map((one) => element(view, one));
    return light(new Set(boxes.flatMap((box) => (box ? [box, box.closest(BOX)] : [])).filter(Boolean)));
  }
  return light(filtered(view));
};
