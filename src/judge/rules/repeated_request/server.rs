//! Which of several collections could serve the others, and what stands in the way.

use serde_json::Value;
use serde_json::json;

use crate::judge::graph::FlowGraph;
use crate::judge::graph::Request;
use crate::read::model::FieldType;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::Stated;
use crate::read::model::TermId;
use crate::read::model::difference;
use crate::read::model::leaves_some;

/// How many collections are weighed against each other; where more ask, the first of them stand for all.
const MOST_SERVERS: usize = 24;

/// The collection with the fewest obstacles.
pub(super) struct Serving {
    server: Request,
    others: Vec<Request>,
    /// Which other it could not serve, and why.
    obstacles: Vec<(Request, String)>,
}

/// The request whose collection could best serve the others; the first of equals.
pub(super) fn best(graph: &FlowGraph, requests: &[Request]) -> Serving {
    let model = graph.model();
    let mut firsts: Vec<Request> = requests.to_vec();
    firsts.dedup_by_key(|request| request.collection);
    firsts.truncate(MOST_SERVERS);
    let serving = |server: &Request| {
        let others: Vec<Request> = firsts
            .iter()
            .filter(|other| other.collection != server.collection)
            .copied()
            .collect();
        let obstacles = others
            .iter()
            .flat_map(|other| {
                obstacles(model, server, other)
                    .into_iter()
                    .map(|why| (*other, why))
            })
            .collect();
        Serving {
            server: *server,
            others,
            obstacles,
        }
    };
    firsts
        .iter()
        .map(serving)
        .min_by_key(|serving| serving.obstacles.len())
        .expect("a duplicate has two requests")
}

fn obstacles(model: &Model, server: &Request, other: &Request) -> Vec<String> {
    let mut found = Vec::new();
    let (here, there) = (model.scope(server.field), model.scope(other.field));
    let missing = difference(there, here, model.space(), Mode::Certain);
    if missing.is_empty() {
        if leaves_some(there, here, model.space(), Mode::Possible) {
            found.push("whether it covers the same people is not stated".to_owned());
        }
    } else {
        found.push(format!(
            "it lacks these people: {}",
            model.parts_words(&missing, there)
        ));
    }
    let (flow, wanted) = (&model.flows[server.flow], &model.flows[other.flow]);
    if let (Some(lag), Some(limit)) = (flow.lag.known(), wanted.lag.known())
        && lag.shortest > limit.longest
    {
        found.push(format!("it is later: {lag} against {limit}"));
    }
    if matches!(model.fields[server.field].codes.known(), Some(codes) if model.fields[other.field].codes.known().is_some_and(|other| other.id() != codes.id()))
    {
        found.push("it uses another code list".to_owned());
    }
    if let (Some(a), Some(b)) = (
        model.fields[server.field].kind.known(),
        model.fields[other.field].kind.known(),
    ) && a != b
        && (*a, *b) != (FieldType::Datetime, FieldType::Date)
    {
        found.push("its type is another".to_owned());
    }
    if carries_identifier(model, other) && !carries_identifier(model, server) {
        found.push(
            "it does not say whom the record is about, so the two cannot be linked".to_owned(),
        );
    }
    if matches!(model.fields[server.field].term, Stated::NotShared(_))
        || matches!(flow.fields, Stated::NotShared(_))
    {
        found.push("it may not be shared".to_owned());
    }
    found
}

/// True where the request's flow brings something that identifies a person.
fn carries_identifier(model: &Model, request: &Request) -> bool {
    let flow = &model.flows[request.flow];
    let is_identifier = |term: TermId| model.terms[term].is_identifier;
    match &flow.identifiers {
        Stated::Known(terms, _) => terms.iter().any(|term| is_identifier(term.id())),
        Stated::Absent(_) => false,
        _ => flow
            .passages()
            .iter()
            .any(|passage| model.term_of(passage.to.id()).is_some_and(is_identifier)),
    }
}

impl Serving {
    fn server_name<'m>(&self, model: &'m Model) -> &'m str {
        &model.systems[self.server.collection].slug
    }

    /// What to do, as an imperative sentence.
    pub(super) fn advice(&self, model: &Model, term: &str) -> String {
        let server = self.server_name(model);
        match self.obstacles.first() {
            None => format!(
                "let `{server}` pass `{term}` on to {}: it covers their people and is no later",
                self.other_names(model)
            ),
            Some((other, why)) => {
                let more = self.obstacles.len() - 1;
                let more = if more == 0 {
                    String::new()
                } else {
                    format!("; and {more} more")
                };
                format!(
                    "`{server}` is nearest to serving the others; in the way for `{}`: {why}{more}",
                    model.systems[other.collection].slug
                )
            }
        }
    }

    /// Whom to ask what.
    pub(super) fn question(&self, model: &Model, respondent: &str, term: &str) -> (String, String) {
        let owner = self
            .others
            .first()
            .and_then(|other| model.systems[other.collection].owner());
        let to = owner
            .map(|owner| model.organisations[owner].slug.to_string())
            .unwrap_or_default();
        let others = self.other_names(model);
        (
            to,
            format!(
                "Could {others} take `{term}` from `{}` instead of asking `{respondent}` again?",
                self.server_name(model)
            ),
        )
    }

    fn other_names(&self, model: &Model) -> String {
        let names: Vec<String> = self
            .others
            .iter()
            .map(|other| format!("`{}`", model.systems[other.collection].slug))
            .collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }

    pub(super) fn detail(&self, model: &Model) -> Value {
        let in_the_way: Vec<Value> = self
            .obstacles
            .iter()
            .map(|(other, why)| json!({"for": model.systems[other.collection].slug, "why": why}))
            .collect();
        json!({"collection": self.server_name(model), "in_the_way": in_the_way})
    }
}
