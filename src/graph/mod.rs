//! From model to graph: fields joined by the flows that stand. The only room that names petgraph.
//!
//! Everything is walked in the order of the model's tables, so that no result depends on hashing.

mod age;
mod arrivals;
mod bound;
mod circle;
mod cone;
mod dependence;
mod linkage;
mod order;
mod passing;
mod reach;
mod request;
mod supply;

use std::sync::OnceLock;

use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::FieldId;
use crate::model::Flow;
use crate::model::FlowId;
use crate::model::How;
use crate::model::Id;
use crate::model::Model;
use crate::model::SystemId;
use crate::model::When;

pub use age::{Age, Ages, Step};
pub use arrivals::Arrival;
pub use arrivals::Arrivals;
pub use bound::{Bound, minutes_words};
pub use circle::Circle;
pub use cone::Cone;
pub use dependence::{Dependence, Pillar, pillars};
pub use linkage::{Linkage, survives};
pub use passing::{Passing, Passings};
pub use request::Request;
pub use request::requests;
pub use supply::{Supply, is_own, is_published, unasked};

/// One value passed from field to field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The field it comes from.
    pub from: FieldId,
    /// The field it goes to.
    pub to: FieldId,
    /// The flow that passes it.
    pub flow: FlowId,
    /// What happens to it.
    pub how: How,
}

/// The model with the flows that stand on one day, as a graph of fields.
#[derive(Debug)]
pub struct FlowGraph {
    model: Model,
    when: When,
    /// Node `i` is field `i` of the model.
    fields: DiGraph<(), (FlowId, How), u32>,
    standing: Vec<bool>,
    /// For each system, the standing flows out of it and into it.
    out: Vec<Vec<FlowId>>,
    into: Vec<Vec<FlowId>>,
    /// Worked out when first asked for.
    arrivals: OnceLock<Arrivals>,
}

/// The graph of the flows that stand.
pub fn build(model: Model, when: When) -> FlowGraph {
    let links = model
        .flows
        .iter()
        .map(|(_, flow)| flow.passages().len())
        .sum();
    let mut fields = DiGraph::with_capacity(model.fields.len(), links);
    for _ in model.fields.ids() {
        fields.add_node(());
    }
    let standing: Vec<bool> = model
        .flows
        .iter()
        .map(|(_, flow)| model.stands(flow, &when))
        .collect();
    let mut out = vec![Vec::new(); model.systems.len()];
    let mut into = vec![Vec::new(); model.systems.len()];
    for (id, flow) in model.flows.iter().filter(|(id, _)| standing[id.index()]) {
        out[flow.from.id().index()].push(id);
        into[flow.to.id().index()].push(id);
        for passage in flow.passages() {
            for source in &passage.from {
                fields.add_edge(node(source.id()), node(passage.to.id()), (id, passage.how));
            }
        }
    }
    FlowGraph {
        model,
        when,
        fields,
        standing,
        out,
        into,
        arrivals: OnceLock::new(),
    }
}

fn node(field: FieldId) -> NodeIndex<u32> {
    NodeIndex::new(field.index())
}

impl FlowGraph {
    /// The model it was built from.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Which flows stand in it.
    pub fn when(&self) -> &When {
        &self.when
    }

    /// Whom the values that reach each field are about.
    pub fn arrivals(&self) -> &Arrivals {
        self.arrivals.get_or_init(|| Arrivals::of(self))
    }

    /// True where the flow stands.
    pub fn stands(&self, flow: FlowId) -> bool {
        self.standing[flow.index()]
    }

    /// The flows that stand, in slug order.
    pub fn flows(&self) -> impl Iterator<Item = (FlowId, &Flow)> {
        self.model.flows.iter().filter(|(id, _)| self.stands(*id))
    }

    /// The standing flows out of a system.
    pub fn flows_out(&self, system: SystemId) -> &[FlowId] {
        &self.out[system.index()]
    }

    /// The standing flows into a system.
    pub fn flows_in(&self, system: SystemId) -> &[FlowId] {
        &self.into[system.index()]
    }

    /// What reaches a field, in the order of the flows.
    pub fn links_in(&self, field: FieldId) -> Vec<Link> {
        self.links(field, Direction::Incoming)
    }

    /// What leaves a field, in the order of the flows.
    pub fn links_out(&self, field: FieldId) -> Vec<Link> {
        self.links(field, Direction::Outgoing)
    }

    /// True where a flow passes the field on.
    pub fn is_passed_on(&self, field: FieldId) -> bool {
        self.fields
            .edges_directed(node(field), Direction::Outgoing)
            .next()
            .is_some()
    }

    fn links(&self, field: FieldId, direction: Direction) -> Vec<Link> {
        let edges = self.fields.edges_directed(node(field), direction);
        let mut links: Vec<Link> = edges
            .map(|edge| Link {
                from: FieldId::new(edge.source().index()),
                to: FieldId::new(edge.target().index()),
                flow: edge.weight().0,
                how: edge.weight().1,
            })
            .collect();
        // petgraph yields the last added first.
        links.reverse();
        links
    }
}
