//! A question that somebody must be able to answer.

use super::duration::{Duration, Every};
use super::former::FormerIds;
use super::id::{OrganisationId, Ref, TermId};
use super::member::Reader;
use super::percent::Percent;
use super::record::record;
use super::scope::Scope;
use super::shape::Shape;
use super::stated;
use super::stated::Stated;
use super::system::DataLevel;
use crate::read::source::Span;
use crate::read::syntax::Node;

record! {
    /// A need.
    Need: "a need", like "{who: ministry, question: How many …?, terms: [date_of_death]}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared.
        span: Span,
    }
    keys {
        /// Each of them.
        "who" who: Vec<Ref<OrganisationId>>, "the organisations that must be able to answer";
        /// Empty where it is not written.
        "question" question: Box<str> = Shape::Text("a question"), "the question";
        "terms" terms: Stated<Vec<Ref<TermId>>>, "the terms needed for the answer";
        "covers" covers: Scope, "the people the question is about";
        "within" within: Stated<Duration>, "the longest useful time from the event to the answer";
        "level" level: Stated<DataLevel>, "the level: single cases or totals";
        "every" every: Stated<Every>, "the interval between answers";
        "complete" complete: Stated<Percent>, "the share of each field that must be filled in";
        /// Empty where no source says that it is not answered.
        "unmet" unmet: Box<str> = Shape::Text("a reason"), "why it is not answered today, by its source";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

impl Need {
    /// The terms needed for the answer; empty if they are not stated.
    pub fn terms(&self) -> &[Ref<TermId>] {
        self.terms.known().map_or(&[], Vec::as_slice)
    }

    /// Its question; its id if it has none.
    pub(crate) fn asked(&self) -> &str {
        match self.question.trim() {
            "" => &self.slug,
            question => question,
        }
    }

    /// Its question in quotation marks; its id if it has none.
    pub(crate) fn quoted(&self) -> String {
        match self.question.trim() {
            "" => self.slug.to_string(),
            question => format!("“{question}”"),
        }
    }

    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let slug = reader.decoder.id(key, "a need")?;
        let mut need = Self::new(slug.into(), key.span);
        if let Some(question) = node.text() {
            need.question = stated::name(question, "");
        } else if let Some(values) = reader.decoder.record(node, Self::RECORD) {
            need.fill(reader, &values);
        }
        Some(need)
    }
}
