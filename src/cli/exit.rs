//! Exit statuses, which scripts rely on.

use std::process::ExitCode;

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: no finding at or above the chosen level; of `compare`, nothing differs.
    Clean,
    /// 1: a finding at or above that level; of `compare`, something differs.
    Findings,
    /// 2: it could not run, such as for a missing map, an unknown word or a place it cannot write to.
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
