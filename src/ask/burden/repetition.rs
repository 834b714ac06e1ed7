//! The share of requests that ask again: `1 - |distinct (term, people)| / |requests|`.

use crate::judge::graph::{FlowGraph, Request, let_through};
use crate::read::model::{Mode, OrganisationId, ScopeBox, Space, TermId, rest};

/// So many populations of one term, at most, are taken apart.
const MOST_APART: usize = 24;
/// Into so many boxes, at most.
const MOST_BOXES: usize = 2_000;

/// How much of what is asked is asked again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Repetition {
    /// This share: 0 where nothing is.
    Known(f64),
    /// There are too many different populations to take apart.
    TooMany,
}

impl Repetition {
    /// Of these requests. Each is split into the parts of its population that some other request of the same respondent and
    /// term also has and the parts it has not; a part counts once however many ask for it. What cannot be told apart by what
    /// is stated is one part only where it is written alike.
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

/// A part of the people, and how many requests ask for it.
struct Part {
    boxes: Vec<ScopeBox>,
    askers: usize,
}

/// How many parts the populations of a group fall into, and how many of them the requests ask for together.
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

/// The parts after one more population: each is split into what lies in it and what does not, and the rest of it is new. `None` where there are too
/// many boxes.
fn split(parts: &[Part], people: &[ScopeBox], count: usize, space: &Space) -> Option<Vec<Part>> {
    let left = |boxes: &[ScopeBox], others: &[ScopeBox], mode: Mode| {
        let left = rest(boxes, others, space, mode);
        left.is_whole.then_some(left.boxes)
    };
    let mut next = Vec::new();
    let mut new = people.to_vec();
    for part in parts {
        // What may lie outside is left out, so that nothing unstated makes a repeat.
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
