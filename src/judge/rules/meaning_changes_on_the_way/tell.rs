//! A change of meaning in words.

use std::collections::BTreeSet;

use serde_json::json;

use super::Changed;
use super::people::{left_out, others, silently_narrowed};
use super::way;
use crate::judge::rules::different_scope::place;
use crate::judge::rules::facets::fields_on;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::Words;
use crate::read::model::FieldId;

pub(super) fn tell(found: &Found<Changed>, names: &Names<'_>) -> Words {
    let (model, link) = (names.model(), &found.links[0]);
    let way = way(names.graph, link);
    let change = change_words(found, names);
    let system = names.of(model.system_of(link.to));
    Words::at(found.span, "changes here")
        .also(place(model, link.to), format!("{system} says this"))
        .message(change.message)
        .detail("facet", found.change.facet())
        .detail(
            "changed_on",
            json!({"flow": names.id(link.flow), "from": names.id(link.from), "to": names.id(link.to)}),
        )
        .detail("fields", names.ids(reached(found)))
        .via(names.ids(fields_on(&way)))
        .help(change.help)
        .ask(names.owner_of(link.to), change.question)
}

/// A change in words.
struct Change {
    message: String,
    help: String,
    question: String,
}

/// The fields whose meaning changes.
fn reached(found: &Changed) -> BTreeSet<FieldId> {
    found.links.iter().map(|link| link.to).collect()
}

fn change_words(found: &Changed, names: &Names<'_>) -> Change {
    let (model, graph, link) = (names.model(), names.graph, &found.links[0]);
    let (to, system) = (names.of(link.to), names.of(model.system_of(link.to)));
    let fields = match reached(found).len() {
        1 => (to.clone(), "s", "it"),
        count => (format!("{count} fields of {system}"), "", "they"),
    };
    let (subject, s, it) = fields;
    match &found.change {
        super::Change::OthersArrive => {
            let arrivals = graph.arrivals();
            let claimed = arrivals.boxes(arrivals.claimed(link.to));
            let people = model.groups_words(&others(graph, link), claimed);
            let flow = names.of(link.flow);
            Change {
                message: format!("{subject} receive{s} people outside its own limits ({people})"),
                help: format!(
                    "say that {system} covers these people, or that the flow {flow} leaves them out"
                ),
                question: format!(
                    "Does {system} take in these people ({people}), and to what end?"
                ),
            }
        }
        super::Change::AgreedLeftOut => {
            let (people, _) = left_out(graph, link).unwrap_or_default();
            let arrivals = graph.arrivals();
            let brought = arrivals.boxes(arrivals.brought(link));
            let people = model.groups_words(&people, brought);
            Change {
                message: format!(
                    "{subject} lack{s} people whom the agreed definition covers ({people})"
                ),
                help: "state whom it covers".to_owned(),
                question: format!("Should {to} cover these people ({people})?"),
            }
        }
        super::Change::Narrowed => {
            let passing = silently_narrowed(graph, link).unwrap_or_default();
            let people = model.short_words(&passing);
            Change {
                message: format!(
                    "{subject} receive{s} only some people, and nothing says whether {it} should cover more ({people})"
                ),
                help: "state whom it covers".to_owned(),
                question: format!("Does {to} cover only these people ({people})?"),
            }
        }
        super::Change::Codes(from, conversion) => {
            let codes = model.fields[link.to].codes.known();
            let codes = codes.map_or_else(String::new, |list| names.of(list.id()));
            let (from, fault) = (names.of(from), conversion.fault(names.model()));
            Change {
                message: format!("the codes of {to} do not follow from those of {from}: {fault}"),
                help: format!("say at which step the codes of {codes} arise, and from what"),
                question: format!("How do the codes of {to} arise?"),
            }
        }
        super::Change::Level => Change {
            message: format!(
                "{subject} receive{s} totals, but {system} says it holds single cases"
            ),
            help: format!(
                "get {to} from where single cases are held, or write `level: aggregate` in {system}"
            ),
            question: format!("Does {system} hold single cases or totals?"),
        },
    }
}
