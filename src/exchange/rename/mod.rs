//! Changes one id everywhere: in its declaration, in all references to it, and in the decisions that name it.

mod at;
mod check;
mod flow;
mod inner;
mod meaning;
mod target;

use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) use self::at::named_at;
use self::meaning::Implied;
pub use self::target::Kind;
use self::target::{Found, Target};
use super::edit::{FlowText, Refusal, at};
use super::entry::{say, written};
use super::mention::{Form, Mention, What, mentions};
use crate::analysis::{Analysis, Options};
use crate::read::finding::{is_named, renamed};
use crate::read::source::SourceSet;
use crate::read::syntax::{Value, Written, close_key};
use crate::words::counted;

/// A changed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// Its text before.
    pub old: String,
    /// Its text after.
    pub new: String,
}

/// A map with a changed id.
#[derive(Debug, Clone)]
pub struct Renamed {
    /// The kind of thing: `system`.
    pub what: &'static str,
    /// The id before, as declared.
    pub old: String,
    /// The id after.
    pub new: String,
    /// The files that change, in path order.
    pub files: Vec<Changed>,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// Changes the id `old` to `new` in all files of a map.
///
/// # Errors
/// If `old` names nothing or several things, if `new` is taken or no id, or if a text cannot be changed safely.
pub fn rename(
    analysis: &Analysis,
    kind: Option<Kind>,
    old: &str,
    new: &str,
) -> Result<Renamed, Refusal> {
    if let Some(inner) = inner::find(analysis, kind, old)? {
        if kind.is_none() && Target::find(analysis, None, old).is_ok() {
            return Err(Refusal(format!(
                "`{old}` names several things: add --kind with one of them"
            )));
        }
        return inner::rename(analysis, inner, new);
    }
    let targets = Target::find(analysis, kind, old)?.with_companions(analysis);
    let target = &targets[0];
    let new = target.new_id(analysis, new)?;
    for companion in &targets[1..] {
        companion.new_id(analysis, &new)?;
    }
    let implied = Implied::by(analysis, target, &new)?;
    let mut texts: Vec<FlowText> = Vec::new();
    let mut is_kept = false;
    for (_, file) in analysis.sources.files() {
        let mut text = FlowText::of(&file.name, &file.text);
        is_kept |= rename_in(&mut text, analysis, &targets, &new, &implied)?;
        texts.push(text);
    }
    let names = targets.iter();
    let names = names.map(|target| (target.name.clone(), target.renamed(&new)));
    follow(analysis, &mut texts, &names.collect::<Vec<_>>())?;
    check::check(analysis, &sources(&texts), &targets, &new)?;
    let mut notes = Vec::new();
    let along = targets.len() - 1;
    if along > 0 {
        notes.push(format!(
            "the new id goes to {} too: no file lists them, and they mean the term by their id",
            counted(along, "field")
        ));
    }
    if !is_kept {
        notes.push(format!(
            "no `was:` is written: only flows name the field `{}`, and no file lists it",
            target.name
        ));
    }
    Ok(Renamed {
        what: target.entity.word(),
        old: target.name.clone(),
        new: target.renamed(&new),
        files: changed(analysis, &texts),
        notes,
    })
}

/// The files whose texts differ from those of the map.
fn changed(analysis: &Analysis, texts: &[FlowText]) -> Vec<Changed> {
    let files = analysis.sources.files().zip(texts);
    let files = files.filter(|((_, file), text)| file.text != text.text());
    let files = files.map(|((_, file), text)| Changed {
        name: file.name.clone(),
        old: file.text.clone(),
        new: text.text().to_owned(),
    });
    files.collect()
}

/// The files with their present texts.
fn sources(texts: &[FlowText]) -> SourceSet {
    SourceSet::from_strings(texts.iter().map(|text| (text.name(), text.text())))
}

/// A change beyond the spelling of an id.
enum Step {
    /// A field passed under one name gets two names: that of its source, then that of its target.
    Apart(Vec<usize>, String, String),
    /// A field says its term.
    Term(Form, Vec<usize>, String, String),
    /// A thing says its former id.
    Was(Form, Vec<usize>, String, String),
}

/// Changes one file. Returns true if the file declares the thing.
fn rename_in(
    text: &mut FlowText,
    analysis: &Analysis,
    targets: &[Target],
    new: &str,
    implied: &Implied,
) -> Result<bool, Refusal> {
    let all = mentions(text)?;
    let found: Vec<Found<'_>> = targets
        .iter()
        .map(|target| Found::of(analysis, target))
        .collect();
    let is_found = |mention: &Mention| found.iter().any(|found| found.is(mention));
    let mut steps: Vec<Step> = Vec::new();
    let mut parts: BTreeMap<(u32, u32), Vec<&Mention>> = BTreeMap::new();
    let shared = |mention: &Mention| {
        let twins = all.iter().filter(|twin| {
            twin.span == mention.span && twin.shared.is_some() && twin.what != mention.what
        });
        twins.clone().all(is_found)
    };
    let mut is_declared = false;
    for mention in &all {
        if let Some((form, way)) = &mention.declared
            && let Some(term) = implied.term(text.name(), mention)
        {
            let id = if is_found(mention) { new } else { mention.id() };
            steps.push(Step::Term(
                *form,
                way.clone(),
                id.to_owned(),
                term.to_owned(),
            ));
        }
        if !is_found(mention) {
            continue;
        }
        if let Some((form, way)) = &mention.declared {
            is_declared = true;
            let ids = (targets[0].slug.clone(), new.to_owned());
            steps.push(Step::Was(*form, way.clone(), ids.0, ids.1));
        }
        match &mention.shared {
            Some(way) if !shared(mention) => steps.push(apart(&all, mention, way, new)),
            _ => {
                let place = (mention.span.start, mention.span.end);
                parts.entry(place).or_default().push(mention);
            }
        }
    }
    let spellings: Vec<(Range<u32>, String)> = parts
        .into_iter()
        .map(|((start, end), mentions)| (start..end, respelt(mentions, new)))
        .collect();
    text.respell(&spellings)?;
    steps.into_iter().try_for_each(|step| take(text, step))?;
    Ok(is_declared)
}

/// Gives two names to a field that is passed under one: only one of its two fields has the new id.
fn apart(all: &[Mention], mention: &Mention, way: &[usize], new: &str) -> Step {
    // Sources come before targets among the mentions of one spelling.
    let first = all.iter().find(|twin| twin.span == mention.span);
    let is_source = first.is_some_and(|first| std::ptr::eq(first, mention));
    let old = mention.id().to_owned();
    let (from, to) = if is_source {
        (new.to_owned(), old)
    } else {
        (old, new.to_owned())
    };
    Step::Apart(way.to_vec(), from, to)
}

/// A scalar with the new id at each of these mentions, all of which are in it.
fn respelt(mut mentions: Vec<&Mention>, new: &str) -> String {
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.part.start));
    mentions.dedup_by_key(|mention| mention.part.start);
    let mut text = mentions[0].text.clone();
    for mention in mentions {
        text.replace_range(mention.part.clone(), new);
    }
    text
}

fn take(text: &mut FlowText, step: Step) -> Result<(), Refusal> {
    let pair = |key: &str, value: Written| (key.to_owned(), value);
    match step {
        Step::Apart(way, from, to) => {
            let node = at(&text.tree()?, &way).map(written);
            match node {
                Some(Written::Mapping(_)) => {
                    text.set(&way, "to", &Written::Text(to))?;
                    text.set(&way, "from", &Written::Text(from))
                }
                Some(Written::Nothing) => apart_key(text, &way, from, to),
                _ => text.replace(
                    &way,
                    &Written::Mapping(vec![pair(&from, Written::Text(to))]).inline(),
                ),
            }
        }
        Step::Term(form, way, id, term) => {
            say(text, form, &way, &id, ("term", "term", Written::Text(term)))
        }
        Step::Was(form, way, old, new) => {
            let id = match form {
                Form::Item => {
                    at(&text.tree()?, &way).and_then(|node| node.text().map(str::to_owned))
                }
                Form::Entry => None,
            };
            let before = at(&text.tree()?, &way).and_then(|node| match &node.value {
                Value::Mapping(entries) => entries
                    .iter()
                    .find(|(key, _)| key.text() == Some("was"))
                    .map(|(_, value)| written(value)),
                _ => None,
            });
            let mut former: Vec<String> = match before {
                Some(Written::List(items)) => {
                    let texts = items.into_iter().filter_map(|item| match item {
                        Written::Text(text) => Some(text),
                        _ => None,
                    });
                    texts.collect()
                }
                Some(Written::Text(first)) => vec![first],
                _ => Vec::new(),
            };
            // Once it has the id again, the id is not a former one.
            former.retain(|known| close_key(known) != close_key(&new) && *known != old);
            former.push(old);
            let was = match &former[..] {
                [one] => Written::text(one),
                several => Written::texts(several),
            };
            let short = short(text, &way);
            say(
                text,
                form,
                &way,
                &id.unwrap_or_default(),
                (short, "was", was),
            )
        }
    }
}

/// The key that the short form of an entry stands for, by its section.
fn short(text: &FlowText, way: &[usize]) -> &'static str {
    let documents = text.tree().unwrap_or_default();
    let section = way.first().zip(way.get(1)).and_then(|(document, place)| {
        let Value::Mapping(entries) = &documents.get(*document)?.value else {
            return None;
        };
        entries.get(*place)?.0.text().map(str::to_owned)
    });
    match section.as_deref() {
        Some("needs") => "question",
        Some("dimensions" | "code_lists") => "values",
        Some("systems") if way.len() > 4 => "term",
        _ => "name",
    }
}

/// Writes two names for a field passed as a key without a value.
fn apart_key(text: &mut FlowText, way: &[usize], from: String, to: String) -> Result<(), Refusal> {
    text.replace(way, &Written::Text(to))?;
    let key = way.split_last().and_then(|(place, outer)| {
        let documents = text.tree().ok()?;
        match &at(&documents, outer)?.value {
            Value::Mapping(entries) => {
                let (key, _) = entries.get(*place)?;
                (key.text() != Some(&from)).then_some(key.span.start..key.span.end)
            }
            _ => None,
        }
    });
    key.map_or(Ok(()), |key| text.respell(&[(key, from)]))
}

/// Changes ids in the names in decisions, each old one with its new one, if the new name matches at least as many findings and topics of the changed map.
fn follow(
    analysis: &Analysis,
    texts: &mut [FlowText],
    names: &[(String, String)],
) -> Result<(), Refusal> {
    if analysis.model().decisions.is_empty() {
        return Ok(());
    }
    let options = Options {
        when: analysis.graph.when().clone(),
        ..Options::default()
    };
    let after = Analysis::of(sources(texts), options);
    let count = |name: &str| {
        let findings = after.findings.iter().map(|finding| &finding.name);
        let topics = after.topics().iter().map(|topic| &topic.name);
        findings
            .chain(topics)
            .filter(|known| is_named(name, known))
            .count()
    };
    for text in texts {
        let named = mentions(text)?;
        let named = named.iter().filter(|mention| mention.what == What::Finding);
        let changed = named.filter_map(|mention| {
            // The name of a field may contain the id of its term, so the field is replaced first.
            let names = names.iter().rev();
            let name = names.fold(mention.text.clone(), |name, (old, new)| {
                renamed(&name, old, new)
            });
            let is_better = name != mention.text && count(&name) >= count(&mention.text);
            is_better.then(|| (mention.span.clone(), name))
        });
        let changed: Vec<(Range<u32>, String)> = changed.collect();
        text.respell(&changed)?;
    }
    Ok(())
}
