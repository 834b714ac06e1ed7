//! A need as a picture: its sources, the ways by which they come, their age, and the obstacles.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::cut::{At, Cut, NeedBox, Remark};
use super::diagram::Told;
use super::index::Index;
use super::journey::age_words;
use super::touched::Touched;
use super::words::capital;
use crate::analysis::Analysis;
use crate::judge::graph::{Age, Ages, Supply};
use crate::read::model::{FieldId, FlowId, Id, NeedId, Ref, TermId};
use crate::words::readable;

/// The largest number of shown fields that hold a term which does not reach those who need it.
const MOST_HELD: usize = 3;
/// The largest number of reasons drawn as remarks in the picture; the others are listed under it.
const MOST_REMARKS: usize = 8;

/// The facts from which every need is drawn.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) ages: Ages<'a>,
    pub(super) supply: Supply<'a>,
    pub(super) index: Index<'a>,
}

impl<'a> Known<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        Self {
            analysis,
            ages: Ages::of(&analysis.graph),
            supply: Supply::of(&analysis.graph),
            index: Index::of(analysis.model()),
        }
    }

    /// The need's box with the best source of each term for each asker, and the fields that hold terms which do not reach them.
    pub(super) fn need<'t>(
        &'t self,
        id: NeedId,
        on_need: impl Iterator<Item = &'t Touched>,
    ) -> (NeedBox, BTreeSet<FieldId>) {
        let model = self.analysis.model();
        let need = &model.needs[id];
        let mut sources: BTreeSet<(FieldId, TermId)> = BTreeSet::new();
        let mut held: BTreeSet<FieldId> = BTreeSet::new();
        for term in need.terms().iter().map(Ref::id) {
            let mut is_had = false;
            for who in need.who.iter().map(Ref::id) {
                let usable = self.supply.usable(who, term);
                let best = usable
                    .iter()
                    .min_by_key(|field| rank(self.ages.age(**field)));
                sources.extend(best.map(|field| (*field, term)));
                is_had |= best.is_some();
            }
            if !is_had {
                held.extend(self.supply.held(term).iter().take(MOST_HELD));
            }
        }
        let words = |field: FieldId| {
            let age = self.ages.age(field);
            age.map_or_else(|| "only in a circle".to_owned(), age_words)
        };
        let sources = sources
            .into_iter()
            .map(|(field, term)| (field, term, words(field)));
        let sources = sources.collect();
        let unmet = self.unmet(id, on_need);
        let need = NeedBox {
            need: id,
            rows: need.terms().iter().map(Ref::id).collect(),
            unmet,
            sources,
        };
        (need, held)
    }

    /// The terms that are named in the reasons why the need is not met.
    fn unmet<'t>(
        &'t self,
        id: NeedId,
        on_need: impl Iterator<Item = &'t Touched>,
    ) -> BTreeSet<TermId> {
        let model = self.analysis.model();
        let reasons = reasons(self.analysis, on_need);
        let firm: Vec<&str> = reasons
            .iter()
            .filter(|against| against.word != "cannot-tell")
            .map(|against| against.text)
            .collect();
        let terms = model.needs[id].terms().iter().map(Ref::id);
        terms
            .filter(|term| {
                let named = format!("`{}`", model.terms[*term].slug);
                firm.iter().any(|text| text.contains(&named))
            })
            .collect()
    }

    /// The place of a reason, found by the ids that its text names: the need if no system holds the term, else the end of the flow, else
    /// the field or the system that falls short; and the flow.
    fn place(&self, need: &NeedBox, word: &str, text: &str) -> (At, Option<FlowId>) {
        let model = self.analysis.model();
        let named: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        let term = named.iter().find_map(|id| {
            let term = *self.index.terms.get(id)?;
            need.rows.contains(&term).then_some(term)
        });
        let at_need = At::Need(need.need, term);
        if matches!(word, "no-source" | "nowhere-held") {
            return (at_need, None);
        }
        let flow = named.iter().find_map(|id| self.index.flows.get(id));
        if let Some(flow) = flow {
            return (At::System(model.flows[*flow].to.id()), Some(*flow));
        }
        let field = named.iter().find_map(|id| model.field_named(id));
        if let Some(field) = field {
            return (At::Field(field), None);
        }
        let Some(system) = named.iter().find_map(|id| self.index.systems.get(id)) else {
            return (at_need, None);
        };
        let mut fields = model.systems[*system].fields.ids();
        let field = fields.find(|id| term.is_some() && model.fields[*id].term() == term);
        (field.map_or(At::System(*system), At::Field), None)
    }
}

/// The reasons for which a need is not met, from the findings on it.
fn reasons<'t>(
    analysis: &'t Analysis,
    on_need: impl Iterator<Item = &'t Touched>,
) -> Vec<Against<'t>> {
    let mut all = Vec::new();
    for touched in on_need {
        let detail = &analysis.findings[touched.index].detail;
        let reasons = detail.get("reasons").and_then(|reasons| reasons.as_array());
        for reason in reasons.into_iter().flatten() {
            let said = |key: &str| reason[key].as_str().unwrap_or_default();
            all.push(Against {
                touched,
                word: said("reason"),
                text: said("text"),
                near: said("near"),
            });
        }
    }
    all
}

/// A reason for which a need is not met.
struct Against<'t> {
    /// The finding.
    touched: &'t Touched,
    /// The word for the kind of reason.
    word: &'t str,
    /// The reason, with ids.
    text: &'t str,
    /// The substitute that comes nearest, with ids; empty if there is none.
    near: &'t str,
}

/// Adds the subject of a remark to the picture.
fn show(analysis: &Analysis, cut: &mut Cut, at: At, flow: Option<FlowId>) {
    let model = analysis.model();
    match at {
        At::Need(..) => {}
        At::Field(field) => {
            cut.rows.insert(field);
            cut.systems.insert(model.fields[field].system);
        }
        At::System(system) => {
            cut.systems.insert(system);
        }
    }
    if let Some(flow) = flow {
        let ends = &model.flows[flow];
        cut.flows.insert(flow);
        cut.strong.flows.insert(flow);
        cut.systems.extend([ends.from.id(), ends.to.id()]);
    }
}

/// Known ones first, the soonest first.
fn rank(age: Option<Age>) -> (i64, i64) {
    age.map_or((i64::MAX, i64::MAX), |age| {
        (age.worst.most.unwrap_or(i64::MAX), age.worst.least)
    })
}

/// The picture of one need.
pub(super) fn cut(basis: &Basis<'_>, id: NeedId) -> Cut {
    let analysis = basis.analysis;
    let model = analysis.model();
    let known = basis.known();
    let (need, held) = known.need(id, basis.on_need(id));
    let mut rows: BTreeSet<FieldId> = held;
    let mut hops = BTreeSet::new();
    for (field, _, _) in &need.sources {
        let steps = known.ages.way(*field);
        rows.extend(steps.iter().map(|step| step.field));
        rows.insert(*field);
        hops.extend(steps.windows(2).map(|pair| (pair[0].field, pair[1].field)));
    }
    let mut cut = Cut::of_fields(basis, rows);
    // Only the ways themselves are kept: the same systems may pass the same values by others.
    cut.flows.retain(|flow| {
        let passages = model.flows[*flow].passages().iter();
        let mut values = passages.flat_map(|passage| {
            let to = passage.to.id();
            passage.from.iter().map(move |from| (from.id(), to))
        });
        values.any(|value| hops.contains(&value))
    });
    let question = &model.needs[id].question;
    let slug = &model.needs[id].slug;
    cut.title = if question.is_empty() {
        format!("what {} takes, and where it comes from", readable(slug))
    } else {
        format!("what it takes to answer “{question}”")
    };
    let reasons = reasons(analysis, basis.on_need(id));
    cut.marked = Some(reasons.iter().map(|one| one.touched.index).collect());
    for against in &reasons {
        let Some(mark) = against.touched.mark() else {
            continue;
        };
        let (at, flow) = known.place(&need, against.word, against.text);
        let finding = &analysis.findings[against.touched.index];
        let named = known.index.in_names(finding, against.text);
        let mut text = match against.word {
            "cannot-tell" => format!("Cannot tell: {named}."),
            _ => format!("{}.", capital(&named)),
        };
        if !against.near.is_empty() {
            let near = known.index.in_names(finding, against.near);
            text = format!("{text} {}.", capital(&near));
        }
        show(analysis, &mut cut, at, flow);
        if cut.remarks.len() < MOST_REMARKS {
            cut.remarks.push(Remark { text, mark, at });
        } else {
            cut.told.push(Told { mark, text });
        }
    }
    if reasons.is_empty() {
        cut.notes
            .push("As far as the map states, the need is met.".to_owned());
    }
    cut.needs.push(need);
    cut
}

/// The need with the most reasons against it; `None` if the map has no need.
pub(super) fn most_unmet(analysis: &Analysis, touched: &[Touched]) -> Option<NeedId> {
    let model = analysis.model();
    let mut counts = vec![0_usize; model.needs.len()];
    for touched in touched {
        let detail = &analysis.findings[touched.index].detail;
        let reasons = detail.get("reasons").and_then(|reasons| reasons.as_array());
        for need in &touched.needs {
            counts[need.index()] += reasons.map_or(1, Vec::len);
        }
    }
    model
        .needs
        .iter()
        .map(|(id, _)| id)
        .max_by_key(|id| (counts[id.index()], std::cmp::Reverse(*id)))
}
