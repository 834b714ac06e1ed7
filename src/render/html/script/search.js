/* Search as you type: organisations, systems, fields, terms, questions and findings. */
const MOST_FOUND = 14;
let entries = [];

const collect = () => {
  entries = [];
  const add = (kind, name, go) => name && entries.push({ kind, name, low: name.toLowerCase(), go });
  for (const [one] of known.owned) add("organisation", named(one), () => go(one));
  for (const box of all('.picture[data-view="systems"] .systems > g')) {
    const what = thing("systems", box);
    add("system", said(box.querySelector("title")), () => go(what));
  }
  for (const row of all("#glossary tr[id]")) add("term", said(row.cells[0]), () => go(row.id));
  for (const row of all("#needs tr[id]")) add("question", said(row.cells[0]), () => visit(row.id));
  for (const box of all('.picture[data-view="fields"] .field')) {
    const home = said(box.closest(BOX).querySelector("title"));
    add("field", `${said(box.querySelector("title"))} in ${home}`, () => go(thing("fields", box)));
  }
  for (const finding of all("details.finding")) {
    add("finding", said(finding.querySelector("h3")), () => visit(finding.id));
  }
};

const named = (organisation) => {
  const rows = all("#contents tr[data-things]");
  return said(rows.find((row) => about(row)[0] === organisation)?.cells[0]);
};

/** The best first: those that begin with what is typed, then words that do, then all that hold it. */
const find = (typed) => {
  const words = typed.toLowerCase().trim();
  if (!words) return [];
  const plain = words.replaceAll("_", " ");
  const rank = ({ low }) => {
    const text = low.replaceAll("_", " ");
    const at = text.indexOf(plain);
    if (at < 0) return 9;
    if (at === 0) return text === plain ? 0 : 1;
    return /[\s(:,.]/.test(text[at - 1]) ? 2 : 3;
  };
  const found = entries.map((entry) => ({ entry, rank: rank(entry) })).filter((one) => one.rank < 9);
  found.sort((a, b) => a.rank - b.rank);
  return found.map((one) => one.entry);
};

const searching = () => {
  const [input, list] = [$("search"), $("found")];
  let found = [];
  let at = -1;
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
  const choose = (place) => {
    const entry = found[place];
    if (!entry) return;
    close();
    entry.go();
    tell(`${entry.kind} ${entry.name}`);
  };
  const list_up = () => {
    const hits = find(input.value);
    found = hits.slice(0, MOST_FOUND);
    list.replaceChildren();
    for (const [index, entry] of found.entries()) {
      const option = document.createElement("li");
      option.id = `found-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const kind = document.createElement("small");
      kind.textContent = entry.kind;
      option.append(entry.name, " ", kind);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(index));
      list.append(option);
    }
    if (!input.value.trim()) return close();
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    tell(hits.length ? `${hits.length} found` : "nothing found");
    if (found.length) mark(0);
  };
  input.addEventListener("input", list_up);
  input.addEventListener("focus", list_up);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && found.length) {
      event.preventDefault();
      if (list.hidden) list_up();
      else mark(at + steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(Math.max(at, 0));
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
    }
  });
};
