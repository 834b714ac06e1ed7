//! A finding as markup: number and message in the heading, the other parts when it is opened.

use super::blocks::{Writer, data_things};
use super::markup::{Markup, Tag};
use crate::read::finding::Group;
use crate::report::page::{FindingCard, Piece, Thing};

/// Limit on the linked things of a finding.
const MOST_LINKED: usize = 3;

pub(super) fn finding(writer: &Writer<'_>, card: &FindingCard) -> Markup {
    let letter = match card.group {
        Group::Duplication => "D",
        Group::Definition => "M",
        Group::Gap => "G",
        Group::Map => "!",
    };
    let head = Tag::new("summary")
        .child(
            Tag::new("span")
                .class(&format!("badge {}", card.group.word()))
                .with("aria-hidden", "true")
                .text(letter),
        )
        .text(" ")
        .child(Writer::heading(
            Tag::new("h3").text(&format!("{}. ", card.number)),
            &card.message,
        ))
        .text(" ")
        .child(Tag::new("small").text(card.certainty));
    let details = Tag::new("details")
        .class("finding")
        .id(&format!("finding-{}", card.number))
        .with("data-group", card.group.word())
        .with("data-level", card.level)
        .flag("open", true)
        .flag("data-settled", !card.verdict.is_empty());
    data_things(details, &card.things)
        .child(head)
        .children(body(writer, card))
        .into()
}

fn body(writer: &Writer<'_>, card: &FindingCard) -> Vec<Markup> {
    let mut body = Vec::new();
    let labelled = |label: &str| {
        Tag::new("p")
            .child(Tag::new("strong").text(label))
            .text(" ")
    };
    body.extend(in_the_map(writer, card));
    if !card.help.is_empty() {
        body.push(writer.text(labelled("What to do:"), &card.help));
    }
    if let Some((to, question)) = &card.question {
        let whom = Tag::new("p").child(Tag::new("strong").text("Ask "));
        let whom = match to {
            Some(to) => whom.child(writer.thing(to)),
            None => whom.text("the room"),
        };
        body.push(Writer::plain(whom.text(": "), question));
    }
    if !card.verdict.is_empty() {
        body.push(labelled("Decided:").text(&card.verdict).into());
    }
    let places = card.places.iter().map(|(at, why)| {
        let item = Tag::new("li").child(Tag::new("code").text(at)).text(" ");
        Writer::plain(item, why)
    });
    body.push(Tag::new("ul").class("places").children(places).into());
    let name = Tag::new("p").class("how");
    body.push(
        name.text(&format!("{}, {}: ", card.level, card.certainty))
            .child(Tag::new("code").text(&card.name))
            .into(),
    );
    body
}

/// A link to the thing in the pictures, and links to the things that its message does not name.
fn in_the_map(writer: &Writer<'_>, card: &FindingCard) -> Option<Markup> {
    let first = card.things.iter().find_map(|thing| writer.target(thing))?;
    let mut line = Tag::new("p").class("where").child(
        Tag::new("a")
            .class("show")
            .to(&first)
            .text("Show its picture"),
    );
    let is_named = |thing: &Thing| {
        let mut pieces = card.message.0.iter();
        pieces.any(|piece| matches!(piece, Piece::Thing(named) if named == thing))
    };
    let others: Vec<&Thing> = card
        .things
        .iter()
        .filter(|thing| !is_named(thing))
        .collect();
    for (place, thing) in others.iter().take(MOST_LINKED).enumerate() {
        // The colon is shown only with the link: neither is printed.
        line = if place == 0 {
            line.child(Tag::new("span").class("show").text(": "))
        } else {
            line.text(", ")
        };
        line = line.child(writer.thing(thing));
    }
    if others.len() > MOST_LINKED {
        line = line.text(&format!(" and {} more", others.len() - MOST_LINKED));
    }
    Some(line.into())
}
