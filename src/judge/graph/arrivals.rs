//! The people that the values in each field are about: scopes carried along flows.
//!
//! A field's own statement counts; on the dimensions that it leaves open, the field has the people that its flows bring, each through its
//! `only`. The date that decides a period is left out: it says when a case counts, not whom it is about. A field in a loop has the people
//! that flows bring into the loop: the least fixed point, whatever the ids of its fields are.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::FlowGraph;
use super::Link;
use super::only::{Unfiltered, held_on_the_way, let_through_on_any_date};
use crate::read::model::{Boxes, FieldId, FlowId, Id, ScopeBox};

/// The most boxes of a carried scope. A field that would receive more keeps only the scope it states itself.
const MOST_BOXES: usize = 24;

/// The mean number of times that a field of a loop is worked out, at most.
const MOST_ROUNDS: usize = 32;

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

/// Builds [`Arrivals`]; its other tables are dropped at the end.
struct Making<'g> {
    graph: &'g FlowGraph,
    made: Arrivals,
    numbers: FxHashMap<Boxes, Arrival>,
    set_numbers: FxHashMap<Arc<[Arrival]>, u32>,
    overlaid: FxHashMap<(u32, Arrival), Arrival>,
    /// The scopes that reach the current field.
    reaching: Vec<Arrival>,
    nobody: Arrival,
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
            reaching: Vec::new(),
            nobody: 0,
        };
        making.nobody = making.number(&[]);
        let scopes = model.scopes().iter();
        let of_scope: Vec<Arrival> = scopes
            .map(|scope| making.number(&model.people(scope)))
            .collect();
        let claimed = model.fields.ids();
        making.made.claimed = claimed
            .map(|field| of_scope[model.scope_number(field) as usize])
            .collect();
        for component in graph.order().sets() {
            match component {
                [field] if !making.is_round(*field) => making.reach(*field),
                fields => making.settle(fields),
            }
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

    /// The scopes of a set: sorted, each once; empty if nothing reaches the field.
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

    /// True if a field passes values to itself.
    fn is_round(&self, field: FieldId) -> bool {
        let mut links = self.graph.values_in(field);
        links.any(|link| link.from == field)
    }

    fn reach(&mut self, field: FieldId) {
        let set = self.receive(field);
        self.made.received[field.index()] = set;
        self.made.held[field.index()] = self.together(set, self.made.claimed[field.index()]);
        self.claim_if_empty(field);
    }

    /// A field that no people are known to reach holds the people that it states.
    fn claim_if_empty(&mut self, field: FieldId) {
        if self.made.held[field.index()] == self.nobody {
            self.made.held[field.index()] = self.made.claimed[field.index()];
        }
    }

    /// Works out the fields of a loop: at first nobody is in it, then the people that flows bring in. If flows bring nobody in, each field
    /// holds the people that it states.
    fn settle(&mut self, fields: &[FieldId]) {
        for field in fields {
            self.made.held[field.index()] = self.nobody;
        }
        for _ in 0..2 {
            self.spread(fields);
            for field in fields {
                self.claim_if_empty(*field);
            }
        }
        for field in fields {
            self.made.received[field.index()] = self.receive(*field);
        }
    }

    /// Passes people round a loop until nobody new arrives. All fields of a round receive what the others held before it, so that the result
    /// does not depend on their order.
    fn spread(&mut self, fields: &[FieldId]) {
        let inside: FxHashSet<FieldId> = fields.iter().copied().collect();
        let mut open = fields.to_vec();
        let mut left = fields.len() * MOST_ROUNDS;
        while !open.is_empty() && open.len() <= left {
            left -= open.len();
            let mut changed = Vec::new();
            for field in open.drain(..) {
                let set = self.receive(field);
                let held = self.together(set, self.made.claimed[field.index()]);
                if !self.are_same(held, self.made.held[field.index()]) {
                    changed.push((field, held));
                }
            }
            for (field, held) in changed {
                self.made.held[field.index()] = held;
                let next = self.graph.values_out(field).map(|link| link.to);
                open.extend(next.filter(|next| inside.contains(next)));
            }
            open.sort_unstable();
            open.dedup();
        }
    }

    /// True if two scopes have the same boxes, in whatever order.
    fn are_same(&self, one: Arrival, other: Arrival) -> bool {
        let [one, other] = [one, other].map(|arrival| self.made.boxes(arrival));
        one.len() == other.len() && one.iter().all(|scope| other.contains(scope))
    }

    /// The number of the set of scopes that a field's links bring.
    fn receive(&mut self, field: FieldId) -> u32 {
        let mut received = std::mem::take(&mut self.reaching);
        received.clear();
        let graph = self.graph;
        for passing in graph.passings().reaching(field) {
            let passage = passing.passage(graph);
            let links = passage.from.iter().map(|source| Link {
                from: source.id(),
                to: field,
                flow: passing.flow,
                how: passage.how,
            });
            let brought: Vec<Arrival> = links.map(|link| self.bring(&link)).collect();
            let brought = self.of_all(&brought);
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

    /// The people of all these scopes: a value made from several fields is known for the people that all of these have.
    fn of_all(&mut self, brought: &[Arrival]) -> Arrival {
        let Some((first, others)) = brought.split_first() else {
            return self.nobody;
        };
        let mut all = *first;
        for other in others.iter().filter(|other| *other != first) {
            let both = held_on_the_way(self.made.boxes(all), self.made.boxes(*other));
            if both.len() <= MOST_BOXES {
                all = self.number(&both);
            }
        }
        all
    }

    fn bring(&mut self, link: &Link) -> Arrival {
        let model = self.graph.model();
        let held = self.made.held(link.from);
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

    /// The received scopes; the claimed scope replaces them on each dimension that it states. Nobody, if flows bring nobody yet and the
    /// claim leaves a dimension open.
    fn together(&mut self, set: u32, claimed: Arrival) -> Arrival {
        if let Some(known) = self.overlaid.get(&(set, claimed)) {
            return *known;
        }
        let is_open = |scope: &ScopeBox| scope.0.iter().any(|extent| !extent.is_stated());
        let mut boxes: Vec<ScopeBox> = Vec::new();
        let leaves_open = self.made.boxes(claimed).iter().any(is_open);
        if leaves_open {
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
        let number = if boxes.is_empty() && leaves_open && !self.made.set(set).is_empty() {
            self.nobody
        } else if boxes.is_empty() || boxes.len() > MOST_BOXES {
            claimed
        } else {
            self.number(&boxes)
        };
        self.overlaid.insert((set, claimed), number);
        number
    }
}
