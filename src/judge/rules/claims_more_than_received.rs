//! A fed field that claims people who are lost on the way to it.

use serde_json::Value;
use serde_json::json;

use super::different_scope::place;
use super::facets::{MOST_SHOWN, fields_on, passed_at};
use super::found::{About, Found, Names, Thing, Things};
use super::lacks::{Group, certainty, grouped, silent};
use super::rule;
use crate::judge::graph::{FlowGraph, Lack, Link, Lost, let_through};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{Boxes, FieldId, Mode, Model, ScopeBox, SystemId, leaves_some, may_share};

rule! {
    /// ## Finds
    /// A field with flows into it that says it covers people whom none of these flows bring, although a source of the field holds them: an `only`
    /// or a narrower field on the way loses them. It points at the first passage without them. What one owner makes of its own systems has no
    /// other suppliers, so there it is enough that no flow brings them. Where no source on the map holds them, a flow may be missing from the map:
    /// `flow-missing` asks for it. What a system says of whom it covers is one claim, and so one finding, for all its fields that lack the same
    /// people. A system that captures the field itself is not meant: a record, a system that says how soon it has it (`captured`), or a
    /// field with `captured: true`. A system that several bodies supply may have more suppliers than the map has, and a flow of which nobody has said what
    /// it passes may bring the people: `flow-missing` asks, unless one of the sources that are drawn holds the people itself. With such a flow it
    /// cannot tell.
    /// ## Why it matters
    /// The field looks complete and is not. Whoever counts with it counts too few.
    /// ## How to fix
    /// State the flow that brings these people, widen the `only` that holds them back, or narrow what the field says it covers.
    /// ## When it is fine
    /// Where the system captures those people itself: then say so, with `captured: true` on the field.
    "claims-more-than-received", Definition, Warning, "a field that says it covers people who are lost on the way to it", find, tell
}

/// Fields with the same claim that lack the same people.
struct Lacking {
    fields: Vec<FieldId>,
    people: Boxes,
}

/// A claim to cover people who are lost on the way.
struct Claim {
    /// The system that makes it for its fields; `None` if a field makes it.
    system: Option<SystemId>,
    /// The lacks: sure ones first, and of those the one that most fields share.
    lacking: Box<[Lacking]>,
    /// The links from a source that holds the people of the first lack to its first field.
    way: Box<[Link]>,
    /// False if it is not known whether that source holds them.
    is_known: bool,
}

impl Claim {
    /// The field or the system that makes it.
    fn claimant(&self) -> Thing {
        match self.system {
            Some(system) => system.into(),
            None => self.lacking[0].fields[0].into(),
        }
    }

    fn fields(&self) -> impl Iterator<Item = &FieldId> {
        self.lacking.iter().flat_map(|lack| &lack.fields)
    }

    fn found(
        graph: &FlowGraph,
        system: Option<SystemId>,
        lacks: &[&Lack],
        mut groups: Vec<Group<'_>>,
    ) -> Found<Self> {
        let lost = |field: FieldId| {
            let lack = lacks.iter().find(|lack| lack.field == field);
            lack.and_then(|lack| lack.lost.as_ref())
        };
        // The surest lack is told first. The claim is no surer than the least sure of those that are known.
        let is_known = |field: &FieldId| lost(*field).is_some_and(|lost| lost.is_known);
        let sure = |field: &FieldId| {
            if is_known(field) {
                certainty(graph, *field)
            } else {
                Certainty::CannotTell
            }
        };
        for group in &mut groups {
            group.fields.sort_by_cached_key(sure);
        }
        groups.sort_by_cached_key(|group| sure(&group.fields[0]));
        let first = groups[0].fields[0];
        let fields = groups.iter().flat_map(|group| &group.fields);
        let known = fields.filter(|field| is_known(field));
        let certainty = known.map(|field| certainty(graph, *field)).max();
        let certainty = certainty.unwrap_or(Certainty::CannotTell);
        let is_known = is_known(&first);
        let way = lost(first).map_or_else(Vec::new, |lost| lost.way.clone());
        let lacking = groups.into_iter().map(|group| Lacking {
            fields: group.fields,
            people: group.people.clone(),
        });
        let what = Self {
            system,
            lacking: lacking.collect(),
            way: way.into(),
            is_known,
        };
        Found::sure(place(graph.model(), first), certainty, what)
    }
}

impl About for Claim {
    fn name(&self) -> Vec<Thing> {
        vec![self.claimant()]
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        let role = self.system.map_or("field", |_| "system");
        vec![
            (role, self.claimant().into()),
            ("fields", Things::many(self.fields())),
        ]
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Claim>> {
    let mut found = Vec::new();
    for (system, lacks) in graph.lacks() {
        let lost: Vec<&Lack> = lacks.iter().filter(|lack| lack.lost.is_some()).collect();
        let own = |lack: &&&Lack| graph.model().fields[lack.field].covers.known().is_some();
        let inherited: Vec<&Lack> = lost.iter().filter(|lack| !own(lack)).copied().collect();
        // A field that lacks no others than its system tells nothing of its own.
        let is_told = |lack: &Lack| {
            inherited
                .iter()
                .any(|whole| !lacks_more(graph, lack, whole))
        };
        let (with_system, alone): (Vec<&Lack>, Vec<&Lack>) =
            lost.iter().partition(|lack| !own(lack) || is_told(lack));
        if !with_system.is_empty() {
            let groups = grouped(with_system.iter().filter_map(|lack| of(lack)));
            found.push(Claim::found(graph, Some(*system), &with_system, groups));
        }
        for lack in alone {
            let groups = grouped(of(lack).into_iter());
            found.push(Claim::found(graph, None, &[lack], groups));
        }
    }
    found
}

/// A field and the people whom it lost.
fn of(lack: &Lack) -> Option<(FieldId, &Boxes)> {
    Some((lack.field, &lack.lost.as_ref()?.people))
}

/// True if the one lost people whom the other did not lose.
fn lacks_more(graph: &FlowGraph, one: &Lack, other: &Lack) -> bool {
    let people = |lack: &'_ Lack| -> Boxes {
        let lost = lack.lost.as_ref();
        lost.map_or_else(|| Boxes::from([]), |lost: &Lost| lost.people.clone())
    };
    leaves_some(
        &people(one),
        &people(other)[..],
        graph.model().space(),
        Mode::Certain,
    )
}

fn tell(found: &Found<Claim>, names: &Names<'_>) -> Words {
    let (graph, model, arrivals) = (names.graph, names.model(), names.graph.arrivals());
    let Lacking {
        fields,
        people: lost,
    } = &found.lacking[0];
    let (first, claimant) = (fields[0], names.of(found.claimant()));
    let links: Vec<&Link> = graph.values_in(first).collect();
    let way: &[Link] = match &*found.way {
        [] => &[*links[0]],
        way => way,
    };
    let system = names.of(model.system_of(first));
    let brought: Vec<ScopeBox> = links
        .iter()
        .flat_map(|link| arrivals.boxes(arrivals.brought(link)))
        .cloned()
        .collect();
    let people = model.groups_words(lost, &brought);
    // Other fields of the claim may lack other people: the detail lists them.
    let claims = match fields.len() {
        1 => format!("{} covers", names.of(first)),
        count => format!("{count} fields of {claimant} cover"),
    };
    let (message, help) = message(found, names, way[0].from, [&claims, &people]);
    let lacking = || {
        found
            .lacking
            .iter()
            .map(|lack| lack_detail(names, lack))
            .collect::<Vec<_>>()
    };
    let sources = || {
        links
            .iter()
            .map(|link| source_detail(names, link))
            .collect::<Vec<_>>()
    };
    let loses = lost_on(model, way, lost);
    let lost_at = model.flows[loses.flow].only.span();
    let lost_at = lost_at.unwrap_or_else(|| passed_at(model, loses));
    let mut words = Words::at(found.span, "covers these people")
        .also(lost_at, "the first flow without them")
        .message(message)
        .detail("lacking", names.in_full(lacking))
        .detail("sources", names.in_full(sources))
        .detail("first_lost_on", names.id(loses.flow))
        .via(names.ids(fields_on(way)))
        .help(help)
        .ask(
            names.owner_of(first),
            if found.is_known {
                format!("Through what does {system} learn of these people ({people})?")
            } else {
                format!("Does {system} hold data on these people ({people})?")
            },
        );
    for link in links.iter().skip(1).take(MOST_SHOWN - 2) {
        let nor = format!("{} does not bring them either", names.of(link.flow));
        words = words.also(passed_at(model, link), nor);
    }
    words
}

/// The first link of a way on which these people are lost: its flow does not pass them, or they are outside the people of its target.
fn lost_on<'w>(model: &Model, way: &'w [Link], lost: &[ScopeBox]) -> &'w Link {
    let passes = |link: &&Link| {
        let passed = let_through(model, link.flow, lost);
        may_share(&passed, model.scope(link.to))
    };
    way.iter().find(|link| !passes(link)).unwrap_or(&way[0])
}

/// The message, and the help. `source` is the field from which the people may come.
fn message(
    found: &Claim,
    names: &Names<'_>,
    source: FieldId,
    [claims, people]: [&str; 2],
) -> (String, String) {
    let model = names.model();
    let first = found.lacking[0].fields[0];
    match silent(names.graph, model.system_of(first)) {
        Some(flow) => (
            format!("{claims} people perhaps no flow brings ({people})"),
            format!("list the `fields` of the flow {}", names.of(flow)),
        ),
        None if !found.is_known => (
            format!("{claims} people perhaps no flow brings ({people})"),
            format!(
                "find out whom {} covers, and write it under `covers`",
                names.of(model.system_of(source))
            ),
        ),
        None => (
            format!("{claims} people no flow brings ({people})"),
            "state the flow that brings these people, or leave them out of `covers`. If they are first recorded here, write `captured: true`".to_owned(),
        ),
    }
}

fn source_detail(names: &Names<'_>, link: &Link) -> Value {
    let arrivals = names.graph.arrivals();
    let brought = arrivals.boxes(arrivals.brought(link));
    let brings = names.model().boxes_words(brought);
    json!({"from": names.id(link.from), "flow": names.id(link.flow), "brings": brings})
}

fn lack_detail(names: &Names<'_>, lack: &Lacking) -> Value {
    let people = lack.people.iter().take(MOST_SHOWN);
    let people: Vec<String> = people.map(|part| names.model().box_words(part)).collect();
    json!({"people": people, "fields": names.ids(&lack.fields)})
}
