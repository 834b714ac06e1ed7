//! The question of a finding.

/// A question, and the organisation to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The organisation's id; empty if nobody is named as owner.
    pub(crate) to: String,
    /// The question, a sentence.
    pub(crate) text: String,
    /// Set if other findings may ask the same organisation the like: one question then stands for all.
    pub(crate) asks: Option<Asks>,
}

/// The subject of a question that can be put for several things at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asks {
    /// The use of a field.
    Use {
        /// The id of its system.
        system: String,
        /// The field in words.
        field: String,
    },
    /// The people whom a system covers.
    People {
        /// The id of the system.
        system: String,
        /// The dimensions in words.
        limits: Vec<String>,
    },
}

impl Question {
    /// A question that stands for itself.
    pub(crate) fn new(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            text: text.into(),
            asks: None,
        }
    }

    /// The same question with its subject.
    #[must_use]
    pub(crate) fn about(self, asks: Asks) -> Self {
        let asks = Some(asks);
        Self { asks, ..self }
    }
}
