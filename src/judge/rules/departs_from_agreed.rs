//! A field that does not follow the definition agreed for its term.

use serde_json::json;

use super::comparable::Dimensions;
use super::facets::{firm, is_sourced};
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Agreed, Basis, Computable, Conversion, Crosswalks, Extent, FieldId, Mode, Model, Ref, ScopeBox,
    TermId, difference, extent_words, is_too_much, leaves_some,
};
use crate::read::source::Span;
use crate::words::{capital, few};

rule! {
    /// ## Finds
    /// A field against the `agreed` definition of its term, point by point: type, unit, codes, the date that decides the period, whom it covers.
    /// A point departs where what was agreed cannot be worked out from what the field holds, or where the people differ. A dimension of the
    /// agreement that the field leaves out is read as everyone whom its flows bring, and the finding is then only likely. What else the field does not state is listed,
    /// and on its own makes a note.
    /// ## Why it matters
    /// This is the work that an agreement leaves to be done: who has to change what.
    /// ## How to fix
    /// Change the field as the finding says, or agree otherwise.
    /// ## When it is fine
    /// While the owner moves to the agreed definition; record that as a decision.
    "departs-from-agreed", Definition, Warning, "a field that does not follow the definition agreed for its term", find, tell
}

fn find(graph: &FlowGraph) -> Vec<Found<Departs>> {
    let model = graph.model();
    if model.terms.iter().all(|(_, term)| term.agreed.is_none()) {
        return Vec::new();
    }
    let crosswalks = Crosswalks::of(model);
    let fields = model.fields.iter();
    let fields = fields.filter_map(|(id, field)| Some((id, field, field.term()?)));
    let found = fields.filter_map(|(id, field, term)| {
        let agreed = model.terms[term].agreed.as_deref()?;
        let mut held = Held::default();
        domain(model, id, term, &mut held);
        codes(model, &crosswalks, id, agreed, &mut held);
        if let Some(wanted) = agreed.covers.known() {
            basis(model, id, wanted, &mut held);
            people(graph, id, wanted, &mut held);
        }
        let Held {
            mut departures,
            mut open,
        } = held;
        open.sort_unstable();
        open.dedup();
        // The surest departure is told first. All are told, so the finding is no surer than the least sure of them.
        departures.sort_by_key(|departure| !departure.is_sourced());
        let is_firm = is_sourced(model, id) && departures.iter().all(Departure::is_sourced);
        let certainty = match &departures[..] {
            [] if open.is_empty() => return None,
            [] => Certainty::CannotTell,
            _ => firm(is_firm),
        };
        let stated = departures
            .iter()
            .find_map(|departure| departure.span(model, id));
        let what = Departs {
            field: id,
            term,
            departures: departures.into(),
            open: open.into(),
        };
        Some(Found::sure(stated.unwrap_or(field.span), certainty, what))
    });
    found.collect()
}

/// One point in which a field is not as agreed.
enum Departure {
    /// The unit cannot be worked out, with the reason.
    Unit(&'static str),
    /// The type cannot be worked out, with the reason.
    Type(&'static str),
    /// The codes do not convert into the agreed ones.
    Codes(Box<Conversion>),
    /// Other dates decide the period.
    Basis,
    /// It covers other people: as both are written, or once a dimension that one leaves out is read as everyone.
    People { is_written: bool },
}

impl Departure {
    /// The point in plain words.
    fn point(&self) -> &'static str {
        match self {
            Departure::Basis => "the date that counts a case",
            Departure::People { .. } => "whom it covers",
            other => other.facet(),
        }
    }

    fn facet(&self) -> &'static str {
        match self {
            Departure::Unit(_) => "unit",
            Departure::Type(_) => "type",
            Departure::Codes(_) => "codes",
            Departure::Basis => "counted_by",
            Departure::People { .. } => "covers",
        }
    }

    /// The place where the field states it.
    fn span(&self, model: &Model, field: FieldId) -> Option<Span> {
        let field = &model.fields[field];
        let of_system = model.systems[field.system].covers.span();
        match self {
            Departure::Unit(_) => field.unit.span(),
            Departure::Type(_) => field.kind.span(),
            Departure::Codes(_) => field.codes.span(),
            Departure::Basis => of_system,
            Departure::People { .. } => field.covers.span().or(of_system),
        }
    }

    /// False if a crosswalk used is only assumed, or if the departure depends on a scope that is not stated.
    fn is_sourced(&self) -> bool {
        match self {
            Departure::Codes(conversion) => conversion.is_sourced,
            Departure::People { is_written } => *is_written,
            _ => true,
        }
    }
}

/// The result of comparing a field with the agreed definition.
#[derive(Default)]
struct Held {
    departures: Vec<Departure>,
    /// The points that the map leaves open.
    open: Vec<&'static str>,
}

/// A field that does not follow the definition agreed for its term, or that may not.
struct Departs {
    field: FieldId,
    term: TermId,
    departures: Box<[Departure]>,
    /// The points that the map leaves open, in alphabetical order.
    open: Box<[&'static str]>,
}
about!(Departs {
    name: [field, term],
    subjects: [field, term]
});

fn domain(model: &Model, id: FieldId, term: TermId, held: &mut Held) {
    let (Some(wanted), own) = (model.agreed_domain(term), model.domain(id)) else {
        return;
    };
    if wanted.kind.is_some() && own.kind.is_none() {
        held.open.push("type");
    }
    if wanted.unit.is_some() && own.unit.is_none() {
        held.open.push("unit");
    }
    match own.gives(&wanted) {
        Computable::Yes => {}
        Computable::CannotTell(_) => held.open.push("type"),
        Computable::No(why) => {
            let is_unit = own.kind == wanted.kind || own.kind.is_none() || wanted.kind.is_none();
            let departure = if is_unit {
                Departure::Unit
            } else {
                Departure::Type
            };
            held.departures.push(departure(why));
        }
    }
}

fn codes(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    id: FieldId,
    agreed: &Agreed,
    held: &mut Held,
) {
    let Some(wanted) = agreed.codes.known().map(Ref::id) else {
        return;
    };
    let Some(own) = model.fields[id].codes.known().map(Ref::id) else {
        held.open.push("codes");
        return;
    };
    let occurring = model.occurring(own, &[model.scope(id)]);
    let conversion = crosswalks.convert(own, wanted, &occurring);
    match conversion.verdict.is_computable() {
        Some(true) => {}
        None => held.open.push("codes"),
        Some(false) => held.departures.push(Departure::Codes(conversion.into())),
    }
}

fn basis(model: &Model, id: FieldId, wanted: &[ScopeBox], held: &mut Held) {
    let Some((dimension, _)) = model.count_basis() else {
        return;
    };
    let Basis::By(agreed) = Model::basis_of_boxes(dimension, wanted) else {
        return;
    };
    match model.basis_of(dimension, id) {
        Basis::Unstated => held.open.push("counted_by"),
        Basis::By(own) if own != agreed => held.departures.push(Departure::Basis),
        Basis::Every | Basis::By(_) => {}
    }
}

fn people(graph: &FlowGraph, id: FieldId, agreed: &[ScopeBox], held: &mut Held) {
    let model = graph.model();
    let written = [model.scope(id), agreed].map(|scope| model.people(scope));
    let presumed = compared(graph, id, agreed);
    let differ = |[own, wanted]: &[Vec<ScopeBox>; 2], mode: Mode| {
        leaves_some(own, wanted, model.space(), mode)
            || leaves_some(wanted, own, model.space(), mode)
    };
    let [own, wanted] = &presumed;
    if differ(&presumed, Mode::Certain) {
        let is_written = differ(&written, Mode::Certain);
        held.departures.push(Departure::People { is_written });
    } else if differ(&presumed, Mode::Possible) && is_unknown(own, wanted) {
        held.open.push("covers");
    } else if is_too_much(own, wanted, model.space()) || is_too_much(wanted, own, model.space()) {
        held.open.push("covers in fewer boxes");
    }
}

/// The people of a field and those of the agreement, on the dimensions that the field itself or the agreement states. A field that leaves
/// one out is about the people whom its flows bring, and otherwise about everyone.
fn compared(graph: &FlowGraph, id: FieldId, agreed: &[ScopeBox]) -> [Vec<ScopeBox>; 2] {
    let (model, supply) = (graph.model(), Supply::of(graph));
    let own = model.fields[id].covers.known();
    let own = own.map_or_else(Dimensions::default, |boxes| Dimensions::stated(boxes));
    let spoken = own.and(Dimensions::stated(agreed));
    [supply.people(id), agreed].map(|scope| {
        let mut people = model.people(scope);
        for extents in people.iter_mut().map(|scope| scope.0.iter_mut()) {
            for (place, extent) in extents.enumerate() {
                let is_silent = *extent == Extent::Unstated;
                if is_silent || !spoken.meets(Dimensions::one(place)) {
                    *extent = Extent::All;
                }
            }
        }
        people
    })
}

/// True if either side states a dimension as `unknown`.
fn is_unknown(own: &[ScopeBox], wanted: &[ScopeBox]) -> bool {
    let mut extents = own.iter().chain(wanted).flat_map(|scope| &scope.0);
    extents.any(|extent| *extent == Extent::Unknown)
}

fn tell(found: &Found<Departs>, names: &Names<'_>) -> Words {
    let (field, term) = (names.of(found.field), names.of(found.term));
    let agreed = names.model().terms[found.term].agreed.as_deref();
    let agreed = agreed.expect("only fields of agreed terms are looked at");
    let points = found.departures.iter();
    let points: Vec<Point> = points
        .map(|departure| point(names.graph, found, agreed, departure))
        .collect();
    let facets = found.departures.iter();
    let facets: Vec<String> = facets
        .map(|departure| departure.point().to_owned())
        .collect();
    let open = found.open.iter().map(|open| open_words(open).to_owned());
    let open: Vec<String> = open.collect();
    let (facets, open) = (few(&facets), few(&open));
    let (label, message, help, question) = match points.first() {
        None => (
            "not all is stated here".to_owned(),
            format!("{field} does not say all that is agreed for {term}: {open}"),
            format!("state this for {field}: {open}"),
            format!("Does {field} follow what is agreed for {term} ({open})?"),
        ),
        Some(first) => (
            format!("here: {}", first.own),
            format!("{field} is not as agreed for {term}: {facets}"),
            all_changes(&points),
            format!("Could {field} {}?", first.change),
        ),
    };
    let detail = found.departures.iter().zip(&points).map(|(departure, point)| {
        json!({"facet": departure.facet(), "own": point.own, "agreed": point.agreed, "change": point.change})
    });
    Words::at(found.span, label)
        .also(agreed.span, "agreed here")
        .message(message)
        .detail("departures", detail.collect::<Vec<_>>())
        .detail("not_stated", found.open.to_vec())
        .help(help)
        .ask(names.owner_of(found.field), question)
}

/// A point that a field does not state, in plain words.
fn open_words(point: &str) -> &str {
    match point {
        "counted_by" => "the date that counts a case",
        "covers" => "whom it covers",
        "covers in fewer boxes" => "whom it covers, in fewer groups",
        other => other,
    }
}

/// Every change, each as a sentence.
fn all_changes(points: &[Point]) -> String {
    let mut changes = points.iter().map(|point| point.change.clone());
    let first = changes.next().unwrap_or_default();
    changes.fold(first, |all, change| format!("{all}. {}", capital(&change)))
}

/// One departure in words.
struct Point {
    own: String,
    agreed: String,
    /// The change for the owner: an imperative fragment.
    change: String,
}

fn point(graph: &FlowGraph, found: &Departs, agreed: &Agreed, departure: &Departure) -> Point {
    let model = graph.model();
    let agreed_scope = agreed.covers.known().map_or(&[][..], |scope| scope);
    let scopes = [model.scope(found.field), agreed_scope];
    let ([own, wanted], change) = match departure {
        Departure::Unit(why) | Departure::Type(why) => {
            let wanted = model.agreed_domain(found.term);
            let [own, wanted] = [Some(model.domain(found.field)), wanted]
                .map(|domain| domain.map_or_else(String::new, |domain| domain.words()));
            let change = format!("hold it as {wanted} instead of {own} ({why})");
            ([own, wanted], change)
        }
        Departure::Codes(conversion) => {
            let [own, wanted] = [&model.fields[found.field].codes, &agreed.codes].map(|codes| {
                let list = codes.known().map(|list| &model.code_lists[list.id()]);
                list.map_or_else(String::new, |list| list.slug.to_string())
            });
            let fault = conversion.fault(model);
            let change = format!("use the codes of `{wanted}` instead of `{own}` ({fault})");
            ([own, wanted], change)
        }
        Departure::Basis => {
            let [own, wanted] = scopes.map(|scope| basis_words(model, scope));
            let change = format!("count by {wanted} instead of {own}");
            ([own, wanted], change)
        }
        Departure::People { .. } => {
            let [own, wanted] = compared(graph, found.field, agreed_scope);
            let left = |boxes: &[ScopeBox], others: &[ScopeBox], change: &str| {
                let rest = difference(boxes, others, model.space(), Mode::Certain);
                (!rest.is_empty())
                    .then(|| format!("{change} ({})", model.groups_words(&rest, others)))
            };
            let more = left(&wanted, &own, "cover more people");
            let fewer = left(&own, &wanted, "leave some people out");
            let changes: Vec<String> = more.into_iter().chain(fewer).collect();
            let words = [own, wanted].map(|people| model.short_words(&people));
            (words, changes.join(" and "))
        }
    };
    Point {
        own,
        agreed: wanted,
        change,
    }
}

/// The dates that count the people in these boxes, in words.
fn basis_words(model: &Model, scope: &[ScopeBox]) -> String {
    let words = model.count_basis().and_then(|(dimension, axis)| {
        let Basis::By(leaves) = Model::basis_of_boxes(dimension, scope) else {
            return None;
        };
        extent_words(axis, &Extent::Leaves(leaves))
    });
    words.unwrap_or_default()
}
