//! Contradictions that are found after names are resolved: circles, flows to themselves, codes outside their list.

use super::codes::CodeList;
use super::flow::Flow;
use super::id::{Id, Ref, Table};
use super::map::Model;
use super::stated::Stated;
use crate::read::finding::{Finding, kind};
use crate::read::source::Span;
use crate::read::syntax::Decoder;

kind! {
    /// ## Finds
    /// A term that is, at one or more removes, broader than itself; and an organisation or system that is part of itself.
    /// ## Why it matters
    /// Broader and narrower lose their meaning, so the statement is left out.
    /// ## How to fix
    /// Take one of the statements out of the circle.
    /// ## When it is fine
    /// Never. Two words for one thing are one term.
    pub(crate) CIRCULAR_BROADER = "circular-broader", Map, Error, "something that is broader than, or part of, itself"
}

kind! {
    /// ## Finds
    /// A mapping between code lists that names a code which its list does not have.
    /// ## Why it matters
    /// The row maps nothing, so one of the two is misspelt or the list is out of date.
    /// ## How to fix
    /// Correct the code, or add it to the list.
    /// ## When it is fine
    /// Never.
    pub(crate) CODE_OUTSIDE_LIST = "code-outside-list", Map, Error, "a mapping names a code that its list does not have"
}

kind! {
    /// ## Finds
    /// A flow that ends in the system it comes from.
    /// ## Why it matters
    /// It is most often a slip of the pen; it tells nobody anything about data moving.
    /// ## How to fix
    /// Name the other end.
    /// ## When it is fine
    /// Where one id stands for many bodies that pass data to each other: say so under `notes`.
    pub(crate) SELF_FLOW = "self-flow", Map, Warning, "a flow to itself"
}

/// Reports circles, flows to themselves and codes outside their list. Circles are cut, so that code that follows them ends.
pub(super) fn check(model: &mut Model, decoder: &mut Decoder<'_>) {
    cut_circles(&mut model.terms, decoder, "broader than", |term| {
        (&term.slug, &mut term.broader)
    });
    cut_circles(
        &mut model.organisations,
        decoder,
        "part of",
        |organisation| (&organisation.slug, &mut organisation.part_of),
    );
    cut_circles(&mut model.systems, decoder, "part of", |system| {
        (&system.slug, &mut system.part_of)
    });
    for (_, flow) in model.flows.iter() {
        if flow.from.id() == flow.to.id() {
            let system = &model.systems[flow.from.id()].slug;
            let finding = Finding::at(&SELF_FLOW, &[system], flow.to.span, "the same system again")
                .message(format!("this flow goes from `{system}` to itself"))
                .subject("system", &**system)
                .help("name the system at the other end");
            decoder.findings.push(finding);
        }
    }
    for (_, flow) in model.flows.iter() {
        backwards(decoder, flow);
        flow.accounts
            .iter()
            .for_each(|account| backwards(decoder, account));
    }
    for mapping in &model.mappings {
        let lists = [&mapping.from, &mapping.to].map(|list| &model.code_lists[list.id()]);
        let held = lists.map(CodeList::codes);
        for pair in &mapping.pairs {
            let ends = [&pair.from, &pair.to];
            for ((list, held), (code, span)) in lists.iter().zip(&held).zip(ends) {
                let is_open = pair.is_open() && *code == pair.to.0;
                if !held.contains(&**code) && !held.is_empty() && !is_open {
                    outside(decoder, list, code, *span);
                }
            }
        }
    }
}

/// Reports a flow that ends before it begins and is therefore valid on no day.
fn backwards(decoder: &mut Decoder<'_>, flow: &Flow) {
    let (Stated::Known(since, begins), Stated::Known(until, ends)) = (&flow.since, &flow.until)
    else {
        return;
    };
    // In a flow with accounts, each account is checked by itself.
    if since > until && flow.accounts.is_empty() {
        decoder.backwards((*begins, &since.to_string()), (*ends, &until.to_string()));
    }
}

/// The largest number of codes of a list in a message.
const MOST_CODES: usize = 100;

fn outside(decoder: &mut Decoder<'_>, list: &CodeList, code: &str, span: Span) {
    let known = list.values.iter().take(MOST_CODES);
    let known = known
        .map(|value| &*value.code)
        .collect::<Vec<_>>()
        .join(", ");
    let more = match list.values.len().saturating_sub(MOST_CODES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let finding = Finding::at(
        &CODE_OUTSIDE_LIST,
        &[&list.slug, code],
        span,
        "not a code of that list",
    )
    .message(format!(
        "the code list `{}` has no code `{code}`",
        list.slug
    ))
    .subject("codes", &*list.slug)
    .also(list.span, "the list is declared here")
    .help(format!("its codes are: {known}{more}"));
    decoder.findings.push(finding);
}

/// Finds entities that reach themselves by going up, reports each circle once and removes one of its statements.
fn cut_circles<I: Id, T>(
    table: &mut Table<I, T>,
    decoder: &mut Decoder<'_>,
    relation: &str,
    mut up: impl FnMut(&mut T) -> (&str, &mut Stated<Ref<I>>),
) {
    let above: Vec<Option<usize>> = table
        .items_mut()
        .iter_mut()
        .map(|entity| up(entity).1.known().map(|reference| reference.id().index()))
        .collect();
    // 0 means not seen. Otherwise, the number of the walk that saw it first.
    let mut seen = vec![0; above.len()];
    for start in 0..above.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            match above[at] {
                Some(next) if seen[next] == start + 1 => {
                    let round = std::iter::successors(Some(next), |at| {
                        above[*at].filter(|above| *above != next)
                    });
                    let circle = round.map(|index| {
                        let (slug, stated) = up(&mut table.items_mut()[index]);
                        let span = stated
                            .span()
                            .expect("the walk follows statements that are written");
                        (slug.to_owned(), span)
                    });
                    let circle: Vec<(String, Span)> = circle.collect();
                    decoder.findings.push(circular(relation, &circle));
                    *up(&mut table.items_mut()[next]).1 = Stated::Unstated;
                    break;
                }
                Some(next) => at = next,
                None => break,
            }
        }
    }
}

/// The finding about a circle of these ids: each is below the next, and the last below the first. Each has the place that says so.
fn circular(relation: &str, circle: &[(String, Span)]) -> Finding {
    let (slug, span) = &circle[0];
    let names: Vec<String> = circle
        .iter()
        .chain([&circle[0]])
        .map(|(slug, _)| slug.clone())
        .collect();
    let message = if circle.len() == 1 {
        format!("`{slug}` is said to be {relation} itself")
    } else {
        let round = names.join("` -> `");
        format!("`{slug}` is {relation} itself in the end: `{round}`")
    };
    let mut finding = Finding::at(&CIRCULAR_BROADER, &[slug], *span, "leads back to where it began")
        .message(message)
        .subject("entity", slug)
        .via(names)
        .help(
            "take one of the statements out of the circle; until then the one marked first does not count",
        );
    for (_, span) in circle.iter().skip(1).take(6) {
        finding = finding.also(*span, "and so on up");
    }
    finding
}
