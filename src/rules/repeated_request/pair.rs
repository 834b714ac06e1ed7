//! Two requests side by side: whether they are a duplicate, of which class, and about whom.

use serde_json::Value;
use serde_json::json;

use crate::graph::FlowGraph;
use crate::graph::Request;
use crate::model::Mode;
use crate::model::Model;
use crate::model::Relation;
use crate::model::ScopeBox;
use crate::model::Stated;
use crate::model::difference;
use crate::model::overlap;
use crate::model::relations;

/// Two requests of one respondent for one term.
pub(super) struct Pair {
    pub(super) first: Request,
    pub(super) second: Request,
    /// `None` where it cannot be told.
    pub(super) is_duplicate: Option<bool>,
    /// Why it cannot be told.
    open: Open,
}

/// What keeps a pair from being certain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// Whether the people overlap.
    People,
    /// Whether one collection serves the other.
    Service,
}

impl Pair {
    /// The pair that says most about two collections: a certain duplicate before an open one. `None` where they are surely none.
    pub(super) fn of(graph: &FlowGraph, first: &[Request], second: &[Request]) -> Option<Self> {
        let model = graph.model();
        let submission = |request: &Request| model.flows[request.flow].same_submission.as_ref();
        let is_one_act = |a: &Request, b: &Request| {
            a.flow == b.flow || (submission(a).is_some() && submission(a) == submission(b))
        };
        if first
            .iter()
            .any(|a| second.iter().any(|b| is_one_act(a, b)))
        {
            return None;
        }
        let mut open = None;
        for a in first {
            for b in second {
                let pair = Self::compare(graph, *a, *b);
                match pair.is_duplicate {
                    Some(true) => return Some(pair),
                    None => open = open.or(Some(pair)),
                    // One surely served pair serves the two collections.
                    Some(false) if pair.open == Open::Service => return None,
                    Some(false) => {}
                }
            }
        }
        open
    }

    fn compare(graph: &FlowGraph, first: Request, second: Request) -> Self {
        let (a, b) = (passed(graph, &first), passed(graph, &second));
        let verdict = |is_duplicate, open| Self {
            first,
            second,
            is_duplicate,
            open,
        };
        let shares = overlap(&a, &b);
        if shares == Some(false) {
            return verdict(Some(false), Open::People);
        }
        let shared = shared(&a, &b);
        let served = [(first.field, second.field), (second.field, first.field)]
            .map(|(from, to)| graph.serves(from, to, &shared));
        if served.contains(&Some(true)) {
            return verdict(Some(false), Open::Service);
        }
        match (shares, served.contains(&None)) {
            (None, _) => verdict(None, Open::People),
            (_, true) => verdict(None, Open::Service),
            (Some(_), false) => verdict(Some(true), Open::Nothing),
        }
    }

    /// The ids of the two collections.
    pub(super) fn names(&self, model: &Model) -> [String; 2] {
        [self.first, self.second].map(|request| model.systems[request.collection].slug.to_string())
    }

    /// The class: `partial` where the people surely overlap only in part, else by where the two values were captured.
    fn class(&self, graph: &FlowGraph, possible: &[Relation]) -> &'static str {
        let is_partial = possible.iter().all(|relation| {
            matches!(
                relation,
                Relation::Narrower | Relation::Broader | Relation::Overlapping
            )
        });
        if is_partial {
            "partial"
        } else {
            self.captures(graph)
        }
    }

    fn captures(&self, graph: &FlowGraph) -> &'static str {
        let (a, b) = (
            graph.origins(self.first.field),
            graph.origins(self.second.field),
        );
        if a.iter().any(|origin| b.contains(origin)) {
            "re-submitted"
        } else {
            "re-keyed"
        }
    }

    pub(super) fn detail(&self, graph: &FlowGraph) -> Value {
        let model = graph.model();
        let (a, b) = (passed(graph, &self.first), passed(graph, &self.second));
        let possible = relations(&a, &b, model.space());
        let words: Vec<&str> = possible.iter().copied().map(Relation::word).collect();
        let only = |boxes: &[ScopeBox], others: &[ScopeBox]| {
            let rest = difference(boxes, others, model.space(), Mode::Certain);
            if rest.is_empty() {
                Value::Null
            } else {
                json!(model.parts_words(&rest, boxes))
            }
        };
        json!({
            "collections": self.names(model),
            "class": self.class(graph, &possible),
            "captures": self.captures(graph),
            "relation": words,
            "shared": model.boxes_words(&shared(&a, &b)),
            "only_first": only(&a, &b),
            "only_second": only(&b, &a),
        })
    }

    /// What would have to be known, as the end of a sentence.
    pub(super) fn open_question(&self, model: &Model) -> String {
        let [first, second] = self.names(model);
        match self.open {
            Open::Service => format!(
                "whether `{first}` and `{second}` pass the data on to each other for these people"
            ),
            _ => format!(
                "whether `{first}` and `{second}` are about the same people: {}",
                unstated(model, &self.first, &self.second)
            ),
        }
    }

    /// Whom to ask that.
    pub(super) fn question(&self, model: &Model) -> (String, String) {
        let [first, second] = self.names(model);
        let open = |request: &Request| {
            model
                .scope(request.field)
                .iter()
                .any(|scope| scope.0.iter().any(|extent| !extent.is_stated()))
        };
        let asked = if open(&self.first) {
            &self.first
        } else {
            &self.second
        };
        let owner = model.systems[asked.collection]
            .owner()
            .map(|owner| model.organisations[owner].slug.to_string());
        let text = match self.open {
            Open::Service => {
                format!("For whom do `{first}` and `{second}` pass data on to each other?")
            }
            _ => format!(
                "Whom does `{}` cover, by {}?",
                model.systems[asked.collection].slug,
                unstated(model, &self.first, &self.second)
            ),
        };
        (owner.unwrap_or_default(), text)
    }
}

/// The dimensions that one of the two leaves open.
fn unstated(model: &Model, first: &Request, second: &Request) -> String {
    let boxes = || {
        model
            .scope(first.field)
            .iter()
            .chain(model.scope(second.field))
    };
    let open = |index: usize| boxes().any(|scope| !scope.0[index].is_stated());
    let names: Vec<String> = model
        .dimensions
        .iter()
        .enumerate()
        .filter(|(index, _)| open(*index))
        .map(|(_, (_, dimension))| dimension.name.to_string())
        .collect();
    if names.is_empty() {
        "where the stretches end".to_owned()
    } else {
        names.join(", ")
    }
}

/// The people about whom a request's field is filled: its scope, and only those the flow passes.
fn passed(graph: &FlowGraph, request: &Request) -> Vec<ScopeBox> {
    let model = graph.model();
    let scope = model.scope(request.field);
    match &model.flows[request.flow].only {
        Stated::Known(only, _) => scope
            .iter()
            .flat_map(|scope| {
                let meets = |filter: &&ScopeBox| scope.overlaps(filter) != Some(false);
                only.iter()
                    .filter(meets)
                    .map(|filter| scope.filtered(filter))
            })
            .collect(),
        _ => scope.to_vec(),
    }
}

/// The people in both, or the first where nothing surely is.
fn shared(boxes: &[ScopeBox], others: &[ScopeBox]) -> Vec<ScopeBox> {
    let both = boxes.iter().flat_map(|a| {
        others
            .iter()
            .filter(|b| a.overlaps(b) != Some(false))
            .map(move |b| a.and(b))
    });
    let mut shared: Vec<ScopeBox> = Vec::new();
    for scope in both {
        if !shared.contains(&scope) {
            shared.push(scope);
        }
    }
    if shared.is_empty() {
        boxes.to_vec()
    } else {
        shared
    }
}
