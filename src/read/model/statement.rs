//! The statements of a map: all entries that have evidence.

use super::about::About;
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::Dimension;
use super::evidence::{Confidence, Evidence};
use super::field::Field;
use super::flow::Flow;
use super::id::{
    CaseId, CodeListId, DimensionId, FieldId, FlowId, NeedId, OrganisationId, ScenarioId, SystemId,
    TermId,
};
use super::map::Model;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::shape::Record;
use super::system::{Origin, System};
use super::term::{Agreed, Term};
use crate::read::source::Span;

/// One statement of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Statement {
    /// The map's section about itself.
    Map,
    Dimension(DimensionId),
    Organisation(OrganisationId),
    Term(TermId),
    /// The agreed definition of a term.
    Agreed(TermId),
    CodeList(CodeListId),
    /// The index of a crosswalk.
    Mapping(usize),
    System(SystemId),
    Field(FieldId),
    Flow(FlowId),
    Need(NeedId),
    /// The index of a decision.
    Decision(usize),
    Case(CaseId),
    Scenario(ScenarioId),
}

impl Statement {
    /// The keys that an entry of this kind can have.
    pub(crate) fn record(self) -> &'static Record {
        match self {
            Statement::Map => About::RECORD,
            Statement::Dimension(_) => Dimension::RECORD,
            Statement::Organisation(_) => Organisation::RECORD,
            Statement::Term(_) => Term::RECORD,
            Statement::Agreed(_) => Agreed::RECORD,
            Statement::CodeList(_) => CodeList::RECORD,
            Statement::Mapping(_) => Mapping::RECORD,
            Statement::System(_) => System::RECORD,
            Statement::Field(_) => Field::RECORD,
            Statement::Flow(_) => Flow::RECORD,
            Statement::Need(_) => Need::RECORD,
            Statement::Decision(_) => Decision::RECORD,
            Statement::Case(_) => Case::RECORD,
            Statement::Scenario(_) => Scenario::RECORD,
        }
    }
}

/// The number of statements of each sureness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// Their owner said so.
    pub(crate) confirmed: usize,
    /// A source says so.
    pub(crate) reported: usize,
    /// The map's makers think so.
    pub(crate) assumed: usize,
}

impl Tally {
    /// Of these statements.
    pub(crate) fn of<'e>(all: impl IntoIterator<Item = &'e Evidence>) -> Self {
        let mut tally = Self::default();
        for evidence in all {
            *match evidence.confidence {
                Confidence::Confirmed => &mut tally.confirmed,
                Confidence::Reported => &mut tally.reported,
                Confidence::Assumed => &mut tally.assumed,
            } += 1;
        }
        tally
    }

    /// The number of statements.
    pub(crate) fn total(self) -> usize {
        self.confirmed + self.reported + self.assumed
    }
}

/// The evidence of each entity of one kind.
type Told<'m> = Vec<&'m Evidence>;

impl Model {
    /// Every statement with its evidence, section by section.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (Statement, &Evidence)> {
        let map = std::iter::once((Statement::Map, &self.about.evidence));
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|(id, one)| (Statement::Dimension(id), &one.evidence));
        let bodies = self.organisations.iter();
        let bodies = bodies.map(|(id, one)| (Statement::Organisation(id), &one.evidence));
        let terms = self.terms.iter().flat_map(|(id, one)| {
            let agreed = one.agreed.as_deref();
            let agreed = agreed.map(|agreed| (Statement::Agreed(id), &agreed.evidence));
            std::iter::once((Statement::Term(id), &one.evidence)).chain(agreed)
        });
        let lists = self.code_lists.iter();
        let lists = lists.map(|(id, one)| (Statement::CodeList(id), &one.evidence));
        let mappings = self.mappings.iter().enumerate();
        let mappings = mappings.map(|(place, one)| (Statement::Mapping(place), &one.evidence));
        let systems = self.systems.iter();
        let systems = systems.map(|(id, one)| (Statement::System(id), &one.evidence));
        let fields = self.fields.iter();
        let fields = fields.map(|(id, one)| (Statement::Field(id), &one.evidence));
        let flows = self.flows.iter();
        let flows = flows.map(|(id, one)| (Statement::Flow(id), &one.evidence));
        let needs = self.needs.iter();
        let needs = needs.map(|(id, one)| (Statement::Need(id), &one.evidence));
        let decisions = self.decisions.iter().enumerate();
        let decisions = decisions.map(|(place, one)| (Statement::Decision(place), &one.evidence));
        let cases = self.cases.iter();
        let cases = cases.map(|(id, one)| (Statement::Case(id), &one.evidence));
        let scenarios = self.scenarios.iter();
        let scenarios = scenarios.map(|(id, one)| (Statement::Scenario(id), &one.evidence));
        map.chain(dimensions)
            .chain(bodies)
            .chain(terms)
            .chain(lists)
            .chain(mappings)
            .chain(systems)
            .chain(fields)
            .chain(flows)
            .chain(needs)
            .chain(decisions)
            .chain(cases)
            .chain(scenarios)
    }

    /// The systems that the map declares, without those that only a flow mentions.
    pub(crate) fn declared_systems(&self) -> impl Iterator<Item = &System> {
        let systems = self.systems.iter().map(|(_, system)| system);
        systems.filter(|system| system.origin == Origin::Declared)
    }

    /// The fields that the map declares, without those that only a flow mentions.
    pub(crate) fn declared_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter().map(|(_, field)| field);
        fields.filter(|field| field.is_declared)
    }

    /// The evidence of the statements about the world, kind by kind. Every count of how sure the map is counts these.
    pub(crate) fn told_of(&self) -> [(&'static str, Told<'_>); 6] {
        let organisations = self.organisations.iter().map(|(_, one)| &one.evidence);
        // Nobody states the systems and fields that only a flow mentions.
        let systems = self.declared_systems().map(|one| &one.evidence);
        let fields = self.declared_fields().map(|one| &one.evidence);
        let flows = self.flows.iter().map(|(_, one)| &one.evidence);
        let terms = self.terms.iter().map(|(_, one)| &one.evidence);
        let needs = self.needs.iter().map(|(_, one)| &one.evidence);
        [
            ("Organisations", organisations.collect()),
            ("Systems", systems.collect()),
            ("Fields", fields.collect()),
            ("Flows", flows.collect()),
            ("Terms", terms.collect()),
            ("Questions", needs.collect()),
        ]
    }

    /// The sureness of all of these together.
    pub(crate) fn sureness(&self) -> Tally {
        Tally::of(self.told_of().into_iter().flat_map(|(_, list)| list))
    }

    /// The statements that somebody disputes.
    pub(crate) fn disputed(&self) -> impl Iterator<Item = (Statement, &Evidence)> {
        let is_disputed = |(_, evidence): &(Statement, &Evidence)| !evidence.disputes().is_empty();
        self.statements().filter(is_disputed)
    }

    /// A copy of the map without disputes.
    pub(crate) fn undisputed(&self) -> Self {
        let disputed: Vec<Statement> = self.disputed().map(|(statement, _)| statement).collect();
        let mut model = self.clone();
        for statement in disputed {
            model.evidence_mut(statement).forget_disputes();
        }
        model
    }

    fn evidence_mut(&mut self, statement: Statement) -> &mut Evidence {
        match statement {
            Statement::Map => &mut self.about.evidence,
            Statement::Dimension(id) => &mut self.dimensions[id].evidence,
            Statement::Organisation(id) => &mut self.organisations[id].evidence,
            Statement::Term(id) => &mut self.terms[id].evidence,
            Statement::Agreed(id) => {
                let agreed = self.terms[id].agreed.as_mut();
                &mut agreed.expect("the statement is about it").evidence
            }
            Statement::CodeList(id) => &mut self.code_lists[id].evidence,
            Statement::Mapping(place) => &mut self.mappings[place].evidence,
            Statement::System(id) => &mut self.systems[id].evidence,
            Statement::Field(id) => &mut self.fields[id].evidence,
            Statement::Flow(id) => &mut self.flows[id].evidence,
            Statement::Need(id) => &mut self.needs[id].evidence,
            Statement::Decision(place) => &mut self.decisions[place].evidence,
            Statement::Case(id) => &mut self.cases[id].evidence,
            Statement::Scenario(id) => &mut self.scenarios[id].evidence,
        }
    }

    /// The place of a statement; `None` for the map itself.
    pub(crate) fn place_of(&self, statement: Statement) -> Option<Span> {
        match statement {
            Statement::Map => None,
            Statement::Dimension(id) => Some(self.dimensions[id].span),
            Statement::Organisation(id) => Some(self.organisations[id].span),
            Statement::Term(id) => Some(self.terms[id].span),
            Statement::Agreed(id) => self.terms[id].agreed.as_ref().map(|agreed| agreed.span),
            Statement::CodeList(id) => Some(self.code_lists[id].span),
            Statement::Mapping(place) => Some(self.mappings[place].span),
            Statement::System(id) => Some(self.systems[id].span),
            Statement::Field(id) => Some(self.fields[id].span),
            Statement::Flow(id) => Some(self.flows[id].span),
            Statement::Need(id) => Some(self.needs[id].span),
            Statement::Decision(place) => Some(self.decisions[place].span),
            Statement::Case(id) => Some(self.cases[id].span),
            Statement::Scenario(id) => Some(self.scenarios[id].span),
        }
    }
}
