//! What is told of one request: who asks, how and how often.

use serde_json::Value;
use serde_json::json;

use crate::judge::graph::Request;
use crate::read::model::Model;

/// `asked by cqc_reg17: form, each event, 52 supplies a year`.
pub(super) fn asked(model: &Model, request: &Request) -> String {
    let flow = &model.flows[request.flow];
    let mut words = Vec::new();
    words.extend(flow.method.known().map(|method| method.word().to_owned()));
    words.extend(flow.every.known().map(crate::read::model::Every::words));
    words.extend(
        model
            .supplies_a_year(flow)
            .map(|supplies| format!("{supplies} supplies a year")),
    );
    let how = if words.is_empty() {
        String::new()
    } else {
        format!(": {}", words.join(", "))
    };
    format!("asked by `{}`{how}", model.systems[request.collection].slug)
}

/// What programs read of each request.
pub(super) fn request_details(model: &Model, requests: &[Request]) -> Vec<Value> {
    let details = requests
        .iter()
        .map(|request| request_detail(model, request));
    details.collect()
}

fn request_detail(model: &Model, request: &Request) -> Value {
    let flow = &model.flows[request.flow];
    json!({
        "collection": model.systems[request.collection].slug,
        "field": model.field_name(request.field),
        "source": model.field_name(request.source),
        "flow": flow.slug,
        "method": flow.method.known().map(|method| method.word()),
        "every": flow.every.known().map(crate::read::model::Every::words),
        "supplies_a_year": model.supplies_a_year(flow),
    })
}
