//! How a flow is passed, what it contains and whether it stands: the words for each.

use clap::ValueEnum;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Status {
    /// It does.
    #[value(skip)]
    Current,
    /// It is decided on.
    #[value(help = None)]
    Planned,
    /// Somebody wants it.
    #[value(help = None)]
    Proposed,
    /// It did.
    #[value(help = None)]
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
