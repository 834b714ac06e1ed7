//! The way of a case through the map, for a picture.

use super::lines::Part;
use super::part_words;
use super::subject::subjects;
use super::walk::{Verdict, Walk};
use crate::ask::Misunderstanding;
use crate::judge::graph::FlowGraph;
use crate::read::model::{FlowId, SystemId};

/// The systems that a case reaches, and the flows that bring it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// The name of the case.
    pub(crate) name: String,
    /// Each system that it reaches, with the answer, and true if the system must be told.
    pub(crate) systems: Vec<(SystemId, &'static str, bool)>,
    /// Each flow that brings it, and true if the flow surely does.
    pub(crate) flows: Vec<(FlowId, bool)>,
    /// The number of systems that it does not reach.
    pub(crate) others: usize,
}

/// The way of the case that a text names or describes.
///
/// # Errors
/// As [`super::ask`]; and if the text names several cases.
pub(crate) fn way(graph: &FlowGraph, text: &str) -> Result<Way, Misunderstanding> {
    let subjects = subjects(graph, text)?;
    let [subject] = &subjects[..] else {
        return Err(Misunderstanding(
            "a picture shows one case: name one".to_owned(),
        ));
    };
    let walk = Walk::of(graph, &subject.boxes);
    let mut way = Way {
        name: subject.name.clone(),
        systems: Vec::new(),
        flows: Vec::new(),
        others: 0,
    };
    for line in walk.lines(&subject.boxes) {
        if line.verdict == Verdict::Not {
            way.others += 1;
            continue;
        }
        let is_must = line.verdict == Verdict::Must;
        let is_told = is_must && line.part == Part::Told && !line.is_untold();
        way.systems
            .push((line.system, part_words(&line).1, is_told));
        let is_sure = is_must && line.is_sure_way;
        let flows = line.acts.into_iter().flatten();
        way.flows.extend(flows.map(|flow| (flow, is_sure)));
    }
    Ok(way)
}
