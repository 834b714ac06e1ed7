//! Data moving from one system to another.

use super::Dimensions;
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
use super::passage::Passage;
use super::resolve::reference;
use super::scope::Scope;
use super::stated;
use super::stated::Stated;
use crate::source::Span;
use crate::syntax::Decoder;
use crate::syntax::Key;
use crate::syntax::Node;
use crate::syntax::Record;
use crate::syntax::Values;

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

/// How a flow is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Drawn from the source by a program.
    Extract,
    /// Sent from machine to machine.
    Interface,
    /// A file handed over.
    Upload,
    /// Typed into a form by a person.
    Form,
    /// Written in an e-mail by a person.
    Email,
    /// Passed by hand in some other way.
    Manual,
}

impl Method {
    /// True where a person types it again.
    pub fn is_by_hand(self) -> bool {
        matches!(self, Method::Form | Method::Email | Method::Manual)
    }

    /// The word in the files.
    pub fn word(self) -> &'static str {
        METHODS
            .iter()
            .find(|(_, method)| *method == self)
            .map_or("", |(word, _)| word)
    }
}

pub(super) const METHODS: [(&str, Method); 6] = [
    ("extract", Method::Extract),
    ("interface", Method::Interface),
    ("upload", Method::Upload),
    ("form", Method::Form),
    ("email", Method::Email),
    ("manual", Method::Manual),
];

/// What a flow contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contents {
    /// Data about named people.
    Personal,
    /// Data about people under a code.
    Pseudonymised,
    /// Data about people nobody can name.
    Anonymous,
    /// Totals.
    Aggregate,
}

pub(super) const CONTENTS: [(&str, Contents); 4] = [
    ("personal", Contents::Personal),
    ("pseudonymised", Contents::Pseudonymised),
    ("anonymous", Contents::Anonymous),
    ("aggregate", Contents::Aggregate),
];

/// Whether a flow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It does.
    Current,
    /// It is decided on.
    Planned,
    /// Somebody wants it.
    Proposed,
    /// It did.
    Ended,
}

impl Status {
    /// The word in the files.
    pub fn word(self) -> &'static str {
        STATUSES
            .iter()
            .find(|(_, status)| *status == self)
            .map_or("", |(word, _)| word)
    }
}

/// The words for [`Status`].
pub const STATUSES: [(&str, Status); 4] = [
    ("current", Status::Current),
    ("planned", Status::Planned),
    ("proposed", Status::Proposed),
    ("ended", Status::Ended),
];

/// How people type an arrow.
const ARROWS: [&str; 4] = ["-->", "->", "=>", "→"];

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
    example: "ward_record -> national_data_set, or {from: ward_record, to: national_data_set, fields: [date_of_death]}",
};

impl Flow {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        node: &Node<'_>,
    ) -> Option<Self> {
        if let Some(text) = node.text() {
            return Self::arrow(decoder, node, text);
        }
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
        flow.fields = Stated::take(decoder, &values, "fields", |decoder, node| {
            Some(Passage::decode_all(decoder, node))
        });
        flow.by = Stated::take(decoder, &values, "by", |decoder, node| {
            reference(decoder, node, "an organisation")
        });
        flow.only = covers::take(decoder, dimensions, &values, "only");
        flow.method = Stated::take(decoder, &values, "method", |decoder, node| {
            decoder.one_of(node, "a method", &METHODS)
        });
        flow.every = Stated::take(decoder, &values, "every", Every::decode);
        flow.lag = Stated::take(decoder, &values, "lag", Duration::decode);
        flow.contains = Stated::take(decoder, &values, "contains", |decoder, node| {
            decoder.one_of(node, "what a flow can contain", &CONTENTS)
        });
        flow.status = Stated::take(decoder, &values, "status", |decoder, node| {
            decoder.one_of(node, "a status of a flow", &STATUSES)
        });
        flow.since = Stated::take(decoder, &values, "since", Date::decode);
        flow.until = Stated::take(decoder, &values, "until", Date::decode);
        flow.identifiers = Stated::take(decoder, &values, "identifiers", |decoder, node| {
            Some(
                decoder
                    .texts(node, "an identifying term")
                    .into_iter()
                    .map(|(text, span)| Ref::new(text, span))
                    .collect(),
            )
        });
        flow.words(decoder, &values);
        Some(flow)
    }

    /// A flow written as an arrow: `ward record -> national data set`.
    fn arrow(decoder: &mut Decoder<'_>, node: &Node<'_>, text: &str) -> Option<Self> {
        let parts = ARROWS.iter().find_map(|arrow| text.split_once(arrow));
        let parts = parts.map(|(from, to)| (from.trim(), to.trim()));
        let Some((from, to)) = parts.filter(|(from, to)| !from.is_empty() && !to.is_empty()) else {
            decoder.wrong_shape(
                node,
                "a flow",
                "an arrow or a mapping",
                "ward_record -> national_data_set",
            );
            return None;
        };
        if ARROWS.iter().any(|arrow| to.contains(arrow)) {
            let message = "a flow has one arrow, and this one has more";
            decoder.invalid(node.span, message, "write each flow on a line of its own");
            return None;
        }
        let end = |text| Ref::new(text, node.span);
        Some(Self::between(node.span, end(from), end(to)))
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
