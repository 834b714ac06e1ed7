//! One line for each act of telling: the teller and the system told, how, when, on which basis and under which identifier.

use super::figures::holds_figures;
use super::news::is_of_itself;
use super::telling::Telling;
use super::time::{lag_words, time_words};
use super::walk::{Verdict, Walk, is_unnamed, people};
use crate::judge::graph::{Age, Supply, of_capture, of_flow, survives};
use crate::read::model::{
    Confidence, Duration, Every, Extent, FlowId, How, Id, Origin, Ref, ScopeBox, Stated, System,
    SystemId, SystemKind, TermId,
};
use crate::read::source::Span;

/// The reason if nobody has said that a system is told by the way that is shown.
pub(super) const ONLY_ASSUMED: &str = "that it is told in this way is only assumed";

/// The part that a system plays in the case. In the order printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// It is told of the case.
    Told,
    /// It writes the case down in the course of the work.
    FirstHand,
    /// It gets the case from another collection or register, without any person's work.
    Copy,
    /// It holds figures, no cases.
    Figures,
}

/// One system, and the acts by which it is told.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) part: Part,
    pub(super) verdict: Verdict,
    pub(super) system: SystemId,
    /// Each act of telling: the flows filled by it. The flows that surely pass the case; if there are none, all flows that may.
    pub(super) acts: Vec<Vec<FlowId>>,
    /// False if `acts` are only possible.
    pub(super) is_sure_way: bool,
    pub(super) why: String,
    pub(super) place: Span,
    /// False if it rests on an assumption or on something left out.
    pub(super) is_certain: bool,
    pub(super) telling: Telling,
}

impl Line {
    pub(super) fn is_untold(&self) -> bool {
        self.telling == Telling::Untold
    }

    pub(super) fn is_told_besides(&self) -> bool {
        self.telling == Telling::Besides
    }
}

impl Walk<'_> {
    /// Every system: told ones first, the soonest first. `written` is the case as the map or the user wrote it.
    pub(super) fn lines(&self, written: &[ScopeBox]) -> Vec<Line> {
        let model = self.graph.model();
        let mut lines: Vec<Line> = Vec::new();
        for (id, system) in model.systems.iter() {
            let bringing = self.bringing(id);
            let is_reader = system.origin == Origin::Unnamed
                && bringing.iter().all(|(_, flow)| self.is_of_figures(*flow));
            let is_alone =
                bringing.is_empty() && (self.has_ended(system) || self.is_no_collection(id));
            if is_reader || is_alone {
                continue;
            }
            lines.push(self.line(id, &bringing, written));
        }
        lines.sort_by_key(|line| {
            let name = &model.systems[line.system].name;
            let hops = self.hops[line.system.index()].unwrap_or(usize::MAX);
            (
                line.verdict == Verdict::Not,
                line.part,
                line.verdict,
                line.is_untold(),
                hops,
                name,
            )
        });
        lines
    }

    /// True for a system that is neither record nor collection, and that nothing fills, such as a form that others fill for themselves.
    fn is_no_collection(&self, id: SystemId) -> bool {
        let system = &self.graph.model().systems[id];
        system.kind.known() == Some(&SystemKind::Other)
            && self.graph.flows_in(id).is_empty()
            && system.captured.known().is_none()
    }

    /// True if a system gets nothing any more, or not yet: none of its fields has values today.
    fn has_ended(&self, system: &System) -> bool {
        let supply = Supply::of(self.graph);
        let mut fields = system.fields.ids().peekable();
        fields.peek().is_some() && fields.all(|field| supply.is_empty_today(field))
    }

    fn line(&self, id: SystemId, bringing: &[(Verdict, FlowId)], written: &[ScopeBox]) -> Line {
        let model = self.graph.model();
        let system = &model.systems[id];
        let verdict = self.of_system(id);
        // If a flow brings the case itself, flows of figures are left out.
        let mut bringing = bringing.to_vec();
        if bringing.iter().any(|(_, flow)| !self.is_of_figures(*flow)) && !holds_figures(system) {
            bringing.retain(|(_, flow)| !self.is_of_figures(*flow));
        }
        let mut part = self.part(id, &bringing);
        let sure = bringing
            .iter()
            .filter(|(verdict, _)| *verdict == Verdict::Must);
        let mut flows: Vec<FlowId> = sure.map(|(_, flow)| *flow).collect();
        let is_sure_way = !flows.is_empty();
        if !is_sure_way {
            flows = bringing.iter().map(|(_, flow)| *flow).collect();
        }
        let is_together = !is_sure_way && self.is_brought_together(&bringing);
        let mut is_told_besides = false;
        if part == Part::Told && !is_together && flows.iter().any(|flow| self.tells(*flow)) {
            is_told_besides = is_sure_way && self.is_surely_copied(&bringing, &flows);
            if is_told_besides {
                part = Part::Copy;
            } else {
                flows.retain(|flow| self.tells(*flow));
            }
        }
        let is_must = verdict == Verdict::Must && part != Part::FirstHand;
        let is_free = is_must && !flows.is_empty() && self.is_free[id.index()];
        let is_other = is_must && !flows.is_empty() && self.counts_other(id, part);
        let is_known = is_together || (is_sure_way && self.is_known(&bringing, &flows));
        let is_doubted = is_must && !is_free && part == Part::Told && !is_known;
        // A system that does not say whom it covers holds only what it is told.
        let is_silent_on_people = people(model, system).is_none() && !flows.is_empty();
        let is_untold = is_doubted && !is_silent_on_people;
        let verdict = match verdict {
            _ if is_other => Verdict::CannotTell,
            _ if is_free || (is_doubted && is_silent_on_people) => Verdict::May,
            verdict => verdict,
        };
        self.complete(&bringing, &mut flows);
        let why = match verdict {
            _ if is_other => self.what_it_counts(id),
            Verdict::May if is_free => "nobody need tell it: telling is voluntary".to_owned(),
            _ if is_doubted && is_sure_way => ONLY_ASSUMED.to_owned(),
            Verdict::Not => self.why_not(id),
            Verdict::May => self.why_perhaps(id, &flows),
            Verdict::CannotTell => self.what_to_ask(id, &flows),
            Verdict::Must if part == Part::FirstHand || is_sure_way => String::new(),
            Verdict::Must => self.nobody_surely(id, &flows),
        };
        if part == Part::FirstHand || verdict == Verdict::Not {
            flows.clear();
        }
        let certain = self.is_certain(system, verdict, written, (&flows, is_known));
        Line {
            part,
            verdict,
            system: id,
            acts: self.acts(&flows),
            is_sure_way,
            why,
            place: system.covers.span().unwrap_or(system.span),
            is_certain: certain,
            telling: Telling::of(is_untold, is_told_besides),
        }
    }

    /// True if it is only assumed that somebody tells a system by these flows, and known that it gets a copy by one of them.
    fn is_surely_copied(&self, bringing: &[(Verdict, FlowId)], flows: &[FlowId]) -> bool {
        let (telling, copying): (Vec<FlowId>, Vec<FlowId>) =
            flows.iter().partition(|flow| self.tells(**flow));
        !self.is_known(bringing, &telling) && self.is_known(bringing, &copying)
    }

    /// True for a flow by which somebody tells its target of a case: no copy, and not the owner's own work.
    pub(super) fn tells(&self, flow: FlowId) -> bool {
        !self.is_copying(flow) && !is_of_itself(self.graph.model(), flow)
    }

    /// True if nothing that the line of a system rests on is assumed or left out: the system, its people, and the flows that surely tell it.
    fn is_certain(
        &self,
        system: &System,
        verdict: Verdict,
        written: &[ScopeBox],
        (flows, is_known_way): (&[FlowId], bool),
    ) -> bool {
        let model = self.graph.model();
        let is_firm = |flow: &FlowId| {
            let flow = &model.flows[*flow];
            let is_sourced = flow.evidence.confidence > Confidence::Assumed;
            is_sourced && !is_unnamed(model, flow.from.id())
        };
        system.evidence.confidence > Confidence::Assumed
            && (verdict == Verdict::Not || !is_silent(system, written))
            && (flows.is_empty() || is_known_way && flows.iter().any(is_firm))
    }

    /// True if it is known that one of the bodies of these flows tells the system at all: another of its flows there has a source.
    fn is_known(&self, bringing: &[(Verdict, FlowId)], flows: &[FlowId]) -> bool {
        let model = self.graph.model();
        let who = |flow: FlowId| model.respondent(&model.flows[flow]);
        bringing.iter().any(|(_, flow)| {
            let is_sourced = model.flows[*flow].evidence.confidence > Confidence::Assumed;
            let is_same = |other: &FlowId| {
                other == flow || who(*other).is_some() && who(*other) == who(*flow)
            };
            is_sourced && flows.iter().any(is_same)
        })
    }

    /// The words if a system covers the case and no flow surely brings it.
    fn nobody_surely(&self, system: SystemId, flows: &[FlowId]) -> String {
        let model = self.graph.model();
        let named = &model.systems[system];
        let owner = named
            .owner()
            .map_or("its owner", |owner| &model.organisations[owner].name);
        match flows {
            [] => match named.owner() {
                Some(_) => format!("nobody is named who tells it: ask {owner}"),
                None => "neither its owner is known nor who tells it".to_owned(),
            },
            [one, more @ ..] if more.iter().all(|flow| self.is_one_act(*one, *flow)) => match self
                .conditions(*one)
                .join(", and ")
            {
                on if on.is_empty() => "in some cases, and the map leaves open in which".to_owned(),
                on => format!("by this way if {on}"),
            },
            _ => format!("by one of these ways: ask {owner} by which"),
        }
    }

    /// The part that a system plays in the case.
    fn part(&self, id: SystemId, bringing: &[(Verdict, FlowId)]) -> Part {
        let system = &self.graph.model().systems[id];
        let kind = system.kind.known();
        let is_worked_out = matches!(kind, Some(SystemKind::Linkage | SystemKind::Analysis));
        if holds_figures(system) {
            return Part::Figures;
        }
        if self.is_first[id.index()] {
            return Part::FirstHand;
        }
        let is_sure = bringing
            .first()
            .is_some_and(|(verdict, _)| *verdict == Verdict::Must);
        let mut counted = bringing
            .iter()
            .filter(|(verdict, _)| !is_sure || *verdict == Verdict::Must)
            .peekable();
        let is_copied = counted.peek().is_some()
            && counted
                .all(|(_, flow)| self.is_copying(*flow) || is_of_itself(self.graph.model(), *flow));
        if is_worked_out || is_copied {
            Part::Copy
        } else {
            Part::Told
        }
    }

    /// The time at which an act brings the case, counted from its source system.
    pub(super) fn when(&self, act: &[FlowId]) -> String {
        let model = self.graph.model();
        let soonest = act.iter().min_by_key(|flow| {
            self.hops[model.flows[**flow].from.id().index()].unwrap_or(usize::MAX)
        });
        let Some(flow) = soonest.map(|flow| &model.flows[*flow]) else {
            return String::new();
        };
        let source = flow.from.id();
        let own = of_flow(flow);
        let is_direct = self.hops[source.index()] == Some(0);
        let round = match flow.every.known() {
            Some(Every::Event) if is_direct && own == Age::ZERO => self.at_once(source),
            Some(Every::Event) => "for each case".to_owned(),
            Some(every) => every.words(),
            None => "how often is not stated".to_owned(),
        };
        let order = if is_direct || is_unnamed(model, source) {
            String::new()
        } else {
            format!("later, after {}", model.systems[source].name)
        };
        let (before, mut written) = self.age(source);
        written.extend(flow.lag.known());
        let time = time_words(&before.then(own), &written);
        let untold = match (round.as_str(), flow.lag.known()) {
            ("at once", _) => String::new(),
            (_, Some(lag)) if lag.longest > 0 => {
                format!("{} after it is known there", lag_words(lag))
            }
            _ => "how soon is not stated".to_owned(),
        };
        let mut told: Vec<String> = vec![order, round, time.unwrap_or(untold)];
        told.retain(|words| !words.is_empty());
        told.join("; ")
    }

    /// The age of news of the case when a system has it, and the durations that it is the sum of. The way is that of the fewest hops; of several flows at a hop, by a sure one if there is any, then
    /// by the soonest. What an unnamed system passes on need not be what it was told: another system of the same body may hold it, so the time
    /// before it is not known.
    fn age(&self, system: SystemId) -> (Age, Vec<&Duration>) {
        let model = self.graph.model();
        let (mut flows, mut written) = (Vec::new(), Vec::new());
        let mut at = system;
        let mut start = None;
        while let Some(hops) = self.hops[at.index()].filter(|hops| *hops > 0) {
            if is_unnamed(model, at) {
                start = Some(Age::UNKNOWN);
                break;
            }
            let into = self.graph.flows_in(at).iter();
            let nearer = into.filter(|flow| {
                let from = model.flows[**flow].from.id();
                self.of_flow(**flow) != Verdict::Not && self.hops[from.index()] == Some(hops - 1)
            });
            // A flow whose time is not stated may be the soonest.
            let soonest = |flow: &&FlowId| {
                let age = of_flow(&model.flows[**flow]);
                (self.of_flow(**flow), age.best.least, age.rank())
            };
            let Some(flow) = nearer.min_by_key(soonest) else {
                break;
            };
            flows.push(of_flow(&model.flows[*flow]));
            written.extend(model.flows[*flow].lag.known());
            at = model.flows[*flow].from.id();
        }
        if start.is_none() {
            written.extend(model.systems[at].captured.known());
        }
        let start = start.unwrap_or_else(|| of_capture(&model.systems[at]));
        (flows.into_iter().rev().fold(start, Age::then), written)
    }

    /// The identifying terms under which an act brings the case; `None` if the map does not say.
    pub(super) fn identifiers(&self, act: &[FlowId]) -> Option<Vec<TermId>> {
        let model = self.graph.model();
        let mut all: Vec<TermId> = Vec::new();
        for flow in act.iter().map(|flow| &model.flows[*flow]) {
            let named: Vec<TermId> = match &flow.identifiers {
                Stated::Known(terms, _) => terms.iter().map(Ref::id).collect(),
                Stated::Unknown(_) => return None,
                Stated::Absent(_) | Stated::NotShared(_) => Vec::new(),
                Stated::Unstated if flow.fields.is_open() => return None,
                Stated::Unstated => {
                    let passed = flow.passages().iter();
                    let passed = passed.filter(|passage| passage.how == How::Identity);
                    let terms = passed.filter_map(|passage| model.term_of(passage.to.id()));
                    let terms = terms.filter(|term| model.terms[*term].is_identifier());
                    terms
                        .filter(|term| survives(flow, *term, true) == Some(true))
                        .collect()
                }
            };
            all.extend(named);
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }
}

/// True if the case states a dimension that the people of a system leave out, so that the system is presumed to cover all of it.
fn is_silent(system: &System, written: &[ScopeBox]) -> bool {
    let Some(boxes) = system.covers.known() else {
        return true;
    };
    let states = |index: usize| written.iter().any(|one| one.0[index].is_stated());
    let dimensions = boxes.first().map_or(0, |one| one.0.len());
    (0..dimensions).any(|index| {
        let mut boxes = boxes.iter();
        states(index) && boxes.any(|one| one.0[index] == Extent::Unstated)
    })
}
