//! Typed ids: a number into the table of its kind, and a reference that remembers where it was written.

use std::marker::PhantomData;
use std::ops::Index;
use std::ops::IndexMut;

use crate::source::Span;

/// An id of some kind of entity: its place in the model's table of that kind, which is sorted by slug.
pub trait Id: Copy + Eq + Ord {
    /// The id of the entity at `index`.
    fn new(index: usize) -> Self;
    /// Its place in the table.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            fn new(index: usize) -> Self {
                Self(index as u32)
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// An organisation.
    OrganisationId;
    /// A system.
    SystemId;
    /// A field of a system.
    FieldId;
    /// A term.
    TermId;
    /// A code list.
    CodeListId;
    /// A dimension.
    DimensionId;
    /// A flow.
    FlowId;
    /// A need.
    NeedId;
}

/// The place of nothing: no table is so long.
const UNRESOLVED: usize = u32::MAX as usize;

/// A reference as written, and what it was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ref<I> {
    /// What it names; [`UNRESOLVED`] only while the model is being built.
    target: I,
    /// The id as written.
    pub written: Box<str>,
    /// Where.
    pub span: Span,
}

impl<I: Id> Ref<I> {
    /// A reference that is not resolved yet.
    pub(super) fn new(written: impl Into<Box<str>>, span: Span) -> Self {
        Self {
            target: I::new(UNRESOLVED),
            written: written.into(),
            span,
        }
    }

    /// What it names.
    pub fn id(&self) -> I {
        assert!(
            self.target.index() != UNRESOLVED,
            "every reference of a loaded model is resolved, if only to a placeholder"
        );
        self.target
    }

    pub(super) fn resolve(&mut self, id: I) {
        self.target = id;
    }
}

/// All entities of a kind, sorted by slug.
#[derive(Debug, Clone)]
pub struct Table<I, T> {
    items: Vec<T>,
    kind: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            kind: PhantomData,
        }
    }
}

impl<I: Id, T> Table<I, T> {
    pub(super) fn from_sorted(items: Vec<T>) -> Self {
        Self {
            items,
            kind: PhantomData,
        }
    }

    pub(super) fn into_items(self) -> Vec<T> {
        self.items
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every entity with its id, in slug order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator + Clone {
        self.items
            .iter()
            .enumerate()
            .map(|(index, item)| (I::new(index), item))
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
    }

    /// Every id, in slug order.
    pub fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.items.len()).map(I::new)
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}
