//! A proposal as YAML: systems and flows that are not in the map, in a file that can be put beside it.

use crate::read::model::extent::Extent;
use crate::read::model::field::FieldType;
use crate::read::model::id::{CodeListId, OrganisationId, TermId};
use crate::read::model::map::Model;
use crate::read::model::member::{Keys, Member as _};
use crate::read::model::scope::{Scope, ScopeBox};
use crate::read::source::Span;
use crate::read::syntax;
use crate::read::syntax::Written;

/// Systems and flows to be added to a map.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// The notes of the file's systems: a title of the proposal.
    pub(crate) notes: String,
    /// The systems, in the order written.
    pub(crate) systems: Vec<ProposedSystem>,
    /// The flows, all of status `proposed`.
    pub(crate) flows: Vec<ProposedFlow>,
}

/// A system to be added.
#[derive(Debug, Clone)]
pub struct ProposedSystem {
    /// Its id, which the map must not have.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) name: String,
    /// Its kind, as a word of the format.
    pub(crate) kind: &'static str,
    /// Its owner; `None` if it is to be decided.
    pub(crate) owner: Option<OrganisationId>,
    /// Its fields.
    pub(crate) fields: Vec<ProposedField>,
}

/// A field to be added.
#[derive(Debug, Clone)]
pub struct ProposedField {
    /// Its id.
    pub(crate) slug: String,
    /// Its term.
    pub(crate) term: TermId,
    /// Its definition in words; empty for the term's own.
    pub(crate) definition: String,
    /// Its type, if one is agreed or all sources have the same.
    pub(crate) kind: Option<FieldType>,
    /// Its code list, if one is agreed or all sources have the same.
    pub(crate) codes: Option<CodeListId>,
    /// The people that it is about.
    pub(crate) covers: Vec<ScopeBox>,
}

/// A flow to be added.
#[derive(Debug, Clone)]
pub struct ProposedFlow {
    /// The source system.
    pub(crate) from: String,
    /// The target system.
    pub(crate) to: String,
    /// The fields that it passes: the id in the source and the id in the target.
    pub(crate) fields: Vec<(String, String)>,
    /// Its purpose.
    pub(crate) purpose: String,
    /// The reason why it is no duplicate; empty if there is none.
    pub(crate) justified: String,
}

/// The proposal as a flow file that loads together with the map for which it was made.
pub fn encode(model: &Model, proposal: &Proposal) -> String {
    let systems = proposal
        .systems
        .iter()
        .map(|one| (one.slug.clone(), system(model, proposal, one)));
    let flows = proposal.flows.iter().map(|one| flow(model, one));
    let sections = [
        ("systems", Written::Mapping(systems.collect())),
        ("flows", Written::List(flows.collect())),
    ];
    let section = |(name, section): (&str, Written)| {
        syntax::write(&Written::Mapping(vec![(name.to_owned(), section)]))
    };
    sections.map(section).join("\n")
}

fn system(model: &Model, proposal: &Proposal, system: &ProposedSystem) -> Written {
    let mut keys = Keys::new(model);
    keys.text("name", &system.name);
    keys.text("kind", system.kind);
    let owner = system.owner.map(|owner| &*model.organisations[owner].slug);
    keys.text("owner", owner.unwrap_or("unknown"));
    let fields = system.fields.iter().map(|one| field(model, one));
    keys.put("fields", Written::Mapping(fields.collect()));
    keys.text("confidence", "assumed");
    keys.text("notes", &proposal.notes);
    keys.mapping()
}

fn field(model: &Model, field: &ProposedField) -> (String, Written) {
    let mut keys = Keys::new(model);
    keys.text("term", &model.terms[field.term].slug);
    keys.text("definition", &field.definition);
    let kind = field.kind.map(FieldType::word);
    keys.text("type", kind.unwrap_or_default());
    let codes = field.codes.map(|codes| &*model.code_lists[codes].slug);
    keys.text("codes", codes.unwrap_or_default());
    let is_said = |scope: &ScopeBox| scope.0.iter().any(Extent::is_stated);
    let covers: Vec<ScopeBox> = field
        .covers
        .iter()
        .filter(|one| is_said(one))
        .cloned()
        .collect();
    if !covers.is_empty() {
        let covers = Scope::Known(covers.into(), Span::default());
        covers.write(&mut keys, "covers");
    }
    (field.slug.clone(), keys.mapping())
}

fn flow(model: &Model, flow: &ProposedFlow) -> Written {
    let passage = |(from, to): &(String, String)| {
        if from == to {
            return Written::text(to);
        }
        let ends = [("from", from), ("to", to)];
        let ends = ends.map(|(key, id)| (key.to_owned(), Written::text(id)));
        Written::Mapping(ends.to_vec()).inline()
    };
    let mut keys = Keys::new(model);
    keys.text("from", &flow.from);
    keys.text("to", &flow.to);
    keys.put(
        "fields",
        Written::List(flow.fields.iter().map(passage).collect()),
    );
    keys.text("purpose", &flow.purpose);
    keys.text("justified", &flow.justified);
    keys.text("status", "proposed");
    keys.mapping()
}
