//! Ranks the candidates nearest to a field or term, with the parts of each score.

use std::collections::{BTreeMap, BTreeSet};

use super::element;
use super::element::{Element, Seen};
use super::index::{Features, Index};
use super::vocabulary::Vocabulary;
use super::words;
use crate::read::model::FieldType;

/// The candidates for suggestions, indexed for questions.
#[derive(Debug)]
pub struct Matcher {
    vocabulary: Vocabulary,
    english: BTreeSet<String>,
    names: Index,
    letters: Index,
    texts: Index,
    contexts: Index,
    context_of: Vec<Option<usize>>,
    facets: Vec<Facets>,
}

/// The features that are not compared by frequency.
#[derive(Debug)]
struct Facets {
    words: Vec<String>,
    shape: Option<FieldType>,
    kind: Option<FieldType>,
    unit: Option<String>,
    codes: BTreeSet<String>,
    code_list: Option<String>,
}

/// One candidate with its score and the parts of the score, each 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The position of the candidate among those given.
    pub candidate: usize,
    /// The score: all parts together.
    pub(crate) score: f64,
    /// Words of the names, with short forms written out and words of like meaning counted; and the letters of the names.
    pub(crate) names: f64,
    /// Words of the definitions.
    pub(crate) definition: f64,
    /// Words of the systems or tables that they are in.
    pub(crate) context: Option<f64>,
    /// The share of the smaller code list that is in the other; 1 if both use one list.
    pub(crate) codes: Option<f64>,
    /// The compatibility of the types and units; `None` if not stated.
    pub(crate) types: Option<f64>,
}

/// Share of the words in the score of the names; the remaining share is the letters'.
const WORDS: f64 = 0.7;
/// Share of the names in an element's own score; the remaining share is the definition's.
const NAMES: f64 = 0.5;
/// Share of the element's own score; the remaining share is that of its system or table. The two scores are blended, not their words.
const OWN: f64 = 0.7;
/// Share of the codes in an element's own score, if both have codes.
const CODES: f64 = 0.3;
/// The least score of two elements that use the same telling code list, whatever their words.
const SAME_LIST: f64 = 0.9;

impl Matcher {
    /// Prepares the candidates. `questions` are the elements that will be asked about, as far as known: their definitions also help to tell
    /// English words from short forms.
    pub fn new(vocabulary: Vocabulary, candidates: &[Element], questions: &[Element]) -> Self {
        let english = element::english(candidates.iter().chain(questions));
        let seen: Vec<Seen> = candidates
            .iter()
            .map(|candidate| Seen::of(candidate, &vocabulary, &english))
            .collect();
        let (contexts, context_of) = contexts(candidates, &vocabulary);
        let index = |take: fn(&Seen) -> &Features| {
            let documents: Vec<Features> = seen.iter().map(|seen| take(seen).clone()).collect();
            Index::new(&documents)
        };
        Self {
            names: index(|seen| &seen.names),
            letters: index(|seen| &seen.letters),
            texts: index(|seen| &seen.text),
            contexts: Index::new(&contexts),
            context_of,
            facets: candidates
                .iter()
                .zip(&seen)
                .map(|(candidate, seen)| Facets::of(candidate, seen))
                .collect(),
            vocabulary,
            english,
        }
    }

    /// Every candidate that has a feature in common with `question`, best first, ties in the order given.
    pub fn ranked(&self, question: &Element) -> Vec<Match> {
        let seen = Seen::of(question, &self.vocabulary, &self.english);
        let names = self.names.cosines(&seen.names);
        let letters = self.letters.cosines(&seen.letters);
        let texts = self.texts.cosines(&seen.text);
        let contexts = (!question.context.is_empty()).then(|| {
            self.contexts
                .cosines(&element::context(&question.context, &self.vocabulary))
        });
        let asked = Facets::of(question, &seen);
        let mut ranked: Vec<Match> = (0..self.facets.len())
            .map(|candidate| {
                let context = contexts
                    .as_ref()
                    .and_then(|contexts| Some(contexts[self.context_of[candidate]?]));
                let is_same = asked.words == self.facets[candidate].words;
                let names = if is_same {
                    1.0
                } else {
                    WORDS * names[candidate] + (1.0 - WORDS) * letters[candidate]
                };
                self.matched(candidate, &asked, names, texts[candidate], context)
            })
            .filter(|found| found.score > 0.0)
            .collect();
        ranked.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.candidate.cmp(&b.candidate))
        });
        ranked
    }

    fn matched(
        &self,
        candidate: usize,
        asked: &Facets,
        names: f64,
        definition: f64,
        context: Option<f64>,
    ) -> Match {
        let facets = &self.facets[candidate];
        let is_same_list = asked.code_list.is_some() && asked.code_list == facets.code_list;
        let codes = if is_same_list {
            Some(1.0)
        } else {
            asked.containment(facets)
        };
        let types = asked.types(facets);
        let mut own = NAMES * names + (1.0 - NAMES) * definition;
        if let Some(codes) = codes {
            own = (1.0 - CODES) * own + CODES * codes;
        }
        let mut score = context.map_or(own, |context| OWN * own + (1.0 - OWN) * context);
        score *= types.unwrap_or(1.0);
        if is_same_list {
            score = SAME_LIST + (1.0 - SAME_LIST) * score;
        }
        Match {
            candidate,
            score,
            names,
            definition,
            context,
            codes,
            types,
        }
    }
}

/// Each context once, and the index of each candidate's context.
fn contexts(
    candidates: &[Element],
    vocabulary: &Vocabulary,
) -> (Vec<Features>, Vec<Option<usize>>) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut contexts = Vec::new();
    let context_of = candidates
        .iter()
        .map(|candidate| {
            let text = candidate.context.as_str();
            (!text.is_empty()).then(|| {
                *known.entry(text).or_insert_with(|| {
                    contexts.push(element::context(text, vocabulary));
                    contexts.len() - 1
                })
            })
        })
        .collect();
    (contexts, context_of)
}

impl Facets {
    fn of(element: &Element, seen: &Seen) -> Self {
        let text = |code: &String| words::split(code).join(" ");
        Self {
            words: seen.words.clone(),
            shape: seen.shape,
            kind: element.kind,
            unit: element.unit.as_ref().map(|unit| unit.to_lowercase()),
            // Codes that are numbers are in every list and prove nothing.
            codes: element
                .codes
                .iter()
                .map(text)
                .filter(|code| code.chars().any(char::is_alphabetic))
                .collect(),
            code_list: element.code_list.clone(),
        }
    }

    fn containment(&self, other: &Self) -> Option<f64> {
        let smaller = self.codes.len().min(other.codes.len());
        let shared = self.codes.intersection(&other.codes).count();
        (smaller > 0).then(|| shared as f64 / smaller as f64)
    }

    /// 1 for compatible types and units, less if one can be computed from the other only in part, near 0 if never. A type that only the
    /// name suggests counts half.
    fn types(&self, other: &Self) -> Option<f64> {
        if let (Some(one), Some(two)) = (self.kind, other.kind) {
            let units_differ =
                matches!((&self.unit, &other.unit), (Some(one), Some(two)) if one != two);
            let fit = compatible(one, two);
            return Some(if units_differ { fit / 2.0 } else { fit });
        }
        let (one, two) = (self.kind.or(self.shape)?, other.kind.or(other.shape)?);
        Some(f64::midpoint(1.0, compatible(one, two)))
    }
}

/// The degree to which values of one type can replace those of another.
fn compatible(one: FieldType, two: FieldType) -> f64 {
    use FieldType::{Boolean, Code, Date, Datetime, Duration, Identifier, Number, Text};
    match (one.min(two), one.max(two)) {
        (one, two) if one == two => 1.0,
        (Date, Datetime) => 1.0,
        (_, Text)
        | (Text, _)
        | (Code, Boolean | Identifier)
        | (Duration, Number)
        | (Number, Boolean) => 0.8,
        (Code, Number) | (Number, Identifier) => 0.6,
        (Date | Datetime, Duration | Number) => 0.3,
        _ => 0.1,
    }
}

#[cfg(test)]
mod tests {
    use super::Matcher;
    use crate::ask::suggest::element::Element;
    use crate::ask::suggest::vocabulary::Vocabulary;
    use crate::read::model::FieldType;

    fn element(name: &str, definition: &str, context: &str) -> Element {
        Element {
            name: name.to_owned(),
            definition: definition.to_owned(),
            context: context.to_owned(),
            ..Element::default()
        }
    }

    /// The names of the candidates, nearest first.
    fn ranked<'c>(candidates: &'c [Element], question: &Element) -> Vec<&'c str> {
        let matcher = Matcher::new(Vocabulary::built_in(), candidates, &[]);
        let ranked = matcher.ranked(question);
        ranked
            .iter()
            .map(|found| candidates[found.candidate].name.as_str())
            .collect()
    }

    #[test]
    fn short_forms_and_words_of_like_meaning_find_their_term() {
        let terms = [
            element("date_of_death", "The day the person died.", ""),
            element("date_of_birth", "The day the person was born.", ""),
            element("sex", "Male or female.", ""),
            element("invoice_number", "Written on the invoice.", ""),
        ];
        for (asked, expected) in [
            ("DOB", "date_of_birth"),
            ("deceasedDt", "date_of_death"),
            ("gender", "sex"),
            ("invoiceNo", "invoice_number"),
        ] {
            assert_eq!(ranked(&terms, &element(asked, "", ""))[0], expected);
        }
    }

    #[test]
    fn the_definition_decides_between_like_names() {
        let terms = [
            element("outcome_north", "Whether the loan was repaid.", ""),
            element("outcome_south", "Whether the crop was harvested.", ""),
        ];
        let asked = element("outcome", "Crop harvested before the frost", "");
        assert_eq!(ranked(&terms, &asked)[0], "outcome_south");
    }

    #[test]
    fn the_context_decides_between_equals_and_alone_finds_nothing_better() {
        let fields = [
            element("weight", "", "Lorries. Vehicles on the road."),
            element("weight", "", "Calves. Animals of the herd."),
            element("colour", "", "Cows. The animals of a farm."),
        ];
        let matcher = Matcher::new(Vocabulary::built_in(), &fields, &[]);
        let asked = element("weight", "", "Cows. The animals of a farm.");
        let order: Vec<usize> = matcher
            .ranked(&asked)
            .iter()
            .map(|found| found.candidate)
            .collect();
        assert_eq!(order, [1, 0, 2]);
    }

    #[test]
    fn a_type_that_cannot_be_computed_makes_the_score_small() {
        let of_type = |kind| Element {
            kind: Some(kind),
            ..element("onset", "When it began.", "")
        };
        let terms = [of_type(FieldType::Boolean), of_type(FieldType::Date)];
        let matcher = Matcher::new(Vocabulary::built_in(), &terms, &[]);
        let found = matcher.ranked(&of_type(FieldType::Datetime));
        assert_eq!(found[0].candidate, 1);
        assert!(found[1].score < found[0].score / 5.0, "{found:?}");
        assert_eq!(found[0].types, Some(1.0));
    }

    #[test]
    fn codes_with_meanings_count_and_bare_numbers_do_not() {
        let with_codes = |codes: &[&str]| Element {
            codes: codes.iter().map(ToString::to_string).collect(),
            ..element("manner", "", "")
        };
        let terms = [
            with_codes(&["1", "2"]),
            with_codes(&["Natural", "Unnatural", "Unknown"]),
        ];
        let matcher = Matcher::new(Vocabulary::built_in(), &terms, &[]);
        let found = matcher.ranked(&with_codes(&["natural", "unnatural"]));
        let of = |candidate| {
            let found = found.iter().find(|found| found.candidate == candidate);
            found.expect("both share the name").codes
        };
        assert_eq!((of(0), of(1)), (None, Some(1.0)));
    }
}
