//! The keys of one statement on their way back to YAML: what is not said is left out.

use super::stretch;
use crate::read::model::Dimensions;
use crate::read::model::dimension::Axis;
use crate::read::model::duration::Every;
use crate::read::model::evidence::Evidence;
use crate::read::model::extent::Extent;
use crate::read::model::id::Id;
use crate::read::model::id::Ref;
use crate::read::model::scope::Scope;
use crate::read::model::scope::ScopeBox;
use crate::read::model::stated::Stated;
use crate::read::model::words;
use crate::read::syntax::Written;

/// How wide a list may be to stand on one line.
pub(super) const WIDTH: usize = 90;

/// Keys with their values, in the order put.
#[derive(Default)]
pub(super) struct Keys(Vec<(String, Written)>);

impl Keys {
    /// A key with its value.
    pub(super) fn put(&mut self, key: &str, value: Written) {
        self.0.push((key.to_owned(), value));
    }

    /// A text, unless it is empty.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.put(key, Written::text(text));
        }
    }

    /// A name, unless it is what stands for a name that is not given.
    pub(super) fn name(&mut self, name: &str, default: &str) {
        if name != default {
            self.put("name", Written::text(name));
        }
    }

    /// A value that may be one of the three words.
    pub(super) fn stated<T>(
        &mut self,
        key: &str,
        stated: &Stated<T>,
        of: impl FnOnce(&T) -> Written,
    ) {
        match stated {
            Stated::Unstated => {}
            Stated::Unknown(_) => self.text(key, "unknown"),
            Stated::Absent(_) => self.text(key, "none"),
            Stated::NotShared(_) => self.text(key, "not-shared"),
            Stated::Known(value, _) => self.put(key, of(value)),
        }
    }

    /// A value that is written as a text.
    pub(super) fn stated_text<T: std::fmt::Display>(&mut self, key: &str, stated: &Stated<T>) {
        self.stated(key, stated, |value| Written::text(value));
    }

    /// A reference, by the slug of what it names.
    pub(super) fn reference<I>(
        &mut self,
        key: &str,
        stated: &Stated<Ref<I>>,
        slug: impl FnOnce(&Ref<I>) -> String,
    ) {
        self.stated(key, stated, |reference| Written::Text(slug(reference)));
    }

    /// One of a list of words.
    pub(super) fn choice<T: PartialEq>(
        &mut self,
        key: &str,
        stated: &Stated<T>,
        choices: &[(&'static str, T)],
    ) {
        self.stated(key, stated, |value| Written::text(word(choices, value)));
    }

    /// A box, or a list of boxes, each on one line.
    pub(super) fn scope(&mut self, key: &str, scope: &Scope, dimensions: &Dimensions) {
        self.stated(key, scope, |boxes| match &**boxes {
            [one] => one_box(dimensions, one),
            boxes => Written::List(boxes.iter().map(|one| one_box(dimensions, one)).collect()),
        });
    }

    /// How often.
    pub(super) fn every(&mut self, stated: &Stated<Every>) {
        self.stated("every", stated, |every| match every {
            Every::Event => Written::text("event"),
            Every::Period(duration) => Written::text(duration),
        });
    }

    /// The word that stands in place of a value, for keys whose value in the model keeps no such word.
    pub(super) fn word(&mut self, key: &str, evidence: &Evidence) {
        self.text(key, evidence.word(key).unwrap_or_default());
    }

    /// The four keys of evidence.
    pub(super) fn evidence(&mut self, evidence: &Evidence) {
        match evidence.sources() {
            [] => {}
            [source] => self.put("source", Written::text(source)),
            sources => self.put(
                "source",
                Written::List(sources.iter().map(Written::text).collect()),
            ),
        }
        if evidence.is_written() {
            self.put("confidence", Written::text(evidence.confidence.word()));
        } else {
            self.word("confidence", evidence);
        }
        self.text("notes", evidence.notes());
        if !evidence.tags().is_empty() {
            self.put("tags", texts(evidence.tags()));
        }
    }

    /// All of it as a mapping.
    pub(super) fn mapping(self) -> Written {
        Written::Mapping(self.0)
    }

    /// The value of `key` alone where that is all that is said, nothing where nothing is, else a mapping.
    pub(super) fn short(mut self, key: &str) -> Written {
        match self.0.as_slice() {
            [] => Written::Nothing,
            [(only, _)] if only == key => self.0.swap_remove(0).1,
            _ => self.mapping(),
        }
    }
}

/// One box: what it says of each dimension.
fn one_box(dimensions: &Dimensions, scope: &ScopeBox) -> Written {
    let mut keys = Keys::default();
    for (id, dimension) in dimensions.iter() {
        let values = match (&dimension.axis, &scope.0[id.index()]) {
            (_, Extent::Unknown) => Written::text("unknown"),
            (_, Extent::All) => Written::text("all"),
            (Axis::Values(values), Extent::Leaves(leaves)) => {
                match words::fewest(values, leaves).as_slice() {
                    [one] => Written::text(one),
                    several => Written::List(several.iter().map(Written::text).collect()),
                }
            }
            (Axis::Range(unit), Extent::Interval(interval)) => {
                Written::Text(stretch::text(*unit, *interval))
            }
            _ => continue,
        };
        keys.put(&dimension.slug, values);
    }
    keys.mapping().inline()
}

/// The word for a choice.
pub(super) fn word<T: PartialEq>(choices: &[(&'static str, T)], value: &T) -> &'static str {
    choices
        .iter()
        .find(|(_, choice)| choice == value)
        .map_or("", |(word, _)| word)
}

/// A list of texts, on one line where it is short.
pub(super) fn texts<T: ToString>(texts: impl IntoIterator<Item = T>) -> Written {
    Written::List(texts.into_iter().map(|text| Written::text(&text)).collect()).inline_within(WIDTH)
}
