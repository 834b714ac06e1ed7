//! The needs, and whether each is met.

use std::collections::BTreeMap;

use super::Block;
use super::Cell;
use super::Line;
use super::Mark;
use super::Report;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::analysis::NeedState;
use crate::judge::rules::unmet_need;
use crate::read::finding::{Finding, Subject};
use crate::read::model::Need;
use crate::words::counted;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    if model.needs.is_empty() {
        return vec![Block::Sentence(Text::words(
            "The map names no question that somebody must be able to answer.",
        ))];
    }
    let by_need = by_need(report);
    let mut told: Vec<(Mark, Line)> = model
        .needs
        .iter()
        .map(|(_, need)| {
            let finding = by_need.get(&*need.slug).copied();
            let state = state(finding.map(|(_, finding)| finding));
            (state, line(report, need, state, finding))
        })
        .collect();
    // The worst first, because the workshop is about those.
    told.sort_by_key(|(state, _)| match state {
        Mark::Unmet => 0,
        Mark::Partly => 1,
        Mark::Unclear => 2,
        _ => 3,
    });
    let count = |wanted: Mark| told.iter().filter(|(state, _)| *state == wanted).count();
    let sentence = format!(
        "Of {}, {} met, {} partly met and {} not met. For {}, the map does not say enough.",
        counted(told.len(), "question"),
        match count(Mark::Met) {
            0 if count(Mark::Unclear) > 0 => "none is known to be".to_owned(),
            0 => "none is".to_owned(),
            1 => "1 is".to_owned(),
            count => format!("{count} are"),
        },
        count(Mark::Partly),
        count(Mark::Unmet),
        count(Mark::Unclear),
    );
    vec![
        Block::Sentence(Text::words(sentence)),
        Block::Table(Table::plain(
            "Questions that must be answered, the worst first",
            [
                "Question",
                "Who must answer",
                "Within",
                "Met?",
                "Why",
                "Finding",
            ],
            told.into_iter().map(|(_, line)| line),
        )),
        Block::Note(Text::words(
            "Partly met: some of those who ask have the answer for some of the people, or not always in time.",
        )),
    ]
}

/// The findings on needs by the id of their need, also the settled ones: an accepted gap is a gap.
fn by_need<'a>(report: &Report<'a>) -> BTreeMap<&'a str, (usize, &'a Finding)> {
    let numbered = (1..).zip(&report.analysis.findings);
    let unmet = numbered.filter(|(_, finding)| finding.kind.name == "unmet-need");
    let mut by_need = BTreeMap::new();
    for (number, finding) in unmet {
        if let Some(Subject::One(need)) = finding.subjects.get("need") {
            by_need.entry(need.as_str()).or_insert((number, finding));
        }
    }
    by_need
}

/// The state of a need, from its finding.
fn state(finding: Option<&Finding>) -> Mark {
    match NeedState::of(finding) {
        NeedState::Met => Mark::Met,
        NeedState::Partly => Mark::Partly,
        NeedState::NotMet => Mark::Unmet,
        NeedState::CannotTell => Mark::Unclear,
    }
}

fn line(report: &Report<'_>, need: &Need, state: Mark, finding: Option<(usize, &Finding)>) -> Line {
    let model = report.analysis.model();
    let thing = report.names.thing(ThingKind::Need, &need.slug);
    let question = match &*need.question {
        "" => thing.name.clone(),
        question => question.to_owned(),
    };
    let who = need.who.iter().map(|who| {
        let slug = &model.organisations[who.id()].slug;
        report.names.thing(ThingKind::Organisation, slug)
    });
    let within = need.within.known().map(ToString::to_string);
    let mut things: Vec<_> = who.clone().collect();
    things.extend(need.terms().iter().map(|term| {
        let slug = &model.terms[term.id()].slug;
        report.names.thing(ThingKind::Term, slug)
    }));
    Line {
        entry: Some(thing),
        things,
        cells: vec![
            question.into(),
            Text::things(who).into(),
            within.map_or(Cell::Unknown, Cell::from),
            Cell::Mark(state, Text::words(state.meaning())),
            finding.map_or(Cell::Nothing, |(_, finding)| why(report, finding)),
            finding.map_or(Cell::Nothing, |(number, _)| Text::findings([number]).into()),
        ],
    }
}

/// Every reason in the order in which it would have to be solved, each with its substitute.
fn why(report: &Report<'_>, finding: &Finding) -> Cell {
    let reasons = finding
        .detail
        .get("reasons")
        .and_then(|reasons| reasons.as_array());
    let reasons = unmet_need::reasons(reasons.map_or(&[], Vec::as_slice));
    let told = reasons.flat_map(|(text, near)| [Some(text), near.map(str::to_owned)]);
    let told: Vec<String> = told.flatten().collect();
    report
        .names
        .told(&told.join("; "), Some(finding))
        .capital()
        .into()
}
