//! The conversions between code lists, for the codes that occur among the people of two fields.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::read::model::{CodeListId, Conversion, Crosswalks, FieldId, Model, Occurring, ScopeBox};

/// Two coded fields, and the conversions of their codes each way.
pub(super) struct Pair {
    pub(super) fields: [FieldId; 2],
    pub(super) there: Arc<Conversion>,
    pub(super) back: Arc<Conversion>,
}

impl Pair {
    /// True if the codes of one cannot be worked out from those of the other, or nobody has said how.
    pub(super) fn fails(&self) -> bool {
        let mut ways = [&self.there, &self.back].into_iter();
        ways.any(|way| way.verdict.is_computable() != Some(true))
    }
}

/// Limit on the conversions that are kept: a term of thousands of lists has millions.
const MOST_KNOWN: usize = 100_000;

/// Conversions between lists. Each is worked out once while there are few.
pub(super) struct Lists<'m> {
    crosswalks: Crosswalks<'m>,
    known: FxHashMap<(CodeListId, CodeListId, Occurring), Arc<Conversion>>,
}

impl<'m> Lists<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        Self {
            crosswalks: Crosswalks::of(model),
            known: FxHashMap::default(),
        }
    }

    /// The conversion between two lists, for the codes that occur among people who are in all of these scopes.
    fn convert(
        &mut self,
        model: &Model,
        from: CodeListId,
        to: CodeListId,
        scopes: &[&[ScopeBox]],
    ) -> Arc<Conversion> {
        let occurring = model.occurring(from, scopes);
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        let known = self.known.entry((from, to, occurring));
        let convert = |(from, to, occurring): &(CodeListId, CodeListId, Occurring)| {
            self.crosswalks.convert(*from, *to, occurring).into()
        };
        known.or_insert_with_key(convert).clone()
    }

    /// Two fields with these lists, and the conversions of the codes of those people whom both cover and whom `only` does not leave out.
    pub(super) fn pair(
        &mut self,
        model: &Model,
        fields: [FieldId; 2],
        [a, b]: [CodeListId; 2],
        only: &[ScopeBox],
    ) -> Pair {
        let [first, second] = fields.map(|field| model.scope(field));
        let scopes = [first, second, only];
        Pair {
            fields,
            there: self.convert(model, a, b, &scopes),
            back: self.convert(model, b, a, &scopes),
        }
    }
}
