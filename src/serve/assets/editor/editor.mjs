// The text editor of the live page: CodeMirror with flowmap's own checks, completion and "where is this declared".
// Everything it knows of the map it asks of the server; it writes nothing by itself.

import {autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {yaml} from "@codemirror/lang-yaml";
import {bracketMatching, defaultHighlightStyle, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting} from "@codemirror/language";
import {forceLinting, linter, lintGutter, lintKeymap} from "@codemirror/lint";
import {MergeView} from "@codemirror/merge";
import {highlightSelectionMatches, searchKeymap} from "@codemirror/search";
import {EditorSelection, EditorState} from "@codemirror/state";
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
  ".cm-tooltip": {maxWidth: "36rem"},
  ".cm-completionDetail": {color: "#4d5b66", fontStyle: "normal"},
  "li[aria-selected] .cm-completionDetail": {color: "inherit"},
  ".cm-diagnosticText p": {margin: "0"},
});

/** A new line begins where the keys of the one before do, after its dash; below a key without a value, two further in. */
const newLine = ({state, dispatch}) => {
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
 * `ask(what, {text, at})` asks the server; `save()`, `go(place)` and `changed()` are told to the panel.
 */
export function create({parent, root, ask, save, go, changed, checked}) {
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
    autocompletion({override: [offer]}),
    EditorView.lineWrapping,
    look,
    keymap.of([
      {key: "Mod-s", preventDefault: true, run: () => (save(), true)},
      {key: "Enter", run: newLine},
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
    /** The text with the line breaks that the file has. */
    text: () => view.state.sliceDoc(),
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
