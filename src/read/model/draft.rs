//! Everything that the files say, in file order, its references not yet resolved.

use super::about::About;
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::Dimensions;
use super::field::Field;
use super::flow::Flow;
use super::need::Need;
use super::organisation::Organisation;
use super::system::System;
use super::term::Term;

/// Everything that the files say.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) about: About,
    pub(super) dimensions: Dimensions,
    pub(super) organisations: Vec<Organisation>,
    pub(super) terms: Vec<Term>,
    pub(super) code_lists: Vec<CodeList>,
    pub(super) mappings: Vec<Mapping>,
    pub(super) systems: Vec<(System, Vec<Field>)>,
    pub(super) flows: Vec<Flow>,
    pub(super) needs: Vec<Need>,
    pub(super) cases: Vec<Case>,
    pub(super) decisions: Vec<Decision>,
    pub(super) unknowns: usize,
}
