//! The pages that a newcomer reads first link only to files and headings that exist and that git keeps.

use std::path::Path;

use crate::expectation::package;
use crate::expectation::read;

/// The pages.
const PAGES: [&str; 5] = [
    "README.md",
    "benches/README.md",
    "src/ARCHITECTURE.md",
    "src/CHANGELOG.md",
    ".github/CONTRIBUTING.md",
];

/// The address of the release page, as linked in the README. The platform makes that page.
const RELEASES: &str = "../../releases";

/// The targets of the Markdown links of a page that lead to a file of this repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split([')', ' ']).next());
    targets.filter(|target| !target.contains("://") && *target != RELEASES)
}

/// The anchor of a heading: lower case, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// True for a file of `output/` that `output/.gitignore` leaves out: it exists only after the program has run.
fn is_left_out(path: &str) -> bool {
    let kept = [".svg", ".dot", ".md", "/page.png"];
    path.starts_with("output/")
        && path != "output/"
        && !kept.iter().any(|ending| path.ends_with(ending))
}

#[test]
fn every_relative_link_leads_somewhere() {
    let mut broken = Vec::new();
    let mut count = 0;
    for page in PAGES {
        let folder = Path::new(page).parent().expect("a page is in a folder");
        for link in links(&read(page)) {
            count += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() {
                page.into()
            } else {
                folder.join(file)
            };
            let path = path.to_string_lossy().replace('\\', "/");
            let is_there = package(&path).exists() && !is_left_out(&path);
            let has_heading = heading.is_empty()
                || read(&path)
                    .lines()
                    .filter_map(|line| line.strip_prefix('#'))
                    .any(|line| anchor(line.trim_start_matches('#').trim()) == heading);
            if !is_there || !has_heading {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(count > 15, "only {count} links were found");
    assert!(broken.is_empty(), "{broken:#?}");
}
