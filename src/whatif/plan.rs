//! Reads the requested changes, and checks them against the map and each other before any is made.

use std::collections::BTreeMap;

use super::overlay::flows;
use super::{Faults, Wish};
use crate::analysis::Analysis;
use crate::ask;
use crate::read::model::{Id as _, Model, ScenarioId, SystemId, Trial};
use crate::read::syntax::matching_key;

/// The changes in a list of words: each begins with its verb, or is the id of a scenario of the map.
///
/// # Errors
/// If a text is neither, or its change cannot be read: all the reasons.
pub fn wishes(analysis: &Analysis, words: &[String]) -> Result<Vec<Wish>, Faults> {
    let mut texts: Vec<String> = Vec::new();
    // A quoted change is one word; a change without quotes goes on until the next change begins.
    let mut is_whole = false;
    for word in words {
        match texts.last_mut() {
            Some(last) if !is_whole && Trial::is_begun_by(last) && !Trial::is_begun_by(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => {
                texts.push(word.trim().to_owned());
                is_whole = word.trim().contains(char::is_whitespace);
            }
        }
    }
    let mut wishes = Vec::new();
    let mut faults = Vec::new();
    for text in texts {
        if Trial::is_begun_by(&text) {
            match Trial::parse(&text) {
                Ok(trial) => wishes.push((text, trial)),
                Err(help) => {
                    faults.push(format!("`{text}` is no change that can be tried: {help}"));
                }
            }
            continue;
        }
        match scenario(analysis, &text) {
            Ok(mut tried) => wishes.append(&mut tried),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(wishes)
    } else {
        Err(Faults(faults))
    }
}

/// The changes of a scenario.
fn scenario(analysis: &Analysis, id: &str) -> Result<Vec<Wish>, String> {
    let model = analysis.model();
    let slugs = model.scenarios.iter().map(|(_, one)| &*one.slug);
    let found = ask::find(id, "scenario", slugs).map_err(|unknown| {
        format!(
            "{}; a change begins with retire, merge, agree, add, serve, as-of or with",
            unknown.0
        )
    })?;
    let scenario = &model.scenarios[ScenarioId::new(found)];
    let wishes = scenario.changes.iter().map(|tried| match &tried.trial {
        Some(trial) => Ok((tried.text.to_string(), trial.clone())),
        None => Err(format!(
            "`{}` in the scenario `{id}` is no change that can be tried (`flowmap check` says why)",
            tried.text
        )),
    });
    wishes.collect()
}

/// The systems that a change names, and whether it removes the first.
fn systems(model: &Model, trial: &Trial) -> (Vec<Result<SystemId, String>>, bool) {
    let find = |id: &str| {
        let slugs = model.systems.iter().map(|(_, system)| &*system.slug);
        let found = ask::find(id, "system", slugs);
        found.map(SystemId::new).map_err(|unknown| unknown.0)
    };
    match trial {
        Trial::Retire(id) if !flows(model, id).is_empty() => (Vec::new(), false),
        Trial::Retire(id) if crate::read::model::is_arrow(id) => {
            let fault = format!("there is no flow `{id}` in this map");
            (vec![Err(fault)], false)
        }
        Trial::Retire(id) => (vec![find(id)], true),
        Trial::Merge(one, other) => (vec![find(one), find(other)], true),
        Trial::Serve(one, other) => (vec![find(one), find(other)], false),
        Trial::Add(item) => {
            let names = Trial::names(&format!("add {item}")).into_iter();
            let text = format!("add {item}");
            let ends = names.map(|(_, place)| find(&text[place]));
            (ends.collect(), false)
        }
        Trial::Agree(..) | Trial::AsOf(_) | Trial::With(_) => (Vec::new(), false),
    }
}

/// # Errors
/// If a change names nothing, or if two contradict each other: all the reasons.
pub(super) fn check(analysis: &Analysis, wishes: &[Wish]) -> Result<(), Faults> {
    let model = analysis.model();
    let mut faults = Vec::new();
    let mut named: Vec<(Vec<SystemId>, bool)> = Vec::new();
    for (text, trial) in wishes {
        let (systems, takes) = systems(model, trial);
        let mut known = Vec::new();
        for system in systems {
            match system {
                Ok(system) => known.push(system),
                Err(fault) => faults.push(format!("`{text}`: {fault}")),
            }
        }
        if known.len() == 2 && known[0] == known[1] {
            faults.push(format!("`{text}` names the same system twice"));
        }
        if let Trial::Agree(term, _) = trial {
            let slugs = model.terms.iter().map(|(_, term)| &*term.slug);
            if let Err(unknown) = ask::find(term, "term", slugs) {
                faults.push(format!("`{text}`: {}", unknown.0));
            }
        }
        named.push((known, takes));
    }
    for (place, (systems, takes)) in named.iter().enumerate() {
        let Some(gone) = systems.first().filter(|_| *takes) else {
            continue;
        };
        for (other, (used, _)) in named.iter().enumerate() {
            let is_told = other < place && named[other].1 && named[other].0.first() == Some(gone);
            if other == place || !used.contains(gone) || is_told {
                continue;
            }
            faults.push(format!(
                "`{}` and `{}` contradict each other: the first leaves no `{}`",
                wishes[place].0, wishes[other].0, model.systems[*gone].slug
            ));
        }
    }
    faults.extend(contradictions(wishes));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Faults(faults))
    }
}

/// The contradictions between two changes of the same thing.
fn contradictions(wishes: &[Wish]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut agreed: BTreeMap<(String, &str), (&str, &str)> = BTreeMap::new();
    let mut day: Option<&Wish> = None;
    let mut serves: Vec<(String, String, &str)> = Vec::new();
    for wish in wishes {
        let (text, trial) = wish;
        let told =
            |other: &str, why: &str| format!("`{other}` and `{text}` contradict each other: {why}");
        match trial {
            Trial::Agree(term, said) => {
                for (key, value) in said {
                    let place = (matching_key(term), key.as_str());
                    let before = agreed.insert(place, (value, text));
                    if let Some((other, before)) = before.filter(|(other, _)| other != value) {
                        let why = format!("`{key}` cannot be `{other}` and `{value}`");
                        faults.push(told(before, &why));
                    }
                }
            }
            Trial::AsOf(own) => {
                if let Some((other, Trial::AsOf(first))) = day
                    && first != own
                {
                    faults.push(told(other, "the map is looked at on one day"));
                }
                day = Some(wish);
            }
            Trial::Serve(one, other) => {
                let (one, other) = (matching_key(one), matching_key(other));
                let back = serves.iter().find(|(a, b, _)| *a == other && *b == one);
                if let Some((.., first)) = back {
                    faults.push(told(first, "each would get from the other"));
                }
                serves.push((one, other, text));
            }
            _ => {}
        }
    }
    faults
}
