//! The rows of an answer about one case.

use super::again::Again;
use super::lines::{Line, ONLY_ASSUMED};
use super::part_words;
use super::walk::{Verdict, Walk};
use crate::ask::{Cell, Row};
use crate::read::model::{Confidence, FlowId};
use crate::words::listed;

impl Walk<'_> {
    /// The rows of a system: one for each act of telling it.
    pub(super) fn rows(&self, line: &Line) -> Vec<Row> {
        if line.acts.is_empty() {
            return vec![self.row(line, &[])];
        }
        line.acts.iter().map(|act| self.row(line, act)).collect()
    }

    fn row(&self, line: &Line, act: &[FlowId]) -> Row {
        let model = self.graph.model();
        let system = &model.systems[line.system];
        let (part, answer) = part_words(line);
        let owner = system.owner().map_or(Cell::Unknown, |owner| {
            Cell::from(&*model.organisations[owner].name)
        });
        let is_told = !act.is_empty();
        let flows: Vec<_> = act.iter().map(|flow| &model.flows[*flow]).collect();
        let each = |words: Vec<String>, or: Cell| {
            let mut known: Vec<String> = Vec::new();
            for one in words {
                if !known.contains(&one) {
                    known.push(one);
                }
            }
            if !is_told {
                Cell::Nothing
            } else if known.is_empty() {
                or
            } else {
                Cell::from(known.join("; "))
            }
        };
        let method = flows.iter().filter_map(|flow| flow.method.known());
        let basis = flows.iter().filter_map(|flow| flow.basis.known());
        let under = match self.identifiers(act).filter(|_| is_told) {
            Some(terms) if terms.is_empty() => Cell::from("no identifier"),
            Some(terms) => Cell::from(listed(
                &terms
                    .iter()
                    .map(|term| model.terms[*term].name.to_string())
                    .collect::<Vec<_>>(),
            )),
            None if is_told => Cell::Unknown,
            None => Cell::Nothing,
        };
        let cells = vec![
            Cell::from(part),
            Cell::from(answer),
            Cell::from(&*system.name),
            owner,
            each(
                act.iter().take(1).map(|_| self.teller_words(act)).collect(),
                Cell::Unknown,
            ),
            each(
                method.map(|method| method.word().to_owned()).collect(),
                Cell::Unknown,
            ),
            each(vec![self.when(act)], Cell::Unknown),
            each(basis.map(ToString::to_string).collect(), Cell::Unknown),
            under,
            self.why(line, act),
            sureness(line),
        ];
        let ids = flows
            .iter()
            .map(|flow| &*model.systems[flow.from.id()].slug);
        let mut path: Vec<String> = ids.chain([&*system.slug]).map(str::to_owned).collect();
        path.dedup();
        Row {
            cells,
            path,
            place: Some(flows.first().map_or(line.place, |flow| flow.from.span)),
        }
    }

    /// The organisation that tells, and the systems that it tells from.
    fn teller_words(&self, act: &[FlowId]) -> String {
        let model = self.graph.model();
        let teller = self.teller(act[0]);
        let mut systems: Vec<String> = Vec::new();
        for flow in act {
            let name = model.systems[model.flows[*flow].from.id()].name.to_string();
            let is_who = name == teller
                || self.respondent(act).is_some_and(|who| {
                    model.systems[model.flows[*flow].from.id()].slug
                        == model.organisations[who].slug
                });
            if !is_who && !systems.contains(&name) {
                systems.push(name);
            }
        }
        if systems.is_empty() {
            teller.to_owned()
        } else {
            format!("{teller}, from {}", listed(&systems))
        }
    }

    /// The reason for a row; for one act among several, the condition for it.
    fn why(&self, line: &Line, act: &[FlowId]) -> Cell {
        let mut why = line.why.clone();
        if !line.is_sure_way && line.acts.len() > 1 {
            let mut on: Vec<String> = Vec::new();
            for one in act.iter().flat_map(|flow| self.conditions(*flow)) {
                if !on.contains(&one) {
                    on.push(one);
                }
            }
            if !on.is_empty() && line.verdict == Verdict::Must {
                why = format!("by one of these ways; by this one if {}", on.join(", and "));
            } else if !on.is_empty() {
                let this = format!("by this way if {}", on.join(", and "));
                if this.trim_start_matches("by this way ") != why {
                    why = format!("{why}; {this}");
                }
            }
        }
        let model = self.graph.model();
        let is_assumed =
            |flow: &FlowId| model.flows[*flow].evidence.confidence == Confidence::Assumed;
        if line.is_told_besides() && why.is_empty() && act.iter().all(is_assumed) {
            ONLY_ASSUMED.clone_into(&mut why);
        }
        if why.is_empty() {
            Cell::Nothing
        } else {
            Cell::from(why)
        }
    }

    pub(super) fn again_row(&self, again: &Again) -> Row {
        let model = self.graph.model();
        let collections: Vec<String> = again
            .collections
            .iter()
            .map(|(system, _)| model.systems[*system].name.to_string())
            .collect();
        let mut cells = vec![
            Cell::from("asked again"),
            Cell::from(format!("asked {} times", again.collections.len())),
            Cell::from(&*model.terms[again.term].name),
            Cell::Nothing,
            Cell::from(&*model.organisations[again.respondent].name),
        ];
        cells.extend([Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing]);
        cells.push(Cell::from(format!("for {}", listed(&collections))));
        cells.push(Cell::from(if again.is_certain {
            "certain"
        } else {
            "likely"
        }));
        let ids = again
            .collections
            .iter()
            .map(|(system, _)| &*model.systems[*system].slug);
        let first = again.collections.first();
        Row {
            cells,
            path: ids.map(str::to_owned).collect(),
            place: first.map(|(_, flow)| model.flows[*flow].from.span),
        }
    }
}

fn sureness(line: &Line) -> Cell {
    Cell::from(match line.verdict {
        Verdict::CannotTell => "cannot tell",
        _ if line.is_certain => "certain",
        _ => "likely",
    })
}
