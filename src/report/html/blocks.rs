//! Blocks as markup.

use super::Section;
use super::findings;
use super::lanes;
use super::map;
use super::map::Places;
use super::markup::{Markup, Tag, anchor};
use super::table;
use super::windows;
use crate::picture::svg::names::safe;
use crate::report::page::{
    Block, Card, Chapter, Figure, Part, Piece, Text, Thing, ThingKind, TopicCard,
};

/// Writes sections.
pub(super) struct Writer<'a> {
    pub(super) figures: &'a [Section],
    pub(super) places: &'a Places,
    pub(super) title: &'a str,
}

impl Writer<'_> {
    pub(super) fn section(&self, part: &Part) -> Markup {
        let id = part.chapter.id();
        let heading = format!("{id}-heading");
        let section = Tag::new("section").id(id).with("aria-labelledby", &heading);
        let section = if part.chapter == Chapter::Answer {
            section.child(Tag::new("h1").id(&heading).text(self.title))
        } else {
            section.child(Tag::new("h2").id(&heading).text(&part.heading))
        };
        section
            .children(part.blocks.iter().map(|block| self.block(block)))
            .into()
    }

    /// Blocks, one after the other.
    pub(super) fn blocks(&self, blocks: &[Block]) -> Markup {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Sentence(text) => self.text(Tag::new("p").class("sentence"), text),
            Block::Note(text) => self.text(Tag::new("p").class("note"), text),
            Block::Figures(figures) => Tag::new("ul")
                .class("figures")
                .children(figures.iter().map(figure))
                .into(),
            Block::Pictures => map::figures(self.figures),
            Block::Table(table) => table::table(self, table),
            Block::Card(card) => self.card(card),
            Block::Windows(windows) => windows::windows(windows),
            Block::Lanes(lanes) => lanes::lanes(lanes),
            Block::Steps(steps) => self.steps(steps),
            Block::Topics(topics) => self.topics(topics),
            Block::Findings(cards) => cards
                .iter()
                .map(|card| findings::finding(self, card))
                .collect(),
        }
    }

    /// A running text inside `tag`.
    pub(super) fn text(&self, tag: Tag, text: &Text) -> Markup {
        tag.children(text.0.iter().map(|piece| self.piece(piece)))
            .into()
    }

    fn piece(&self, piece: &Piece) -> Markup {
        match piece {
            Piece::Words(words) => Markup::text(words),
            Piece::Code(code) => Tag::new("code").text(code).into(),
            Piece::Thing(thing) => self.thing(thing),
            Piece::Finding(number) => Tag::new("a")
                .class("number")
                .to(&format!("finding-{number}"))
                .with("aria-label", &format!("finding {number}"))
                .text(&number.to_string())
                .into(),
        }
    }

    /// The id of the element of a thing: in a picture, in the list of terms or in the list of needs.
    pub(super) fn target(&self, thing: &Thing) -> Option<String> {
        match thing.kind {
            ThingKind::Term | ThingKind::Need => Some(anchor(thing.kind.word(), &thing.id)),
            _ => self.places.element(thing).map(str::to_owned),
        }
    }

    /// The name of a thing, as a link to its element.
    pub(super) fn thing(&self, thing: &Thing) -> Markup {
        let tag = match self.target(thing) {
            Some(target) => Tag::new("a").to(&target),
            None => Tag::new("span"),
        };
        tag.text(&thing.name).into()
    }

    /// The text without links, for headings that open or close when they are clicked.
    pub(super) fn heading(tag: Tag, text: &Text) -> Markup {
        tag.children(text.0.iter().map(|piece| match piece {
            Piece::Words(words) => Markup::text(words),
            Piece::Code(code) => Tag::new("code").text(code).into(),
            Piece::Thing(thing) => Tag::new("b").text(&thing.name).into(),
            Piece::Finding(number) => Markup::text(&number.to_string()),
        }))
        .into()
    }

    /// The words of the text without markup.
    pub(super) fn plain(tag: Tag, text: &Text) -> Markup {
        tag.text(&text.plain()).into()
    }

    fn card(&self, card: &Card) -> Markup {
        let head = Tag::new("summary")
            .child(Self::heading(Tag::new("h3"), &card.heading))
            .text(" ")
            .child(Tag::new("small").text(&card.tally));
        let class = if card.is_sheet { "card sheet" } else { "card" };
        let details = Tag::new("details")
            .class(class)
            .id(&anchor(card.sort, &card.of))
            .flag("open", true)
            .flag("data-folded", card.is_folded);
        data_things(details, &card.things)
            .child(head)
            .children(card.blocks.iter().map(|block| self.block(block)))
            .into()
    }

    fn steps(&self, steps: &[(Text, Vec<usize>)]) -> Markup {
        let steps = steps.iter().map(|(text, numbers)| {
            let numbers = Text::findings(numbers.iter().copied());
            let asked = self.text(Tag::new("span"), text);
            let settles = self.text(Tag::new("small").text(" finding "), &numbers);
            Markup::from(Tag::new("li").child(asked).child(settles))
        });
        Tag::new("ol").class("steps").children(steps).into()
    }
}

impl Writer<'_> {
    fn topics(&self, topics: &[TopicCard]) -> Markup {
        let topics = topics.iter().map(|topic| {
            let lines = topic.lines.iter();
            let lines = lines.map(|line| self.text(Tag::new("p"), line));
            let numbers = Text::findings(topic.findings.iter().copied());
            let findings = self.text(Tag::new("p").class("note").text("Findings: "), &numbers);
            let details = Tag::new("details")
                .child(Self::heading(Tag::new("summary"), &topic.title))
                .children(lines)
                .child(findings);
            Markup::from(Tag::new("li").child(details))
        });
        Tag::new("ol").class("topics").children(topics).into()
    }
}

/// The name of a thing in the script: the id of its elements in the pictures without the prefix, or the id of its row.
fn token(thing: &Thing) -> String {
    let kind = thing.kind.word();
    match thing.kind {
        ThingKind::Term | ThingKind::Need => anchor(kind, &thing.id),
        _ => format!("{kind}-{}", safe(&thing.id)),
    }
}

/// `tag` with the things that it is about, for the script.
pub(super) fn data_things(tag: Tag, things: &[Thing]) -> Tag {
    let words: Vec<String> = things.iter().map(token).collect();
    tag.with_any("data-things", &words.join(" "))
}

fn figure(figure: &Figure) -> Markup {
    let link = Tag::new("a")
        .to(figure.chapter.id())
        .child(Tag::new("b").text(&figure.number.to_string()))
        .text(" ")
        .child(Tag::new("span").text(figure.words));
    let item = Tag::new("li")
        .class(&format!("figure {}", figure.group.word()))
        .child(link);
    if figure.also.is_empty() {
        item.into()
    } else {
        item.text(" ")
            .child(Tag::new("small").text(&figure.also))
            .into()
    }
}
