//! Blocks as markup.

use super::Picture;
use super::map;
use super::map::Places;
use super::markup::Markup;
use super::markup::Tag;
use super::markup::anchor;
use crate::views::page::Block;
use crate::views::page::Chapter;
use crate::views::page::Figure;
use crate::views::page::FindingCard;
use crate::views::page::Part;
use crate::views::page::Piece;
use crate::views::page::Text;
use crate::views::page::Thing;
use crate::views::page::ThingKind;

/// Writes sections.
pub(super) struct Writer<'a> {
    pub(super) pictures: &'a [Picture],
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

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Sentence(text) => self.text(Tag::new("p").class("sentence"), text),
            Block::Note(text) => self.text(Tag::new("p").class("note"), text),
            Block::Figures(figures) => Tag::new("ul")
                .class("figures")
                .children(figures.iter().map(figure))
                .into(),
            Block::Pictures => map::figures(self.pictures),
            Block::Findings(cards) => cards.iter().map(|card| self.finding(card)).collect(),
        }
    }

    /// `tag` round a running text.
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

    /// A thing of the map by its name, linked to where it stands.
    fn thing(&self, thing: &Thing) -> Markup {
        let target = match thing.kind {
            ThingKind::Term => Some(anchor("term", &thing.id)),
            ThingKind::Need => Some(anchor("need", &thing.id)),
            _ => self.places.element(thing).map(str::to_owned),
        };
        // The chapters with terms and needs are not written yet: only pictures are linked to.
        let target = target.filter(|_| !matches!(thing.kind, ThingKind::Term | ThingKind::Need));
        let tag = match target {
            Some(target) => Tag::new("a").to(&target),
            None => Tag::new("span"),
        };
        tag.class("thing")
            .with("data-thing", &format!("{}:{}", thing.kind.word(), thing.id))
            .with("title", &format!("{} {}", thing.kind.word(), thing.id))
            .text(&thing.name)
            .into()
    }

    fn finding(&self, card: &FindingCard) -> Markup {
        let things: Vec<String> = card
            .things
            .iter()
            .map(|thing| format!("{}:{}", thing.kind.word(), thing.id))
            .collect();
        let places = card.places.iter().map(|(at, why)| {
            let item = Tag::new("li").child(Tag::new("code").text(at)).text(": ");
            self.text(item, why)
        });
        let mut article = Tag::new("article")
            .class("finding")
            .id(&format!("finding-{}", card.number))
            .with("data-name", &card.name)
            .with("data-group", card.group.word())
            .with("data-kind", card.kind)
            .with("data-things", &things.join(" "))
            .child(self.text(
                Tag::new("h3").text(&format!("{}. ", card.number)),
                &card.message,
            ))
            .child(
                Tag::new("p")
                    .class("how")
                    .text(&format!("{}, {} ", card.level, card.certainty))
                    .child(Tag::new("code").text(&card.name)),
            )
            .child(Tag::new("ul").class("places").children(places));
        if !card.help.is_empty() {
            let what = Tag::new("p").child(Tag::new("strong").text("What to do: "));
            article = article.child(self.text(what, &card.help));
        }
        if let Some((to, question)) = &card.question {
            let whom = Tag::new("p").child(Tag::new("strong").text("Ask "));
            let whom = match to {
                Some(to) => whom.child(self.thing(to)),
                None => whom.text("the room"),
            };
            article = article.child(self.text(whom.text(": "), question));
        }
        if !card.verdict.is_empty() {
            article = article.child(Tag::new("p").text(&format!("Decided: {}", card.verdict)));
        }
        article.into()
    }
}

fn figure(figure: &Figure) -> Markup {
    Tag::new("li")
        .class(&format!("figure {}", figure.group.word()))
        .child(
            Tag::new("a")
                .to(figure.chapter.id())
                .child(Tag::new("b").text(&figure.number.to_string()))
                .text(" ")
                .child(Tag::new("span").text(figure.words)),
        )
        .child(Tag::new("small").text(&figure.also))
        .into()
}
