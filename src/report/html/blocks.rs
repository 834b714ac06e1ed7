//! Blocks as markup.

use super::Section;
use super::choice;
use super::findings;
use super::lanes;
use super::map;
use super::map::Places;
use super::markup::{Markup, Tag, anchor};
use super::table;
use super::tools;
use super::windows;
use crate::picture::svg::names::safe;
use crate::read::finding::Group;
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
        if part.chapter == Chapter::Answer {
            let title = Tag::new("h1").id(&heading).text(self.title);
            return self.answer(section.child(title), &part.blocks);
        }
        let section = section.child(Tag::new("h2").id(&heading).text(&part.heading));
        let section = match part.chapter {
            Chapter::Map => section.child(tools::stage()),
            Chapter::Changes => section.child(
                Tag::new("p").class("where").child(
                    Tag::new("a")
                        .class("show")
                        .to(Chapter::Map.id())
                        .with("data-picture", choice::CHANGES)
                        .text("Show the picture before and after"),
                ),
            ),
            _ => section,
        };
        section
            .children(part.blocks.iter().map(|block| self.block(block)))
            .into()
    }

    /// The head of the page: title and figures in one line, and the rest to open.
    fn answer(&self, section: Tag, blocks: &[Block]) -> Markup {
        let is_figures = |block: &&Block| matches!(block, Block::Figures(_));
        let (figures, rest): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(is_figures);
        let more = Tag::new("details")
            .class("more")
            .id("about")
            .flag("open", true)
            .flag("data-folded", true)
            .child(Tag::new("summary").text("About this map"))
            .children(rest.into_iter().map(|block| self.block(block)));
        section
            .children(figures.into_iter().map(|block| self.block(block)))
            .child(more)
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
            ThingKind::Field => self.places.home(&thing.id),
            _ => self.places.element(thing).map(str::to_owned),
        }
    }

    /// The name of a thing, as a link to its element.
    pub(super) fn thing(&self, thing: &Thing) -> Markup {
        let tag = match self.target(thing) {
            // A field stands in pictures that a script draws; the link without one leads to its system.
            Some(target) if thing.kind == ThingKind::Field => Tag::new("a")
                .to(&target)
                .with("data-picture", &token(thing)),
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
        let picture = card.things.first().filter(|_| card.sort == "ask");
        let picture = picture.and_then(|thing| Some((thing, self.target(thing)?)));
        let picture = picture.map(|(thing, target)| {
            let link = Tag::new("a").class("show").to(&target);
            Markup::from(link.text(&format!("Show {} in its picture", thing.name)))
        });
        data_things(details, &card.things)
            .child(head)
            .children(picture)
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
                .id(&anchor("topic", &topic.name))
                .with("data-name", &topic.name)
                .with_any(
                    "data-picture",
                    &choice::of_topic(&topic.name).unwrap_or_default(),
                )
                .flag("open", true)
                .flag("data-folded", true)
                .child(Self::heading(Tag::new("summary"), &topic.title))
                .children(lines)
                .child(findings);
            Markup::from(Tag::new("li").child(details))
        });
        Tag::new("ol").class("topics").children(topics).into()
    }
}

/// The name of a thing in the script: the id of its elements in the pictures without the prefix, or the id of its row.
pub(super) fn token(thing: &Thing) -> String {
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
    let picture = match figure.group {
        Group::Duplication => "duplicates",
        Group::Definition => "mismatches",
        Group::Gap => "gaps",
        Group::Map => "",
    };
    let link = Tag::new("a")
        .to(figure.chapter.id())
        .with_any("data-picture", picture)
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
