//! Ids inside an entry: the own id of a flow, a value of a dimension, a code of a code list.

use super::at::named;
use super::check;
use super::flow;
use super::target::Kind;
use super::{Renamed, changed, follow, sources};
use crate::analysis::Analysis;
use crate::ask;
use crate::exchange::edit::{FlowText, Refusal};
use crate::exchange::mention::{Mention, mentions};
use crate::read::model::{
    Axis, CodeListId, DimensionId, Flow, FlowId, Id as _, Model, Trial, is_arrow, splits,
};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, matching_key};

/// A thing inside an entry whose id changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inner {
    /// A flow with an id of its own.
    Flow(FlowId),
    /// A value, by its place in its dimension.
    Value(DimensionId, usize),
    /// A code, by its place in its list.
    Code(CodeListId, usize),
}

/// The thing that `old` names. `None` if it may still be the id of an entry.
///
/// # Errors
/// If `kind` asks for a flow, value or code, and none is called `old`.
pub(super) fn find(
    analysis: &Analysis,
    kind: Option<Kind>,
    old: &str,
) -> Result<Option<Inner>, Refusal> {
    let model = analysis.model();
    let is_wanted = |wanted| kind.is_none_or(|kind| kind == wanted);
    let mut found: Vec<Inner> = Vec::new();
    if is_wanted(Kind::Flow) {
        let all = model.flows.iter();
        let own = all.filter(|(_, flow)| {
            flow.id
                .as_deref()
                .is_some_and(|id| id == old || *flow.slug == *old)
        });
        found.extend(own.map(|(id, _)| Inner::Flow(id)));
    }
    for (outer, inner) in splits(old) {
        if is_wanted(Kind::Value) {
            found.extend(value(model, outer, inner));
        }
        if is_wanted(Kind::Code) {
            found.extend(code(model, outer, inner));
        }
    }
    match (&found[..], kind) {
        ([one], _) => Ok(Some(*one)),
        ([_, ..], _) => Err(Refusal(format!(
            "`{old}` names several things: a flow is named as `from->to#id`, and --kind tells a value from a code"
        ))),
        ([], Some(kind @ (Kind::Flow | Kind::Value | Kind::Code))) => Err(none(model, kind, old)),
        ([], _) => Ok(None),
    }
}

fn value(model: &Model, dimension: &str, id: &str) -> Option<Inner> {
    let slugs = model.dimensions.iter().map(|(_, one)| &*one.slug);
    let dimension = DimensionId::new(ask::position(dimension, &slugs)?);
    let Axis::Values(values) = &model.dimensions[dimension].axis else {
        return None;
    };
    let slug = &values.find(id)?.slug;
    let place = values.values.iter().position(|value| value.slug == *slug)?;
    Some(Inner::Value(dimension, place))
}

fn code(model: &Model, list: &str, id: &str) -> Option<Inner> {
    let slugs = model.code_lists.iter().map(|(_, one)| &*one.slug);
    let list = CodeListId::new(ask::position(list, &slugs)?);
    let codes = model.code_lists[list].values.iter();
    let place = codes.map(|code| &*code.code).position(|code| code == id)?;
    Some(Inner::Code(list, place))
}

/// The refusal if no flow, value or code is called `old`.
fn none(model: &Model, kind: Kind, old: &str) -> Refusal {
    let (word, all): (&str, Vec<String>) = match kind {
        Kind::Flow => {
            let own = model.flows.iter().filter(|(_, flow)| flow.id.is_some());
            let own = own.map(|(_, flow)| flow.slug.to_string());
            ("flow with an id of its own", own.collect())
        }
        Kind::Value => {
            let all = model.dimensions.iter().flat_map(|(_, one)| {
                let values = match &one.axis {
                    Axis::Values(values) => &values.values[..],
                    Axis::Range(_) => &[],
                };
                let names = values
                    .iter()
                    .map(|value| format!("{}.{}", one.slug, value.slug));
                names.collect::<Vec<_>>()
            });
            ("value of a dimension", all.collect())
        }
        _ => {
            let all = model.code_lists.iter().flat_map(|(_, one)| {
                let codes = one.values.iter();
                let names = codes.map(|code| format!("{}.{}", one.slug, code.code));
                names.collect::<Vec<_>>()
            });
            ("code of a code list", all.collect())
        }
    };
    match ask::find(old, word, all.iter().map(String::as_str)) {
        Err(unknown) => Refusal(unknown.0),
        Ok(place) => Refusal(format!("write it as it is declared: `{}`", all[place])),
    }
}

impl Inner {
    /// The word for it, its id alone, and its name.
    fn named(self, model: &Model) -> (&'static str, String, String) {
        match self {
            Inner::Flow(id) => {
                let flow = &model.flows[id];
                let own = flow.id.as_deref().unwrap_or_default();
                ("flow", own.to_owned(), flow.slug.to_string())
            }
            Inner::Value(dimension, place) => {
                let dimension = &model.dimensions[dimension];
                let slug = match &dimension.axis {
                    Axis::Values(values) => values.values[place].slug.to_string(),
                    Axis::Range(_) => String::new(),
                };
                let name = format!("{}.{slug}", dimension.slug);
                ("value", slug, name)
            }
            Inner::Code(list, place) => {
                let list = &model.code_lists[list];
                let code = list.values[place].code.to_string();
                let name = format!("{}.{code}", list.slug);
                ("code", code, name)
            }
        }
    }

    /// The other ids that the new one must differ from.
    fn others(self, model: &Model) -> Vec<String> {
        match self {
            Inner::Flow(id) => {
                let ends = (model.flows[id].from.id(), model.flows[id].to.id());
                let others = model
                    .flows
                    .iter()
                    .filter(|(other, flow)| *other != id && (flow.from.id(), flow.to.id()) == ends);
                let ids = others.filter_map(|(_, flow)| flow.id.as_deref());
                ids.map(ToOwned::to_owned).collect()
            }
            Inner::Value(dimension, place) => match &model.dimensions[dimension].axis {
                Axis::Values(values) => {
                    let all = values.values.iter().enumerate();
                    let others = all.filter(|(other, _)| *other != place);
                    others.map(|(_, value)| value.slug.to_string()).collect()
                }
                Axis::Range(_) => Vec::new(),
            },
            Inner::Code(list, place) => {
                let all = model.code_lists[list].values.iter().enumerate();
                let others = all.filter(|(other, _)| *other != place);
                others.map(|(_, code)| code.code.to_string()).collect()
            }
        }
    }

    /// The new id, after checking it. It may be written with the name of its entry before it.
    fn new_id(self, analysis: &Analysis, new: &str) -> Result<String, Refusal> {
        let model = analysis.model();
        let (word, old, name) = self.named(model);
        let outer = name.strip_suffix(old.as_str()).unwrap_or_default();
        let new = new.trim();
        let new = new.strip_prefix(outer).unwrap_or(new);
        let mut decoder = Decoder::new(&analysis.sources);
        let span = Span::default();
        let is_id = match self {
            // A code may hold any letters.
            Inner::Code(..) => !new.is_empty(),
            _ => decoder.is_id(new, span, word),
        };
        if !is_id || new.chars().any(char::is_control) || is_arrow(new) {
            return Err(Refusal(format!(
                "`{}` can be no id: take letters, digits and `_`, and none of the words unknown, none, not-shared and all",
                crate::words::shown(new)
            )));
        }
        if new == old {
            return Err(Refusal(format!("`{name}` is already called that")));
        }
        let is_same = |other: &String| match self {
            Inner::Code(..) => other == new,
            _ => matching_key(other) == matching_key(new),
        };
        if let Some(taken) = self.others(model).iter().find(|other| is_same(other)) {
            return Err(Refusal(format!(
                "the {word} `{outer}{taken}` has that id already, or one that differs only in spaces and hyphens: take another"
            )));
        }
        Ok(new.to_owned())
    }

    /// True if a mention names it.
    fn is(self, analysis: &Analysis, mention: &Mention) -> bool {
        let model = analysis.model();
        let (_, _, name) = self.named(model);
        let kind = match self {
            Inner::Value(..) => Kind::Value,
            Inner::Code(..) => Kind::Code,
            Inner::Flow(_) => return false,
        };
        named(analysis, mention).is_some_and(|found| found == (kind, name.clone()))
    }

    /// Takes the new id back out of a model.
    fn take_back(self, before: &Model, model: &mut Model, [old, new]: [&str; 2]) -> bool {
        match self {
            Inner::Flow(flow) => {
                let is_it = |flow: &Flow| flow.id.as_deref() == Some(new);
                let place = model.flows.iter().position(|(_, flow)| is_it(flow));
                let Some(id) = place.map(FlowId::new) else {
                    return false;
                };
                let (was, is) = (&before.flows[flow], &mut model.flows[id]);
                is.id = Some(old.into());
                is.was = was.was.clone();
                for (was, is) in was.accounts.iter().zip(&mut is.accounts) {
                    is.id = Some(old.into());
                    is.was = was.was.clone();
                }
                true
            }
            Inner::Value(dimension, place) => {
                let Axis::Values(values) = &mut model.dimensions[dimension].axis else {
                    return false;
                };
                let is_there = *values.values[place].slug == *new;
                values.values[place].slug = old.into();
                is_there
            }
            Inner::Code(list, place) => {
                let is_there = *model.code_lists[list].values[place].code == *new;
                model.code_lists[list].values[place].code = old.into();
                for mapping in &mut model.mappings {
                    let sides = [mapping.from.id() == list, mapping.to.id() == list];
                    for pair in &mut mapping.pairs {
                        if sides[0] && *pair.from.0 == *new {
                            pair.from.0 = old.into();
                        }
                        if sides[1] && *pair.to.0 == *new {
                            pair.to.0 = old.into();
                        }
                    }
                }
                is_there
            }
        }
    }
}

/// Changes the id of `inner` in all files of a map.
pub(super) fn rename(analysis: &Analysis, inner: Inner, new: &str) -> Result<Renamed, Refusal> {
    let model = analysis.model();
    let (what, old, name) = inner.named(model);
    let new = inner.new_id(analysis, new)?;
    let outer = name.strip_suffix(old.as_str()).unwrap_or_default();
    let full = format!("{outer}{new}");
    let mut texts: Vec<FlowText> = Vec::new();
    for (_, file) in analysis.sources.files() {
        let mut text = FlowText::of(&file.name, &file.text);
        let all = mentions(&text)?;
        let own = all.iter().filter(|mention| inner.is(analysis, mention));
        let mut spellings: Vec<_> = own.map(|one| (one.span.clone(), new.clone())).collect();
        spellings.extend(in_changes(analysis, &text, inner, (&name, &full), &new)?);
        text.respell(&spellings)?;
        texts.push(text);
    }
    if let Inner::Flow(id) = inner {
        for account in flow::accounts(model, id) {
            let file = &analysis.sources.file(account.span.file).name;
            let text = texts.iter_mut().find(|text| text.name() == file);
            if let Some(text) = text {
                flow::rename(text, analysis, account.span, [&old, &new])?;
            }
        }
    }
    follow(analysis, &mut texts, &[(name.clone(), full.clone())])?;
    check::same(analysis, &sources(&texts), &name, |model| {
        inner.take_back(analysis.model(), model, [&old, &new])
    })?;
    let notes = match inner {
        Inner::Flow(_) => Vec::new(),
        _ => vec![format!(
            "no `was:` is written: the format has none for a {what}"
        )],
    };
    Ok(Renamed {
        what,
        old: name,
        new: full,
        files: changed(analysis, &texts),
        notes,
    })
}

/// The changes to try that name it, with the new id in them.
fn in_changes(
    analysis: &Analysis,
    text: &FlowText,
    inner: Inner,
    (name, full): (&str, &str),
    new: &str,
) -> Result<Vec<(std::ops::Range<u32>, String)>, Refusal> {
    let mut all = Vec::new();
    let model = analysis.model();
    let file = analysis.sources.named(text.name()).map(|(file, _)| file);
    for tried in model
        .scenarios
        .iter()
        .flat_map(|(_, one)| one.changes.iter())
    {
        if Some(tried.span.file) != file {
            continue;
        }
        let place = tried.span.start..tried.span.end;
        match (&tried.trial, inner) {
            (Some(Trial::Retire(id)), Inner::Flow(_)) if id == name => {
                all.push((place, tried.text.replace(name, full)));
            }
            (Some(Trial::Agree(_, said)), Inner::Value(..)) => {
                let scopes = said.iter().filter(|(key, _)| key == "covers");
                for (_, scope) in scopes {
                    let changed = in_scope(analysis, scope, inner, new)?;
                    if changed != *scope {
                        let text = tried.text.replace(scope.as_str(), &changed);
                        all.push((place.clone(), text));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(all)
}

/// A scope with the new id of a value. One that cannot be read stays as it is.
fn in_scope(analysis: &Analysis, scope: &str, inner: Inner, new: &str) -> Result<String, Refusal> {
    let (open, close) = if scope.starts_with(['{', '[']) {
        ("systems: {x: {covers: ", "}}")
    } else {
        ("systems: {x: {covers: {", "}}}")
    };
    let mut file = FlowText::of("covers.yaml", &format!("{open}{scope}{close}"));
    let own = mentions(&file).unwrap_or_default().into_iter();
    let own = own.filter(|mention| inner.is(analysis, mention));
    let own: Vec<_> = own.map(|one| (one.span, new.to_owned())).collect();
    file.respell(&own)?;
    let inside = file.text().strip_prefix(open);
    let inside = inside.and_then(|text| text.strip_suffix(close));
    Ok(inside.unwrap_or(scope).to_owned())
}
