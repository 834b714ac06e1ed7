/* Search as you type: organisations, systems, fields, terms, questions and findings, by name, by id, and fields by what they mean. */
const MOST_FOUND = 14;
let entries = [];

/** What a row of the page is about, by its name. */
const nameOf = (row) => said(row.querySelector(".name") ?? row.cells[0]);

const collect = () => {
  entries = [];
  const flat = (words) => words.toLowerCase().replaceAll("_", " ");
  const add = (kind, name, what, go, meaning = "") =>
    name && entries.push({ kind, name, id: what, low: flat(name), lowId: flat(what), means: flat(meaning), go });
  const bare = (what) => what.slice(what.indexOf("-") + 1);
  for (const topic of all("#topics details")) add("topic", said(topic.querySelector("summary")), "", () => openTopic(topic));
  const kinds = { organisation: "organisation", system: "system", term: "term", need: "question", case: "case" };
  for (const [key, , name] of known.lists) {
    const kind = kinds[key.split("-", 1)[0]];
    // The box of an organisation whose one system nobody has named.
    if (kind && (kind !== "system" || known.owner.has(key))) add(kind, name, bare(key), () => go(key));
  }
  for (const field of [...known.rows.values()].flat()) {
    const meaning = (known.terms.get(field) ?? []).map(titleOf).join(" ");
    add("field", `${titleOf(field)} in ${titleOf(system(field))}`, bare(field), () => go(field), meaning);
  }
  for (const finding of all("details.finding")) {
    add("finding", said(finding.querySelector("h3")), said(finding.querySelector(".how code")), () => visit(finding.id));
  }
};

/** The best first: those that begin with what is typed, then words that do, then all that hold it, then by id and by meaning. */
const find = (typed) => {
  const plain = typed.toLowerCase().trim().replaceAll("_", " ");
  if (!plain) return [];
  const rank = ({ low, lowId, means }) => {
    if (lowId === plain) return 0;
    const at = low.indexOf(plain);
    if (at === 0) return low === plain ? 0 : 1;
    if (at > 0) return /[\s(:,.]/.test(low[at - 1]) ? 2 : 3;
    return lowId.includes(plain) ? 4 : means.includes(plain) ? 5 : 9;
  };
  const found = entries.map((entry) => ({ entry, rank: rank(entry) })).filter((one) => one.rank < 9);
  found.sort((a, b) => a.rank - b.rank);
  return found.map((one) => ({ ...one.entry, isById: one.rank === 4 || one.entry.lowId === plain, isByMeaning: one.rank === 5 }));
};

/** An entry of the list: its name, what it is, and why it is there where its name does not show that. */
const optionOf = (entry, index) => {
  const option = document.createElement("li");
  option.id = `found-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const kind = document.createElement("small");
  kind.textContent = [entry.kind, entry.isById && entry.id, entry.isByMeaning && `means ${entry.means}`].filter(Boolean).join(" · ");
  option.append(entry.name, " ", kind);
  option.addEventListener("pointerdown", (event) => event.preventDefault());
  return option;
};

const searching = () => {
  const [input, list, count] = [$("search"), $("found"), $("hits")];
  let hits = [];
  /** Which entry of the list is marked, and which hit was gone to last. */
  let at = -1;
  let gone = -1;
  let isReturning = false;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (place) => {
    const options = all("[role=option]", list);
    at = (place + options.length) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === at));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  /** Goes to a hit; `stays`: the next press of Enter goes to the next. */
  const choose = (place, stays) => {
    if (!hits.length) return;
    gone = (place + hits.length) % hits.length;
    const entry = hits[gone];
    close();
    const words = `${gone + 1} of ${hits.length}: ${entry.kind} ${entry.name}`;
    // The picture says what it is; the hit is what was asked for.
    Promise.resolve(entry.go()).then(() => tell(words), reportError);
    count.textContent = `${gone + 1} of ${hits.length}`;
    tell(words);
    if (!stays) return;
    isReturning = true;
    input.focus({ preventScroll: true });
    isReturning = false;
  };
  const list_up = () => {
    hits = find(input.value);
    gone = -1;
    list.replaceChildren(...hits.slice(0, MOST_FOUND).map(optionOf));
    for (const [index, option] of [...list.children].entries()) option.addEventListener("click", () => choose(index, false));
    count.textContent = "";
    if (!input.value.trim()) return close();
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(Boolean(hits.length)));
    count.textContent = hits.length ? `${hits.length} found` : "nothing found";
    tell(count.textContent);
    if (hits.length) mark(0);
  };
  input.addEventListener("input", list_up);
  input.addEventListener("focus", () => isReturning || list_up());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && hits.length) {
      event.preventDefault();
      if (list.hidden) list_up();
      else mark(at + steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden) choose(Math.max(at, 0), true);
      else choose(gone < 0 ? 0 : gone + (event.shiftKey ? -1 : 1), true);
    } else if (event.key === "Escape") {
      const wasGone = gone >= 0;
      input.value = "";
      list_up();
      if (!wasGone) return;
      Object.assign(state, { focus: "", at: "" });
      filter();
      relight();
      remember();
      tell("the search is cleared");
    }
  });
};
