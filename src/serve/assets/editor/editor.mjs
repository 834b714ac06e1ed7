// The text editor of the live page: CodeMirror with flowmap's own checks, completion and "where is this declared".
// Everything it knows of the map it asks of the server; it writes nothing by itself.

import {acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, completionStatus, selectedCompletionIndex, setSelectedCompletion, startCompletion} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {yaml} from "@codemirror/lang-yaml";
import {bracketMatching, defaultHighlightStyle, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting} from "@codemirror/language";
import {forceLinting, forEachDiagnostic, linter, lintGutter, lintKeymap} from "@codemirror/lint";
import {Chunk, diff, MergeView} from "@codemirror/merge";
import {highlightSelectionMatches, searchKeymap} from "@codemirror/search";
import {EditorSelection, EditorState, Prec, Text} from "@codemirror/state";
import {drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, rectangularSelection} from "@codemirror/view";
import {tags} from "@lezer/highlight";

const colours = HighlightStyle.define([
  {tag: tags.comment, color: "#4d5b66", fontStyle: "italic"},
  {tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "#1b4f8a"},
  {tag: [tags.string, tags.content], color: "#222"},
  {tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "#555"},
]);

const look = EditorView.theme({
  "&": {height: "100%", fontSize: "14px", color: "#222", backgroundColor: "#fff"},
  ".cm-scroller": {fontFamily: "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.5"},
  ".cm-gutters": {color: "#555", backgroundColor: "#f4f5f6", borderRight: "1px solid #ccc"},
  "&.cm-focused": {outline: "2px solid #1b4f8a", outlineOffset: "-2px"},
  ".cm-lintRange-info": {backgroundImage: "none", borderBottom: "1px dotted #555"},
  ".cm-tooltip": {maxWidth: "min(36rem, 90%)"},
  ".cm-diagnostic": {whiteSpace: "pre-wrap", overflowWrap: "anywhere"},
  ".cm-panel.cm-panel-lint ul [role=option]": {whiteSpace: "pre-wrap", overflowWrap: "anywhere"},
  ".cm-completionDetail": {color: "#4d5b66", fontStyle: "normal"},
  "li[aria-selected] .cm-completionDetail": {color: "inherit"},
  ".cm-diagnosticText p": {margin: "0"},
});

/** A new line begins where the keys of the one before do, after its dash; below a key without a value, two further in. */
const newLine = view => {
  const {state, dispatch} = view;
  closeCompletion(view);
  const change = state.changeByRange(range => {
    const line = state.doc.lineAt(range.from);
    const before = line.text.slice(0, range.from - line.from);
    const opens = /:\s*(#.*)?$/.test(before) && !/^\s*#/.test(before);
    const column = before.match(/^ *(?:- +)*/)[0].length + (opens ? 2 : 0);
    const text = state.toText(state.lineBreak + " ".repeat(column));
    // What stood after the cursor goes along, without the space before it.
    const gap = line.text.slice(range.from - line.from).match(/^ */)[0].length;
    const to = range.empty ? range.to + gap : range.to;
    return {changes: {from: range.from, to, insert: text}, range: EditorSelection.cursor(range.from + text.length)};
  });
  dispatch(state.update(change, {scrollIntoView: true, userEvent: "input"}));
  return true;
};

/** Tab takes the offer that is marked, else the first; where nothing is offered it leaves the text. */
const takeOffer = view => {
  if (completionStatus(view.state) !== "active") return false;
  if (selectedCompletionIndex(view.state) === null) view.dispatch({effects: setSelectedCompletion(0)});
  // Where it is too early to take one, Tab still does not leave the text.
  acceptCompletion(view);
  return true;
};

const RANKS = ["error", "warning", "info"];

/** Goes to the next fault below the cursor, then from the top again; to what is only to be discussed where there is no fault. */
const nextFault = (view, told) => {
  const found = [];
  forEachDiagnostic(view.state, (mark, from, to) => found.push({mark, from, to}));
  const rank = RANKS.find(level => found.some(({mark}) => mark.severity === level));
  if (!rank) return true;
  const places = found.filter(({mark}) => mark.severity === rank).sort((a, b) => a.from - b.from);
  const {head} = view.state.selection.main;
  const {mark, from, to} = places.find(place => place.from > head) ?? places[0];
  view.dispatch({selection: {anchor: from}, effects: EditorView.scrollIntoView(EditorSelection.range(from, to), {y: "center"}), userEvent: "select"});
  told(mark.message);
  return true;
};

/**
 * The text with what `ours` and `theirs` change of the lines of `base`; null where both change the same lines, or put different lines in the same place.
 */
export function merged(base, ours, theirs) {
  const whole = text => Text.of(text.split("\n"));
  const from = whole(base);
  const edits = text => {
    const to = whole(text);
    const line = (doc, at) => (at > doc.length ? doc.lines : doc.lineAt(at).number - 1);
    return Chunk.build(from, to).map(chunk => ({
      start: line(from, chunk.fromA),
      end: line(from, chunk.toA),
      lines: text.split("\n").slice(line(to, chunk.fromB), line(to, chunk.toB)),
    }));
  };
  const [mine, other] = [edits(ours), edits(theirs)];
  const isSame = (a, b) => a.start === b.start && a.end === b.end && a.lines.join("\n") === b.lines.join("\n");
  const touch = (a, b) => (a.start < b.end && b.start < a.end) || (a.start === b.start && (a.start === a.end) === (b.start === b.end));
  const news = other.filter(edit => !mine.some(own => isSame(own, edit)));
  if (news.some(edit => mine.some(own => touch(own, edit)))) return null;
  const lines = base.split("\n");
  // From the end, so that what stands before keeps its place; of two edits at one line, the one that only adds comes last.
  for (const edit of [...mine, ...news].sort((a, b) => b.start - a.start || b.end - a.end)) {
    lines.splice(edit.start, edit.end - edit.start, ...edit.lines);
  }
  return lines.join("\n");
}

const LEVELS = {error: "error", warning: "warning", note: "info"};

/** The line break to keep: one that is used throughout, else the plain one, with every other left in the lines as it is. */
const breakOf = text => (/\r\n/.test(text) && !/(^|[^\r])\n|\r(?!\n)/.test(text) ? "\r\n" : "\n");

const described = mark => {
  const box = document.createElement("div");
  for (const words of [mark.message, mark.label === "here" ? "" : `here: ${mark.label}`, mark.help && `What to do: ${mark.help}`]) {
    if (!words) continue;
    const line = document.createElement("p");
    line.textContent = words;
    box.append(line);
  }
  return box;
};

/**
 * An editor in `root`, a shadow root, so that its styles need no leave from the page's policy.
 * `ask(what, {text, at})` asks the server; `save()`, `rename()`, `go(place)`, `changed()`, `checked(marks)` and `told(words)` are for the panel.
 */
export function create({parent, root, ask, save, rename, go, changed, checked, told}) {
  const check = linter(
    async view => {
      const doc = view.state.doc;
      const marks = await ask("check", {text: doc.toString()});
      if (!Array.isArray(marks)) return [];
      checked(marks);
      const end = doc.length;
      return marks.map(mark => ({
        from: Math.min(mark.from, end),
        to: Math.min(mark.to, end),
        severity: LEVELS[mark.level],
        message: mark.message,
        renderMessage: () => described(mark),
      }));
    },
    {delay: 250},
  );

  const offer = async context => {
    const before = context.state.doc.sliceString(context.state.doc.lineAt(context.pos).from, context.pos);
    if (!context.explicit && !/[\w.-]$|:\s$|->\s?$|[[{,]\s?$/.test(before)) return null;
    const found = await ask("complete", {text: context.state.doc.toString(), at: context.pos});
    if (!found || !found.offers || !found.offers.length || context.aborted) return null;
    return {
      from: found.from,
      options: found.offers.map((one, index) => ({
        label: one.label,
        detail: one.detail,
        info: one.about || undefined,
        type: {key: "property", word: "enum", id: "variable"}[one.kind],
        boost: -index / 1000,
        apply: (view, _, from, to) => {
          view.dispatch({changes: {from, to, insert: one.insert}, selection: {anchor: from + one.insert.length}, userEvent: "input.complete"});
          if (one.insert !== one.label) startCompletion(view);
        },
      })),
      validFor: /^[\w.-]*$/,
    };
  };

  const define = (view, at) => {
    ask("define", {text: view.state.doc.toString(), at}).then(place => place && go(place));
    return true;
  };

  const extensions = [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    syntaxHighlighting(colours),
    syntaxHighlighting(defaultHighlightStyle, {fallback: true}),
    bracketMatching(),
    closeBrackets(),
    rectangularSelection(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    yaml(),
    check,
    lintGutter(),
    // Nothing is marked before an arrow is pressed: Enter makes a new line.
    autocompletion({override: [offer], selectOnOpen: false}),
    Prec.highest(keymap.of([{key: "Tab", run: takeOffer}])),
    EditorView.lineWrapping,
    look,
    keymap.of([
      {key: "Mod-s", preventDefault: true, run: () => (save(), true)},
      {key: "Enter", run: newLine},
      {key: "F8", preventDefault: true, run: view => nextFault(view, told)},
      {key: "F2", preventDefault: true, run: () => (rename(), true)},
      {key: "F12", preventDefault: true, run: view => define(view, view.state.selection.main.head)},
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.domEventHandlers({
      click: (event, view) => {
        if (!event.ctrlKey && !event.metaKey) return false;
        const at = view.posAtCoords({x: event.clientX, y: event.clientY});
        return at === null ? false : define(view, at);
      },
    }),
    EditorView.updateListener.of(update => update.docChanged && changed()),
  ];

  const state = (text, label) =>
    EditorState.create({
      doc: text,
      extensions: [extensions, EditorState.lineSeparator.of(breakOf(text)), EditorView.contentAttributes.of({"aria-label": label, tabindex: "0"})],
    });

  const view = new EditorView({state: state("", "Text"), parent, root});
  return {
    /** Shows a text from its start. */
    load: (text, label) => view.setState(state(text, label)),
    /** Takes a newer text of the same file, the cursor kept where it was. */
    renew: (text, label) => {
      const {head} = view.state.selection.main;
      const {scrollTop} = view.scrollDOM;
      view.setState(state(text, label));
      view.dispatch({selection: {anchor: Math.min(head, view.state.doc.length)}});
      view.scrollDOM.scrollTop = scrollTop;
    },
    /** Takes a newer text in as an edit: the cursor stays in its line, and the way back is kept. */
    take: text => {
      const now = view.state.doc.toString();
      const then = view.state.toText(text).toString();
      const changes = diff(now, then).map(change => ({from: change.fromA, to: change.toA, insert: view.state.toText(then.slice(change.fromB, change.toB))}));
      view.dispatch({changes});
    },
    /** The text with the line breaks that the file has. */
    text: () => view.state.sliceDoc(),
    /** The text with plain line breaks, and where the cursor stands in it. */
    here: () => ({text: view.state.doc.toString(), at: view.state.selection.main.head}),
    focus: () => view.focus(),
    /** Checks again without waiting for a key. */
    check: () => forceLinting(view),
    goTo: (number, column) => {
      const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
      const at = Math.min(line.from + Math.max(0, (column || 1) - 1), line.to);
      view.dispatch({selection: {anchor: at}, effects: EditorView.scrollIntoView(at, {y: "center"})});
      view.focus();
    },
  };
}

/** Two texts beside each other, what differs marked: at the left, read only, what is on the disk; at the right ours. */
export function compare({parent, root, disk, ours}) {
  const shared = [lineNumbers(), yaml(), syntaxHighlighting(colours), look, EditorView.lineWrapping, keymap.of([...historyKeymap, ...defaultKeymap]), history()];
  const named = label => EditorView.contentAttributes.of({"aria-label": label, tabindex: "0"});
  const view = new MergeView({
    a: {
      doc: disk,
      extensions: [shared, EditorState.lineSeparator.of(breakOf(disk)), EditorState.readOnly.of(true), named("The text on the disk")],
    },
    b: {doc: ours, extensions: [shared, EditorState.lineSeparator.of(breakOf(ours)), named("Your text")]},
    parent,
    root,
    revertControls: "a-to-b",
    gutter: true,
    collapseUnchanged: {margin: 3, minSize: 6},
  });
  return {text: () => view.b.state.sliceDoc(), focus: () => view.b.focus(), close: () => view.destroy()};
}
