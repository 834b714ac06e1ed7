//! Reads a flow file as a proposal: everything that it says should hold in the map too.

use super::entries::{Entry, Said, entries, is_list};
use super::{About, Fault, Origin, Proposal, Proposed, ProposedKey, WrittenMap};
use crate::analysis::Analysis;
use crate::exchange::edit::FlowText;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::Written;

impl Proposal {
    /// The proposal that a flow file makes for a map. An entry that the map has gets the keys that the file says, and keeps its others. A
    /// flow is known by its two ends and its `id`. The fields that a known flow passes are added to those it has.
    pub fn from_yaml(map: &Analysis, name: &str, text: &str) -> Self {
        let mut proposal = Self::default();
        let place = proposal.add_text(name, text);
        let sources = SourceSet::from_strings([(name, text)]);
        let (_, findings) = syntax::parse(&sources, FileId(0));
        for finding in findings {
            let span = finding.place().span;
            proposal.faults.push(Fault {
                kind: finding.kind,
                origin: Origin {
                    text: place,
                    start: span.start,
                    end: span.end,
                },
                label: finding.place().label.clone(),
                message: finding.message.clone(),
                help: finding.help.clone(),
            });
        }
        if !proposal.faults.is_empty() {
            return proposal;
        }
        let map = WrittenMap::of(&map.sources);
        for entry in entries(&FlowText::of(name, text), 0).unwrap_or_default() {
            let at = |span: crate::read::source::Span| Origin {
                text: place,
                start: span.start,
                end: span.end,
            };
            let about = if is_list(entry.section) {
                same_item(&map, &entry)
            } else {
                map.find(entry.section, &entry.owner, &entry.id)
            };
            let known = about.map(|place| &map.entries[place]);
            let new = entry.keys.iter().filter_map(|said| {
                Some(ProposedKey {
                    key: said.key,
                    value: Some(wanted(&entry, said, known)?),
                    origin: at(said.span),
                })
            });
            let keys: Vec<ProposedKey> = new.collect();
            if keys.is_empty() && known.is_some() {
                continue;
            }
            proposal.entries.push(Proposed {
                section: entry.section,
                owner: entry.owner.clone(),
                id: entry.id.clone(),
                about: about.map_or(About::New(None), About::Known),
                keys,
                is_gone: false,
                origin: at(entry.span),
            });
        }
        proposal
    }
}

/// The value that a key should get; `None` if the map says it already.
fn wanted(entry: &Entry, said: &Said, known: Option<&Entry>) -> Option<Written> {
    // The fields of a system are entries of their own.
    if entry.section == "systems" && said.key == "fields" && !matches!(said.value, Written::Text(_))
    {
        return None;
    }
    let old = known.and_then(|known| known.get(said.key));
    match old.map(|old| &old.value) {
        Some(old) if *old == said.value => None,
        Some(old) if said.key == "fields" && entry.section == "flows" => together(old, &said.value),
        _ => Some(said.value.clone()),
    }
}

/// The entry of the map that an entry without an id is about.
fn same_item(map: &WrittenMap, entry: &Entry) -> Option<usize> {
    let marks: &[&str] = match entry.section {
        "decisions" => &["finding"],
        _ => &["from", "to", "id"],
    };
    let mark = |entry: &Entry| -> Vec<String> {
        marks
            .iter()
            .map(|key| syntax::close_key(entry.text(key)))
            .collect()
    };
    let wanted = mark(entry);
    let all = map.all(entry.section, "", "");
    all.iter()
        .copied()
        .find(|place| mark(&map.entries[*place]) == wanted)
}

/// The fields of two accounts of a flow; `None` if the first has them all.
fn together(old: &Written, new: &Written) -> Option<Written> {
    let items = |value: &Written| match value {
        Written::List(items) => items.clone(),
        Written::Mapping(pairs) => pairs
            .iter()
            .map(|pair| match &pair.1 {
                Written::Nothing => Written::Text(pair.0.clone()),
                _ => Written::Mapping(vec![pair.clone()]),
            })
            .collect(),
        Written::Nothing => Vec::new(),
        other => vec![other.clone()],
    };
    let mut all = items(old);
    if all == [Written::text("unknown")] {
        all.clear();
    }
    let count = all.len();
    for item in items(new) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    (all.len() > count).then(|| Written::List(all).inline_if_short())
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Analysis, Options};
    use crate::exchange::proposed::Proposal;
    use crate::exchange::proposed::entries::FIELDS;
    use crate::read::source::SourceSet;

    #[test]
    fn a_flow_file_adds_what_is_new_and_keeps_the_rest() {
        let map = "# top\nsystems:\n  a: {owner: x, fields: [one]}   # a\n  b: B\nflows:\n  - a -> b: [one]   # passed\n";
        let sources = SourceSet::from_strings([("flows/map.yaml", map)]);
        let before = Analysis::of(sources, Options::default());
        let text = "systems:\n  a:\n    fields:\n      one:\n      two: {type: date}\n  c: C\nflows:\n  - a -> b: [one, two]\n  - a -> c\n";
        let proposal = Proposal::from_yaml(&before, "given.json", text);
        let fields = proposal.entries.iter();
        assert_eq!(fields.filter(|one| one.section == FIELDS).count(), 1);
        let made = proposal
            .made(&before, "flows/new.yaml")
            .expect("it can be made");
        assert_eq!(made.files.len(), 1);
        assert_eq!(
            made.files[0].new,
            "# top\nsystems:\n  a: {owner: x, fields: [one, {two: {type: date}}]}   # a\n  b: B\n  c: C\nflows:\n  - a -> b: [one, two]   # passed\n  - a -> c\n"
        );
    }
}
