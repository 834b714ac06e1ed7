//! The content of the files, in file order, with unresolved references.

use super::about::About;
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::Dimensions;
use super::evidence::Evidence;
use super::field::Field;
use super::flow::Flow;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::system::System;
use super::term::Term;

/// The content of the files.
#[derive(Debug, Clone, Default)]
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
    pub(super) scenarios: Vec<Scenario>,
    pub(super) unknowns: usize,
}

impl Draft {
    /// Adds the content of another file that has no dimensions and no section about the map.
    pub(super) fn add(&mut self, other: Self) {
        let Self {
            about: _,
            dimensions: _,
            organisations,
            terms,
            code_lists,
            mappings,
            systems,
            flows,
            needs,
            cases,
            decisions,
            scenarios,
            unknowns,
        } = other;
        self.organisations.extend(organisations);
        self.terms.extend(terms);
        self.code_lists.extend(code_lists);
        self.mappings.extend(mappings);
        self.systems.extend(systems);
        self.flows.extend(flows);
        self.needs.extend(needs);
        self.cases.extend(cases);
        self.decisions.extend(decisions);
        self.scenarios.extend(scenarios);
        self.unknowns += unknowns;
    }

    /// Calls `visit` with the evidence of every statement.
    pub(super) fn each_evidence(&mut self, visit: &mut dyn FnMut(&mut Evidence)) {
        visit(&mut self.about.evidence);
        let dimensions = self.dimensions.items_mut().iter_mut();
        dimensions.for_each(|dimension| visit(&mut dimension.evidence));
        let organisations = self.organisations.iter_mut();
        organisations.for_each(|organisation| visit(&mut organisation.evidence));
        for term in &mut self.terms {
            visit(&mut term.evidence);
            if let Some(agreed) = &mut term.agreed {
                visit(&mut agreed.evidence);
            }
        }
        let lists = self.code_lists.iter_mut();
        lists.for_each(|list| visit(&mut list.evidence));
        let mappings = self.mappings.iter_mut();
        mappings.for_each(|mapping| visit(&mut mapping.evidence));
        for (system, fields) in &mut self.systems {
            visit(&mut system.evidence);
            for field in fields {
                visit(&mut field.evidence);
            }
        }
        self.flows
            .iter_mut()
            .for_each(|flow| visit(&mut flow.evidence));
        self.needs
            .iter_mut()
            .for_each(|need| visit(&mut need.evidence));
        let decisions = self.decisions.iter_mut();
        decisions.for_each(|decision| visit(&mut decision.evidence));
        self.cases
            .iter_mut()
            .for_each(|case| visit(&mut case.evidence));
        let scenarios = self.scenarios.iter_mut();
        scenarios.for_each(|scenario| visit(&mut scenario.evidence));
    }
}
