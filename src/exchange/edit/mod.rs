//! Changes the text of one flow file by the places of its tree. All other bytes stay, comments included.
//!
//! After each change the text is read again. Its tree must be the tree before with that change; otherwise the text stays as it was, and the
//! change is refused.

mod batch;
mod below;
mod layout;
mod style;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;
use std::ops::Range;

pub(crate) use self::batch::{Step, Stepped};
pub(crate) use self::style::inline;
use self::tree::Change;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::{Node, Value, Written};

/// The reason why something cannot be changed: one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub(crate) String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// A range of a text, and its replacement.
type Patch = (Range<usize>, String);

/// Faults after which the places of the tree are not those of the text.
const UNSURE: [&str; 3] = ["broken-syntax", "oversized-document", "unreadable-file"];

/// A flow file that is being changed.
#[derive(Debug, Clone)]
pub struct FlowText {
    /// The file alone.
    sources: SourceSet,
}

impl FlowText {
    /// The file with this name and text.
    pub fn of(name: &str, text: &str) -> Self {
        Self {
            sources: SourceSet::from_bytes(name, text.as_bytes().to_vec()),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.sources.file(FileId(0)).name
    }

    /// Its present text.
    pub fn text(&self) -> &str {
        &self.sources.file(FileId(0)).text
    }

    /// The file alone, in the form that the decoder takes.
    pub(crate) fn sources(&self) -> &SourceSet {
        &self.sources
    }

    /// Its tree: the documents in it.
    ///
    /// # Errors
    /// If part of the file could not be read: the places of the tree may then be wrong.
    pub(crate) fn tree(&self) -> Result<Vec<Node<'_>>, Refusal> {
        let file = self.sources.file(FileId(0));
        let (documents, findings) = syntax::parse(&self.sources, FileId(0));
        let fault = findings
            .iter()
            .find(|finding| UNSURE.contains(&finding.kind.name));
        if file.trouble.is_none()
            && let Some(fault) = fault
        {
            let line = self.sources.position(fault.place().span).line;
            return Err(Refusal(format!(
                "`{}` cannot be changed until the fault in its line {line} is mended (`flowmap check` tells it)",
                file.name
            )));
        }
        if file.trouble.is_some() {
            return Err(Refusal(format!(
                "`{}` cannot be changed: it is not whole text (`flowmap check` tells why)",
                file.name
            )));
        }
        Ok(documents)
    }

    /// Sets a key of the mapping at `way`: replaces its value, or adds the key as the last one.
    ///
    /// # Errors
    /// If the text cannot be changed so that it is read back with exactly this change.
    pub(crate) fn set(&mut self, way: &[usize], key: &str, value: &Written) -> Result<(), Refusal> {
        let documents = self.tree()?;
        let node = at(&documents, way).ok_or_else(|| self.lost())?;
        let entries = match &node.value {
            Value::Mapping(entries) => &entries[..],
            _ => &[],
        };
        let place = entries
            .iter()
            .position(|(name, _)| name.text() == Some(key));
        if let Some(place) = place {
            let inner: Vec<usize> = way.iter().copied().chain([place]).collect();
            return self.replace(&inner, value);
        }
        let patch = layout::entry(self.text(), node, key, value).ok_or_else(|| self.lost())?;
        let change = Change::Entry(key.to_owned(), tree::value(value));
        let intended = tree::changed(&documents, way, &change);
        let next = self.patched(&[patch], &intended)?;
        *self = next;
        Ok(())
    }

    /// Adds an item to the list at `way`.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn add(&mut self, way: &[usize], item: &Written) -> Result<(), Refusal> {
        let documents = self.tree()?;
        let node = at(&documents, way).ok_or_else(|| self.lost())?;
        let patch = layout::item(self.text(), node, item).ok_or_else(|| self.lost())?;
        let intended = tree::changed(&documents, way, &Change::Item(tree::value(item)));
        let next = self.patched(&[patch], &intended)?;
        *self = next;
        Ok(())
    }

    /// Replaces the value at `way`.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn replace(&mut self, way: &[usize], value: &Written) -> Result<(), Refusal> {
        let documents = self.tree()?;
        let found = layout::Found::of(&documents, way).ok_or_else(|| self.lost())?;
        let patch = layout::value(self.text(), &found, value).ok_or_else(|| self.lost())?;
        let intended = tree::changed(&documents, way, &Change::Value(tree::value(value)));
        let next = self.patched(&[patch], &intended)?;
        *self = next;
        Ok(())
    }

    /// Removes the entry or item at `way`, with the comments inside it.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn remove(&mut self, way: &[usize]) -> Result<(), Refusal> {
        let documents = self.tree()?;
        let found = layout::Found::of(&documents, way).ok_or_else(|| self.lost())?;
        if found.is_all_of_an_item(self.text()) {
            return Err(Refusal(format!(
                "`{}`: this is all that the entry says, so the whole entry has to be removed",
                self.name()
            )));
        }
        let patch = layout::without(self.text(), &found).ok_or_else(|| self.lost())?;
        let intended = tree::changed(&documents, way, &Change::Gone);
        let next = self.patched(&[patch], &intended)?;
        *self = next;
        Ok(())
    }

    /// Adds a section at the end; if the section exists, adds the entry or item to it.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn add_to_section(&mut self, section: &str, inner: &Written) -> Result<(), Refusal> {
        let documents = self.tree()?;
        for (document, node) in documents.iter().enumerate() {
            let Value::Mapping(entries) = &node.value else {
                continue;
            };
            let Some(place) = entries
                .iter()
                .position(|(key, _)| key.text() == Some(section))
            else {
                continue;
            };
            let way = [document, place];
            return match (&entries[place].1.value, inner) {
                (Value::Null, _) => self.replace(&way, inner),
                (_, Written::List(items)) => items.iter().try_for_each(|item| self.add(&way, item)),
                (_, Written::Mapping(entries)) => entries
                    .iter()
                    .try_for_each(|(key, value)| self.set(&way, key, value)),
                _ => Err(self.lost()),
            };
        }
        let change = Change::Section(section.to_owned(), tree::value(inner));
        let last = documents.len().saturating_sub(1);
        let patch = layout::section(self.text(), documents.last(), section, inner);
        let intended = tree::changed(&documents, &[last], &change);
        let next = self.patched(&[patch], &intended)?;
        *self = next;
        Ok(())
    }

    /// Replaces the texts of scalars, and keeps the quotes of each.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn respell(&mut self, spellings: &[(Range<u32>, String)]) -> Result<(), Refusal> {
        if spellings.is_empty() {
            return Ok(());
        }
        let documents = self.tree()?;
        let mut spellings = spellings.to_vec();
        spellings.sort_by(|a, b| (a.0.start, a.0.end, &a.1).cmp(&(b.0.start, b.0.end, &b.1)));
        spellings.dedup();
        let mut patches = Vec::new();
        for (span, new) in &spellings {
            let range = span.start as usize..span.end as usize;
            let old = self.text().get(range.clone()).ok_or_else(|| self.lost())?;
            patches.push((range, style::respelt(old, new)));
        }
        let intended: Vec<Node<'_>> = documents
            .iter()
            .map(|document| tree::respelt(document, &spellings))
            .collect();
        let next = self.patched(&patches, &intended)?;
        *self = next;
        Ok(())
    }

    /// The file with these patches, if it is then read as intended.
    fn patched(&self, patches: &[Patch], intended: &[Node<'_>]) -> Result<Self, Refusal> {
        let mut text = String::with_capacity(self.text().len());
        let mut last = 0;
        for (range, new) in patches {
            let kept = self.text().get(last..range.start);
            text.push_str(kept.ok_or_else(|| self.lost())?);
            text.push_str(new);
            last = range.end;
        }
        text.push_str(&self.text()[last..]);
        let next = Self::of(self.name(), &text);
        let is_meant = tree::is_same(&next.tree()?, intended);
        if is_meant { Ok(next) } else { Err(self.lost()) }
    }

    /// The change cannot be made in this text.
    fn lost(&self) -> Refusal {
        Refusal(format!(
            "`{}` is written in a way in which this cannot be changed safely: change it in an editor",
            self.name()
        ))
    }
}

/// The node at `way`.
pub(crate) fn at<'n, 'src>(documents: &'n [Node<'src>], way: &[usize]) -> Option<&'n Node<'src>> {
    let (first, inner) = way.split_first()?;
    let mut node = documents.get(*first)?;
    for place in inner {
        node = match &node.value {
            Value::Mapping(entries) => &entries.get(*place)?.1,
            Value::List(items) => items.get(*place)?,
            _ => return None,
        };
    }
    Some(node)
}
