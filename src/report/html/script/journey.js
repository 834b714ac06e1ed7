/* What belongs together: owners, terms, and the journey of a field up to where it is captured and down to where it ends. */
const known = { owner: new Map(), owned: new Map(), whole: new Map(), fields: new Map(), terms: new Map(), rows: new Map(), names: new Map(), keys: new Set(), lists: [], links: [] };
const group = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
const system = (field) => `system-${field.slice("field-".length).split(".")[0]}`;

/** Reads from the page what the picture does not say: what there is to choose, whose a system is, what a field means, and what is joined to what. */
const learn = () => {
  for (const key of ["owner", "owned", "whole", "fields", "terms", "rows", "names"]) known[key] = new Map();
  const { choices, fields, ends, links } = JSON.parse($("index").textContent);
  known.lists = choices;
  known.keys = new Set(choices.map(([key]) => key));
  for (const [key, , name] of choices) known.names.set(key, name);
  for (const [field, name] of fields) {
    known.names.set(field, name);
    group(known.rows, system(field), field);
  }
  for (const row of all("#contents tr[data-things]")) {
    const [organisation, ...systems] = row.dataset.things.split(" ");
    if (!organisation.startsWith("organisation-")) continue;
    known.owned.set(organisation, systems);
    for (const one of systems) known.owner.set(one, organisation);
    const whole = row.cells[1]?.querySelector("a")?.hash.match(/organisation-.*$/);
    if (whole) known.whole.set(organisation, whole[0].replace(/^organisations-/, ""));
  }
  for (const row of all("#glossary tr[id]")) {
    for (const field of about(row).slice(1)) {
      group(known.fields, row.id, field);
      group(known.terms, field, row.id);
    }
  }
  // Where nobody has named the one system of an organisation, the organisation's box stands for both.
  const plain = (end) => {
    const own = end.replace(/^organisation-/, "system-");
    return own !== end && known.owned.get(end)?.includes(own) ? own : end;
  };
  known.links = links.map(([from, to]) => ({ from: plain(ends[from]), to: plain(ends[to]) }));
};

/** The name of a thing for readers. */
const titleOf = (what) => known.names.get(what) ?? what.slice(what.indexOf("-") + 1);

/** The row of the page that tells of a term or a question. */
const entry = (what) => all("#glossary tr[id], #needs tr[id]").find((row) => row.id === what);

/** Where a thing is in a picture; what is too fine for the picture is shown by what holds it. */
const element = (view, thing) => {
  const [kind] = thing.split("-", 1);
  const home = kind === "field" ? system(thing) : thing;
  let box = $(`${view}-${thing}`) ?? $(`${view}-${home}`);
  let owner = known.owner.get(home) ?? known.whole.get(home);
  for (const seen = new Set(); !box && owner && !seen.has(owner); owner = known.whole.get(owner)) {
    seen.add(owner);
    box = $(`${view}-${owner}`);
  }
  return box;
};

/** The thing that an element of a picture is. */
const thing = (view, box) => box.id.slice(view.length + 1);

/** The fields that a thing stands for; whole systems where a flow says nothing of fields. */
const starts = (what) => {
  const [kind] = what.split("-", 1);
  if (kind === "field") return [what];
  if (kind === "term") return known.fields.get(what) ?? [];
  if (kind === "system") return [what, ...(known.rows.get(what) ?? [])];
  if (kind === "organisation") return (known.owned.get(what) ?? []).flatMap(starts);
  return [];
};

/** The same for a box of a picture, which may be folded: then it stands for all that is folded into it. */
const held = (view, box) => {
  const what = thing(view, box);
  const inside = what.startsWith("organisation-") ? [...known.owner.keys()].filter((one) => element(view, one) === box) : [];
  return [...new Set([...starts(what), ...inside.flatMap(starts)])];
};

/** Every field and flow up and down from these; `ways` are the ends of a link to go by. */
const reach = (from, ways = ["from", "to"]) => {
  const fields = new Set(from);
  const links = new Set();
  for (const near of ways) {
    const far = near === "from" ? "to" : "from";
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

/** What a question takes: the fields that bring it to those who must answer, and where they come from; else wherever it is held. */
const sources = (need) => {
  const row = entry(need);
  const things = row ? about(row) : [];
  const fields = things.filter((one) => one.startsWith("term-")).flatMap(starts);
  const brought = fields.filter((field) => things.includes(known.owner.get(system(field))));
  return brought.length ? { ...reach(brought, ["to"]), isBrought: true } : { fields: new Set(fields), links: new Set(), isBrought: false };
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
  const end = (name) => element(view, name)?.id;
  const home = (name) => {
    const box = element(view, name.startsWith("field-") ? system(name) : name);
    return (box?.closest(BOX) ?? box)?.id;
  };
  const pairs = new Set([...links].flatMap(({ from, to }) => [`${end(from)} ${end(to)}`, `${home(from)} ${home(to)}`]));
  for (const flow of all(`[data-view="${view}"] .flow`)) {
    if (pairs.has(`${flow.dataset.from} ${flow.dataset.to}`)) lit.add(flow);
  }
  return lit;
};

/** An element with what it touches: a flow with its ends, a box with its flows and theirs. */
const near = (view, box) => {
  const flows = box.matches(".flow") ? [box] : all(`[data-view="${view}"] .flow`).filter((flow) => [flow.dataset.from, flow.dataset.to].includes(box.id));
  const ends = flows.flatMap((flow) => [flow, $(flow.dataset.from), $(flow.dataset.to)]);
  return new Set([box, ...ends].flatMap((end) => (end ? [end, end.closest(BOX)] : [])).filter(Boolean));
};

/** What a thing reaches: fields and links. */
const reached = (view, what) => {
  if (what.startsWith("need-")) return sources(what);
  const own = $(`${view}-${what}`);
  return reach(own && what.startsWith("organisation-") ? held(view, own) : starts(what));
};

/** What a thing lights in a picture. */
const journey = (view, what) => {
  const own = $(`${view}-${what}`);
  // What the finest picture knows nothing of: a flow, or a box for what is missing.
  if (own && (what.startsWith("flow-") || !(starts(what).length || held(view, own).length))) return near(view, own);
  const lit = lights(view, reached(view, what));
  const box = what.startsWith("need-") ? own : element(view, what);
  if (box) lit.add(box);
  return lit;
};

/** What of a journey lies inside folded boxes, in words: nobody sees it otherwise. */
const inFolded = (view, what) => {
  if (what.startsWith("flow-") || !shown()?.querySelector(`[id^="${OWN}-field-"]`)) return "";
  const inside = new Map();
  for (const one of reached(view, what).fields) {
    const box = element(view, one);
    if (!one.startsWith("field-") || !box || box.matches(".field")) continue;
    if (!inside.has(box)) inside.set(box, new Map());
    group(inside.get(box), system(one), one.slice(one.indexOf(".") + 1));
  }
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const own = element(view, what);
  const boxes = [...inside].sort(([a], [b]) => (b === own) - (a === own));
  const told = boxes.slice(0, 4).map(([box, systems]) => {
    const fields = [...systems.values()].flat();
    const name = fields.length === 1 ? fields[0] : count(fields.length, "field");
    const first = [...systems.keys()][0];
    const where = systems.size === 1 ? titleOf(first) : count(systems.size, "system");
    return `${said(box.querySelector("title"))}: ${name} of ${where}`;
  });
  if (!told.length) return "";
  const more = boxes.length > told.length ? `; and in ${boxes.length - told.length} more` : "";
  return `In folded boxes: ${told.join("; ")}${more}`;
};

/** Lights these elements of the picture shown, and fades all else; nothing where there is nothing to light. */
const light = (lit, words = "") => {
  const figure = shown();
  if (!figure) return;
  note(figure, words);
  const isOn = Boolean(lit && lit.size);
  figure.classList.toggle("dim", isOn);
  for (const one of all(".lit", figure)) if (!isOn || !lit.has(one)) one.classList.remove("lit");
  if (!isOn) return;
  for (const one of lit) one.classList.add("lit");
  for (const label of all(".flow-label", figure)) {
    label.classList.toggle("lit", lit.has($(label.dataset.flow)));
  }
};

/** Says something about what is lit, on the picture itself. */
const note = (figure, words) => {
  const stage = figure.querySelector(".stage");
  let box = stage.querySelector(".lit-note");
  if (!box && !words) return;
  if (!box) {
    box = document.createElement("p");
    box.className = "lit-note";
    stage.append(box);
  }
  box.textContent = words;
};

/** Lights the journey of a thing in the picture shown. */
const follows = (what) => light(journey(OWN, what), noteOf(OWN, what));

/** What to know of what is lit, in words. */
const noteOf = (view, what) => {
  const name = () => nameOf(entry(what));
  const lit = () => {
    if (what.startsWith("term-")) return `Lit: the journey of ${name()}`;
    return sources(what).isBrought ? `Lit: the sources of “${name()}”` : `Nothing stated brings the answer to “${name()}”; lit is where it is held`;
  };
  const isOfRow = /^(term|need)-/.test(what) && entry(what);
  return [isOfRow && lit(), inFolded(view, what)].filter(Boolean).join(". ");
};

/** Lights what the state says: the thing in focus, else the finding gone to, else what the filters leave. */
const relight = () => {
  const view = OWN;
  if (state.focus) return follows(state.focus);
  const finding = state.at.startsWith("finding-") ? $(state.at) : null;
  if (finding?.dataset.things) {
    const boxes = finding.dataset.things.split(" ").map((one) => element(view, one));
    return light(new Set(boxes.flatMap((box) => (box ? [box, box.closest(BOX)] : [])).filter(Boolean)));
  }
  return light(filtered(view));
};
