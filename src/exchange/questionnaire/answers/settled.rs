//! Makes one proposed change of all answers about an entry.

use super::Answers;
use crate::exchange::proposed::entries::Entry;
use crate::exchange::proposed::{About, Origin, Proposal, Proposed, ProposedKey};
use crate::read::syntax::Written;
use crate::words::{capital, counted, plural};

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
            let mut keys: Vec<ProposedKey> = Vec::new();
            let put = |key: &'static str, value: Written, origin: Origin| ProposedKey {
                key,
                value: Some(value),
                origin,
            };
            for (key, value, origin) in of_entry.keys {
                keys.push(put(key, value, origin));
            }
            if !of_entry.remarks.is_empty() {
                let said = of_entry.remarks.join("\n");
                let mut notes = entry.text("notes").trim_end().to_owned();
                let new = format!("{}: {said}", capital(&self.source));
                if !notes.contains(&new) {
                    if !notes.is_empty() {
                        notes.push('\n');
                    }
                    notes.push_str(&new);
                    keys.push(put("notes", Written::Text(notes), origin));
                }
            }
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
        let by = if person.is_empty() {
            String::new()
        } else {
            format!(" (by {person})")
        };
        let mut note = format!(
            "{}{by}: {} confirmed",
            capital(&self.source),
            plural(confirmed, "entry", "entries")
        );
        if partly > 0 {
            note.push_str(&format!(
                ", {} in part only: their sureness stays, and the answer is among their sources",
                partly
            ));
        }
        if disputed > 0 {
            note.push_str(&format!(", {} disputed", counted(disputed, "statement")));
        }
        self.proposal.notes.push(note);
        self.proposal
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
        Some(ProposedKey {
            key: "source",
            value: Some(value),
            origin,
        })
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
        Some(ProposedKey {
            key: "disputed",
            value: Some(value),
            origin,
        })
    }
}
