//! References to entities as they are written: a name, which is resolved later.

use super::id::{Id, Ref};
use crate::read::finding::kind;
use crate::read::syntax::{Decoder, Node};

kind! {
    /// ## Finds
    /// A reference to an organisation, system, term, code list, dimension or value that is declared nowhere in the map.
    /// ## Why it matters
    /// It is most often a misspelling, which splits one thing into two. The thing is kept as a placeholder and drawn dashed.
    /// ## How to fix
    /// Correct the spelling (the message offers the nearest ids), or declare the thing.
    /// ## When it is fine
    /// While the map is being written and nobody knows more yet. `--strict` makes it an error.
    pub(crate) UNKNOWN_REFERENCE = "unknown-reference", Map, Warning, "a reference that names nothing"
}

/// Reads a reference; `None`, with a finding, if the value is not a text.
pub(super) fn reference<I: Id>(
    decoder: &mut Decoder<'_>,
    node: &Node<'_>,
    what: &str,
) -> Option<Ref<I>> {
    let name = match node.text() {
        Some(text) => decoder.spellings.number(text),
        None => {
            let text = decoder.text(node, what)?;
            decoder.spellings.number(&text)
        }
    };
    Some(Ref::new(name, node.span))
}

/// Reads a list of references. A single text is a list of one.
pub(super) fn references<I: Id>(
    decoder: &mut Decoder<'_>,
    node: &Node<'_>,
    what: &str,
) -> Vec<Ref<I>> {
    let texts = decoder.texts(node, what).into_iter();
    texts
        .map(|(text, span)| Ref::new(decoder.spellings.number(&text), span))
        .collect()
}
