//! The share of requests that ask again: `1 - |distinct (term, people)| / |requests|`.

use crate::judge::graph::{FlowGraph, Request, let_through};
use crate::read::model::{Mode, OrganisationId, ScopeBox, Space, TermId, rest};

/// Limit on the populations of one term that are split.
const MOST_APART: usize = 24;
/// Limit on the boxes that they are split into.
const MOST_BOXES: usize = 2_000;

/// The share of requests that ask again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Repetition {
    /// The share; 0 if there are no requests.
    Known(f64),
    /// There are too many different populations to split.
    TooMany,
}

impl Repetition {
    /// The repetition of `requests`. Each request is split into the parts of its population that some other request of the same respondent
    /// and term also has, and the parts that none has; a part counts once however many requests have it. Populations that the statements
    /// cannot tell apart are one part only if they are written alike.
    pub(super) fn of(graph: &FlowGraph, requests: &[Request]) -> Self {
        let mut sorted: Vec<&Request> = requests.iter().collect();
        sorted.sort_by_key(|request| (request.respondent, request.term));
        let key =
            |request: &&Request| -> (OrganisationId, TermId) { (request.respondent, request.term) };
        let (mut distinct, mut asked) = (0, 0);
        for group in sorted.chunk_by(|a, b| key(a) == key(b)) {
            let Some((parts, covered)) = parts(graph, group) else {
                return Self::TooMany;
            };
            distinct += parts;
            asked += covered;
        }
        if asked == 0 {
            return Self::Known(0.0);
        }
        Self::Known(1.0 - distinct as f64 / asked as f64)
    }
}

/// A part of the people, and the number of requests that ask about it.
struct Part {
    boxes: Vec<ScopeBox>,
    askers: usize,
}

/// The number of parts that the populations of a group fall into, and the sum of the requests that ask about each part.
fn parts(graph: &FlowGraph, group: &[&Request]) -> Option<(usize, usize)> {
    let model = graph.model();
    let mut populations: Vec<(Vec<ScopeBox>, usize)> = Vec::new();
    for request in group {
        let people = let_through(model, request.flow, model.scope(request.field));
        match populations.iter_mut().find(|(known, _)| *known == people) {
            Some((_, count)) => *count += 1,
            None => populations.push((people, 1)),
        }
    }
    if populations.len() > MOST_APART {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    for (people, count) in &populations {
        parts = split(&parts, people, *count, model.space())?;
        if parts.iter().map(|part| part.boxes.len()).sum::<usize>() > MOST_BOXES {
            return None;
        }
    }
    Some((parts.len(), parts.iter().map(|part| part.askers).sum()))
}

/// The parts after one more population: each is split into its people inside and outside the population, and the remaining people of the
/// population are a new part. `None` if there are too many boxes.
fn split(parts: &[Part], people: &[ScopeBox], count: usize, space: &Space) -> Option<Vec<Part>> {
    let left = |boxes: &[ScopeBox], others: &[ScopeBox], mode: Mode| {
        let left = rest(boxes, others, space, mode);
        left.is_whole.then_some(left.boxes)
    };
    let mut next = Vec::new();
    let mut new = people.to_vec();
    for part in parts {
        // People who may lie outside are put outside, so that nothing unstated makes a repeat.
        let outside = left(&part.boxes, people, Mode::Possible)?;
        let inside = left(&part.boxes, &outside, Mode::Certain)?;
        new = left(&new, &part.boxes, Mode::Possible)?;
        if inside.is_empty() && !outside.is_empty() {
            next.push(Part {
                boxes: part.boxes.clone(),
                askers: part.askers,
            });
            continue;
        }
        if !outside.is_empty() {
            next.push(Part {
                boxes: outside,
                askers: part.askers,
            });
        }
        next.push(Part {
            boxes: if inside.is_empty() {
                part.boxes.clone()
            } else {
                inside
            },
            askers: part.askers + count,
        });
    }
    if !new.is_empty() {
        next.push(Part {
            boxes: new,
            askers: count,
        });
    }
    Some(next)
}
