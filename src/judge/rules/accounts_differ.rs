//! One thing with different descriptions.

use serde_json::json;

use super::facets::MOST_SHOWN;
use super::found::{About, Found, Names, Thing, Things, how_sure};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{Confidence, Difference, Dispute, Model, Ref, Statement, differences};
use crate::words::{few, listed, readable, shown};

/// Limit on the accounts that a question quotes.
const MOST_QUOTED: usize = 2;

rule! {
    /// ## Finds
    /// A flow that is written more than once, by its sender and its receiver for instance, where the accounts contradict each other: other
    /// fields, another frequency, another delay, other people, another legal basis. And any statement that somebody disputes (`disputed:`).
    /// ## Why it matters
    /// One of the two bodies is wrong about what it sends, gets or holds. Until they agree, nothing that rests on the statement is sure:
    /// findings about it are likely at most. The finding on the dispute itself is as sure as the statement that is disputed.
    /// ## How to fix
    /// Ask both bodies, and correct the account that is wrong. If they are two flows, give each an `id:`. Delete `disputed:` once they agree.
    /// ## When it is fine
    /// Never, but it is worth keeping until both have answered: each account is shown with its source.
    "accounts-differ", Definition, Warning, "one thing, described differently by those who know it", find, tell
}

/// A statement with differing accounts or disputes.
struct Differing {
    statement: Statement,
    /// The keys on which the accounts of a flow differ; empty if it is only disputed.
    differences: Vec<Difference>,
    /// The finding that a disputed decision names, the code lists that a disputed crosswalk joins, or the id of a disputed case.
    id: Box<str>,
}

impl Differing {
    /// The word for the disputed statement, and the thing itself; `None` for the map and for entries of a list.
    fn thing(&self) -> (&'static str, Option<Thing>) {
        match self.statement {
            Statement::Map => ("map", None),
            Statement::Dimension(id) => ("dimension", Some(id.into())),
            Statement::Organisation(id) => ("organisation", Some(id.into())),
            Statement::Term(id) => ("term", Some(id.into())),
            Statement::Agreed(id) => ("agreed", Some(id.into())),
            Statement::CodeList(id) => ("code_list", Some(id.into())),
            Statement::Mapping(_) => ("mapping", None),
            Statement::System(id) => ("system", Some(id.into())),
            Statement::Field(id) => ("field", Some(id.into())),
            Statement::Flow(id) => ("flow", Some(id.into())),
            Statement::Need(id) => ("need", Some(id.into())),
            Statement::Decision(_) => ("decision", None),
            Statement::Case(_) => ("case", None),
            Statement::Scenario(_) => ("scenario", None),
        }
    }

    /// The disputes in its evidence.
    fn disputes<'m>(&self, model: &'m Model) -> &'m [Dispute] {
        let mut disputed = model.disputed();
        let evidence = disputed.find(|(statement, _)| *statement == self.statement);
        evidence.map_or(&[], |(_, evidence)| evidence.disputes())
    }
}

impl About for Differing {
    fn name(&self) -> Vec<Thing> {
        let (word, thing) = self.thing();
        let thing = thing.unwrap_or_else(|| Thing::Id(self.id.clone()));
        match self.statement {
            Statement::Flow(_) => vec![thing],
            Statement::Map => vec![Thing::from(word)],
            _ => vec![Thing::from(word), thing],
        }
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        let (word, thing) = self.thing();
        let thing = thing.unwrap_or_else(|| Thing::Id(self.id.clone()));
        vec![(word, Things::One(thing))]
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Differing>> {
    let model = graph.model();
    let mut found: Vec<Found<Differing>> = Vec::new();
    for (id, flow) in model
        .flows
        .iter()
        .filter(|(_, flow)| !flow.accounts.is_empty())
    {
        let differences = differences(model, flow);
        let mut accounts = flow.accounts.iter();
        let is_sourced = accounts.all(|account| account.evidence.confidence > Confidence::Assumed);
        if !differences.is_empty() {
            let differing = Differing {
                statement: Statement::Flow(id),
                differences,
                id: Box::default(),
            };
            found.push(Found::sure(
                flow.span,
                how_sure(true, is_sourced),
                differing,
            ));
        }
    }
    let of_accounts: Vec<Statement> = found.iter().map(|found| found.statement).collect();
    for (statement, evidence) in model.disputed() {
        if of_accounts.contains(&statement) {
            continue;
        }
        let id = match statement {
            Statement::Mapping(place) => {
                let mapping = &model.mappings[place];
                let [from, to] = [&mapping.from, &mapping.to].map(Ref::id);
                format!(
                    "{}->{}",
                    model.code_lists[from].slug, model.code_lists[to].slug
                )
            }
            Statement::Decision(place) => model.decisions[place].finding.to_string(),
            Statement::Case(case) => model.cases[case].slug.to_string(),
            Statement::Scenario(id) => model.scenarios[id].slug.to_string(),
            _ => String::new(),
        };
        let span = evidence.disputes()[0].span;
        let differing = Differing {
            statement,
            differences: Vec::new(),
            id: id.into(),
        };
        // That it is disputed is written; how sure the finding is depends on the statement that the dispute is about.
        let is_sourced = evidence.confidence > Confidence::Assumed;
        found.push(Found::sure(span, how_sure(true, is_sourced), differing));
    }
    found
}

/// A statement in a sentence: its kind and its id.
fn stated(found: &Differing, names: &Names<'_>) -> String {
    let id = || names.of(&found.id);
    match (found.statement, found.thing()) {
        (Statement::Map, _) => "this map".to_owned(),
        (Statement::Agreed(term), _) => format!("the agreed definition of {}", names.of(term)),
        (Statement::Mapping(_), _) => format!("the crosswalk {}", id()),
        (Statement::Decision(_), _) => format!("the decision on {}", id()),
        (Statement::Case(_), _) => format!("the case {}", id()),
        (Statement::Scenario(_), _) => format!("the scenario {}", id()),
        (Statement::Flow(flow), _) => {
            let flow = &names.model().flows[flow];
            let [from, to] = [&flow.from, &flow.to].map(|end| names.of(end.id()));
            format!("the flow from {from} to {to}")
        }
        (_, (word, thing)) => {
            let thing = thing.map_or_else(String::new, |thing| names.of(thing));
            format!("the {} {thing}", word.replace('_', " "))
        }
    }
}

/// The ids of the organisations that answer for a statement; of a flow, the owners of both its ends. Empty if no owner is named.
fn owners(found: &Differing, names: &Names<'_>) -> Vec<String> {
    let model = names.model();
    match found.statement {
        Statement::System(id) => vec![names.owner(id)],
        Statement::Field(id) => vec![names.owner_of(id)],
        Statement::Organisation(id) => vec![names.id(id)],
        Statement::Flow(id) => {
            let flow = &model.flows[id];
            vec![names.owner(flow.from.id()), names.owner(flow.to.id())]
        }
        Statement::Need(id) => model.needs[id]
            .who
            .iter()
            .map(|who| names.id(who.id()))
            .collect(),
        Statement::Decision(place) => {
            let by = model.decisions[place].by.known();
            by.map(|by| names.id(by.id())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The words of a dispute, and the organisation that they are attributed to. The author of the map wrote the words: they may sum up a source.
fn says(names: &Names<'_>, dispute: &Dispute) -> String {
    match &dispute.by {
        Some(by) => format!(
            "by {}: “{}”",
            names.body(&names.id(by.id())),
            shown(&dispute.says)
        ),
        None => format!("it is said: “{}”", shown(&dispute.says)),
    }
}

fn tell(found: &Found<Differing>, names: &Names<'_>) -> Words {
    let disputes = found.disputes(names.model());
    let what = stated(found, names);
    let mut disputants: Vec<String> = disputes
        .iter()
        .filter_map(|dispute| Some(names.body(&names.id(dispute.by?.id()))))
        .collect();
    disputants.dedup();
    let by_whom = match &disputants[..] {
        [] => String::new(),
        bodies => format!(", by {}", few(bodies)),
    };
    let owners = owners(found, names);
    let by = disputes.iter().filter_map(|dispute| dispute.by);
    let by: Vec<String> = by.map(|by| names.id(by.id())).collect();
    // One who contradicts a statement about its own system is asked first.
    let of_its_own = by.iter().filter(|by| owners.contains(by)).cloned();
    let asked = of_its_own
        .chain(owners.iter().cloned())
        .chain(by.iter().cloned());
    let asked: Vec<String> = asked.collect();
    let (first, also) = names.asked(asked);
    let words = if found.differences.is_empty() {
        disputed(found, names, disputes)
    } else {
        differing(found, names)
    };
    let message = match (found.differences.is_empty(), disputes.is_empty()) {
        (true, _) if by_whom.is_empty() => format!("the map has another account of {what}"),
        (true, _) => format!("the map has another account{by_whom}, of {what}"),
        (false, true) => words.message.clone(),
        (false, false) => format!(
            "{}. The map has another account{by_whom} too",
            words.message
        ),
    };
    let points = few(&keys(found));
    let question = if found.differences.is_empty() {
        let says = disputes.iter().take(MOST_QUOTED);
        let says = says.map(|dispute| format!("“{}”", dispute.says.trim_end_matches('.')));
        let says = listed(&says.collect::<Vec<_>>());
        format!("The map also says {says}. How does that fit with what it says of {what}?{also}")
    } else {
        let [from, to] = ends(found, names);
        format!("Which account of the flow from {from} to {to} is right ({points})?{also}")
    };
    let detail = disputes.iter().map(|dispute| {
        let by = dispute.by.map(|by| names.id(by.id()));
        json!({"by": by, "says": dispute.says, "source": dispute.sources})
    });
    let words = match disputes {
        [] => words,
        _ => words.detail("disputed", detail.collect::<Vec<_>>()),
    };
    words.message(message).ask(first, question)
}

/// The places of a statement that is only disputed.
fn disputed(found: &Found<Differing>, names: &Names<'_>, disputes: &[Dispute]) -> Words {
    let places = disputes.iter().take(MOST_SHOWN);
    let places = places.map(|dispute| (dispute.span, says(names, dispute)));
    let words = Words::shown(places);
    let words = match names.model().place_of(found.statement) {
        Some(span) => words.also(span, "stated here"),
        None => words,
    };
    let mut bodies = owners(found, names);
    let by = disputes.iter().filter_map(|dispute| dispute.by);
    bodies.extend(by.map(|by| names.id(by.id())));
    bodies.retain(|body| !body.is_empty());
    bodies.sort();
    bodies.dedup();
    let whom = match bodies.len() {
        0 | 1 => "ask the owner what is right",
        2 => "ask both",
        _ => "ask all of them",
    };
    words.help(format!(
        "{whom}. Correct the map if it is wrong. If each is right by its own rule, write down both rules. Delete `disputed:` once it is settled"
    ))
}

/// The ends of a flow with several accounts.
fn ends(found: &Differing, names: &Names<'_>) -> [String; 2] {
    let Statement::Flow(id) = found.statement else {
        return Default::default();
    };
    let flow = &names.model().flows[id];
    [&flow.from, &flow.to].map(|end| names.of(end.id()))
}

fn keys(found: &Differing) -> Vec<String> {
    let keys = found.differences.iter();
    keys.map(|difference| said_of(&difference.key)).collect()
}

/// The accounts of a flow and their differences.
fn differing(found: &Found<Differing>, names: &Names<'_>) -> Words {
    let Statement::Flow(id) = found.statement else {
        return Words::default();
    };
    let flow = &names.model().flows[id];
    let [from, to] = ends(found, names);
    let places = flow.accounts.iter().enumerate().map(|(place, account)| {
        let said = found
            .differences
            .iter()
            .map(|difference| match &difference.said[place] {
                Some(said) => said.clone(),
                None => format!("no `{}`", difference.key),
            });
        (account.span, said.collect::<Vec<_>>().join("; "))
    });
    let detail = found
        .differences
        .iter()
        .map(|difference| json!({"key": difference.key, "accounts": difference.said}));
    Words::shown(places)
        .message(format!(
            "{} accounts of the flow from {from} to {to} differ ({})",
            flow.accounts.len(),
            few(&keys(found))
        ))
        .detail("differences", detail.collect::<Vec<_>>())
        .help("ask both ends, and correct the wrong account. If they are two flows, give each an `id:`")
}

/// The words for a key of a flow, in plain language.
fn said_of(key: &str) -> String {
    let words = match key {
        "fields" => "which fields",
        "only" => "whose data",
        "every" => "how often",
        "lag" => "how long it takes",
        "method" => "how it is sent",
        "contains" => "cases or totals",
        "basis" => "legal basis",
        "since" => "when it begins",
        "until" => "when it ends",
        other => return readable(other),
    };
    words.to_owned()
}
