//! Two maps as one map that has the entries of both, and what became of each: for a picture of before and after.

use std::collections::BTreeMap;

use super::matching::{Followed, Matching};
use super::{Turn, changes};
use crate::analysis::{Analysis, Options};
use crate::read::model::encode_union;
use crate::read::source::SourceSet;

/// What became of the entries of a map that has those of two, by the kind and id of each. An entry that is not here is the same in both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Turns(BTreeMap<(&'static str, String), Turn>);

impl Turns {
    /// What became of this entry.
    pub(crate) fn of(&self, what: &'static str, id: &str) -> Option<Turn> {
        self.0.get(&(what, id.to_owned())).copied()
    }

    /// True if nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The newer map with what is gone from the older one, on the day of the newer.
pub(crate) fn both(old: &Analysis, new: &Analysis) -> (Analysis, Turns) {
    let (matching, _) = Matching::of(old.model(), new.model());
    let followed = Followed {
        model: old.model(),
        matching: &matching,
    };
    let text = encode_union(new.model(), (old.model(), &followed), &matching.gone);
    let sources = SourceSet::from_strings([("both.yaml", text)]);
    let options = Options {
        when: new.graph.when().clone(),
        ..Options::default()
    };
    let both = Analysis::of(sources, options);
    // The names of flows are made of what tells them apart, so they are those of the map that has all.
    let mut turns = BTreeMap::new();
    for change in changes(old, &both).entries {
        turns.insert((change.what, change.id), change.turn);
    }
    for change in changes(&both, new).entries {
        if change.turn == Turn::Gone {
            turns.insert((change.what, change.id), Turn::Gone);
        }
    }
    (both, Turns(turns))
}
