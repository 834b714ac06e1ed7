//! Data moving from one system to another.

use super::Dimensions;
use super::arrow;
use super::covers;
use super::duration::Date;
use super::duration::Duration;
use super::duration::Every;
use super::evidence;
use super::evidence::Evidence;
use super::id::OrganisationId;
use super::id::Ref;
use super::id::SystemId;
use super::id::TermId;
use super::manner::CONTENTS;
use super::manner::Contents;
use super::manner::METHODS;
use super::manner::Method;
use super::manner::STATUSES;
use super::manner::Status;
use super::passage::Passage;
use super::resolve::reference;
use super::resolve::references;
use super::scope::Scope;
use super::stated;
use super::stated::Stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;
use crate::read::syntax::Value;
use crate::read::syntax::Values;

/// A flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// `from->to`, with `#2` and so on where several join the same two systems.
    pub slug: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// The system it leaves.
    pub from: Ref<SystemId>,
    /// The system it reaches.
    pub to: Ref<SystemId>,
    /// What it passes. `Unstated` and `Unknown`: something moves, nobody has said what.
    pub fields: Stated<Vec<Passage>>,
    /// Who does the supplying, where it is not the owner of the source.
    pub by: Stated<Ref<OrganisationId>>,
    /// The part of the source's people that is passed.
    pub only: Scope,
    /// How it is passed.
    pub method: Stated<Method>,
    /// How often.
    pub every: Stated<Every>,
    /// From the end of the period, or the event, to being usable at the target.
    pub lag: Stated<Duration>,
    /// Legal basis.
    pub basis: Stated<Box<str>>,
    /// What for.
    pub purpose: Stated<Box<str>>,
    /// What it contains.
    pub contains: Stated<Contents>,
    /// Which identifying terms survive the passage; unstated = those among the fields passed.
    pub identifiers: Stated<Vec<Ref<TermId>>>,
    /// Flows with the same word are filled from one act of supplying.
    pub same_submission: Option<Box<str>>,
    /// Why a duplicate is on purpose.
    pub justified: Option<Box<str>>,
    /// Whether it stands.
    pub status: Stated<Status>,
    /// The first day it stands.
    pub since: Stated<Date>,
    /// The last day it stands.
    pub until: Stated<Date>,
    /// Evidence.
    pub evidence: Evidence,
}

/// The keys of a flow.
pub(super) static RECORD: Record = Record {
    what: "a flow",
    keys: &[
        Key {
            name: "from",
            shape: "system, or organisation",
            about: "where the data comes from",
        },
        Key {
            name: "to",
            shape: "system, or organisation",
            about: "where it goes",
        },
        Key {
            name: "fields",
            shape: "list of ids, of `id: target id`, or of `{from: …, to: …, how: …}`",
            about: "what is passed; left out = not known yet",
        },
        Key {
            name: "by",
            shape: "organisation",
            about: "who does the supplying; left out = the owner of the source",
        },
        Key {
            name: "only",
            shape: "box, or list of boxes",
            about: "the part of the source's people that is passed",
        },
        Key {
            name: "method",
            shape: "extract | interface | upload | form | email | manual",
            about: "how it is passed; form, email and manual are typed again by a person",
        },
        Key {
            name: "every",
            shape: "event | day | week | month | quarter | year | duration",
            about: "how often",
        },
        Key {
            name: "lag",
            shape: "duration",
            about: "from the end of the period, or the event, to being usable at the target",
        },
        Key {
            name: "basis",
            shape: "text",
            about: "legal basis",
        },
        Key {
            name: "purpose",
            shape: "text",
            about: "what for",
        },
        Key {
            name: "contains",
            shape: "personal | pseudonymised | anonymous | aggregate",
            about: "what it contains",
        },
        Key {
            name: "identifiers",
            shape: "list of terms",
            about: "which identifying terms survive the passage; left out = those among the fields passed",
        },
        Key {
            name: "same_submission",
            shape: "word",
            about: "flows with the same word are filled from one act of supplying",
        },
        Key {
            name: "justified",
            shape: "text",
            about: "why a duplicate is on purpose",
        },
        Key {
            name: "status",
            shape: "current | planned | proposed | ended",
            about: "whether it stands",
        },
        Key {
            name: "since",
            shape: "date",
            about: "the first day it stands",
        },
        Key {
            name: "until",
            shape: "date",
            about: "the last day it stands",
        },
    ],
    also: &evidence::KEYS,
    example: "ward_record -> national_data_set: [date_of_death], or {from: ward_record, to: national_data_set, fields: [date_of_death]}",
};

impl Flow {
    /// The flow that one entry of `flows` says; several where it is a mapping of arrows.
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        node: &Node<'_>,
    ) -> Vec<Self> {
        let arrows = arrow::headed(node);
        if arrows.is_empty() && node.text().is_none() {
            return Self::mapping(decoder, dimensions, node)
                .into_iter()
                .collect();
        }
        if let Some(text) = node.text() {
            let ends = arrow::ends(decoder, node, text);
            return ends
                .map(|(from, to)| Self::between(node.span, from, to))
                .into_iter()
                .collect();
        }
        let flow = |arrow: arrow::Headed<'_, '_>| {
            let text = arrow.key.text().unwrap_or_default();
            let (from, to) = arrow::ends(decoder, arrow.key, text)?;
            let mut flow = Self::between(arrow.key.span, from, to);
            flow.say(decoder, dimensions, &arrow.body);
            Some(flow)
        };
        arrows.into_iter().filter_map(flow).collect()
    }

    /// Reads what stands after `a -> b:`: a list of what is passed, or the keys of a flow.
    fn say(&mut self, decoder: &mut Decoder<'_>, dimensions: &Dimensions, body: &Node<'_>) {
        match &body.value {
            Value::Null => {}
            Value::List(_) => {
                let passages = Passage::decode_all(decoder, body);
                self.fields = Stated::Known(passages, body.span);
            }
            Value::Mapping(_) => {
                let Some(values) = decoder.record(body, &RECORD) else {
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
                self.fill(decoder, dimensions, &values);
            }
            Value::Scalar(_) => decoder.wrong_shape(
                body,
                "what stands after an arrow",
                "a list of fields or a mapping",
                "- ward_record -> national_data_set: {fields: [date_of_death], method: form}",
            ),
        }
    }

    fn mapping(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        node: &Node<'_>,
    ) -> Option<Self> {
        let values = decoder.record(node, &RECORD)?;
        let ends = (values.get("from"), values.get("to"));
        let (Some(from), Some(to)) = ends else {
            let missing = if ends.0.is_none() { "from" } else { "to" };
            let help = format!(
                "add `{missing}:` with the id of a system, or of an organisation where nobody knows which of its systems"
            );
            decoder.invalid(node.span, format!("this flow has no `{missing}`"), help);
            return None;
        };
        let from = reference(decoder, from, "the system a flow comes from")?;
        let to = reference(decoder, to, "the system a flow goes to")?;
        let mut flow = Self::between(node.span, from, to);
        flow.fill(decoder, dimensions, &values);
        Some(flow)
    }

    /// Reads every key but `from` and `to`.
    fn fill(
        &mut self,
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        values: &Values<'_, '_>,
    ) {
        self.fields = Stated::take(decoder, values, "fields", |decoder, node| {
            Some(Passage::decode_all(decoder, node))
        });
        self.by = Stated::take(decoder, values, "by", |decoder, node| {
            reference(decoder, node, "an organisation")
        });
        self.only = covers::take(decoder, dimensions, values, "only");
        self.method = Stated::take(decoder, values, "method", |decoder, node| {
            decoder.one_of(node, "a method", &METHODS)
        });
        self.every = Stated::take(decoder, values, "every", Every::decode);
        self.lag = Stated::take(decoder, values, "lag", Duration::decode);
        self.contains = Stated::take(decoder, values, "contains", |decoder, node| {
            decoder.one_of(node, "what a flow can contain", &CONTENTS)
        });
        self.status = Stated::take(decoder, values, "status", |decoder, node| {
            decoder.one_of(node, "a status of a flow", &STATUSES)
        });
        self.since = Stated::take(decoder, values, "since", Date::decode);
        self.until = Stated::take(decoder, values, "until", Date::decode);
        self.identifiers = Stated::take(decoder, values, "identifiers", |decoder, node| {
            Some(references(decoder, node, "an identifying term"))
        });
        self.words(decoder, values);
    }

    fn words(&mut self, decoder: &mut Decoder<'_>, values: &Values<'_, '_>) {
        self.basis = stated::text(decoder, values, "basis", "a legal basis");
        self.purpose = stated::text(decoder, values, "purpose", "a purpose");
        let word = |decoder: &mut Decoder<'_>, key: &'static str, what: &str| match stated::text(
            decoder, values, key, what,
        ) {
            Stated::Known(text, _) => Some(text),
            _ => None,
        };
        self.same_submission = word(
            decoder,
            "same_submission",
            "the word for an act of supplying",
        );
        self.justified = word(decoder, "justified", "a justification");
        self.evidence = Evidence::take(decoder, values);
    }

    fn between(span: Span, from: Ref<SystemId>, to: Ref<SystemId>) -> Self {
        Self {
            slug: "".into(),
            span,
            from,
            to,
            fields: Stated::Unstated,
            by: Stated::Unstated,
            only: Stated::Unstated,
            method: Stated::Unstated,
            every: Stated::Unstated,
            lag: Stated::Unstated,
            basis: Stated::Unstated,
            purpose: Stated::Unstated,
            contains: Stated::Unstated,
            identifiers: Stated::Unstated,
            same_submission: None,
            justified: None,
            status: Stated::Unstated,
            since: Stated::Unstated,
            until: Stated::Unstated,
            evidence: Evidence::default(),
        }
    }

    /// What it passes, as far as stated.
    pub fn passages(&self) -> &[Passage] {
        self.fields.known().map_or(&[], Vec::as_slice)
    }

    /// True where it is typed again by a person.
    pub fn is_by_hand(&self) -> bool {
        self.method
            .known()
            .is_some_and(|method| method.is_by_hand())
    }
}
