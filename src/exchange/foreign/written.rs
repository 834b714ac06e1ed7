//! The entries of a proposal as the text of a flow file.

use super::draft::{Draft, Passing};
use super::entries::Entry;
use crate::read::syntax;
use crate::read::syntax::Written;

impl Draft<'_> {
    /// The proposed entries as a flow file; empty if there are none.
    pub(super) fn text(&mut self) -> String {
        let evidence = [
            ("source", Written::text(&self.source)),
            ("confidence", Written::text("reported")),
        ];
        for (list, (codes, _)) in &self.codes {
            let is_plain = codes.iter().all(|(_, meaning)| meaning.is_empty());
            let code = |(code, meaning): &(String, String)| {
                let meaning = match meaning.as_str() {
                    "" => Written::Nothing,
                    meaning => Written::text(meaning),
                };
                (code.clone(), meaning)
            };
            let values = if is_plain {
                Written::texts(codes.iter().map(|(code, _)| code))
            } else {
                Written::Mapping(codes.iter().map(code).collect())
            };
            if !codes.is_empty() {
                self.code_lists.entries[*list].put("values", values);
            }
        }
        let lists = &self.code_lists;
        let crosswalks = self.crosswalks.iter();
        let crosswalks = crosswalks.filter(|(_, crosswalk)| !crosswalk.pairs.is_empty());
        let crosswalks = crosswalks.map(|((from, to), crosswalk)| {
            let mut entry = Entry::default();
            entry.put("from", Written::text(&lists.entries[*from].slug));
            entry.put("to", Written::text(&lists.entries[*to].slug));
            let pairs = crosswalk.pairs.iter().map(|(code, targets)| {
                let targets = targets
                    .iter()
                    .map(|(target, predicate)| (target.clone(), Written::text(*predicate)));
                (code.clone(), Written::Mapping(targets.collect()).inline())
            });
            entry.put("pairs", Written::Mapping(pairs.collect()));
            entry.notes.clone_from(&crosswalk.notes.notes);
            entry.written(&evidence)
        });
        let flows = self
            .flows
            .iter()
            .map(|flow| self.written_flow(flow, &evidence));
        let sections = [
            ("organisations", self.organisations.written(&evidence)),
            ("terms", self.terms.written(&evidence)),
            ("code_lists", self.code_lists.written(&evidence)),
            ("mappings", Written::List(crosswalks.collect())),
            ("systems", self.systems.written(&evidence)),
            ("flows", Written::List(flows.collect())),
        ];
        let mut text = String::new();
        for (name, section) in sections {
            let is_empty = match &section {
                Written::List(items) => items.is_empty(),
                Written::Mapping(entries) => entries.is_empty(),
                _ => true,
            };
            if !is_empty {
                let gap = if text.is_empty() { "" } else { "\n" };
                text += gap;
                text += &syntax::write(&Written::Mapping(vec![(name.to_owned(), section)]));
            }
        }
        text
    }

    fn written_flow(&self, flow: &Passing, evidence: &[(&'static str, Written)]) -> Written {
        let slug = |system: usize| Written::text(&self.systems.entries[system].slug);
        let mut entry = flow.entry.clone();
        entry.put("from", slug(flow.ends.0));
        entry.put("to", slug(flow.ends.1));
        let passages = flow.passages.iter().map(|(from, to, how)| {
            if let ([from], "identity") = (&from[..], *how) {
                if from == to {
                    return Written::text(to);
                }
                let pair = vec![(from.clone(), Written::text(to))];
                return Written::Mapping(pair);
            }
            let how = if how.is_empty() { "unknown" } else { how };
            let from = match &from[..] {
                [one] => Written::text(one),
                several => Written::List(several.iter().map(Written::text).collect()),
            };
            let keys = [
                ("from", from),
                ("to", Written::text(to)),
                ("how", Written::text(how)),
            ];
            let keys = keys.map(|(key, value)| (key.to_owned(), value));
            Written::Mapping(keys.to_vec()).inline()
        });
        if !flow.passages.is_empty() {
            entry.put("fields", Written::List(passages.collect()));
        }
        entry.written(evidence)
    }
}
