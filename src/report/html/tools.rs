//! The tools of the page: search and lists to choose from above the first screen, and the bar of the picture.

use super::markup::{Markup, Tag};
use crate::report::page::Chapter;

/// The lists of the page: the id and the heading of each.
const LISTS: [(&str, &str); 5] = [
    ("by-organisation", "Organisation"),
    ("by-term", "Term"),
    ("by-question", "Question that must be answered"),
    ("by-case", "Case"),
    ("by-kind", "Kind of finding"),
];

/// The chapters that are printed by default; the print dialog offers the others.
const PRINTED: [Chapter; 5] = [
    Chapter::Answer,
    Chapter::Topics,
    Chapter::Map,
    Chapter::Needs,
    Chapter::Questions,
];

/// The search box, the number of hits, and their list.
fn search() -> Tag {
    Tag::new("div")
        .class("search")
        .child(label_of("search", "Search"))
        .child(
            Tag::new("input")
                .id("search")
                .with("type", "search")
                .with("role", "combobox")
                .with("autocomplete", "off")
                .with("spellcheck", "false")
                .with("aria-expanded", "false")
                .with("aria-controls", "found")
                .with("aria-autocomplete", "list")
                .with("placeholder", "Search ( / )"),
        )
        .child(Tag::new("span").id("hits").with("aria-hidden", "true"))
        .child(
            Tag::new("ul")
                .id("found")
                .with("role", "listbox")
                .with("aria-label", "Found")
                .flag("hidden", true),
        )
}

/// The bar above the first screen. It is hidden if no script runs.
pub(super) fn tools() -> Markup {
    let lists = LISTS.map(|(id, words)| {
        Markup::from(
            Tag::new("div")
                .child(label_of(id, words))
                .child(Tag::new("select").id(id)),
        )
    });
    Tag::new("div")
        .id("tools")
        .with("role", "search")
        .with("aria-label", "Search and lists")
        .child(search())
        .child(button("map-whole", "The whole map", ""))
        .children(lists)
        .child(button("clear", "Show all", "").flag("hidden", true))
        .child(Tag::new("span").id("left"))
        .into()
}

/// A button with a sign, and words for those who hover or listen; without words if the sign is enough.
fn button(id: &str, sign: &str, words: &str) -> Tag {
    Tag::new("button")
        .id(id)
        .with("type", "button")
        .with_any("aria-label", words)
        .with_any("title", words)
        .text(sign)
}

/// The place of the picture that a script shows, below a bar with its heading.
pub(super) fn stage() -> Markup {
    let size = Tag::new("div")
        .class("zoom")
        .with("role", "group")
        .with("aria-label", "Size of the picture")
        .child(button("smaller", "−", "Smaller"))
        .child(button("larger", "+", "Larger"))
        .child(button(
            "whole",
            "⤢",
            "As much of the picture as can be read",
        ));
    let take = Tag::new("div")
        .class("take")
        .with("role", "group")
        .with("aria-label", "Take the picture along")
        .child(button("save-svg", "SVG", "Save the picture as SVG"))
        .child(button("save-png", "PNG", "Save the picture as PNG"))
        .child(button("copy", "Copy", "Copy the picture"))
        .child(button("print", "Print …", ""))
        .child(button("keys", "?", "Keys"));
    let bar = Tag::new("div")
        .id("bar")
        .child(button("back", "← Back", "").flag("hidden", true))
        .child(Tag::new("h3").id("shown").with("aria-live", "polite"))
        .child(size)
        .child(take);
    let own = Tag::new("div")
        .id("own")
        .child(Tag::new("p").class("nothing"));
    [Markup::from(bar), own.into()].into_iter().collect()
}

/// The dialog that asks which chapters to print.
pub(super) fn print_dialog(chapters: impl Iterator<Item = Chapter>) -> Markup {
    let more = chapters.filter(|chapter| !PRINTED.contains(chapter));
    let more = more.map(|chapter| {
        let id = format!("print-{}", chapter.id());
        option(&id, chapter.id(), chapter.heading())
    });
    let content = Tag::new("div")
        .child(Tag::new("h2").id("printing-heading").text("Print"))
        .child(Tag::new("p").text(
            "The summary, the topics, the pictures, the questions that must be answered and the questions to each body are printed. Choose more:",
        ))
        .children(more)
        .child(option("print-apart", "apart", "Each body's questions on a page of their own"))
        .child(
            Tag::new("div")
                .class("ask-buttons")
                .child(button("print-now", "Print", ""))
                .child(button("print-leave", "Cancel", "")),
        );
    dialog("printing", content)
}

fn option(id: &str, value: &str, words: &str) -> Markup {
    let input = Tag::new("input")
        .id(id)
        .with("type", "checkbox")
        .with("value", value);
    let label = Tag::new("label").with("for", id).text(words);
    Tag::new("p").child(input).text(" ").child(label).into()
}

/// The keys of the page.
const KEYS: [(&str, &str); 11] = [
    ("/", "search"),
    ("Tab", "from one thing to the next"),
    ("arrows", "in the picture: from box to box"),
    ("Shift and arrows", "move the picture"),
    (
        "Enter",
        "in the picture: see inside an organisation, or light the journey of a box",
    ),
    ("+ and −", "in the picture: larger and smaller"),
    ("0", "in the picture: as much of it as can be read"),
    ("Escape", "back to the picture before"),
    ("t", "to the topics"),
    ("p", "to the picture"),
    ("?", "this list"),
];

/// The dialog that lists the keys.
pub(super) fn keys_dialog() -> Markup {
    let rows = KEYS.map(|(key, does)| {
        let key = Tag::new("th")
            .with("scope", "row")
            .child(Tag::new("kbd").text(key));
        Markup::from(Tag::new("tr").child(key).child(Tag::new("td").text(does)))
    });
    let content = Tag::new("div")
        .child(Tag::new("h2").id("keys-list-heading").text("Keys"))
        .child(Tag::new("table").child(Tag::new("tbody").children(rows)))
        .child(
            Tag::new("div")
                .class("ask-buttons")
                .child(button("keys-leave", "Close", "")),
        );
    dialog("keys-list", content)
}

fn dialog(id: &str, content: Tag) -> Markup {
    Tag::new("dialog")
        .id(id)
        .class("dialog")
        .with("aria-labelledby", &format!("{id}-heading"))
        .child(content)
        .into()
}

fn label_of(id: &'static str, words: &str) -> Tag {
    Tag::new("label")
        .class("hidden")
        .with("for", id)
        .text(words)
}
