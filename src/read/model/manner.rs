//! The method, the contents and the status of a flow: closed sets of words.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::choice::choice;

choice! {
    /// How a flow is passed.
    Method: "a method";

    /// Drawn from the source by a program.
    Extract = "extract",
    /// Sent from machine to machine.
    Interface = "interface",
    /// A file handed over.
    Upload = "upload",
    /// Typed into a form by a person.
    Form = "form",
    /// Written in an e-mail by a person.
    Email = "email",
    /// Written on paper by a person.
    Letter = "letter",
    /// Told by a person on the telephone.
    Phone = "phone",
    /// Told by a person at a meeting.
    Meeting = "meeting",
    /// Passed by hand in some other way.
    Manual = "manual",
}

impl Method {
    /// True if a person types the data again.
    pub(crate) fn is_by_hand(self) -> bool {
        !matches!(self, Method::Extract | Method::Interface | Method::Upload)
    }
}

choice! {
    /// What a flow contains.
    Contents: "what a flow can contain";

    /// Data about named people.
    Personal = "personal",
    /// Data about people under a code.
    Pseudonymised = "pseudonymised",
    /// Data about people nobody can name.
    Anonymous = "anonymous",
    /// Totals.
    Aggregate = "aggregate",
}

choice! {
    /// Whether a flow stands.
    Status: "a status of a flow";

    /// It does.
    Current = "current",
    /// It is decided on.
    Planned = "planned",
    /// Somebody wants it.
    Proposed = "proposed",
    /// It did.
    Ended = "ended",
}

impl ValueEnum for Status {
    /// The statuses that a command can add. Current flows always count.
    fn value_variants<'a>() -> &'a [Self] {
        &[Status::Planned, Status::Proposed, Status::Ended]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}
