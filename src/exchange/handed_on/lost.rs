//! The parts of a map that a format has no place for, counted for the map at hand.

use super::Format;
use crate::analysis::Analysis;
use crate::read::model::{Field, Flow, System, SystemKind};
use crate::words::{counted, listed, plural};

/// The parts of a map that some format cannot hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Organisations,
    Systems,
    OtherSystems,
    Fields,
    Terms,
    Definitions,
    CodeLists,
    Mappings,
    SystemScopes,
    FieldScopes,
    FlowScopes,
    Manners,
    Flows,
    IdleFlows,
    ByHand,
    Times,
    Needs,
    Cases,
    Decisions,
    Disputes,
    Findings,
}

/// The parts that every format leaves out.
const BY_ALL: [Part; 5] = [
    Part::Needs,
    Part::Cases,
    Part::Decisions,
    Part::Disputes,
    Part::Findings,
];

/// The further parts that each format leaves out.
const fn left_out(format: Format) -> &'static [Part] {
    use Part::{
        ByHand, CodeLists, Definitions, FieldScopes, Fields, FlowScopes, Flows, IdleFlows, Manners,
        Mappings, Organisations, OtherSystems, SystemScopes, Systems, Terms, Times,
    };
    match format {
        Format::Graphml => &[
            Terms,
            Definitions,
            CodeLists,
            Mappings,
            SystemScopes,
            FieldScopes,
            FlowScopes,
            IdleFlows,
            Times,
        ],
        Format::Openlineage => &[
            Terms,
            CodeLists,
            Mappings,
            SystemScopes,
            FieldScopes,
            FlowScopes,
            IdleFlows,
            ByHand,
            Times,
        ],
        Format::Odcs => &[OtherSystems, IdleFlows, FlowScopes, Manners, Mappings],
        Format::Sssom => &[Organisations, Systems, Fields, Flows],
        Format::Jsonld => &[
            CodeLists,
            Mappings,
            FieldScopes,
            FlowScopes,
            IdleFlows,
            Times,
        ],
    }
}

/// One sentence on what the format leaves out of this map; empty if it leaves out nothing.
pub(super) fn told(analysis: &Analysis, format: Format) -> String {
    let parts = left_out(format).iter().chain(&BY_ALL);
    let parts: Vec<String> = parts
        .map(|part| (part.count(analysis), *part))
        .filter(|(count, _)| *count > 0)
        .map(|(count, part)| part.words(count))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(
            "left out, because the format has no place for it: {}",
            listed(&parts)
        )
    }
}

impl Part {
    /// The number of such parts in a map.
    fn count(self, analysis: &Analysis) -> usize {
        let model = analysis.model();
        let standing = |has: &dyn Fn(&Flow) -> bool| {
            let flows = analysis.graph.flows();
            flows.filter(|(_, flow)| has(flow)).count()
        };
        let fields = |has: &dyn Fn(&Field) -> bool| {
            let fields = model.fields.iter();
            fields.filter(|(_, field)| has(field)).count()
        };
        let systems = |has: &dyn Fn(&System) -> bool| {
            let systems = model.systems.iter();
            systems.filter(|(_, system)| has(system)).count()
        };
        match self {
            Part::Organisations => model.organisations.len(),
            Part::Systems => model.systems.len(),
            Part::OtherSystems => systems(&|system| !is_collection(system)),
            Part::Fields => model.fields.len(),
            Part::Terms => model.terms.len(),
            Part::Definitions => fields(&|field| field.definition.known().is_some()),
            Part::CodeLists => model.code_lists.len(),
            Part::Mappings => model.mappings.len(),
            Part::SystemScopes => systems(&|system| system.covers.known().is_some()),
            Part::FieldScopes => fields(&|field| field.covers.known().is_some()),
            Part::FlowScopes => standing(&|flow| flow.only.known().is_some()),
            Part::Manners => standing(&|flow| flow.method.known().is_some()),
            Part::Flows => model.flows.len(),
            Part::IdleFlows => model.flows.len() - analysis.graph.flows().count(),
            Part::ByHand => standing(&Flow::is_by_hand),
            Part::Times => standing(&|flow| flow.lag.known().is_some()),
            Part::Needs => model.needs.len(),
            Part::Cases => model.cases.len(),
            Part::Decisions => model.decisions.len(),
            Part::Disputes => model.disputed().count(),
            Part::Findings => analysis.findings.len(),
        }
    }

    fn words(self, count: usize) -> String {
        match self {
            Part::Organisations => counted(count, "organisation"),
            Part::Systems => counted(count, "system"),
            Part::OtherSystems => plural(
                count,
                "system that is no collection",
                "systems that are no collections",
            ),
            Part::Fields => counted(count, "field"),
            Part::Terms => counted(count, "term"),
            Part::Definitions => plural(count, "definition of a field", "definitions of fields"),
            Part::CodeLists => counted(count, "code list"),
            Part::Mappings => plural(
                count,
                "mapping between code lists",
                "mappings between code lists",
            ),
            Part::SystemScopes => plural(
                count,
                "statement of whom a system covers",
                "statements of whom systems cover",
            ),
            Part::FieldScopes => plural(
                count,
                "statement of whom a field covers",
                "statements of whom fields cover",
            ),
            Part::FlowScopes => plural(
                count,
                "statement of whom a flow passes",
                "statements of whom flows pass",
            ),
            Part::Manners => plural(count, "manner of passing", "manners of passing"),
            Part::Flows => counted(count, "flow"),
            Part::IdleFlows => plural(count, "flow that does not stand", "flows that do not stand"),
            Part::ByHand => plural(
                count,
                "statement that a flow is typed by hand",
                "statements that a flow is typed by hand",
            ),
            Part::Times => plural(count, "time that a flow takes", "times that flows take"),
            Part::Needs => counted(count, "need"),
            Part::Cases => counted(count, "case"),
            Part::Decisions => counted(count, "decision"),
            Part::Disputes => plural(count, "dispute in its words", "disputes in their words"),
            Part::Findings => counted(count, "finding"),
        }
    }
}

/// True for a system that others are asked to fill.
pub(super) fn is_collection(system: &System) -> bool {
    system.kind.known() == Some(&SystemKind::Collection)
}
