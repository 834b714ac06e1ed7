//! The page by keyboard alone, and against the rules of WCAG that a program can check.

use std::path::Path;

use crate::chrome::{Chrome, Tab};
use crate::served::Map;
use crate::served::real_report;

const SHOWN: &str = "document.querySelector('#own .picture')";

/// Presses Tab until `wanted` is true of the focused element.
fn tab_to(tab: &Tab<'_>, wanted: &str) {
    step_to(tab, wanted, 0);
}

/// Like [`tab_to`], with these modifiers: 8 (shift) goes back.
fn step_to(tab: &Tab<'_>, wanted: &str, modifiers: u32) {
    for _ in 0..80 {
        tab.press("Tab", modifiers);
        if tab.ask(&format!("Boolean((e => {wanted})(document.activeElement))")) == true {
            return;
        }
    }
    tab.keep("failed");
    panic!("`{wanted}` is never reached by Tab");
}

pub(crate) fn keyboard(chrome: &Chrome) {
    let map = Map::new("keyboard");
    let served = map.serve(None);
    let tab = chrome.open(&served.address, 1280, 800);
    tab.wait(&format!(
        "document.querySelector('#live-bar') && {SHOWN}?.dataset.of === 'map'"
    ));
    for (place, words) in ["topics", "picture", "findings"].into_iter().enumerate() {
        tab.press("Tab", 0);
        assert_eq!(
            tab.text("document.activeElement.textContent"),
            format!("Skip to the {words}"),
            "link {place}"
        );
    }
    // Into the picture, from box to box, and a journey lit.
    tab_to(
        &tab,
        "e.closest('.stage') && e.matches('.system, .organisation, .field')",
    );
    let first = tab.text("document.activeElement.id");
    tab.press("ArrowRight", 0);
    tab.wait(&format!(
        "document.activeElement.id !== {first:?} && document.activeElement.closest('.stage')"
    ));
    tab.wait(&format!("{SHOWN}.classList.contains('dim')"));
    let is_marked = "(e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e.querySelector('rect')).strokeWidth !== '')(document.activeElement)";
    assert_eq!(tab.ask(is_marked), true);
    tab.press(" ", 0);
    tab.wait("location.hash.includes('focus=')");
    tab.press("Escape", 0);
    tab.wait("!location.hash.includes('focus=')");
    // A topic opens, and its picture is drawn; Escape leads back.
    tab.press("t", 0);
    tab.wait(
        "document.activeElement.closest('#topics') && document.activeElement.matches('summary')",
    );
    tab.press("Enter", 0);
    tab.wait(&format!(
        "document.activeElement.parentElement.open && {SHOWN}.dataset.of === document.activeElement.parentElement.dataset.picture"
    ));
    tab.press("Escape", 0);
    tab.wait(&format!("{SHOWN}.dataset.of === 'map'"));
    // The keys are listed on `?`, and the list is left by Escape.
    tab.press("?", 0);
    tab.wait("document.querySelector('#keys-list').open");
    assert_eq!(
        tab.ask("document.querySelectorAll('#keys-list tr').length > 8"),
        true
    );
    tab.keep("keys");
    tab.press("Escape", 0);
    tab.wait("!document.querySelector('#keys-list').open");
    // Search.
    tab.press("/", 0);
    tab.write("turn");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 0");
    tab.press("Enter", 0);
    // The hit's picture is drawn while the search keeps the focus for the next one; Tab goes on to it.
    tab.wait(&format!(
        "document.activeElement.id === 'search' && {SHOWN}.dataset.of !== 'map'"
    ));
    tab_to(&tab, "e.closest('.stage')");
    into_the_editor(&tab);
    assert_eq!(tab.complaints(), "");
}

/// From a finding to its place in the editor and out again.
fn into_the_editor(tab: &Tab<'_>) {
    // To the place of a finding, into the editor, and out again: Tab is never caught.
    tab_to(tab, "e.matches('details.finding summary')");
    tab.press("Enter", 0);
    tab_to(tab, "e.matches('.live-place')");
    tab.press("Enter", 0);
    tab.wait("document.activeElement.id === 'edit-host' && document.activeElement.shadowRoot.activeElement?.matches('.cm-content')");
    tab.write("# by keyboard ");
    tab.press("s", 2);
    tab.wait("/^saved/.test(document.querySelector('#edit-status').textContent)");
    tab.press("Tab", 0);
    tab.wait("document.activeElement.id !== 'edit-host' || !document.activeElement.shadowRoot.activeElement?.matches('.cm-content')");
    step_to(tab, "e.closest('#edit') && e.textContent === 'Close'", 8);
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#edit').hidden && document.activeElement.matches('.live-place, #live-edit')");
}

/// The number of stops for Tab on the first screen, in the saved report and on the live page.
pub(crate) fn stops(chrome: &Chrome) {
    let map = Map::new("stops");
    let served = map.serve(None);
    for address in [real_report(), served.address.clone()] {
        let tab = chrome.open(&address, 1366, 768);
        tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
        let mut seen = Vec::new();
        // The chapters begin below the first screen.
        while seen.len() < 60 {
            tab.press("Tab", 0);
            if tab.ask("document.activeElement.closest('.chapters') !== null") == true {
                break;
            }
            seen.push(tab.text("document.activeElement.outerHTML.slice(0, 60)"));
        }
        assert!(
            (10..38).contains(&seen.len()),
            "{} stops: {seen:#?}",
            seen.len()
        );
        // The floating buttons of the live page are further stops.
        let floating = tab.ask("document.querySelectorAll('#live button').length");
        let all = seen.len() as u64 + floating.as_u64().unwrap_or_default();
        assert!(all < 40, "{all} stops on the first screen");
    }
}

/// On a phone the topics, a finding and the questions are read without scrolling sideways.
pub(crate) fn phone(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 390, 844);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    let fits = |what: &str| {
        let wide = tab.text(&format!(
            "[...document.querySelectorAll('{what}')].filter(e => e.checkVisibility() && !e.closest('.stage, .scroll, dialog, .hidden, .skip') && (e.getBoundingClientRect().right > 391 || e.getBoundingClientRect().left < -1)).map(e => e.outerHTML.slice(0, 120)).slice(0, 3).join('; ')"
        ));
        assert_eq!(wide, "", "{what} is wider than a phone");
    };
    assert_eq!(
        tab.ask("document.documentElement.scrollWidth <= 391"),
        true,
        "the page does not scroll sideways"
    );
    fits("#answer *, #tools *, #topics *, #bar *");
    tab.keep("phone");
    tab.click("document.querySelector('#topics summary')");
    tab.wait(&format!("{SHOWN}.dataset.of !== 'map'"));
    fits("#topics *");
    tab.keep("phone-topic");
    tab.ask("(document.querySelectorAll('#findings details, #questions details').forEach(d => d.open = true), document.querySelector('#findings details.finding').scrollIntoView(), true)");
    fits("#findings details *, #questions details *");
    tab.keep("phone-finding");
    tab.ask("(document.querySelector('#questions .card').scrollIntoView(), true)");
    tab.keep("phone-questions");
    let small = tab.ask("[...document.querySelectorAll('#topics *, #findings p, #findings h3, #questions li')].filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 13).length");
    assert_eq!(small, 0, "letters are large enough for a phone");
    assert_eq!(tab.complaints(), "");
}

/// Panics with the violations that axe-core calls serious or critical.
fn check(tab: &Tab<'_>, axe: &str, what: &str) {
    tab.ask(&format!("{axe}; true"));
    let found = tab.text(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)) \
         .map(v => `${v.id} (${v.impact}): ${v.help}\\n` + v.nodes.slice(0, 4).map(n => `    ${n.html.slice(0, 200)}\\n    ${n.failureSummary}`).join('\\n')).join('\\n'))",
    );
    assert!(found.is_empty(), "{what}:\n{found}");
}

/// The script of axe-core. `None`, with a note, if it is not installed.
fn script() -> Option<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&path);
    if axe.is_err() {
        let is_required =
            std::env::var_os("FLOWMAP_BROWSER").is_some_and(|word| word == "required");
        assert!(!is_required, "axe-core is not in {}", path.display());
        crate::say(
            "axe-core is not in target/axe (npm install --prefix target/axe axe-core): its check was left out",
        );
    }
    axe.ok()
}

/// Checks the page as it is now, if axe-core is installed.
pub(crate) fn serious(tab: &Tab<'_>, what: &str) {
    if let Some(axe) = script() {
        check(tab, &axe, what);
    }
}

pub(crate) fn axe(chrome: &Chrome) {
    let Some(axe) = script() else { return };
    let tab = chrome.open(&real_report(), 1280, 800);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    check(&tab, &axe, "the report");
    tab.click("document.querySelector('#topics summary')");
    tab.wait(&format!("{SHOWN}.dataset.of !== 'map'"));
    check(&tab, &axe, "the report with a topic's picture");
    for dialog in ["keys", "print"] {
        tab.click(&format!("document.querySelector('#{dialog}')"));
        check(&tab, &axe, dialog);
        tab.press("Escape", 0);
    }
    tab.ask("(document.querySelectorAll('details').forEach(d => d.open = true), true)");
    check(&tab, &axe, "the report with everything open");
    drop(tab);
    let map = Map::new("axe-live");
    let served = map.serve(None);
    let tab = chrome.open(
        &format!("{}edit?file=flows/map.yaml", served.address),
        1400,
        900,
    );
    tab.wait("document.querySelector('#edit-status')?.textContent.startsWith('saved ')");
    map.change(
        "flows/owners/council.yaml",
        "name: Monthly return to the council",
        "name: \"Monthly return",
    );
    tab.wait("document.querySelector('#live-faults').textContent !== ''");
    check(&tab, &axe, "the live page with a fault and the editor");
    map.change(
        "flows/owners/council.yaml",
        "name: \"Monthly return",
        "name: Return",
    );
    tab.wait("document.querySelector('#live-told').textContent !== ''");
    check(&tab, &axe, "the live page after a save");
}
