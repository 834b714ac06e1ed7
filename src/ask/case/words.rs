//! The words for the conditions under which a system is told, and for the reasons that exclude the case.

use std::fmt::Write as _;

use super::walk::{Verdict, Walk, people, said};
use crate::read::model::{
    DimensionId, Extent, FlowId, Id, Mode, Model, Origin, ScopeBox, Stated, SystemId, extent_words,
};
use crate::words::{counted, first_few, listed};

/// Limit on the conditions that are named; the rest are counted.
const MOST_NAMED: usize = 3;

/// An id or the words of an extent for readers.
pub(super) fn readable(words: &str) -> String {
    words.replace('_', " ")
}

/// A case in words; dimensions that it leaves open are not named.
pub(super) fn case_words(model: &Model, boxes: &[ScopeBox]) -> String {
    match boxes {
        [] => "anybody".to_owned(),
        boxes => readable(&model.boxes_words(boxes)).replace("everyone", "anybody"),
    }
}

/// The same, each limit as a sentence of its own.
pub(super) fn case_sentences(model: &Model, boxes: &[ScopeBox]) -> String {
    let limits = |scope: &ScopeBox| {
        let told = model.dimensions.iter().filter_map(|(id, dimension)| {
            let words = extent_words(dimension, &scope.0[id.index()])?;
            Some(format!("{}: {}", dimension.name, readable(&words)))
        });
        told.collect::<Vec<_>>().join(". ")
    };
    let groups: Vec<String> = boxes.iter().map(limits).collect();
    match groups.join(". Or ") {
        words if words.is_empty() => "Anybody".to_owned(),
        words => words,
    }
}

impl Walk<'_> {
    /// The dimensions on which the case is not all inside a box.
    fn open_on(&self, scope: &ScopeBox) -> Vec<DimensionId> {
        let model = self.graph.model();
        let is_open = |id: &DimensionId| {
            let (extent, all) = (&scope.0[id.index()], &model.space().full[id.index()]);
            let mut case = self.case.iter().map(|one| &one.0[id.index()]);
            *extent != Extent::All
                && case.any(|one| {
                    !extent.is_stated() || !one.minus(extent, all, Mode::Possible).is_empty()
                })
        };
        model.dimensions.ids().filter(is_open).collect()
    }

    /// The dimensions on which the case and a box have nothing in common.
    fn shut_on(&self, scope: &ScopeBox) -> Vec<DimensionId> {
        let is_shut = |id: &DimensionId| {
            let mut case = self.case.iter().map(|one| &one.0[id.index()]);
            case.all(|one| one.overlaps(&scope.0[id.index()]) == Some(false))
        };
        let dimensions = self.graph.model().dimensions.ids();
        dimensions.filter(is_shut).collect()
    }

    /// `Legal status is detained, and Age is 18 years or more`.
    fn is_words(&self, scope: &ScopeBox, on: &[DimensionId], verb: &str) -> String {
        let model = self.graph.model();
        let part = |id: &DimensionId| {
            let (dimension, extent) = (&model.dimensions[*id], &scope.0[id.index()]);
            let said = match extent {
                Extent::Unknown => "one that the map does not name".to_owned(),
                extent => extent_words(dimension, extent).unwrap_or_else(|| "any".to_owned()),
            };
            format!("{}{verb} {}", dimension.name, readable(&said))
        };
        let parts: Vec<String> = on.iter().map(part).collect();
        parts.join(" and ")
    }

    /// The condition for the case to lie in these boxes; empty if it surely does.
    pub(super) fn lies_in(&self, boxes: &[ScopeBox]) -> String {
        let mut ways: Vec<String> = Vec::new();
        for scope in boxes {
            if !self.shut_on(scope).is_empty() {
                continue;
            }
            let open = self.open_on(scope);
            if open.is_empty() {
                return String::new();
            }
            let way = self.is_words(scope, &open, " is");
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        let more = ways.len().saturating_sub(MOST_NAMED);
        ways.truncate(MOST_NAMED);
        let told = ways.join("; or if ");
        match more {
            0 => told,
            more => format!("{told}; or in {}", counted(more, "more way")),
        }
    }

    /// The statements of the boxes that exclude the case: on the dimensions on which all boxes exclude it, else on all on which each does.
    fn excluded_by(&self, boxes: &[ScopeBox]) -> String {
        let shut: Vec<Vec<DimensionId>> = boxes.iter().map(|scope| self.shut_on(scope)).collect();
        let is_common = |id: &DimensionId| shut.iter().all(|shut| shut.contains(id));
        let first = shut.first().into_iter().flatten().copied();
        let common: Vec<DimensionId> = first.filter(is_common).collect();
        let mut ways: Vec<String> = Vec::new();
        for (scope, shut) in boxes.iter().zip(&shut) {
            let on = if common.is_empty() { shut } else { &common };
            let way = self.is_words(scope, on, ":");
            if !way.is_empty() && !ways.contains(&way) {
                ways.push(way);
            }
        }
        let more = ways.len().saturating_sub(MOST_NAMED);
        ways.truncate(MOST_NAMED);
        let told = ways.join("; or ");
        match more {
            0 => told,
            more => format!("{told}; or {}", counted(more, "more group")),
        }
    }

    /// The reason why a system is not told.
    pub(super) fn why_not(&self, system: SystemId) -> String {
        let model = self.graph.model();
        let Some(scope) = people(model, &model.systems[system]) else {
            let mut flows = self.graph.flows_in(system).iter();
            return if flows.any(|flow| self.of_flow(*flow) != Verdict::Not) {
                "only figures reach it".to_owned()
            } else {
                "no stated flow brings it here".to_owned()
            };
        };
        let mut why = format!("covers only {}", self.excluded_by(&scope));
        let mut flows = self.graph.flows_in(system).iter();
        if let Some(flow) = flows.find(|flow| self.is_sent_all_the_same(**flow)) {
            let from = &model.systems[model.flows[*flow].from.id()].name;
            let _ = write!(
                why,
                ". Yet {from} passes such a case on to it: ask which holds"
            );
        }
        why
    }

    /// True for a flow whose `only` names such a case, from a source that surely has it. Asked of flows into a system that does not cover
    /// the case.
    fn is_sent_all_the_same(&self, flow: FlowId) -> bool {
        let model = self.graph.model();
        let written = &model.flows[flow];
        let is_named = |boxes: Vec<ScopeBox>| self.lies_in(&boxes).is_empty() && self.meets(&boxes);
        self.of_system(written.from.id()) == Verdict::Must
            && said(model, &written.only).is_some_and(is_named)
    }

    /// True if the case may have a part in one of the boxes.
    fn meets(&self, boxes: &[ScopeBox]) -> bool {
        boxes.iter().any(|scope| self.shut_on(scope).is_empty())
    }

    /// The conditions for a flow to pass the case on: its source has it, its `only` includes it, and it still runs. Empty if all surely hold.
    pub(super) fn conditions(&self, flow: FlowId) -> Vec<String> {
        let model = self.graph.model();
        let written = &model.flows[flow];
        let from = written.from.id();
        let source = &model.systems[from];
        let mut conditions = Vec::new();
        match people(model, source) {
            Some(scope) => {
                let lies = self.lies_in(&scope);
                if !lies.is_empty() {
                    conditions.push(lies);
                }
            }
            None if self.of_system(from) != Verdict::Must || self.is_hearsay[from.index()] => {
                conditions.push(match source.origin {
                    Origin::Unnamed => format!(
                        "this person is known to {}, whose people the map does not state",
                        source.name
                    ),
                    _ => format!("{} is told of it", source.name),
                });
            }
            None => {}
        }
        if let Some(only) = said(model, &written.only) {
            let lies = self.lies_in(&only);
            if !lies.is_empty() && !conditions.contains(&lies) {
                conditions.push(lies);
            }
        }
        if written.may_have_ended() {
            conditions.push(format!("the flow from {} still runs", source.name));
        }
        conditions
    }

    /// The condition that decides whether a system is told.
    pub(super) fn why_perhaps(&self, system: SystemId, flows: &[FlowId]) -> String {
        let model = self.graph.model();
        let own = people(model, &model.systems[system]);
        let told = match own {
            Some(scope) => self.lies_in(&scope),
            None => {
                let mut ways: Vec<String> = Vec::new();
                for flow in flows {
                    let way = self.conditions(*flow).join(", and ");
                    if !way.is_empty() && !ways.contains(&way) {
                        ways.push(way);
                    }
                }
                ways.truncate(MOST_NAMED);
                ways.join("; or if ")
            }
        };
        if told.is_empty() {
            "in some cases, and the map leaves open in which".to_owned()
        } else {
            format!("if {told}")
        }
    }

    /// The question to ask if the map does not say whether a system is told.
    pub(super) fn what_to_ask(&self, system: SystemId, flows: &[FlowId]) -> String {
        let model = self.graph.model();
        let named = &model.systems[system];
        let owner = named
            .owner()
            .map_or("its owner", |owner| &model.organisations[owner].name);
        let Some(scope) = people(model, named) else {
            let why = self.why_perhaps(system, flows);
            // A body without a system of its own, such as the readers of a publication: the teller knows best what it tells.
            let asked = match named.origin {
                Origin::Unnamed => self.tellers(flows),
                _ => owner.to_string(),
            };
            return format!("ask {asked}: {} is told {why}", named.name);
        };
        if !matches!(named.covers, Stated::Known(..)) {
            return format!("ask {owner} whom {} covers", named.name);
        }
        let mut asked: Vec<String> = Vec::new();
        for scope in scope.iter().filter(|scope| self.shut_on(scope).is_empty()) {
            for id in self.open_on(scope) {
                let name = model.dimensions[id].name.to_string();
                if scope.0[id.index()] == Extent::Unknown && !asked.contains(&name) {
                    asked.push(name);
                }
            }
        }
        if asked.is_empty() {
            format!("ask {owner} {}", self.why_perhaps(system, flows))
        } else {
            format!("ask {owner} which {} it covers", listed(&asked))
        }
    }

    /// The names of the organisations that tell, at most three.
    pub(super) fn tellers(&self, flows: &[FlowId]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for flow in flows {
            let name = self.teller(*flow);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        first_few(names, MOST_NAMED)
    }

    /// The name of the organisation that tells by a flow: its respondent, or its source system if there is none.
    pub(super) fn teller(&self, flow: FlowId) -> &str {
        let model = self.graph.model();
        let written = &model.flows[flow];
        match model.respondent(written) {
            Some(who) => &model.organisations[who].name,
            None => &model.systems[written.from.id()].name,
        }
    }
}
