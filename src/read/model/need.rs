//! A question somebody must be able to answer, and what the room decided about a finding.

use super::Dimensions;
use super::covers;
use super::duration::Date;
use super::duration::Duration;
use super::duration::Every;
use super::evidence;
use super::evidence::Evidence;
use super::id::OrganisationId;
use super::id::Ref;
use super::id::TermId;
use super::resolve::reference;
use super::scope::Scope;
use super::stated;
use super::stated::Stated;
use super::system::DataLevel;
use super::system::LEVELS;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;
use crate::read::syntax::Value;

/// A need.
#[derive(Debug, Clone)]
pub struct Need {
    /// Its id.
    pub slug: Box<str>,
    /// Where it is declared.
    pub span: Span,
    /// Who must be able to answer: each of them.
    pub who: Vec<Ref<OrganisationId>>,
    /// The question; empty where not written.
    pub question: Box<str>,
    /// The terms it takes.
    pub terms: Vec<Ref<TermId>>,
    /// Whom the question is about.
    pub covers: Scope,
    /// How long after the event the answer is still of use.
    pub within: Stated<Duration>,
    /// Whether it takes single cases or totals.
    pub level: Stated<DataLevel>,
    /// How often it is asked.
    pub every: Stated<Every>,
    /// Evidence.
    pub evidence: Evidence,
}

/// The keys of a need.
pub(super) static RECORD: Record = Record {
    what: "a need",
    keys: &[
        Key {
            name: "who",
            shape: "organisation, or list of them",
            about: "who must be able to answer",
        },
        Key {
            name: "question",
            shape: "text",
            about: "the question",
        },
        Key {
            name: "terms",
            shape: "list of terms",
            about: "what the answer takes",
        },
        Key {
            name: "covers",
            shape: "box, or list of boxes",
            about: "whom the question is about",
        },
        Key {
            name: "within",
            shape: "duration",
            about: "how long after the event the answer is still of use",
        },
        Key {
            name: "level",
            shape: "record | aggregate",
            about: "whether it takes single cases or totals",
        },
        Key {
            name: "every",
            shape: "event | day | week | month | quarter | year | duration",
            about: "how often it is asked",
        },
    ],
    also: &evidence::KEYS,
    example: "{who: ministry, question: How many …?, terms: [date_of_death]}",
};

impl Need {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        dimensions: &Dimensions,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let slug = decoder.text(key, "the id of a need")?;
        let mut need = Self {
            slug: slug.into(),
            span: key.span,
            who: Vec::new(),
            question: "".into(),
            terms: Vec::new(),
            covers: Stated::Unstated,
            within: Stated::Unstated,
            level: Stated::Unstated,
            every: Stated::Unstated,
            evidence: Evidence::default(),
        };
        if let Value::Scalar(question) = &node.value {
            need.question = stated::name(question, "");
            return Some(need);
        }
        let Some(values) = decoder.record(node, &RECORD) else {
            return Some(need);
        };
        need.who = stated::said(&values, "who")
            .map(|node| list(decoder, node, "an organisation"))
            .unwrap_or_default();
        need.terms = stated::said(&values, "terms")
            .map(|node| list(decoder, node, "a term"))
            .unwrap_or_default();
        need.question = values
            .get("question")
            .and_then(|node| decoder.text(node, "a question"))
            .map(|question| stated::name(&question, ""))
            .unwrap_or_default();
        need.covers = covers::take(decoder, dimensions, &values, "covers");
        need.within = Stated::take(decoder, &values, "within", Duration::decode);
        need.level = Stated::take(decoder, &values, "level", |decoder, node| {
            decoder.one_of(node, "a level of data", &LEVELS)
        });
        need.every = Stated::take(decoder, &values, "every", Every::decode);
        need.evidence = Evidence::take(decoder, &values);
        Some(need)
    }
}

fn list<I: super::id::Id>(decoder: &mut Decoder<'_>, node: &Node<'_>, what: &str) -> Vec<Ref<I>> {
    let texts = decoder.texts(node, what).into_iter();
    texts
        .filter(|(text, _)| !matches!(text.as_str(), "unknown" | "none"))
        .map(|(text, span)| Ref::new(decoder.spellings.number(&text), span))
        .collect()
}

/// What the room decided about a finding.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Where it is written.
    pub span: Span,
    /// The name of a finding, in which `*` stands for any run of characters.
    pub finding: Box<str>,
    /// `open`, `in-hand`, `accepted`, `disputed` or `closed`.
    pub status: &'static str,
    /// Why.
    pub why: Stated<Box<str>>,
    /// Who decided.
    pub by: Stated<Ref<OrganisationId>>,
    /// After this day it is open again.
    pub until: Stated<Date>,
    /// Evidence.
    pub evidence: Evidence,
}

const DECISION_STATUSES: [(&str, &str); 5] = [
    ("open", "open"),
    ("in-hand", "in-hand"),
    ("accepted", "accepted"),
    ("disputed", "disputed"),
    ("closed", "closed"),
];

/// The keys of a decision.
pub(super) static DECISION: Record = Record {
    what: "a decision",
    keys: &[
        Key {
            name: "finding",
            shape: "name of a finding, `*` allowed",
            about: "what was decided on",
        },
        Key {
            name: "status",
            shape: "open | in-hand | accepted | disputed | closed",
            about: "what was decided",
        },
        Key {
            name: "why",
            shape: "text",
            about: "the reason",
        },
        Key {
            name: "by",
            shape: "organisation",
            about: "who decided",
        },
        Key {
            name: "until",
            shape: "date",
            about: "after this day it is open again",
        },
    ],
    also: &evidence::KEYS,
    example: "{finding: unowned/ward_record, status: accepted, why: …}",
};

impl Decision {
    pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let values = decoder.record(node, &DECISION)?;
        let Some(finding) = values
            .get("finding")
            .and_then(|node| decoder.text(node, "the name of a finding"))
        else {
            decoder.invalid(
                node.span,
                "this decision names no finding",
                format!("write it like this: {}", DECISION.example),
            );
            return None;
        };
        let status = stated::said(&values, "status")
            .and_then(|node| decoder.one_of(node, "a status of a decision", &DECISION_STATUSES));
        Some(Self {
            span: values.span,
            finding: finding.into(),
            status: status.unwrap_or("open"),
            why: stated::text(decoder, &values, "why", "a reason"),
            by: Stated::take(decoder, &values, "by", |decoder, node| {
                reference(decoder, node, "an organisation")
            }),
            until: Stated::take(decoder, &values, "until", Date::decode),
            evidence: Evidence::take(decoder, &values),
        })
    }
}
