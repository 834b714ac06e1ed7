//! Entities by their numbers: typed ids, references with the place where they are written, and the tables of the model.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use crate::read::source::Span;
use crate::read::syntax::Spelling;

/// The kinds of entity that have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// An organisation.
    Organisation,
    /// A system.
    System,
    /// A field of a system.
    Field,
    /// A term.
    Term,
    /// A code list.
    CodeList,
    /// A dimension.
    Dimension,
    /// A flow.
    Flow,
    /// A need.
    Need,
    /// A case.
    Case,
    /// A scenario.
    Scenario,
}

impl Entity {
    /// The kinds that a section of a file declares by their ids, in the order in which an id is looked up. Fields and flows stand in systems and
    /// between them.
    pub(crate) const DECLARED: [Entity; 8] = [
        Entity::System,
        Entity::Organisation,
        Entity::Term,
        Entity::CodeList,
        Entity::Dimension,
        Entity::Need,
        Entity::Case,
        Entity::Scenario,
    ];

    /// Its word with an article: `an organisation`.
    pub const fn noun(self) -> &'static str {
        match self {
            Entity::Organisation => "an organisation",
            Entity::System => "a system",
            Entity::Field => "a field",
            Entity::Term => "a term",
            Entity::CodeList => "a code list",
            Entity::Dimension => "a dimension",
            Entity::Flow => "a flow",
            Entity::Need => "a need",
            Entity::Case => "a case",
            Entity::Scenario => "a scenario",
        }
    }

    /// Its word: `organisation`.
    pub fn word(self) -> &'static str {
        self.noun().split_once(' ').map_or("", |(_, word)| word)
    }
}

/// The number of an entity: its index in the model's table of its kind, which is sorted by slug.
pub trait Id: Copy + Eq + Ord {
    /// The kind of the numbered entity.
    const ENTITY: Entity;
    /// The id of the entity at `index`.
    fn new(index: usize) -> Self;
    /// Its index in the table.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($name:ident of $entity:ident;)+) => {$(
        #[doc = concat!("The number of one ", stringify!($entity), ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            const ENTITY: Entity = Entity::$entity;

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
    OrganisationId of Organisation;
    SystemId of System;
    FieldId of Field;
    TermId of Term;
    CodeListId of CodeList;
    DimensionId of Dimension;
    FlowId of Flow;
    NeedId of Need;
    CaseId of Case;
    ScenarioId of Scenario;
}

/// A bit that is set in the number of a name, to tell it from an index in a table. No table is so long.
const UNRESOLVED: usize = 1 << 31;

/// A reference to an entity: its place, and the number of the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref<I> {
    /// The entity. While the model is being built, the number of the name's spelling with [`UNRESOLVED`].
    target: I,
    /// The place.
    pub span: Span,
}

impl<I: Id> Ref<I> {
    /// A reference that is not resolved yet.
    pub(super) fn new(name: Spelling, span: Span) -> Self {
        Self {
            target: I::new(name.0 as usize | UNRESOLVED),
            span,
        }
    }

    /// A reference that is resolved.
    pub(super) fn to(id: I, span: Span) -> Self {
        Self { target: id, span }
    }

    /// The name as written; `None` after it is resolved.
    pub(super) fn name(&self) -> Option<Spelling> {
        let number = self.target.index();
        (number & UNRESOLVED != 0).then_some(Spelling((number & !UNRESOLVED) as u32))
    }

    /// The entity.
    pub fn id(&self) -> I {
        assert!(
            self.name().is_none(),
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

    /// The entity for which `place` returns `Equal`, in the order of the table.
    pub(crate) fn search(&self, place: impl FnMut(&T) -> std::cmp::Ordering) -> Option<I> {
        self.items.binary_search_by(place).ok().map(I::new)
    }

    /// The number of entities.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True if there are no entities.
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
