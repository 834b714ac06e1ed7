//! Documents as weighted features, and their cosines with a question, by an inverted index.

use std::collections::HashMap;

/// The weight of a document's own length: the one number of the matcher that was fitted to data (see `benches/suggest.rs`).
const SLOPE: f64 = 0.5;

/// Features of a document: name and weight. A name may come more than once.
pub(crate) type Features = Vec<(String, f64)>;

/// An inverted index of documents by feature.
#[derive(Debug, Default)]
pub(crate) struct Index {
    documents: usize,
    numbers: HashMap<String, u32>,
    /// For each feature: the documents that have it and its weight there, rarity and length counted in.
    postings: Vec<Vec<(u32, f64)>>,
    rarity: Vec<f64>,
}

impl Index {
    /// An index of `documents`. A feature weighs by its rarity, `ln(1 + (n - df + 0.5) / (df + 0.5))` (Robertson, Zaragoza 2009). A
    /// document's length is half its own and half the mean (pivoted normalisation: Singhal, Buckley, Mitra 1996): with the plain cosine, a
    /// text of two words beats a full definition that has them too.
    pub(crate) fn new(documents: &[Features]) -> Self {
        let mut index = Self {
            documents: documents.len(),
            ..Self::default()
        };
        let rows: Vec<Vec<(u32, f64)>> = documents.iter().map(|row| index.numbered(row)).collect();
        let mut count = vec![0_usize; index.numbers.len()];
        for (feature, _) in rows.iter().flatten() {
            count[*feature as usize] += 1;
        }
        index.rarity = count
            .iter()
            .map(|count| rarity(documents.len(), *count))
            .collect();
        index.postings = vec![Vec::new(); count.len()];
        let lengths: Vec<f64> = rows
            .iter()
            .map(|row| {
                length(
                    row.iter()
                        .map(|(id, weight)| weight * index.rarity[*id as usize]),
                )
            })
            .collect();
        let mean = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
        for (document, row) in rows.iter().enumerate() {
            let length = (1.0 - SLOPE) * mean + SLOPE * lengths[document];
            for (feature, weight) in row {
                let weight = weight * index.rarity[*feature as usize] / length;
                index.postings[*feature as usize].push((document as u32, weight));
            }
        }
        index
    }

    fn numbered(&mut self, features: &Features) -> Vec<(u32, f64)> {
        let mut row: Vec<(u32, f64)> = features
            .iter()
            .map(|(name, weight)| {
                let next = self.numbers.len() as u32;
                let number = match self.numbers.get(name.as_str()) {
                    Some(number) => *number,
                    None => *self.numbers.entry(name.clone()).or_insert(next),
                };
                (number, *weight)
            })
            .collect();
        merge(&mut row);
        row
    }

    /// The cosine of the question with each document, 0 to 1. Features that no document has make the question longer.
    pub(crate) fn cosines(&self, question: &Features) -> Vec<f64> {
        let mut known: Vec<(u32, f64)> = Vec::new();
        let mut unknown: Vec<(&str, f64)> = Vec::new();
        for (name, weight) in question {
            match self.numbers.get(name.as_str()) {
                Some(number) => known.push((*number, *weight)),
                None => unknown.push((name, *weight)),
            }
        }
        merge(&mut known);
        merge(&mut unknown);
        let strange = rarity(self.documents, 0);
        let length = length(
            known
                .iter()
                .map(|(id, weight)| weight * self.rarity[*id as usize])
                .chain(unknown.iter().map(|(_, weight)| weight * strange)),
        );
        let mut cosines = vec![0.0; self.documents];
        for (feature, weight) in known {
            let weight = weight * self.rarity[feature as usize] / length;
            for (document, other) in &self.postings[feature as usize] {
                cosines[*document as usize] += weight * other;
            }
        }
        for cosine in &mut cosines {
            *cosine = cosine.min(1.0);
        }
        cosines
    }
}

fn rarity(documents: usize, count: usize) -> f64 {
    let (documents, count) = (documents as f64, count as f64);
    ((documents - count + 0.5) / (count + 0.5)).ln_1p()
}

fn length(weights: impl Iterator<Item = f64>) -> f64 {
    let squares: f64 = weights.map(|weight| weight * weight).sum();
    squares.sqrt().max(f64::MIN_POSITIVE)
}

/// Sorts by feature and adds up the weights of each.
fn merge<K: Ord + Copy>(row: &mut Vec<(K, f64)>) {
    row.sort_by_key(|feature| feature.0);
    row.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        if is_same {
            first.1 += later.1;
        }
        is_same
    });
}
