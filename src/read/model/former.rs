//! The ids that an entity had before, so that decisions, comparisons and old files still find it.

use super::stated::word;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node};

/// A former id as written, and its place.
type Former = (Box<str>, Span);

/// Former ids as written, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormerIds(Option<Box<[Former]>>);

impl FormerIds {
    /// One id, or a list of them.
    pub(super) fn take(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Self {
        if word(node).is_some() {
            return Self::default();
        }
        let ids = decoder.texts(node, "a former id").into_iter();
        let ids: Box<[_]> = ids.map(|(id, span)| (id.into(), span)).collect();
        Self((!ids.is_empty()).then_some(ids))
    }

    /// True if there is no former id.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Each with its place, in the order written.
    pub(crate) fn all(&self) -> &[Former] {
        self.0.as_deref().unwrap_or_default()
    }
}
