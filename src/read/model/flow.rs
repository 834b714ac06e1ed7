//! Data moving from one system to another.

use super::arrow;
use super::date::Date;
use super::duration::{Duration, Every};
use super::former::FormerIds;
use super::id::{Entity, OrganisationId, Ref, SystemId, TermId};
use super::manner::{Contents, Method, Status};
use super::member::Reader;
use super::passage::Passage;
use super::record::record;
use super::reference::reference;
use super::scope::{Scope, is_unknown_in_part};
use super::shape::Shape;
use super::stated::{Stated, is_unknown};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value};

record! {
    /// A flow.
    Flow: "a flow", needs ["from", "to"],
        like "ward_record -> national_data_set: [date_of_death], or {from: ward_record, to: national_data_set, fields: [date_of_death]}";
    members {
        /// `from->to`; where several join the same two systems, `#` and what tells it from the others.
        slug: Box<str>,
        /// Where it is written.
        span: Span,
        /// Each account of it as written; empty where it is written once.
        accounts: Box<[Flow]>,
    }
    given {
        "from" from: Ref<SystemId> = Shape::End, "the source of the data";
        "to" to: Ref<SystemId> = Shape::End, "the target of the data";
    }
    keys {
        /// Empty where it has none.
        "id" id: Option<Box<str>> = Shape::Word("the id of a flow"), "an id that distinguishes it from other flows between the same two systems";
        /// `Unstated` and `Unknown`: an unlisted flow.
        "fields" fields: Stated<Vec<Passage>>, "what is passed; left out = not known yet";
        "by" by: Stated<Ref<OrganisationId>>, "the organisation that supplies the data; left out = the owner of the source";
        "only" only: Scope, "the people whose data is passed, if not all of the source's";
        "method" method: Stated<Method>, "the method of transfer; with form, email, letter, phone, meeting or manual a person types it again";
        "every" every: Stated<Every>, "the interval between supplies";
        "lag" lag: Stated<Duration>, "the time from the event, or the end of the period, until the data can be used at the target";
        "basis" basis: Stated<Box<str>> = Shape::Text("a legal basis"), "the legal basis; a basis that begins with the word voluntary obliges nobody";
        "purpose" purpose: Stated<Box<str>> = Shape::Text("a purpose"), "the purpose";
        "contains" contains: Stated<Contents>, "the fields and values";
        "identifiers" identifiers: Stated<Vec<Ref<TermId>>> = Shape::Ids(Entity::Term, "an identifying term"), "the identifying terms that arrive; left out = those among the fields passed";
        "same_submission" same_submission: Stated<Box<str>> = Shape::Word("the word for an act of supplying"), "flows with the same word are filled from one submission";
        "justified" justified: Option<Box<str>> = Shape::Text("a justification"), "the reason why a duplicate is intended";
        "status" status: Stated<Status>, "the status: current, planned, proposed or ended";
        "since" since: Stated<Date>, "the first day it is in force";
        "until" until: Stated<Date>, "the last day it is in force";
        "was" was: FormerIds, "its former `id`, or a list of them";
    }
    also evidence
}

impl Flow {
    /// Reads the flow of one item of `flows`; several flows if the item is a mapping of arrows.
    pub(super) fn decode(reader: &mut Reader<'_, '_>, node: &Node<'_>) -> Vec<Self> {
        let arrows = arrow::headed(node);
        if arrows.is_empty() && node.text().is_none() {
            return Self::mapping(reader, node).into_iter().collect();
        }
        if let Some(text) = node.text() {
            let ends = arrow::ends(reader.decoder, node, text);
            let flow = ends.map(|ends| Self::between(node.span, ends));
            return flow.into_iter().collect();
        }
        let flow = |arrow: arrow::Headed<'_, '_>| {
            let text = arrow.key.text().unwrap_or_default();
            let ends = arrow::ends(reader.decoder, arrow.key, text)?;
            let mut flow = Self::between(arrow.key.span, ends);
            flow.say(reader, &arrow.body);
            Some(flow)
        };
        arrows.into_iter().filter_map(flow).collect()
    }

    /// Reads the value after `a -> b:`: a list of fields, or the keys of a flow.
    fn say(&mut self, reader: &mut Reader<'_, '_>, body: &Node<'_>) {
        let decoder = &mut *reader.decoder;
        match &body.value {
            Value::Null => {}
            Value::List(_) => {
                let passages = Passage::decode_all(decoder, body);
                self.fields = Stated::Known(passages, body.span);
            }
            Value::Mapping(_) => {
                let Some(values) = decoder.record(body, Self::RECORD) else {
                    return;
                };
                for end in ["from", "to"].into_iter().filter_map(|end| values.get(end)) {
                    let message = "the arrow says where this flow goes, and this says it again";
                    decoder.invalid(
                        end.span,
                        message,
                        "take it away, or write `from:` and `to:` and no arrow",
                    );
                }
                self.fill(reader, &values);
            }
            Value::Scalar(_) => decoder.wrong_shape(
                body,
                "what stands after an arrow",
                "a list of fields or a mapping",
                "- ward_record -> national_data_set: {fields: [date_of_death], method: form}",
            ),
        }
    }

    fn mapping(reader: &mut Reader<'_, '_>, node: &Node<'_>) -> Option<Self> {
        let decoder = &mut *reader.decoder;
        let values = decoder.record(node, Self::RECORD)?;
        let ends = (values.get("from"), values.get("to"));
        let (Some(from), Some(to)) = ends else {
            let missing = if ends.0.is_none() { "from" } else { "to" };
            let help = format!(
                "add `{missing}:` with the id of a system, or of an organisation where nobody knows which of its systems"
            );
            decoder.invalid(node.span, format!("this flow has no `{missing}`"), help);
            return None;
        };
        let from = end(decoder, from, "the system a flow comes from")?;
        let to = end(decoder, to, "the system a flow goes to")?;
        let mut flow = Self::between(node.span, (from, to));
        flow.fill(reader, &values);
        Some(flow)
    }

    fn between(span: Span, (from, to): (Ref<SystemId>, Ref<SystemId>)) -> Self {
        Self::new("".into(), span, Box::default(), from, to)
    }

    /// The word for the act of supplying that fills it, if one is stated.
    pub(crate) fn submission(&self) -> Option<&str> {
        self.same_submission.known().map(|word| &**word)
    }

    /// True if one act of supplying fills both flows; `None` if it is written as `unknown` which act fills one of them.
    pub(crate) fn shares_submission(&self, other: &Self) -> Option<bool> {
        let both = [self, other];
        if both.iter().any(|flow| is_unknown(&flow.same_submission)) {
            return None;
        }
        Some(self.submission().is_some() && self.submission() == other.submission())
    }

    /// The fields that it passes; empty if they are not stated.
    pub fn passages(&self) -> &[Passage] {
        self.fields.known().map_or(&[], Vec::as_slice)
    }

    /// True if nobody needs to pass it: its basis begins with the word voluntary.
    pub(crate) fn is_voluntary(&self) -> bool {
        let basis = self.basis.known().map_or("", |basis| basis);
        let mut words = basis.split(|c: char| !c.is_alphabetic());
        words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("voluntary"))
    }

    /// True if nobody knows whether it stands.
    pub(crate) fn may_have_ended(&self) -> bool {
        is_unknown(&self.status)
    }

    /// True if something that decides whether it stands today is `unknown`: its status, or a day on which it begins or ends.
    pub(crate) fn may_not_stand(&self) -> bool {
        self.may_have_ended() || is_unknown(&self.since) || is_unknown(&self.until)
    }

    /// True if it has a source, and nothing that decides its effect is `unknown`: whether it stands, whom and which fields it passes, and how.
    pub(crate) fn is_sourced(&self) -> bool {
        let unknown = [
            self.may_not_stand(),
            is_unknown_in_part(&self.only),
            is_unknown(&self.fields),
            is_unknown(&self.contains),
            is_unknown(&self.identifiers),
            is_unknown(&self.method),
        ];
        // With an unknown reason, what looks like a duplicate may be intended.
        let is_justified_unknown = self.evidence.word("justified") == Some("unknown");
        self.evidence.is_sourced() && !is_justified_unknown && !unknown.contains(&true)
    }

    /// True if a person types the data again.
    pub fn is_by_hand(&self) -> bool {
        self.method
            .known()
            .is_some_and(|method| method.is_by_hand())
    }
}

/// One end of a flow.
fn end(decoder: &mut Decoder<'_>, node: &Node<'_>, what: &str) -> Option<Ref<SystemId>> {
    arrow::names_an_end(decoder, node.text().unwrap_or_default(), node.span)
        .then(|| reference(decoder, node, what))?
}
