//! A decision of the workshop about a finding or topic, and what will be done.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::choice::{Choice as _, choice};
use super::date::Date;
use super::id::{OrganisationId, Ref};
use super::member::{Keys, Member, Reader};
use super::record::record;
use super::shape::Shape;
use super::stated::{Stated, word};
use crate::read::source::Span;
use crate::read::syntax::{Node, Written};

record! {
    /// A decision about a finding or topic.
    Decision: "a decision", needs ["finding"], like "{finding: unowned/ward_record, status: accepted, why: …}";
    members {
        /// Where it is written.
        span: Span,
    }
    given {
        /// The name of a finding or topic, in which `*` stands for any run of characters.
        "finding" finding: Box<str> = Shape::Finding, "the finding or topic";
    }
    keys {
        "status" status: DecisionStatus, "the decision";
        "why" why: Stated<Box<str>> = Shape::Text("a reason"), "the reason";
        "by" by: Stated<Ref<OrganisationId>>, "the organisation that decided";
        "action" action: Stated<Box<str>> = Shape::Text("an action"), "the action agreed";
        "owner" owner: Stated<Ref<OrganisationId>>, "the organisation that owns the action";
        "due" due: Stated<Date>, "the day the action is due";
        "until" until: Stated<Date>, "the last day of the decision; after it the finding is open again";
    }
    also evidence
}

choice! {
    /// The status of a decision.
    #[derive(Default)]
    DecisionStatus: "a status of a decision";

    /// Nothing is decided.
    #[default]
    Open = "open",
    /// Somebody works on it.
    InHand = "in-hand",
    /// It stays as it is.
    Accepted = "accepted",
    /// Somebody doubts the finding.
    Disputed = "disputed",
    /// It is done.
    Closed = "closed",
}

impl ValueEnum for DecisionStatus {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Open,
            Self::InHand,
            Self::Accepted,
            Self::Disputed,
            Self::Closed,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

/// It is open if nothing is stated.
impl Member for DecisionStatus {
    const SHAPE: Shape = Shape::Choice(Self::NOUN, Self::NAMES);

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        if word(node).is_none() {
            let status = reader.decoder.one_of(node, noun, Self::WORDS);
            *self = status.unwrap_or_default();
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        match keys.word_of(key) {
            Some(word) => keys.text(key, word),
            None => keys.put(key, Written::text(self.word())),
        }
    }
}

impl Decision {
    pub(super) fn decode(reader: &mut Reader<'_, '_>, node: &Node<'_>) -> Option<Self> {
        let decoder = &mut *reader.decoder;
        let values = decoder.record(node, Self::RECORD)?;
        let finding = values.get("finding");
        let Some(finding) = finding.and_then(|node| decoder.text(node, "the name of a finding"))
        else {
            decoder.invalid(
                node.span,
                "this decision names no finding",
                format!("write it like this: {}", Self::RECORD.example),
            );
            return None;
        };
        let mut decision = Self::new(values.span, finding.into());
        decision.fill(reader, &values);
        Some(decision)
    }
}
