//! A hostile map: no name, note or file name in it takes over a terminal or a document, whatever command prints it.
#![cfg(unix)]

mod dot;
mod markdown;
mod terminal;

use std::process::{Command, Output, Stdio};

use crate::folder::Folder;

/// Every view of a map.
const VIEWS: [&str; 6] = [
    "systems",
    "organisations",
    "fields",
    "duplicates",
    "mismatches",
    "gaps",
];

/// Every command with output about a map, without the map.
pub(super) const COMMANDS: [&[&str]; 18] = [
    &["check"],
    &["crosswalk", "T"],
    &["definitions", "T"],
    &["timetable", "T"],
    &["timetable", "N"],
    &["triangulate", "N"],
    &["trace", "FIELD"],
    &["suggest"],
    &["suggest", "--terms"],
    &["impact", "SYSTEM"],
    &["burden"],
    &["burden", "--by", "term"],
    &["questions"],
    &["cover"],
    &["unify"],
    &["unify", "--yaml"],
    &["topics"],
    &["decisions"],
];

/// A text as YAML between double quotes, with every character outside ASCII by its number.
pub(super) fn quoted(text: &str) -> String {
    let signs = text.chars().map(|c| match c {
        ' '..='~' if !matches!(c, '"' | '\\') => c.to_string(),
        _ => format!("\\U{:08X}", u32::from(c)),
    });
    format!("\"{}\"", signs.collect::<String>())
}

/// A map in which every id, name and note ends with `sting`; the same field is asked twice, defined twice and misspelt once.
pub(super) fn map(sting: &str) -> String {
    let q = |text: &str| quoted(&format!("{text}{sting}"));
    let at = |system: &str, field: &str| quoted(&format!("{system}{sting}.{field}{sting}"));
    format!(
        "map: {{title: {title}, about: {about}}}\n\
dimensions: {{{age}: {{range: days}}, {place}: {{values: [{home}, {away}]}}}}\n\
organisations: {{{o1}: {{name: {n1}, kind: {kind}, tags: [{tag}]}}, {o2}: {n2}}}\n\
terms: {{{t}: {{name: {tn}, definition: {d1}}}, {t2}: {{name: {tn}, of: {kind}}}}}\n\
code_lists: {{{l1}: {{values: {{{c1}: {n1}}}}}, {l2}: {{values: [{c1}]}}}}\n\
systems:\n\
  {s1}: {{name: {n1}, owner: {o1}, kind: record, notes: {about}, fields: {{{f}: {{term: {t}, definition: {d1}, type: text, covers: {{{age}: 0..30}}}}, {g}: }}}}\n\
  {s2}: {{name: {n2}, owner: {o2}, kind: collection, fields: {{{f}: {{term: {t}, definition: {d2}, codes: {l1}, covers: {{{age}: 0..20, {place}: {home}}}}}}}}}\n\
  {s3}: {{name: {n2}, owner: {o2}, kind: collection, part_of: {s2x}, fields: {{{f}: {{term: {t}, codes: {l2}, definition: {d1}}}}}}}\n\
flows:\n\
  - {{from: {s1}, to: {s2}, fields: [{f}], method: form, every: month, lag: 6 weeks, basis: {about}, source: {about}}}\n\
  - {{from: {s1}, to: {s3}, fields: [{f}], method: form, every: week, lag: 1 day, purpose: {about}}}\n\
  - {{from: {s1}, to: {s3}, fields: [{g}, {nowhere}], method: {method}}}\n\
needs: {{{n}: {{who: {o2}, question: {about}, terms: [{t}, {t2}], within: 3 days}}}}\n\
decisions: [{{finding: {decided}, status: in-hand, why: {about}, by: {o1}}}, {{finding: {about}, status: accepted}}]\n\
{strange}: 1\n# {at}\n",
        title = q("Title"),
        about = q("About"),
        age = q("age"),
        place = q("place"),
        home = q("home"),
        away = q("away"),
        o1 = q("first"),
        o2 = q("second"),
        n1 = q("Name one"),
        n2 = q("Name two"),
        kind = q("kind"),
        tag = q("tag"),
        t = q("T"),
        t2 = q("U"),
        tn = q("Term"),
        d1 = q("It means this"),
        d2 = q("It means something else"),
        l1 = q("list"),
        l2 = q("other list"),
        c1 = q("C"),
        s1 = q("ward"),
        s2 = q("asker"),
        s2x = q("askre"),
        s3 = q("third"),
        f = q("died"),
        g = q("gone"),
        nowhere = q("nowhere"),
        method = q("uplaod"),
        n = q("N"),
        decided = q("unowned/"),
        strange = q("strange"),
        at = at("ward", "died"),
    )
}

/// The arguments of one command about the map of [`map`].
pub(super) fn arguments(command: &[&str], sting: &str) -> Vec<String> {
    let word = |word: &&str| match *word {
        "T" | "N" => format!("{word}{sting}"),
        "FIELD" => format!("ward{sting}.died{sting}"),
        "SYSTEM" => format!("ward{sting}"),
        _ => (*word).to_owned(),
    };
    command.iter().map(word).collect()
}

pub(super) fn run(folder: &Folder, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowmap"));
    command
        .current_dir(folder.path())
        .args(arguments)
        .env("NO_COLOR", "1");
    let output = command.stdin(Stdio::null()).output();
    output.expect("the program starts")
}
