//! The facade: takes files and returns their analysis. The command line, the report and the tests enter here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::judge::decide::{Held, decide};
use crate::judge::graph;
use crate::judge::graph::FlowGraph;
use crate::judge::rules;
use crate::judge::rules::Stop;
use crate::judge::topics;
use crate::judge::topics::Topic;
use crate::read::finding;
use crate::read::finding::{Certainty, Doubt, Finding, Group, Level};
use crate::read::model;
use crate::read::model::{Kept, Model, NeedId, Origin, When};
use crate::read::source::SourceSet;
use crate::words::plural;

/// The options for reading a map.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// If true, a reference to nothing is an error.
    pub strict: bool,
    /// The date that selects the flows.
    pub when: When,
    /// Stops the analysis between two rules once it is set. Some findings are then missing.
    pub stop: Stop,
    /// The parts of the map that are not read again if their files did not change.
    pub kept: Kept,
}

/// A map, its graph, and every finding on it.
#[derive(Debug)]
pub struct Analysis {
    /// The files.
    pub sources: SourceSet,
    /// The graph, which holds the model.
    pub graph: FlowGraph,
    /// Everything found, in the order printed.
    pub findings: Vec<Finding>,
    topics: OnceLock<Vec<Topic>>,
}

/// The size of a map, as far as it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Declared {
    /// The systems.
    pub(crate) systems: usize,
    /// The fields.
    pub(crate) fields: usize,
    /// The bodies that a flow names without one of their systems.
    pub(crate) unnamed: usize,
}

impl Declared {
    /// The number of bodies without a named system in words; `None` if there are none.
    pub(crate) fn unnamed_words(self) -> Option<String> {
        let (one, several) = (
            "body whose systems are not named",
            "bodies whose systems are not named",
        );
        (self.unnamed > 0).then(|| plural(self.unnamed, one, several))
    }
}

/// Kinds of fault after which part of a file is missing from the map, so that its picture would mislead.
const HIDING: [&str; 4] = [
    "broken-syntax",
    "oversized-document",
    "unreadable-file",
    "wrong-shape",
];

/// The states of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedState {
    /// Met in full.
    Met,
    /// Met for some of its people or askers, or at times.
    Partly,
    /// Not met at all.
    NotMet,
    /// The map does not say enough to tell.
    CannotTell,
}

impl NeedState {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            NeedState::Met => "met",
            NeedState::Partly => "partly met",
            NeedState::NotMet => "not met",
            NeedState::CannotTell => "cannot be told",
        }
    }

    /// The state that the finding on the need gives; met if there is none.
    pub(crate) fn of(finding: Option<&Finding>) -> Self {
        let Some(finding) = finding else {
            return NeedState::Met;
        };
        let words = finding.words();
        match words.detail.get("state").and_then(|state| state.as_str()) {
            Some("partly met") => NeedState::Partly,
            Some("not met") => NeedState::NotMet,
            _ => NeedState::CannotTell,
        }
    }
}

impl Analysis {
    /// Reads, resolves and checks a map. Never fails: faults of the files are findings.
    pub fn of(sources: SourceSet, options: Options) -> Self {
        let (model, mut findings) = model::load_with(&sources, &options.kept);
        let graph = graph::build(model, options.when);
        rules::run_unless(&graph, &mut findings, &options.stop);
        doubt(&graph, &mut findings, &options.stop);
        finding::weigh(&mut findings, options.strict);
        let topics = decided_topics(&graph, &findings, &options.stop);
        decide(&graph, &mut findings, &topics, !options.stop.is_wished());
        finding::settle(&mut findings, options.strict);
        Self::made_of(sources, graph, findings)
    }

    /// An analysis of files whose graph and findings are already made.
    pub fn made_of(sources: SourceSet, graph: FlowGraph, findings: Vec<Finding>) -> Self {
        Self {
            sources,
            graph,
            findings,
            topics: OnceLock::new(),
        }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        self.graph.model()
    }

    /// Each need with the finding that it is not met or that this cannot be told, if any; also if settled: an accepted gap is a gap.
    pub(crate) fn of_needs(&self) -> impl Iterator<Item = (NeedId, Option<&Finding>)> {
        let unmet = self.findings.iter();
        let unmet = unmet.filter_map(|finding| {
            let need = finding.name.strip_prefix("unmet-need/")?;
            Some((need, finding))
        });
        let unmet: BTreeMap<&str, &Finding> = unmet.collect();
        let needs = self.model().needs.iter();
        needs.map(move |(id, need)| (id, unmet.get(&*need.slug).copied()))
    }

    /// The number of firm open findings of a group, and of those that are only questions. A field typed again by hand is collected once, so
    /// it is no duplicate; [`Self::typed_again`] counts it. Something that the map itself lacks is no gap; [`Self::to_do`] counts it. Every
    /// headline takes its figures from here.
    pub(crate) fn figures(&self, group: Group) -> (usize, usize) {
        let (firm, asked): (Vec<_>, Vec<_>) = self
            .counted(group)
            .partition(|finding| finding.level > Level::Note);
        (firm.len(), asked.len())
    }

    /// The open findings that the figures of a group count.
    pub(crate) fn counted(&self, group: Group) -> impl Iterator<Item = &Finding> {
        let of_group = self
            .open()
            .filter(move |finding| finding.kind.group == group);
        of_group.filter(|finding| !is_typed_again(finding) && !topics::is_to_do(finding))
    }

    /// The certainty of the firm findings that [`Self::figures`] counts, in words without figures; empty if there are none.
    pub(crate) fn how_certain(&self, group: Group) -> &'static str {
        let firm = self.counted(group).filter(|one| one.level > Level::Note);
        let (certain, other): (Vec<_>, Vec<_>) =
            firm.partition(|one| one.certainty == Certainty::Certain);
        match (certain.len(), other.len()) {
            (0, 0) => "",
            (0, _) => "none certain",
            (_, 0) => "all certain",
            _ => "not all certain",
        }
    }

    /// The number of systems and of fields that the map declares, and of bodies that a flow names without one of their systems. Every text
    /// for readers takes the size of the map from here.
    pub(crate) fn declared(&self) -> Declared {
        let model = self.model();
        let unnamed = model.systems.iter();
        Declared {
            systems: model.declared_systems().count(),
            fields: model.declared_fields().count(),
            unnamed: unnamed
                .filter(|(_, one)| one.origin == Origin::Unnamed)
                .count(),
        }
    }

    /// The number of open findings of fields that are typed again by hand.
    pub(crate) fn typed_again(&self) -> usize {
        self.open()
            .filter(|finding| is_typed_again(finding))
            .count()
    }

    /// The topics of the open findings, as [`topics::topics`] sorts them. Computed on the first call.
    pub fn topics(&self) -> &[Topic] {
        self.topics
            .get_or_init(|| topics::topics(&self.graph, &self.findings))
    }

    /// The number of open findings about something that the map itself lacks.
    pub(crate) fn to_do(&self) -> usize {
        self.open()
            .filter(|finding| topics::is_to_do(finding))
            .count()
    }

    /// The findings that no decision has settled.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.is_settled())
    }

    /// The faults that hide part of a file, or all of it, in file order. The hidden part is missing from every answer and picture.
    pub(crate) fn hidden(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|finding| HIDING.contains(&finding.kind.name))
    }

    /// The names of the files that could not be read completely, each once.
    pub(crate) fn unread(&self) -> Vec<&str> {
        let places = self.hidden().map(|finding| finding.place().span.file);
        let mut names: Vec<&str> = places
            .map(|file| self.sources.file(file).name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The highest level among the open findings.
    pub(crate) fn loudest(&self) -> Option<Level> {
        self.open().map(|finding| finding.level).max()
    }
}

/// True for a finding of a field that a person types again. The field is passed once, in whatever manner.
pub(crate) fn is_typed_again(finding: &Finding) -> bool {
    finding.kind.name == "retyped-field"
}

/// Lets the findings that rest on an assumption or a dispute tell which of the two it is.
fn doubt(graph: &FlowGraph, findings: &mut [Finding], stop: &Stop) {
    if graph.model().disputed().next().is_none() {
        return;
    }
    let (disputed, stop) = (graph.clone(), stop.clone());
    let doubt = Doubt::of(move || {
        let calm = graph::build(disputed.model().undisputed(), disputed.when().clone());
        let mut sure = Vec::new();
        rules::run_unless(&calm, &mut sure, &stop);
        sure.retain(|finding| finding.certainty == Certainty::Certain);
        sure.into_iter().map(|finding| finding.name).collect()
    });
    for finding in findings {
        finding.doubt = Some(doubt.clone());
    }
}

/// The topics with their findings; empty if no decision of the map can name a topic.
fn decided_topics(graph: &FlowGraph, findings: &[Finding], stop: &Stop) -> Vec<Held> {
    let decisions = &graph.model().decisions;
    let may_name = |finding: &str| topics::may_be_named(finding) || finding.starts_with('*');
    if stop.is_wished() || !decisions.iter().any(|one| may_name(&one.finding)) {
        return Vec::new();
    }
    let all = topics::undecided(graph, findings).into_iter();
    all.map(|topic| (topic.name, topic.findings)).collect()
}
