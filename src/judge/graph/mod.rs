//! From model to graph: fields joined by the flows that stand. The only room that names petgraph.
//!
//! Everything is walked in the order of the model's tables, so that no result depends on hashing.
//!
//! An *unlisted* flow is one without `fields`: nobody has stated what it passes.

mod age;
mod arrivals;
mod bound;
mod calendar;
mod circle;
mod cone;
mod demand;
mod dependence;
mod dispute;
mod empty;
mod lacks;
mod levels;
mod linkage;
mod links;
mod only;
mod order;
mod own_people;
mod passing;
mod peopled;
mod reach;
mod request;
mod routes;
mod supply;
mod together;
mod unlisted;
mod ways;

use std::sync::{Arc, OnceLock};

use petgraph::Direction;

use self::lacks::lacks;
use self::links::Links;
use self::supply::Stock;
use self::unlisted::Unlisted;

use crate::read::model::{FieldId, Flow, FlowId, How, Id, Model, SystemId, When};

pub use age::{Age, Ages, Order, Step, Timeliness};
pub(crate) use age::{of_capture, of_flow};
pub(crate) use arrivals::Arrival;
pub(crate) use arrivals::Arrivals;
pub use bound::{Bound, minutes_words};
pub use calendar::{NoCalendar, Year, day_words};
pub(crate) use circle::Circle;
pub(crate) use cone::Cone;
pub(crate) use demand::{Demand, Fitness, Grade};
pub use dependence::{Dependence, Pillar, pillars};
pub(crate) use lacks::{Lack, Lost, silent};
pub use linkage::{Linkage, survives};
pub(crate) use only::{Unfiltered, held_on_the_way, let_through, let_through_on_any_date};
pub(crate) use order::Components;
pub(crate) use passing::Passings;
pub(crate) use reach::MayReach;
pub(crate) use request::Request;
pub use request::requests;
pub use routes::{Routes, routes};
pub(crate) use supply::{Supply, is_own, is_published};
pub(crate) use together::{Served, served_together};

/// One value passed from field to field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The field it comes from.
    pub(crate) from: FieldId,
    /// The field it goes to.
    pub to: FieldId,
    /// The flow that passes it.
    pub(crate) flow: FlowId,
    /// The change made to it.
    pub(crate) how: How,
}

/// The model with the flows that stand on one day, as a graph of fields. A clone shares the same graph.
#[derive(Debug, Clone)]
pub struct FlowGraph(Arc<Standing>);

/// The contents of a graph.
#[derive(Debug)]
struct Standing {
    model: Model,
    when: When,
    links: Links,
    /// For each flow, whether it stands.
    stands: Vec<bool>,
    /// The flows that do not stand, by their two systems.
    fallen: Vec<FlowId>,
    /// True if a standing flow is unlisted.
    has_unlisted: bool,
    /// For each system, the standing flows out of it and into it.
    out: Vec<Vec<FlowId>>,
    into: Vec<Vec<FlowId>>,
    /// These are worked out when first needed.
    order: OnceLock<Components>,
    passings: OnceLock<Passings>,
    arrivals: OnceLock<Arrivals>,
    stock: OnceLock<Stock>,
    unlisted: OnceLock<Unlisted>,
    lacks: OnceLock<Vec<(SystemId, Vec<Lack>)>>,
}

/// The graph of the flows that stand.
pub fn build(model: Model, when: When) -> FlowGraph {
    let standing: Vec<bool> = model
        .flows
        .iter()
        .map(|(_, flow)| model.stands(flow, &when))
        .collect();
    let mut links = Vec::new();
    let mut has_unlisted = false;
    let mut out = vec![Vec::new(); model.systems.len()];
    let mut into = vec![Vec::new(); model.systems.len()];
    for (id, flow) in model.flows.iter().filter(|(id, _)| standing[id.index()]) {
        out[flow.from.id().index()].push(id);
        into[flow.to.id().index()].push(id);
        has_unlisted |= flow.fields.is_open();
        for passage in flow.passages() {
            links.extend(passage.from.iter().map(|source| Link {
                from: source.id(),
                to: passage.to.id(),
                flow: id,
                how: passage.how,
            }));
        }
    }
    let mut fallen: Vec<FlowId> = model.flows.ids().collect();
    fallen.retain(|id| !standing[id.index()]);
    fallen.sort_by_key(|id| {
        let flow = &model.flows[*id];
        (flow.from.id(), flow.to.id(), *id)
    });
    FlowGraph(Arc::new(Standing {
        fallen,
        links: Links::of(model.fields.len(), &links),
        model,
        when,
        stands: standing,
        has_unlisted,
        out,
        into,
        order: OnceLock::new(),
        passings: OnceLock::new(),
        arrivals: OnceLock::new(),
        stock: OnceLock::new(),
        unlisted: OnceLock::new(),
        lacks: OnceLock::new(),
    }))
}

impl FlowGraph {
    /// The model it was built from.
    pub fn model(&self) -> &Model {
        &self.0.model
    }

    /// The day and the statuses that decide which flows stand.
    pub(crate) fn when(&self) -> &When {
        &self.0.when
    }

    /// The people that the values of each field are about.
    pub(crate) fn arrivals(&self) -> &Arrivals {
        self.0.arrivals.get_or_init(|| Arrivals::of(self))
    }

    /// The fields of every term, and the organisations that can use them.
    fn stock(&self) -> &Stock {
        self.0.stock.get_or_init(|| Stock::of(self))
    }

    /// The fields and systems that unlisted flows may lead from and to.
    fn unlisted(&self) -> &Unlisted {
        self.0.unlisted.get_or_init(|| Unlisted::of(self))
    }

    /// The lacks of each system that has any, in the order of the model.
    pub(crate) fn lacks(&self) -> &[(SystemId, Vec<Lack>)] {
        self.0.lacks.get_or_init(|| lacks(self))
    }

    /// True if the flow stands.
    pub(crate) fn stands(&self, flow: FlowId) -> bool {
        self.0.stands[flow.index()]
    }

    /// The flows that stand, in slug order.
    pub(crate) fn flows(&self) -> impl Iterator<Item = (FlowId, &Flow)> {
        self.0.model.flows.iter().filter(|(id, _)| self.stands(*id))
    }

    /// The standing flows out of a system.
    pub(crate) fn flows_out(&self, system: SystemId) -> &[FlowId] {
        &self.0.out[system.index()]
    }

    /// The standing flows into a system.
    pub(crate) fn flows_in(&self, system: SystemId) -> &[FlowId] {
        &self.0.into[system.index()]
    }

    /// True if a standing flow is unlisted.
    fn has_unlisted(&self) -> bool {
        self.0.has_unlisted
    }

    /// The links into a field, in the order of the flows.
    pub fn links_in(&self, field: FieldId) -> &[Link] {
        self.0.links.towards(field, Direction::Incoming)
    }

    /// The links out of a field, in the order of the flows.
    pub fn links_out(&self, field: FieldId) -> &[Link] {
        self.0.links.towards(field, Direction::Outgoing)
    }

    /// The links that bring values to a field, in the order of the flows.
    pub(crate) fn values_in(&self, field: FieldId) -> impl Iterator<Item = &Link> {
        let links = self.links_in(field).iter();
        links.filter(|link| link.how.is_direct())
    }

    /// The links that take values from a field, in the order of the flows.
    pub(crate) fn values_out(&self, field: FieldId) -> impl Iterator<Item = &Link> {
        let links = self.links_out(field).iter();
        links.filter(|link| link.how.is_direct())
    }

    /// True if a flow passes the field on.
    pub(crate) fn is_passed_on(&self, field: FieldId) -> bool {
        !self.links_out(field).is_empty()
    }

    /// The passages that bring values to each field.
    pub(crate) fn passings(&self) -> &Passings {
        self.0.passings.get_or_init(|| Passings::of(self))
    }

    /// The fields in the order that values reach them, along all links.
    pub fn order(&self) -> &Components {
        self.0.order.get_or_init(|| Components::of(self, |_| true))
    }
}
