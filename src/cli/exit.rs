//! Exit statuses, which scripts rely on.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: no finding at or above the level asked for; of `compare`, nothing differs.
    Clean,
    /// 1: a finding at or above that level; of `compare`, something differs.
    Findings,
    /// 2: it could not run: no such map, a word it does not know, no place to write.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::CouldNotRun => 2,
        })
    }
}
