//! The number of independent ways that bring each term of a need to the asker, and the systems whose failure would stop all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;
use crate::judge::graph::{Routes, is_own, routes};
use crate::read::model::{OrganisationId, Ref, SystemId, TermId};

impl Table<'_> {
    /// A note for each asker and each pattern of ways; none for a question about terms, which has no asker. Data that the asker's own
    /// systems capture depends on no other system.
    pub(super) fn fragility(&self) -> Vec<String> {
        let (Some(need), Some(demand)) = (self.need, &self.demand) else {
            return Vec::new();
        };
        let model = self.graph.model();
        let people = demand.people().unwrap_or_default();
        let mut told: BTreeMap<(OrganisationId, String), BTreeSet<TermId>> = BTreeMap::new();
        for who in need.who.iter().map(Ref::id) {
            let terms = self.terms.iter().copied();
            for term in terms.filter(|term| !model.terms[*term].is_context()) {
                let sources = demand.adequate(who, term);
                let is_counted = |system| !is_own(model, system, who);
                let routes = routes(self.graph, &sources, people, is_counted);
                let Some(words) = routes.and_then(|routes| self.routes_words(&routes)) else {
                    continue;
                };
                told.entry((who, words)).or_default().insert(term);
            }
        }
        let told = told.into_iter().map(|((who, words), terms)| {
            let terms: Vec<&str> = terms.iter().map(|term| &*model.terms[*term].slug).collect();
            let (verb, who) = (if terms.len() == 1 { "reaches" } else { "reach" }, who);
            let who = &model.organisations[who].slug;
            format!("`{}` {verb} `{who}` by {words}", terms.join("`, `"))
        });
        told.collect()
    }

    fn routes_words(&self, routes: &Routes) -> Option<String> {
        if routes.is_free() || routes.0.is_empty() {
            return None;
        }
        let names = |systems: &mut dyn Iterator<Item = SystemId>| {
            let names: Vec<String> = systems.map(|id| format!("`{}`", self.slug(id))).collect();
            names.join(", ")
        };
        let (count, apart) = (routes.0.len(), routes.independent());
        let all = routes.0[1..]
            .iter()
            .fold(routes.0[0].clone(), |all, route| &all & route);
        Some(match routes.weakest() {
            _ if count == 1 => format!("1 way only, through {}", names(&mut all.into_iter())),
            Some(weakest) if weakest.len() == 1 => format!(
                "{count} ways, and all pass through {}",
                names(&mut all.into_iter())
            ),
            Some(weakest) => format!(
                "{count} ways, of which {apart} share no system; no one system stops them all, but {} together do",
                names(&mut weakest.into_iter())
            ),
            None => format!(
                "{count} ways, of which {apart} share no system; no three systems together stop them all"
            ),
        })
    }
}
