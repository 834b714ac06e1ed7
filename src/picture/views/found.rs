//! Duplicates, mismatches and gaps: only the parts of the map that those findings touch, so that the workshop sees each finding.

use std::collections::BTreeSet;

use serde_json::Value;

use super::basis::Basis;
use super::cut::{Ask, AskedBox, Cut, MissingBox, NeedBox};
use super::diagram::{Badge, Told};
use super::facts::facts;
use super::fold::MOST_BOXES;
use super::needs::Known;
use super::selector::Chosen;
use super::touched::Touched;
use super::words::capital;
use crate::judge::topics::is_to_do;
use crate::read::model::{FieldId, FlowId, Model, SystemId};
use crate::words::counted;

/// The largest number of rows of such a picture.
const MOST_ROWS: usize = 56;
/// The largest number of rows together with boxes, each box counting as two, that is readable on a projector.
const MOST_TOGETHER: usize = 96;
/// The largest number of findings in words under it.
const MOST_TOLD: usize = 30;

/// The name of a family of findings, after the number of them.
fn family(badge: Badge) -> &'static str {
    match badge {
        Badge::Duplication => "what is collected more than once, or typed again",
        Badge::Definition => "what is defined differently",
        Badge::Gap => "what is missing",
    }
}

/// The picture of a family of findings: all of them if `is_all`, otherwise those that touch most things, as many as are readable.
pub(super) fn cut(basis: &Basis<'_>, badge: Badge, only: Option<&Chosen>, is_all: bool) -> Cut {
    let analysis = basis.analysis;
    let model = analysis.model();
    let of_family = |touched: &&Touched| touched.badge == Some(badge);
    let is_wanted = |touched: &&Touched| only.is_none_or(|only| touches(model, touched, only));
    let all = basis.touched().iter();
    let mut all: Vec<&Touched> = all.filter(of_family).filter(is_wanted).collect();
    if all.iter().any(|touched| touched.is_firm) {
        all.retain(|touched| touched.is_firm);
    }
    // Gaps in the map itself are drawn only if nothing else is missing: the figure of the family does not count them either.
    let is_to_do = |touched: &&Touched| is_to_do(&analysis.findings[touched.index]);
    if !all.iter().all(is_to_do) {
        all.retain(|touched| !is_to_do(touched));
    }
    let count = all.len();
    let picked = if is_all { all } else { pick(basis, all) };
    let mut cut = drawn(basis, &picked);
    family(badge).clone_into(&mut cut.title);
    if picked.len() < count {
        let drawn = format!(
            "Drawn: {} of {}, as many as can be read",
            picked.len(),
            counted(count, "finding")
        );
        cut.hints.push(format!(
            "{drawn}; `--only term:NAME` or `--only finding:NUMBER` draws others, `--no-fold` all."
        ));
        cut.notes.push(format!("{drawn}."));
    }
    if count == 0 {
        cut.notes
            .push(format!("Nothing found of {}.", family(badge)));
    }
    cut
}

/// The picture of these findings: all of them if they can be read together, else those that touch most.
pub(super) fn these(basis: &Basis<'_>, all: Vec<&Touched>) -> Cut {
    let count = all.len();
    let picked = if count > 1 { pick(basis, all) } else { all };
    let mut cut = drawn(basis, &picked);
    if picked.len() < count {
        cut.notes.push(format!(
            "Drawn: {} of {}, as many as can be read.",
            picked.len(),
            counted(count, "finding")
        ));
    }
    cut
}

/// The parts of a picture of these findings.
fn drawn(basis: &Basis<'_>, picked: &[&Touched]) -> Cut {
    let mut parts = Parts::default();
    for one in picked {
        parts.add(basis, one);
    }
    let mut cut = Cut::of_fields(basis, parts.rows);
    // A body that is asked is drawn in the place of the record from which it answers.
    let asked: BTreeSet<FlowId> = parts
        .asked
        .iter()
        .flat_map(|body| body.asks.iter().map(|ask| ask.flow))
        .collect();
    cut.flows
        .retain(|flow| !asked.contains(flow) || parts.passing.contains(flow));
    cut.systems.extend(parts.systems);
    cut.flows.extend(&parts.flows);
    cut.strong.fields = parts.strong;
    cut.strong.hops = parts.hops;
    cut.strong.flows = parts.flows;
    cut.facts = facts(basis, picked);
    cut.needs = parts.needs;
    cut.missing = parts.missing;
    cut.asked = parts.asked;
    cut.marked = Some(picked.iter().map(|touched| touched.index).collect());
    cut.told = told(basis, picked, picked.len()).0;
    cut
}

fn touches(model: &Model, touched: &Touched, only: &Chosen) -> bool {
    if !only.findings.is_empty() {
        return only.findings.contains(&touched.index);
    }
    let mut fields = touched.fields.iter().chain(&touched.context);
    let flows = touched.flows.iter().map(|flow| model.flows[*flow].to.id());
    let mut systems = touched.systems.iter().copied().chain(flows);
    fields.any(|field| only.has_field(model, *field))
        || systems.any(|system| only.systems.contains(&system))
}

/// The findings that touch most things, as many as fit. None of them fills half of the picture alone.
fn pick<'t>(basis: &Basis<'_>, mut all: Vec<&'t Touched>) -> Vec<&'t Touched> {
    let reach =
        |touched: &Touched| touched.fields.len() + touched.systems.len() + touched.needs.len();
    all.sort_by_key(|touched| (std::cmp::Reverse(reach(touched)), touched.index));
    let mut parts = Parts::default();
    let mut picked: Vec<&Touched> = Vec::new();
    for one in &all {
        let before = parts.clone();
        parts.add(basis, one);
        // A finding that fills half of the picture leaves no space for others.
        let own = reach(one) > MOST_BOXES / 2;
        if own || parts.is_too_much(basis.analysis.model()) || picked.len() == MOST_TOLD {
            parts = before;
        } else {
            picked.push(one);
        }
    }
    if picked.is_empty() {
        // Each finding is too large, so the smallest is taken.
        picked.extend(all.last());
    }
    picked.sort_by_key(|touched| touched.index);
    picked
}

/// The parts of a picture that findings bring.
#[derive(Debug, Clone, Default)]
struct Parts {
    rows: BTreeSet<FieldId>,
    strong: BTreeSet<FieldId>,
    hops: BTreeSet<(FieldId, FieldId)>,
    systems: BTreeSet<SystemId>,
    flows: BTreeSet<FlowId>,
    needs: Vec<NeedBox>,
    missing: Vec<MissingBox>,
    asked: Vec<AskedBox>,
    /// Flows that other findings show from field to field.
    passing: BTreeSet<FlowId>,
}

impl Parts {
    /// Adds the bodies that are asked, for which terms and by whom; false if the finding is not about requests.
    fn ask(&mut self, known: &Known<'_>, one: &Touched) -> bool {
        let model = known.analysis.model();
        let finding = &known.analysis.findings[one.index];
        let requests = finding.detail.get("requests").and_then(Value::as_array);
        let Some(requests) = requests.filter(|_| finding.kind.name == "repeated-request") else {
            return false;
        };
        for request in requests {
            let field = request["field"].as_str();
            let field = field.and_then(|name| model.field_named(name));
            let flow = request["flow"].as_str();
            let flow = flow.and_then(|name| known.index.flows.get(name).copied());
            let (Some(field), Some(flow)) = (field, flow) else {
                continue;
            };
            let (Some(body), Some(term)) =
                (model.respondent(&model.flows[flow]), model.term_of(field))
            else {
                continue;
            };
            let ask = Ask {
                term,
                field,
                flow,
                finding: one.index,
            };
            self.rows.insert(field);
            self.strong.insert(field);
            match self.asked.iter_mut().find(|other| other.body == body) {
                Some(other) => other.asks.push(ask),
                None => self.asked.push(AskedBox {
                    body,
                    asks: vec![ask],
                }),
            }
        }
        true
    }

    fn add(&mut self, basis: &Basis<'_>, one: &Touched) {
        let known = basis.known();
        let model = known.analysis.model();
        if self.ask(known, one) {
            return;
        }
        for (from, to) in &one.hops {
            let passes = known.analysis.graph.links_in(*to);
            let passes = passes.iter().filter(|link| link.from == *from);
            self.passing.extend(passes.map(|link| link.flow));
        }
        self.rows.extend(&one.fields);
        self.rows.extend(&one.context);
        self.strong.extend(&one.fields);
        self.hops.extend(&one.hops);
        self.systems.extend(&one.systems);
        for flow in &one.flows {
            self.flows.insert(*flow);
            let stated = &model.flows[*flow];
            self.systems.extend([stated.from.id(), stated.to.id()]);
        }
        for need in &one.needs {
            let (mut need, _) = known.need(*need, basis.on_need(*need));
            // The ages are shown in the view of that need.
            need.sources
                .iter_mut()
                .for_each(|(.., words)| words.clear());
            self.rows
                .extend(need.sources.iter().map(|(field, _, _)| *field));
            self.needs.push(need);
        }
        let finding = &known.analysis.findings[one.index];
        if finding.kind.name == "missing-origin" {
            self.missing.extend(missing(model, one));
        }
    }

    fn is_too_much(&self, model: &Model) -> bool {
        let of_rows = self.rows.iter().map(|row| model.fields[*row].system);
        let systems: BTreeSet<SystemId> = of_rows.chain(self.systems.iter().copied()).collect();
        let boxes = systems.len() + self.needs.len() + self.missing.len() + self.asked.len();
        let wanted: usize = self.needs.iter().map(|need| need.sources.len()).sum();
        let asked: usize = self.asked.iter().map(|body| body.terms().len()).sum();
        let rows = self.rows.len() + wanted + asked;
        boxes > MOST_BOXES || rows > MOST_ROWS || rows + 2 * boxes > MOST_TOGETHER
    }
}

/// A box for the missing source of fields of a system.
fn missing(model: &Model, one: &Touched) -> Option<MissingBox> {
    let of_fields = one.fields.iter().map(|field| model.fields[*field].system);
    let to = one.systems.iter().copied().chain(of_fields).next()?;
    Some(MissingBox {
        id: format!("missing {}", one.index + 1),
        title: "Where from?".to_owned(),
        to,
        fields: one.fields.iter().copied().collect(),
    })
}

/// At most `most` findings in words, and the number of the others.
pub(super) fn told(basis: &Basis<'_>, findings: &[&Touched], most: usize) -> (Vec<Told>, usize) {
    let index = &basis.known().index;
    let told = findings.iter().take(most).filter_map(|touched| {
        let finding = &basis.analysis.findings[touched.index];
        Some(Told {
            mark: touched.mark()?,
            text: capital(&index.in_names(finding, &finding.message)),
        })
    });
    (told.collect(), findings.len().saturating_sub(most))
}
