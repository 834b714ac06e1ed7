//! From trees to a typed model in which every reference is resolved, if only to a placeholder.
//!
//! [`load`] always yields a model, and findings for the faults. Tables are sorted by slug, so that no result depends on
//! how the map is split into files.

// In layers: a file uses those of its own layer, without a circle, and those of the layers above it.

// Numbers and references, closed sets of words, shapes of values.
mod choice;
mod former;
mod id;
mod reference;
mod shape;
mod stated;

// Times, and the algebra of extents and scopes.
mod compose;
mod date;
mod duration;
#[cfg(test)]
mod duration_laws;
mod extent;
mod merge;
mod rest;
mod scope;
#[cfg(test)]
mod scope_laws;

// The dimensions, and boxes on them.
mod covers;
mod dimension;
mod dispute;
mod evidence;
mod interval;
mod similar;
mod table;
mod words;

// Reading and writing the keys of an entry.
mod entry;
mod forms;
mod member;
mod percent;
mod record;

// The entities.
mod about;
mod arrow;
mod case;
mod codes;
mod decision;
mod field;
mod flow;
mod manner;
mod need;
mod organisation;
mod passage;
mod scenario;
mod system;
mod term;
mod trial;

// The model, and the questions that it answers itself.
mod bands;
mod basis;
mod convert;
mod domain;
mod encode;
mod lookup;
mod map;
mod occurring;
mod rows;
mod statement;

// From files to the model.
mod accounts;
mod ahead;
mod checks;
mod draft;
mod format;
mod kept;
mod names;
mod passed;
mod read;
mod renamed;
mod resolve;
mod sections;
mod spoken;
mod tried;

use self::kept::Parts;
use crate::read::finding::{Finding, Kind};
use crate::read::source::SourceSet;

pub use about::About;
pub(crate) use accounts::{Difference, differences};
pub(crate) use arrow::{is_arrow, sides};
pub use bands::{crossing, is_banded};
pub use basis::Basis;
pub use case::{Case, Person};
pub use codes::{Code, CodeList, Mapping, Pair, Predicate};
pub use compose::{composed, composed_sets};
pub use convert::{CodeVerdict, Conversion, Crosswalks};
pub use date::Date;
pub use decision::{Decision, DecisionStatus};
pub use dimension::{Axis, Dimension, DimensionValue, Dimensions, Unit, Values};
pub use dispute::Dispute;
pub use domain::{Computable, Domain, is_same_unit, is_time};
pub use duration::{Duration, Every};
pub(crate) use encode::boxes as written_boxes;
pub use encode::encode;
pub(crate) use encode::field as written_field;
pub(crate) use encode::flow as written_flow;
pub(crate) use encode::keys::ACCOUNTS;
pub use encode::proposal::encode as encode_proposal;
pub use encode::proposal::{Proposal, ProposedField, ProposedFlow, ProposedSystem};
pub(crate) use encode::union::encode as encode_union;
pub use evidence::{Confidence, Evidence};
pub use extent::{End, Extent, Interval, Leaves, Mode};
pub use field::{Field, FieldType};
pub use flow::Flow;
pub(crate) use format::{FILE, RECORDS};
pub use former::FormerIds;
pub use id::{
    CaseId, CodeListId, DimensionId, Entity, FieldId, FlowId, Id, NeedId, OrganisationId, Ref,
    ScenarioId, SystemId, Table, TermId,
};
pub use kept::Kept;
pub(crate) use lookup::splits;
pub use manner::{Contents, Method, Status};
pub use map::{Model, When};
pub(crate) use member::Slugs;
pub use need::Need;
pub(crate) use occurring::Occurring;
pub use organisation::Organisation;
pub use passage::{How, Passage, Sources};
pub use percent::Percent;
pub use rest::{Rest, difference, is_too_much, leaves_some, relations, rest};
pub use scenario::Scenario;
pub use scope::{Boxes, Relation, Scope, ScopeBox, Space, overlap};
pub(crate) use scope::{is_unknown_in_part, may_share, overlap_presumed, rests_on_silence};
pub use shape::{Key, Record, Shape, Short};
pub(crate) use spoken::is_scope;
pub use stated::Stated;
pub(crate) use statement::{Statement, Tally};
pub use system::{DataLevel, FieldRange, Origin, System, SystemKind};
pub use term::{Agreed, Term};
pub use trial::{Trial, Tried};
pub use words::{
    extent_words, part_words, short_words, telling_words, tick_words, union_words, words,
};

/// The kinds of fault that this room finds.
pub static KINDS: [&Kind; 9] = [
    &checks::CIRCULAR_BROADER,
    &checks::CODE_OUTSIDE_LIST,
    &checks::SELF_FLOW,
    &lookup::NAMES_ALIKE,
    &passed::UNDECLARED_FIELD,
    &reference::UNKNOWN_REFERENCE,
    &renamed::FORMER_ID_IN_USE,
    &similar::LOOSE_REFERENCE,
    &similar::SIMILAR_IDS,
];

/// The model of these files, and the findings about them.
pub fn load(sources: &SourceSet) -> (Model, Vec<Finding>) {
    load_with(sources, &Kept::default())
}

/// As [`load`]. Files that are as they were at the last reading with `kept` are not read again.
pub(crate) fn load_with(sources: &SourceSet, kept: &Kept) -> (Model, Vec<Finding>) {
    kept.lent(sources, |parts| loaded(sources, parts))
}

fn loaded(sources: &SourceSet, mut parts: Option<&mut Parts>) -> (Model, Vec<Finding>) {
    let (draft, mut decoder) = read::read(sources, parts.as_deref_mut());
    let mut model = resolve::resolve(draft, &mut decoder);
    checks::check(&mut model, &mut decoder);
    model.fill_scopes();
    lookup::check(&model, &mut decoder);
    renamed::check(&model, &mut decoder);
    tried::check(&model, &mut decoder);
    if let Some(parts) = parts {
        parts.spellings = decoder.spellings;
    }
    (model, decoder.findings)
}
