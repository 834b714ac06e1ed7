//! Decides if values in one code list can be turned into those of another, through the crosswalks that the map declares.
//!
//! A list is computable from another if every source code goes to exactly one target code, that is, if the partition of the source refines
//! that of the target. `exact` and `broad` rows give a code its image; `narrow` rows split it; `close` and `related` rows never make
//! anything certain. Crosswalks are read both ways and composed, row by row.

use super::codes::{CodeList, Predicate};
use super::id::{CodeListId, Id};
use super::map::Model;
use super::occurring::Occurring;
use super::rows::{Rows, SOME_CODE, add_rows, composed};
use crate::read::source::Span;
use crate::words::{few, few_or};

/// The largest number of crosswalks composed one after another.
const MOST_STEPS: usize = 4;
/// The largest number of ways from list to list that are tried.
const MOST_WAYS: usize = 64;

/// The relation of one list's codes to another's. Better verdicts come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeVerdict {
    /// The same codes with the same meaning.
    Identical,
    /// Every code has exactly one counterpart, in other words.
    Recodable,
    /// Every code has one image. Some share it, so there is no way back.
    Coarsenable,
    /// The crosswalks do not say enough.
    Unstated,
    /// Some code has no image.
    Uncoverable,
    /// Some code splits: its image cannot be known from the code alone.
    NeedsMoreData,
}

impl CodeVerdict {
    /// The word used in output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            CodeVerdict::Identical => "identical",
            CodeVerdict::Recodable => "recodable",
            CodeVerdict::Coarsenable => "coarsenable",
            CodeVerdict::Unstated => "unstated",
            CodeVerdict::Uncoverable => "uncoverable",
            CodeVerdict::NeedsMoreData => "needs-more-data",
        }
    }

    /// `Some(true)` if the target can be worked out, `Some(false)` if it cannot, `None` if nobody has said.
    pub(crate) fn is_computable(self) -> Option<bool> {
        match self {
            CodeVerdict::Identical | CodeVerdict::Recodable | CodeVerdict::Coarsenable => {
                Some(true)
            }
            CodeVerdict::Unstated => None,
            CodeVerdict::Uncoverable | CodeVerdict::NeedsMoreData => Some(false),
        }
    }
}

/// The outcome of turning one list into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The verdict.
    pub(crate) verdict: CodeVerdict,
    /// The code at fault: the first that splits, else the first without an image, else the first whose image is not certain.
    pub(crate) code: Option<Box<str>>,
    /// The possible images of the code at fault.
    pub(crate) targets: Vec<Box<str>>,
    /// The lists on the way, both ends included; empty if there is no way.
    pub(crate) via: Vec<CodeListId>,
    /// The places of the crosswalks used, in order.
    pub(crate) mappings: Vec<Span>,
    /// True if each crosswalk used rests on a source.
    pub(crate) is_sourced: bool,
}

impl Conversion {
    fn of_no_way(verdict: CodeVerdict) -> Self {
        Self {
            verdict,
            code: None,
            targets: Vec::new(),
            via: Vec::new(),
            mappings: Vec::new(),
            is_sourced: true,
        }
    }

    /// The fault in words, for a conversion that is not computable: ``code `N` splits into `a` and `b` ``.
    pub(crate) fn fault(&self, model: &Model) -> String {
        let said = |list: Option<&CodeListId>, code: &str| {
            let list = list.map(|list| &model.code_lists[*list]);
            list.map_or_else(|| format!("`{code}`"), |list| list.said(code))
        };
        let code = said(self.via.first(), self.code.as_deref().unwrap_or_default());
        let targets = self.targets.iter();
        let targets: Vec<String> = targets
            .map(|target| said(self.via.last(), target))
            .collect();
        match (self.verdict, &self.code) {
            (CodeVerdict::NeedsMoreData, _) if self.targets.len() == 1 => {
                format!("code {code} may be {} or another", targets.join(""))
            }
            (CodeVerdict::NeedsMoreData, _) => {
                format!("code {code} may be {}", few_or(&targets))
            }
            (CodeVerdict::Uncoverable, _) => format!("code {code} has no match"),
            (_, Some(_)) if self.targets.is_empty() => {
                format!("nobody has said what code {code} matches")
            }
            (_, Some(_)) => format!("code {code} matches {} only roughly", few(&targets)),
            _ => "no crosswalk says how".to_owned(),
        }
    }
}

/// The crosswalk between two lists, read in one direction. Everything that the map says of the two lists is one crosswalk.
#[derive(Debug, Clone)]
struct Step {
    /// The entries of the crosswalk, each with true if it is read backwards.
    entries: Vec<(usize, bool)>,
    to: CodeListId,
}

/// The crosswalks of a map, by their source list.
#[derive(Debug)]
pub struct Crosswalks<'m> {
    model: &'m Model,
    steps: Vec<Vec<Step>>,
}

impl<'m> Crosswalks<'m> {
    /// The crosswalks of this map.
    pub(crate) fn of(model: &'m Model) -> Self {
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); model.code_lists.len()];
        // A crosswalk without rows says nothing of any code.
        let mappings = model.mappings.iter().enumerate();
        for (mapping, crosswalk) in mappings.filter(|(_, mapping)| !mapping.pairs.is_empty()) {
            let (from, to) = (crosswalk.from.id(), crosswalk.to.id());
            let mut add = |from: CodeListId, to: CodeListId, is_backwards: bool| {
                let steps = &mut steps[from.index()];
                let entry = (mapping, is_backwards);
                match steps.iter_mut().find(|step| step.to == to) {
                    Some(step) => step.entries.push(entry),
                    None => steps.push(Step {
                        entries: vec![entry],
                        to,
                    }),
                }
            };
            add(from, to, false);
            add(to, from, true);
        }
        Self { model, steps }
    }

    /// The conversion of those codes of `from` that occur into those of `to`: the best of the ways through declared crosswalks; among
    /// equals, the shortest.
    pub(crate) fn convert(
        &self,
        from: CodeListId,
        to: CodeListId,
        occurring: &Occurring,
    ) -> Conversion {
        let (source, target) = (&self.model.code_lists[from], &self.model.code_lists[to]);
        if from == to || source.is_twin(target) {
            return Conversion::of_no_way(CodeVerdict::Identical);
        }
        let mut best = Conversion::of_no_way(CodeVerdict::Unstated);
        if source.values.is_empty() || target.values.is_empty() {
            return best;
        }
        for way in self.ways(from, to) {
            let found = self.along(from, &way, occurring);
            let is_first = best.via.is_empty();
            if is_first || found.verdict < best.verdict {
                best = found;
            }
        }
        best
    }

    /// The ways from list to list, shortest first. No way has a list twice.
    fn ways(&self, from: CodeListId, to: CodeListId) -> Vec<Vec<Step>> {
        let mut found = Vec::new();
        let mut open: Vec<Vec<Step>> = vec![Vec::new()];
        for _ in 0..MOST_STEPS {
            let mut longer = Vec::new();
            for way in open {
                let at = way.last().map_or(from, |step| step.to);
                for step in &self.steps[at.index()] {
                    let is_known = step.to == from || way.iter().any(|other| other.to == step.to);
                    if is_known || longer.len() + found.len() >= MOST_WAYS {
                        continue;
                    }
                    let mut way = way.clone();
                    way.push(step.clone());
                    if step.to == to {
                        found.push(way);
                    } else {
                        longer.push(way);
                    }
                }
            }
            open = longer;
        }
        found
    }

    /// The rows of one step from the list `at`. Of several relations between two codes, the strongest is kept.
    fn rows(&self, at: CodeListId, step: &Step) -> Rows {
        let lists = [at, step.to].map(|list| &self.model.code_lists[list]);
        let mut rows: Rows = vec![Vec::new(); lists[0].values.len()];
        for (mapping, is_backwards) in &step.entries {
            add_rows(
                &mut rows,
                &self.model.mappings[*mapping],
                lists,
                *is_backwards,
            );
        }
        rows
    }

    /// The outcome of one way.
    fn along(&self, from: CodeListId, way: &[Step], occurring: &Occurring) -> Conversion {
        let model = self.model;
        let mut at = from;
        let mut rows: Rows = (0..model.code_lists[from].values.len())
            .map(|code| vec![(code, Predicate::Exact)])
            .collect();
        for step in way {
            let next = self.rows(at, step);
            rows = rows.iter().map(|row| composed(row, &next)).collect();
            at = step.to;
        }
        let entries = || way.iter().flat_map(|step| &step.entries);
        let mappings = || entries().map(|(mapping, _)| &model.mappings[*mapping]);
        Conversion {
            via: std::iter::once(from)
                .chain(way.iter().map(|step| step.to))
                .collect(),
            mappings: mappings().map(|mapping| mapping.span).collect(),
            is_sourced: mappings().all(|mapping| mapping.evidence.is_sourced()),
            ..judged(
                &rows,
                &model.code_lists[from],
                &model.code_lists[at],
                occurring,
            )
        }
    }
}

/// The outcome for one code.
enum Fate {
    Image(usize, bool),
    Splits(Vec<usize>),
    Unsure(Vec<usize>),
    Lost,
}

fn fate(row: &[(usize, Predicate)]) -> Fate {
    let of = |wanted: &[Predicate]| -> Vec<usize> {
        row.iter()
            .filter(|(_, predicate)| wanted.contains(predicate))
            .map(|(target, _)| *target)
            .filter(|target| *target != SOME_CODE)
            .collect()
    };
    let images = of(&[Predicate::Exact, Predicate::Broad]);
    let parts = of(&[Predicate::Narrow]);
    match images.as_slice() {
        [one] => Fate::Image(*one, row.contains(&(*one, Predicate::Exact))),
        [] if !parts.is_empty() => Fate::Splits(parts),
        [] if row.is_empty() => Fate::Lost,
        [] => Fate::Unsure(of(&[Predicate::Close, Predicate::Related])),
        _ => Fate::Splits(images),
    }
}

fn judged(rows: &Rows, from: &CodeList, to: &CodeList, occurring: &Occurring) -> Conversion {
    let mut worst = Conversion::of_no_way(CodeVerdict::Identical);
    let mut hit = vec![0_usize; to.values.len()];
    let (mut is_exact, mut is_same) = (true, true);
    let codes = from.values.iter().zip(rows).enumerate();
    let occurs = |place: usize| occurring.as_ref().is_none_or(|codes| codes.has(place));
    for (_, (code, row)) in codes.filter(|(place, _)| occurs(*place)) {
        let (verdict, targets) = match fate(row) {
            Fate::Image(target, exact) => {
                hit[target] += 1;
                is_exact &= exact;
                is_same &= to.values[target].code == code.code;
                continue;
            }
            Fate::Splits(targets) => (CodeVerdict::NeedsMoreData, targets),
            Fate::Unsure(targets) => (CodeVerdict::Unstated, targets),
            Fate::Lost => (CodeVerdict::Uncoverable, Vec::new()),
        };
        if verdict > worst.verdict {
            worst.verdict = verdict;
            worst.code = Some(code.code.clone());
            worst.targets = targets
                .iter()
                .map(|target| to.values[*target].code.clone())
                .collect();
        }
    }
    if worst.code.is_none() {
        let is_one_to_one = is_exact && hit.iter().all(|count| *count <= 1);
        worst.verdict = match (
            is_one_to_one,
            is_same && hit.iter().all(|count| *count == 1),
        ) {
            (false, _) => CodeVerdict::Coarsenable,
            (true, true) => CodeVerdict::Identical,
            (true, false) => CodeVerdict::Recodable,
        };
    }
    worst
}
