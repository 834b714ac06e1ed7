//! Makes one proposed change of all answers about an entry.

use super::Answers;
use crate::exchange::proposed::entries::Entry;
use crate::exchange::proposed::{About, Origin, Proposal, Proposed, ProposedKey};
use crate::read::syntax::Written;
use crate::words::{capital, plural};

impl Answers<'_> {
    /// The proposal of all entries.
    pub(super) fn done(mut self, person: &str) -> Proposal {
        let entries = std::mem::take(&mut self.entries);
        let (mut confirmed, mut partly, mut disputed) = (0, 0, 0);
        for (place, of_entry) in entries {
            let Some(origin) = of_entry.origin else {
                continue;
            };
            let entry = &self.map.entries[place];
            let corrected = of_entry.keys.into_iter();
            let mut keys: Vec<ProposedKey> = corrected
                .map(|(key, value, origin)| put(key, value, origin))
                .collect();
            keys.extend(self.noted(entry, &of_entry.remarks, origin));
            let is_whole =
                of_entry.is_confirmed && of_entry.left == 0 && of_entry.disputes.is_empty();
            if of_entry.is_confirmed || !keys.is_empty() {
                keys.extend(self.sourced(entry, origin));
            }
            if is_whole {
                confirmed += 1;
                if entry.text("confidence") != "confirmed" {
                    keys.push(put("confidence", Written::text("confirmed"), origin));
                }
            } else if of_entry.is_confirmed {
                partly += 1;
            }
            if !of_entry.disputes.is_empty() {
                disputed += 1;
                keys.extend(self.disputed(entry, &of_entry.disputes, origin));
            }
            if keys.is_empty() {
                continue;
            }
            self.proposal.entries.push(Proposed {
                section: entry.section,
                owner: entry.owner.clone(),
                id: entry.id.clone(),
                about: About::Known(place),
                keys,
                is_gone: false,
                origin,
            });
        }
        let note = self.summary(person, [confirmed, partly, disputed]);
        self.proposal.notes.push(note);
        self.proposal
    }

    /// One line on what was answered.
    fn summary(&self, person: &str, [confirmed, partly, disputed]: [usize; 3]) -> String {
        let by = if person.is_empty() {
            String::new()
        } else {
            format!(" (by {person})")
        };
        let mut parts = vec![format!(
            "{} confirmed",
            plural(confirmed, "entry", "entries")
        )];
        if disputed > 0 {
            parts.push(format!("{} disputed", plural(disputed, "entry", "entries")));
        }
        if partly > 0 {
            parts.push(format!(
                "{partly} answered in part, whose sureness stays as it is"
            ));
        }
        format!("{}{by}: {}", capital(&self.source), parts.join(", "))
    }

    /// The notes of an entry with these remarks after them.
    fn noted(&self, entry: &Entry, remarks: &[String], origin: Origin) -> Option<ProposedKey> {
        if remarks.is_empty() {
            return None;
        }
        let mut notes = entry.text("notes").trim_end().to_owned();
        let new = format!("{}: {}", capital(&self.source), remarks.join("\n"));
        if notes.contains(&new) {
            return None;
        }
        if !notes.is_empty() {
            notes.push('\n');
        }
        notes.push_str(&new);
        Some(put("notes", Written::Text(notes), origin))
    }

    /// The sources of an entry with this answer among them.
    pub(super) fn sourced(&self, entry: &Entry, origin: Origin) -> Option<ProposedKey> {
        let mut sources = match entry.get("source").map(|said| said.value.clone()) {
            Some(Written::List(items)) => items,
            Some(Written::Nothing) | None => Vec::new(),
            Some(Written::Text(word)) if word == "unknown" || word == "none" => Vec::new(),
            Some(one) => vec![one],
        };
        let own = Written::text(&self.source);
        if sources.contains(&own) {
            return None;
        }
        sources.push(own);
        let value = match &sources[..] {
            [one] => one.clone(),
            _ => Written::List(sources),
        };
        Some(put("source", value, origin))
    }

    /// The disputes of an entry with these.
    pub(super) fn disputed(
        &self,
        entry: &Entry,
        said: &[String],
        origin: Origin,
    ) -> Option<ProposedKey> {
        let mut all = match entry.get("disputed").map(|said| said.value.clone()) {
            Some(Written::List(items)) => items,
            Some(Written::Nothing) | None => Vec::new(),
            Some(Written::Text(word)) if word == "unknown" || word == "none" => Vec::new(),
            Some(one) => vec![one],
        };
        let pair = |key: &str, text: &str| (key.to_owned(), Written::text(text));
        let own = Written::Mapping(vec![
            pair("by", self.id),
            pair("says", &said.join("; ")),
            pair("source", &self.source),
        ]);
        if all.contains(&own) {
            return None;
        }
        all.push(own.inline());
        let value = match &all[..] {
            [one] => one.clone(),
            _ => Written::List(all),
        };
        Some(put("disputed", value, origin))
    }
}

fn put(key: &'static str, value: Written, origin: Origin) -> ProposedKey {
    ProposedKey {
        key,
        value: Some(value),
        origin,
    }
}
