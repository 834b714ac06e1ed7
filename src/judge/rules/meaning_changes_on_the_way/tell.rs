//! A change of meaning in words.

use serde_json::json;

use super::Change;
use super::Changed;
use super::people::{left_out, others, silently_narrowed};
use super::way;
use crate::judge::graph::Link;
use crate::judge::rules::different_scope::place;
use crate::judge::rules::facets::fields_on;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Words};

pub(super) fn tell(found: &Found<Changed>, names: &Names<'_>) -> Words {
    let (model, link) = (names.model(), &found.links[0]);
    let way = way(names.graph, link);
    let (field, origin) = (names.of(link.to), names.of(way[0].from));
    let more = match found.links.len() - 1 {
        0 => String::new(),
        1 => " (and so for 1 more field)".to_owned(),
        more => format!(" (and so for {more} more fields)"),
    };
    let (change, help) = change_words(names, link, &found.change);
    let question = match found.certainty {
        Certainty::CannotTell => format!("Whom does {field} cover?"),
        _ => format!("Is {field} still what {origin} is?"),
    };
    let system = names.of(model.system_of(link.to));
    Words::at(found.span, "changes here")
        .also(place(model, link.to), format!("what {system} says"))
        .message(format!("{field} is not what {origin} is{more}: {change}"))
        .detail("facet", found.change.facet())
        .detail(
            "changed_on",
            json!({"flow": names.id(link.flow), "from": names.id(link.from), "to": names.id(link.to)}),
        )
        .via(names.ids(fields_on(&way)))
        .help(help)
        .ask(names.owner_of(link.to), question)
}

/// The change, and the advice on it.
fn change_words(names: &Names<'_>, link: &Link, change: &Change) -> (String, String) {
    let (model, graph) = (names.model(), names.graph);
    let (to, system) = (names.of(link.to), names.of(model.system_of(link.to)));
    let cover = "state whom it covers".to_owned();
    match change {
        Change::OthersArrive => {
            let arrivals = graph.arrivals();
            let held = arrivals.boxes(arrivals.held(link.from));
            let people = model.parts_words(&others(graph, link), held);
            let flow = names.of(link.flow);
            (
                format!("people arrive whom it says it leaves out: {people}"),
                format!("cover these people, or narrow the `only` of {flow}"),
            )
        }
        Change::AgreedLeftOut => {
            let (people, agreed) = left_out(graph, link).unwrap_or_default();
            let people = model.parts_words(&people, &agreed);
            let change = format!("people are left out whom the agreed definition covers: {people}");
            (change, cover)
        }
        Change::Narrowed => {
            let passing = silently_narrowed(graph, link).unwrap_or_default();
            let passing = model.boxes_words(&passing);
            let change = format!("only some pass, and it does not say so: {passing}");
            (change, cover)
        }
        Change::Codes(from, conversion) => {
            let codes = model.fields[link.to].codes.known();
            let codes = codes.map_or_else(String::new, |list| names.id(list.id()));
            let (from, fault) = (names.of(from), conversion.fault());
            (
                format!("the codes of {from} cannot become those of {to}: {fault}"),
                format!("say at which step the codes `{codes}` come about, and from what"),
            )
        }
        Change::Level => (
            format!("totals arrive, and {system} says it holds single cases"),
            format!(
                "get {to} from where single cases are held, or let {system} have `level: aggregate`"
            ),
        ),
    }
}
