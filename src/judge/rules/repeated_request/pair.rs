//! Two requests side by side: whether they are a duplicate, of which class, and about whom.

use serde_json::Value;
use serde_json::json;

use super::reach::Reach;
use super::timing::Late;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Request;
use crate::judge::graph::let_through;
use crate::judge::rules::people::unstated_words;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::Relation;
use crate::read::model::ScopeBox;
use crate::read::model::SystemId;
use crate::read::model::difference;
use crate::read::model::relations;

/// Two requests of one respondent for one term.
pub(super) struct Pair {
    pub(super) first: Request,
    pub(super) second: Request,
    /// `None` where it cannot be told.
    pub(super) is_duplicate: Option<bool>,
    /// Why it cannot be told.
    open: Open,
    /// The way on that exists and is too slow.
    pub(super) late: Option<Box<Late>>,
}

/// A pair whose requests stand in a list of their finding's: very many are kept until somebody reads them.
pub(super) struct Kept {
    /// The places of the two in the list.
    places: [u32; 2],
    is_duplicate: Option<bool>,
    open: Open,
    late: Option<Box<Late>>,
}

impl Kept {
    /// The pair itself, from the list it was kept beside.
    pub(super) fn pair(&self, requests: &[Request]) -> Pair {
        let [first, second] = self.places.map(|place| requests[place as usize]);
        Pair {
            first,
            second,
            is_duplicate: self.is_duplicate,
            open: self.open,
            late: self.late.clone(),
        }
    }
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

/// How two collections that one respondent fills stand to each other.
pub(super) enum Standing {
    /// Nothing is asked twice: other people, or one act of supplying.
    Apart,
    /// One surely passes the value on to the other: a legitimate copy.
    Reused([SystemId; 2]),
    /// A duplicate, or possibly one.
    Pair(Pair),
}

impl Standing {
    /// Of the pairs of requests, the one that says most: one way on serves both collections, else a certain duplicate
    /// goes before an open one.
    pub(super) fn of(
        graph: &FlowGraph,
        reach: &mut Reach<'_>,
        first: &[Request],
        second: &[Request],
    ) -> Self {
        let model = graph.model();
        let submission = |request: &Request| model.flows[request.flow].same_submission.as_ref();
        let is_one_act = |a: &Request, b: &Request| {
            a.flow == b.flow || (submission(a).is_some() && submission(a) == submission(b))
        };
        if first
            .iter()
            .any(|a| second.iter().any(|b| is_one_act(a, b)))
        {
            return Self::Apart;
        }
        let (mut certain, mut open) = (None, None);
        for a in first {
            for b in second {
                let pair = Pair::compare(graph, reach, *a, *b);
                match pair.is_duplicate {
                    Some(true) => certain = certain.or(Some(pair)),
                    None => open = open.or(Some(pair)),
                    Some(false) if pair.open == Open::Service => {
                        return Self::Reused([a.collection, b.collection]);
                    }
                    Some(false) => {}
                }
            }
        }
        certain.or(open).map_or(Self::Apart, Self::Pair)
    }
}

impl Pair {
    /// The same, to be kept beside `requests`, among which its two stand.
    pub(super) fn kept(self, requests: &[Request]) -> Kept {
        let place = |request: &Request| {
            let place = requests.iter().position(|other| other == request);
            place.expect("the requests of a pair are among those of its finding") as u32
        };
        Kept {
            places: [place(&self.first), place(&self.second)],
            is_duplicate: self.is_duplicate,
            open: self.open,
            late: self.late,
        }
    }

    fn compare(graph: &FlowGraph, reach: &mut Reach<'_>, first: Request, second: Request) -> Self {
        let mut pair = Self {
            first,
            second,
            is_duplicate: Some(true),
            open: Open::Nothing,
            late: None,
        };
        let shares = reach.overlap(&first, &second);
        if shares == Some(false) {
            pair.is_duplicate = Some(false);
            pair.open = Open::People;
            return pair;
        }
        let mut is_open = false;
        for (from, to) in [(first, second), (second, first)] {
            if !reach.reaches(from.field, to.field) {
                continue;
            }
            let shared = shared(&passed(graph, &first), &passed(graph, &second));
            let served = graph.serves(from.field, to.field, &shared);
            if served == Some(false) {
                continue;
            }
            match reach.lateness(&from, &to) {
                Some(late) => pair.late = Some(Box::new(late)),
                None if served == Some(true) => {
                    pair.is_duplicate = Some(false);
                    pair.open = Open::Service;
                    return pair;
                }
                None => is_open = true,
            }
        }
        is_open |= reach.may_reach(&first, &second) || reach.may_reach(&second, &first);
        if shares.is_none() || is_open {
            pair.is_duplicate = None;
            pair.open = if shares.is_none() {
                Open::People
            } else {
                Open::Service
            };
        }
        pair
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
            "note": self.note(graph),
        })
    }

    /// What a way that exists is worth, where it does not serve.
    pub(super) fn note(&self, graph: &FlowGraph) -> Option<String> {
        if let Some(late) = &self.late {
            return Some(format!(
                "could be forwarded if it were faster: by {} {}",
                late.way.join(" -> "),
                late.words
            ));
        }
        let model = graph.model();
        let ends = [(self.first, self.second), (self.second, self.first)];
        let steers = |(from, to): &(Request, Request)| {
            graph.route(from.field, to.field, |_| true).is_some()
                && graph
                    .route(from.field, to.field, |link| link.how.is_direct())
                    .is_none()
        };
        ends.into_iter().find(steers).map(|(from, to)| {
            format!(
                "`{}` only decides which rows reach `{}`, it brings no values",
                model.field_name(from.field),
                model.systems[to.collection].slug
            )
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
    match unstated_words(model, model.scope(first.field), model.scope(second.field)) {
        words if words.is_empty() => "where the stretches end".to_owned(),
        words => words,
    }
}

/// The people about whom a request's field is filled.
pub(super) fn passed(graph: &FlowGraph, request: &Request) -> Vec<ScopeBox> {
    let model = graph.model();
    let_through(model, request.flow, model.scope(request.field))
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
