//! Which people the values in each field are about: scopes carried along flows.
//!
//! What a field states itself stands; on the dimensions it leaves open it has what its flows bring, each through its `only`. The date that
//! decides a period is left out: it says when a case counts, not whom it is about. In a loop, what comes from a field that was not reached
//! yet is not known.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::FlowGraph;
use super::Link;
use super::only::{Unfiltered, let_through_on_any_date};
use crate::read::model::{Boxes, FieldId, FlowId, Id, ScopeBox};

/// The most boxes of a carried scope. A field that would receive more keeps only the scope it states itself.
const MOST_BOXES: usize = 24;

/// The number of a scope: equal scopes have equal numbers.
pub(crate) type Arrival = u32;

/// The scopes of a map, stated and carried, each once.
#[derive(Debug)]
pub(crate) struct Arrivals {
    boxes: Vec<Boxes>,
    claimed: Vec<Arrival>,
    held: Vec<Arrival>,
    /// For each field, the number of the set of scopes that reaches it.
    received: Vec<u32>,
    sets: Vec<Arc<[Arrival]>>,
    filtered: FxHashMap<(Arrival, FlowId), Arrival>,
}

/// Builds [`Arrivals`]; the tables beside it are dropped when it is done.
struct Making<'g> {
    graph: &'g FlowGraph,
    made: Arrivals,
    numbers: FxHashMap<Boxes, Arrival>,
    set_numbers: FxHashMap<Arc<[Arrival]>, u32>,
    overlaid: FxHashMap<(u32, Arrival), Arrival>,
    is_held: Vec<bool>,
    /// What reaches the field looked at.
    reaching: Vec<Arrival>,
    /// Links from a field that was not reached yet were followed.
    is_late: bool,
    unknown: Arrival,
}

impl Arrivals {
    /// The scopes that reach every field of the graph.
    pub(super) fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let fields = model.fields.len();
        let mut making = Making {
            graph,
            made: Arrivals {
                boxes: Vec::new(),
                claimed: Vec::new(),
                held: vec![0; fields],
                received: vec![0; fields],
                sets: Vec::new(),
                filtered: FxHashMap::default(),
            },
            numbers: FxHashMap::default(),
            set_numbers: FxHashMap::default(),
            overlaid: FxHashMap::default(),
            is_held: vec![false; fields],
            reaching: Vec::new(),
            is_late: false,
            unknown: 0,
        };
        let nothing = [ScopeBox::unstated(model.dimensions.len())];
        making.unknown = making.number(&nothing[..]);
        let scopes = model.scopes().iter();
        let of_scope: Vec<Arrival> = scopes
            .map(|scope| making.number(&model.people(scope)))
            .collect();
        let claimed = model.fields.ids();
        making.made.claimed = claimed
            .map(|field| of_scope[model.scope_number(field) as usize])
            .collect();
        let mut late = Vec::new();
        for field in graph.order().fields().iter().copied() {
            making.is_late = false;
            making.reach(field);
            if making.is_late {
                late.push(field);
            }
        }
        // The first fields of a loop were done before their sources; now these are known.
        for field in late {
            making.made.received[field.index()] = making.receive(field);
        }
        making.made
    }

    /// The people of a scope.
    pub(crate) fn boxes(&self, arrival: Arrival) -> &[ScopeBox] {
        &self.boxes[arrival as usize]
    }

    /// The people that a field states.
    pub(crate) fn claimed(&self, field: FieldId) -> Arrival {
        self.claimed[field.index()]
    }

    /// The people that a field states; on dimensions it leaves open, the people that reach it.
    pub(crate) fn held(&self, field: FieldId) -> Arrival {
        self.held[field.index()]
    }

    /// The people that one link brings.
    pub(crate) fn brought(&self, link: &Link) -> Arrival {
        let held = self.held(link.from);
        self.filtered
            .get(&(held, link.flow))
            .copied()
            .unwrap_or(held)
    }

    /// The number of the set of scopes that reaches a field: equal sets have equal numbers.
    pub(crate) fn received(&self, field: FieldId) -> u32 {
        self.received[field.index()]
    }

    /// The scopes of a set: sorted, each once; none where nothing reaches the field.
    pub(crate) fn set(&self, number: u32) -> &[Arrival] {
        &self.sets[number as usize]
    }
}

impl Making<'_> {
    fn number(&mut self, boxes: &[ScopeBox]) -> Arrival {
        if let Some(number) = self.numbers.get(boxes) {
            return *number;
        }
        let (boxes, number): (Boxes, _) = (Arc::from(boxes), self.made.boxes.len() as Arrival);
        self.numbers.insert(boxes.clone(), number);
        self.made.boxes.push(boxes);
        number
    }

    fn reach(&mut self, field: FieldId) {
        let set = self.receive(field);
        self.made.received[field.index()] = set;
        self.made.held[field.index()] = self.together(set, self.made.claimed[field.index()]);
        self.is_held[field.index()] = true;
    }

    /// The number of the set of scopes that a field's links bring.
    fn receive(&mut self, field: FieldId) -> u32 {
        let mut received = std::mem::take(&mut self.reaching);
        received.clear();
        for link in self.graph.values_in(field) {
            let brought = self.bring(link);
            if received.last() != Some(&brought) {
                received.push(brought);
            }
        }
        received.sort_unstable();
        received.dedup();
        let number = match self.set_numbers.get(&*received) {
            Some(number) => *number,
            None => {
                let (set, number): (Arc<[Arrival]>, _) =
                    (received.as_slice().into(), self.made.sets.len() as u32);
                self.made.sets.push(set.clone());
                self.set_numbers.insert(set, number);
                number
            }
        };
        self.reaching = received;
        number
    }

    fn bring(&mut self, link: &Link) -> Arrival {
        let model = self.graph.model();
        let held = if self.is_held[link.from.index()] {
            self.made.held(link.from)
        } else {
            self.is_late = true;
            self.unknown
        };
        let Some(only) = model.flows[link.flow].only.known() else {
            return held;
        };
        if let Some(known) = self.made.filtered.get(&(held, link.flow)) {
            return *known;
        }
        let held_by = self.made.boxes(held);
        let boxes = let_through_on_any_date(model, only, held_by, Unfiltered::Kept);
        let number = self.number(&boxes);
        self.made.filtered.insert((held, link.flow), number);
        number
    }

    /// The received scopes; the claimed scope replaces them on each dimension that it states.
    fn together(&mut self, set: u32, claimed: Arrival) -> Arrival {
        if let Some(known) = self.overlaid.get(&(set, claimed)) {
            return *known;
        }
        let is_open = |scope: &ScopeBox| scope.0.iter().any(|extent| !extent.is_stated());
        let mut boxes: Vec<ScopeBox> = Vec::new();
        if self.made.boxes(claimed).iter().any(is_open) {
            let outers = self
                .made
                .set(set)
                .iter()
                .flat_map(|arrival| self.made.boxes(*arrival));
            'all: for outer in outers {
                for own in self.made.boxes(claimed) {
                    let scope = outer.overlaid(own);
                    if !boxes.contains(&scope) {
                        boxes.push(scope);
                    }
                    if boxes.len() > MOST_BOXES {
                        break 'all;
                    }
                }
            }
        }
        let number = if boxes.is_empty() || boxes.len() > MOST_BOXES {
            claimed
        } else {
            self.number(&boxes)
        };
        self.overlaid.insert((set, claimed), number);
        number
    }
}
