//! Joins two maps into one with the entries of both and the change of each: for a picture of before and after.

use std::collections::BTreeMap;

use super::matching::{Followed, Matching};
use super::{Turn, changes};
use crate::analysis::{Analysis, Options};
use crate::read::model::encode_union;
use crate::read::source::SourceSet;

/// The change of each entry in a joined map, by kind and id. An entry that is not listed is the same in both maps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Turns(BTreeMap<(&'static str, String), Turn>);

impl Turns {
    /// The change of this entry.
    pub(crate) fn of(&self, what: &'static str, id: &str) -> Option<Turn> {
        self.0.get(&(what, id.to_owned())).copied()
    }

    /// True if nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The newer map with the entries that are gone from the older one, on the day of the newer.
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
    // The names of flows depend on the other flows of the map, so they are taken from the joined map.
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
