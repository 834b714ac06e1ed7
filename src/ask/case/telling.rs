//! The certainty that a system is told of a case.

/// The certainty that a system is told, beside the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Telling {
    /// As the verdict says.
    AsSaid,
    /// It surely gets a copy, and somebody is assumed to tell it besides.
    Besides,
    /// It covers every such case, and no flow with a source surely tells it.
    Untold,
}

impl Telling {
    pub(super) fn of(is_untold: bool, is_told_besides: bool) -> Self {
        match (is_untold, is_told_besides) {
            (true, _) => Self::Untold,
            (_, true) => Self::Besides,
            _ => Self::AsSaid,
        }
    }
}
