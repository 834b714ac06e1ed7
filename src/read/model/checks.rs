//! What contradicts itself once names are resolved: fields that are not there, circles, codes outside their list.

use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use super::Model;
use super::field::Field;
use super::flow::Flow;
use super::id::FieldId;
use super::id::Id;
use super::id::Ref;
use super::id::Table;
use super::read::Draft;
use super::references::Names;
use super::resolve::UNDECLARED_FIELD;
use super::resolve::implied;
use super::stated::Stated;
use crate::read::finding::Finding;
use crate::read::finding::kind;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Spelling;
use crate::read::syntax::nearest;

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

/// The fields of each system, those that only flows name included, and the fields of each flow resolved to them.
pub(super) fn fields(draft: &mut Draft, decoder: &mut Decoder<'_>) -> Vec<Vec<Field>> {
    let mut fields: Vec<Vec<Field>> = draft
        .systems
        .iter_mut()
        .map(|(_, fields)| std::mem::take(fields))
        .collect();
    for own in &mut fields {
        drop_twins(own, decoder);
    }
    let mut names: Vec<Names<FieldId>> = fields
        .iter()
        .map(|own| Names::of(&mut decoder.spellings, own.iter().map(|field| &*field.slug)))
        .collect();
    let mut flows = std::mem::take(&mut draft.flows);
    // Fields that only flows name come after the listed ones, in the order of their slugs.
    let mut extra: Vec<Vec<(Spelling, Span)>> = vec![Vec::new(); fields.len()];
    let spellings = &decoder.spellings;
    each_end(&mut flows, &mut |system, reference, _| {
        let name = reference.name().expect("nothing resolved it yet");
        if names[system].find(spellings, name).is_none() {
            extra[system].push((name, reference.span));
        }
    });
    for (system, mut named) in extra.into_iter().enumerate() {
        let key = |name: Spelling| spellings.text(spellings.key(name));
        named.sort_by(|a, b| key(a.0).cmp(key(b.0)).then_with(|| a.1.cmp(&b.1)));
        named.dedup_by_key(|(name, _)| spellings.key(*name));
        for (name, span) in named {
            let mut field = Field::named(spellings.text(name).clone(), span);
            field.term = implied(spellings, &draft.term_names, name, span);
            names[system].add(spellings, name, FieldId::new(fields[system].len()));
            fields[system].push(field);
        }
    }
    let mut start = Vec::with_capacity(fields.len());
    let mut total = 0;
    for own in &fields {
        start.push(total);
        total += own.len();
    }
    each_end(&mut flows, &mut |system, reference, is_target| {
        let name = reference.name().expect("nothing resolved it yet");
        let local = names[system].find(&decoder.spellings, name);
        let local = local.expect("every field that a flow names was added");
        let (owner, field) = (&draft.systems[system].0, &fields[system][local.index()]);
        if is_target && owner.lists_fields && !field.is_declared {
            undeclared(
                decoder,
                &owner.slug,
                &fields[system],
                reference.span,
                (name, &field.slug),
            );
        }
        reference.resolve(FieldId::new(start[system] + local.index()));
    });
    draft.flows = flows;
    fields
}

fn drop_twins(fields: &mut Vec<Field>, decoder: &mut Decoder<'_>) {
    let mut first: FxHashMap<Spelling, Span> =
        FxHashMap::with_capacity_and_hasher(fields.len(), FxBuildHasher);
    fields.retain(|field| {
        let name = decoder.spellings.number(&field.slug);
        let key = decoder.spellings.key(name);
        let earlier = *first.entry(key).or_insert(field.span);
        if earlier != field.span {
            decoder.twice(field.span, earlier);
        }
        earlier == field.span
    });
}

/// Calls `visit` with each field that a flow names: the index of its system, the reference, and whether it is the target's.
fn each_end(flows: &mut [Flow], visit: &mut dyn FnMut(usize, &mut Ref<FieldId>, bool)) {
    for flow in flows {
        let (from, to) = (flow.from.id().index(), flow.to.id().index());
        for passage in flow.fields.known_mut().into_iter().flatten() {
            for source in passage.from.iter_mut() {
                visit(from, source, false);
            }
            visit(to, &mut passage.to, true);
        }
    }
}

fn undeclared(
    decoder: &mut Decoder<'_>,
    system: &str,
    fields: &[Field],
    span: Span,
    (name, slug): (Spelling, &str),
) {
    let written = decoder.spellings.text(name).clone();
    let declared = fields
        .iter()
        .filter(|field| field.is_declared)
        .map(|field| &*field.slug);
    let hint = nearest(&written, declared)
        .first()
        .map_or_else(String::new, |near| {
            format!("did you mean `{near}`? If not, ")
        });
    let finding = Finding::at(
        &UNDECLARED_FIELD,
        &[system, slug],
        span,
        "not among its fields",
    )
    .message(format!(
        "`{system}` lists its fields, and `{written}` is not one of them"
    ))
    .subject("system", system)
    .subject("field", format!("{system}.{slug}"))
    .help(format!("{hint}add `{written}` to the fields of `{system}`"));
    decoder.findings.push(finding);
}

/// Reports circles, flows to themselves and codes outside their list; circles are cut so that nobody runs round in them.
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
    for mapping in &model.mappings {
        for pair in &mapping.pairs {
            for (list, (code, span)) in [(&mapping.from, &pair.from), (&mapping.to, &pair.to)] {
                outside(decoder, model, list, code, *span);
            }
        }
    }
}

fn outside(
    decoder: &mut Decoder<'_>,
    model: &Model,
    list: &Ref<super::CodeListId>,
    code: &str,
    span: Span,
) {
    let list = &model.code_lists[list.id()];
    if list.has(code) || list.values.is_empty() {
        return;
    }
    let known: Vec<&str> = list.values.iter().map(|value| &*value.code).collect();
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
    .help(format!("its codes are: {}", known.join(", ")));
    decoder.findings.push(finding);
}

/// Finds entities that reach themselves by going up, reports each circle once and takes out one statement of it.
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
    // 0 = not seen, otherwise the number of the walk that saw it first.
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

/// The finding on a circle: each id in it, going up, and where it says what is above it.
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
