//! The map in the formats of other programs. `README.md` beside this file says what each format holds and what it loses.

mod graphml;
mod iri;
mod linked;
mod lost;
mod odcs;
mod openlineage;
mod sssom;

use clap::ValueEnum;

use crate::analysis::Analysis;

pub(crate) use iri::Base;

/// The formats of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A graph of organisations, systems and fields, for networkx, Gephi, yEd
    Graphml,
    /// Lineage events without runs, one a line, for lineage servers
    Openlineage,
    /// Open Data Contract Standard 3.1: a contract for each collection, in a folder
    Odcs,
    /// Mappings between code lists and between terms, as a table
    Sssom,
    /// DCAT and PROV-O as JSON-LD, for data catalogues
    Jsonld,
}

impl Format {
    /// The formats by the ending of a file.
    pub(crate) const ENDINGS: [(&str, Format); 5] = [
        ("graphml", Format::Graphml),
        ("ndjson", Format::Openlineage),
        ("jsonl", Format::Openlineage),
        ("tsv", Format::Sssom),
        ("jsonld", Format::Jsonld),
    ];
}

/// A map in a format.
pub(crate) struct HandedOn {
    pub(crate) files: Files,
    /// One sentence on the parts of this map that the format has no place for; empty if there are none.
    pub(crate) lost: String,
}

/// One text, or one for each collection.
pub(crate) enum Files {
    /// The text of one file.
    One(String),
    /// Texts with the names of their files.
    Several(Vec<(String, String)>),
}

/// The map in a format. Identifiers that must be addresses start with `base`.
pub(crate) fn hand_on(analysis: &Analysis, format: Format, base: &Base) -> HandedOn {
    let files = match format {
        Format::Graphml => Files::One(graphml::write(analysis)),
        Format::Openlineage => Files::One(openlineage::write(analysis, base)),
        Format::Odcs => Files::Several(odcs::write(analysis, base)),
        Format::Sssom => Files::One(sssom::write(analysis, base)),
        Format::Jsonld => Files::One(linked::write(analysis, base)),
    };
    HandedOn {
        files,
        lost: lost::told(analysis, format),
    }
}
