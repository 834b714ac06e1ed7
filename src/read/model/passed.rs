//! The fields of all systems, including those that only flows name, and the resolution of the fields in flows.

use super::draft::Draft;
use super::field::Field;
use super::flow::Flow;
use super::id::{FieldId, Id, Ref, TermId};
use super::names::Names;
use super::similar::{Alike, Loose};
use super::stated::Stated;
use crate::read::finding::{Finding, kind};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Spelling, Spellings, nearest};

kind! {
    /// ## Finds
    /// A flow that fills a field which its target does not list.
    /// ## Why it matters
    /// The target's `fields` say what it holds, so one of the two statements is wrong.
    /// ## How to fix
    /// Correct the spelling, or add the field to the target's `fields`.
    /// ## When it is fine
    /// Never.
    pub(crate) UNDECLARED_FIELD = "undeclared-field", Map, Error, "a flow fills a field that its target does not list"
}

/// The term that a field with this id has if no other is stated.
pub(super) fn implied(
    spellings: &Spellings,
    terms: &Names<TermId>,
    name: Spelling,
    span: Span,
) -> Stated<Ref<TermId>> {
    match terms.find_close(spellings, name) {
        Some(id) => Stated::Known(Ref::to(id, span), span),
        None => Stated::Unstated,
    }
}

/// Returns the fields of each system, including those that only flows name, and resolves the fields in flows.
pub(super) fn fields(
    draft: &mut Draft,
    terms: &Names<TermId>,
    decoder: &mut Decoder<'_>,
) -> Vec<Vec<Field>> {
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
    // Fields that only flows name follow the listed ones, in the order of their slugs.
    let mut extra: Vec<Vec<(Spelling, Span)>> = vec![Vec::new(); fields.len()];
    let spellings = &decoder.spellings;
    each_end(&mut flows, &mut |system, reference, _| {
        let name = reference.name().expect("nothing resolved it yet");
        if names[system].find(spellings, name).is_none() {
            extra[system].push((name, reference.span));
        }
    });
    for (system, mut named) in extra.into_iter().enumerate() {
        let key = |name: Spelling| spellings.text(spellings.close(name));
        named.sort_by(|a, b| key(a.0).cmp(key(b.0)).then_with(|| a.1.cmp(&b.1)));
        named.dedup_by_key(|(name, _)| spellings.close(*name));
        for (name, span) in named {
            let mut field = Field::named(spellings.text(name).clone(), span);
            field.term = implied(spellings, terms, name, span);
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
    let mut loose: Vec<Loose> = fields.iter().map(|_| Loose::default()).collect();
    each_end(&mut flows, &mut |system, reference, is_target| {
        let name = reference.name().expect("nothing resolved it yet");
        let written = (name, reference.span);
        let local = names[system].find_noting(&decoder.spellings, written, &mut loose[system]);
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
    let mut of_all = Loose::default();
    for (of_system, (system, _)) in loose.into_iter().zip(&draft.systems) {
        of_all.join(of_system, &system.slug);
    }
    of_all.report(decoder, "field");
    draft.flows = flows;
    fields
}

fn drop_twins(fields: &mut Vec<Field>, decoder: &mut Decoder<'_>) {
    let mut alike = Alike::default();
    fields.retain(|field| alike.is_new(decoder, &field.slug, field.span));
}

/// Calls `visit` with each field in a flow: the index of its system, the reference, and true if it is the target's.
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
