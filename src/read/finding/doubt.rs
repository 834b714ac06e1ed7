//! Disputes: which findings would be certain if nobody disputed the statements under them.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::{Certainty, Finding};

/// The names of the findings that are certain on the same map without its disputes. They are worked out when one is first asked for, because
/// that checks the map a second time and most readers never ask.
#[derive(Clone)]
pub(crate) struct Doubt(Arc<LazyLock<BTreeSet<String>, Names>>);

/// Works out the names.
type Names = Box<dyn FnOnce() -> BTreeSet<String> + Send>;

impl Doubt {
    /// The doubt of a map: `sure` gives the names of the findings that are certain without its disputes.
    pub(crate) fn of(sure: impl FnOnce() -> BTreeSet<String> + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(sure))))
    }
}

impl fmt::Debug for Doubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Doubt")
    }
}

impl Finding {
    /// True if it would be certain if nobody disputed the statements under it.
    pub(crate) fn is_disputed(&self) -> bool {
        let doubt = self.doubt.as_ref();
        self.certainty == Certainty::Likely && doubt.is_some_and(|all| all.0.contains(&self.name))
    }
}
