//! Figures of the page that works without a server: `FLOWMAP_FIGURES=1 cargo test --test browser -- figures` prints them. It needs an engine
//! built as for a release, and asserts only that everything is shown. The name of a folder instead of `1` measures the map there alone.

use std::path::Path;

use serde_json::{Value, json};

use crate::chrome::{COLLECT, Chrome, Tab};
use crate::served::{Map, engine};

/// Notes when the first picture stands, and the memory of the engine as the worker last told it.
const NOTE: &str = "window.noted = {}; \
    new MutationObserver(() => { if (!noted.first && document.querySelector('#own .picture')) requestAnimationFrame(() => (noted.first ??= performance.now())); }) \
      .observe(document, {childList: true, subtree: true}); \
    const Plain = window.Worker; window.Worker = class extends Plain { constructor(...all) { super(...all); \
      this.addEventListener('message', ({data}) => (noted.memory = data.answer?.memory ?? noted.memory)); } };";

/// Renames something of a file and waits until the picture shows its new name; how long that took, until a frame after it, in milliseconds.
/// Then how long the next request waits, which the page makes while the rest is drawn.
const EDIT: &str = "(async (file, from, to) => { const ask = window.flowmap.way.ask; const {data} = await ask('/edit/open', {file}); \
    const own = document.querySelector('#own'); const start = performance.now(); \
    const seen = new Promise(done => { const look = () => own.textContent.includes(to) ? requestAnimationFrame(() => done(performance.now() - start)) : 0; \
      new MutationObserver(look).observe(own, {childList: true, subtree: true}); }); \
    const saved = await ask('/edit/save', {file, was: data.mark, text: data.text.replace('name: ' + from, 'name: ' + to)}); if (saved.status !== 200) return JSON.stringify(saved); \
    const answered = performance.now() - start; const picture = await seen; \
    await new Promise(done => setTimeout(done, 100)); const later = performance.now(); await ask('/choices', {kinds: ['system']}); \
    return {answered: Math.round(answered), picture: Math.round(picture), next: Math.round(performance.now() - later)}; })";

/// Opens the page of a map from the disk, and says how long its first picture took.
fn opened<'c>(chrome: &'c Chrome, map: &Map, of: &str, name: &str) -> Tab<'c> {
    let engine = engine().expect("an engine was built");
    map.run(&[
        "page",
        of,
        "-o",
        "workshop.html",
        "--engine",
        &engine.to_string_lossy(),
    ]);
    let address = map.address("workshop.html");
    let script = format!("{COLLECT} {NOTE}");
    let first = || {
        let tab = chrome.open_with(&address, (1366, 768), &script);
        tab.wait("noted.first");
        (tab.ask("Math.round(noted.first)").as_u64(), tab)
    };
    let mut times = vec![first().0, first().0];
    let (last, tab) = first();
    times.push(last);
    times.sort_unstable();
    tab.ask("window.flowmap.way.ask('/edit/files', {})");
    let size = map.size("workshop.html");
    crate::say(&format!(
        "{name}: {size} bytes, first picture after {} ms (median of 3)",
        times[1].unwrap_or_default()
    ));
    tab
}

/// The memory of the tab: its process, its script, and the engine in it.
fn memory(tab: &Tab<'_>, name: &str) {
    tab.ask("window.flowmap.way.ask('/edit/files', {})");
    let heap = tab.call("Runtime.getHeapUsage", &json!({}));
    let mib = |bytes: &Value| bytes.as_f64().unwrap_or_default() / 1024.0 / 1024.0;
    crate::say(&format!(
        "{name}: engine {:.0} MiB, script of the page {:.0} MiB, elements {}",
        mib(&tab.ask("noted.memory")),
        mib(&heap["usedSize"]),
        tab.ask("document.querySelectorAll('*').length")
    ));
}

/// Renames a system of a file five times, to and fro.
fn edited(tab: &Tab<'_>, file: &str, (from, to): (&str, &str), name: &str) {
    let mut all = Vec::new();
    for (from, to) in [(from, to), (to, from), (from, to), (to, from), (from, to)] {
        let took = tab.ask(&format!("{EDIT}({file:?}, {from:?}, {to:?})"));
        assert!(took["picture"].is_u64(), "{took}");
        all.push(took);
    }
    let median = |key: &str| {
        let mut times: Vec<u64> = all.iter().filter_map(|one| one[key].as_u64()).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    crate::say(&format!(
        "{name}: an edit is answered after {} ms, its picture stands after {} ms, the next request waits {} ms (medians of 5)",
        median("answered"),
        median("picture"),
        median("next")
    ));
}

pub(crate) fn figures(chrome: &Chrome) {
    let map = Map::new("figures");
    let named = std::env::var("FLOWMAP_FIGURES").unwrap_or_default();
    if Path::new(&named).is_dir() {
        made(chrome, &map, &named, &format!("the map in {named}"));
        return;
    }
    let real = concat!(env!("CARGO_MANIFEST_DIR"), "/flows");
    let tab = opened(chrome, &map, real, "the real map");
    tab.ask("window.flowmap.again()");
    let file = tab.text("window.flowmap.way.ask('/edit/files', {}).then(all => all.data.map(one => one.file).find(one => one.endsWith('owners/cqc.yaml')))");
    edited(
        &tab,
        &file,
        ("Care Quality Commission", "Commission for Care"),
        "the real map",
    );
    memory(&tab, "the real map");
    drop(tab);
    for fields in ["3000", "12000"] {
        let folder = format!("made-{fields}");
        map.run(&["generate", &folder, "--fields", fields, "--seed", "7"]);
        let name = format!("a made-up map of {fields} fields");
        made(chrome, &map, &folder, &name);
    }
}

/// The figures of a map that is made for them.
fn made(chrome: &Chrome, map: &Map, of: &str, name: &str) {
    let tab = opened(chrome, map, of, name);
    let systems = tab.ask("window.flowmap.way.ask('/choices', {kinds: ['system']}).then(all => all.data.things.length)");
    crate::say(&format!("{name}: {systems} systems"));
    // The organisation with the first box of the picture, by its name in its file.
    let found = tab.ask(
        "(async () => { const ask = window.flowmap.way.ask; const own = document.querySelector('#own').textContent; \
         const files = (await ask('/edit/files', {})).data.map(one => one.file); \
         for (const file of files) { const {data} = await ask('/edit/open', {file}); \
           for (const [, name] of data.text.matchAll(/name: ([A-Z][A-Za-z ]{7,})(?=,|\\n)/g)) if (own.includes(name)) return [file, name]; } return null; })()",
    );
    let (file, from) = (found[0].as_str(), found[1].as_str());
    if let (Some(file), Some(from)) = (file, from) {
        edited(&tab, file, (from, "Some Other Name"), name);
    } else {
        crate::say(&format!(
            "{name}: no name of the picture stands in a file as such"
        ));
    }
    memory(&tab, name);
}
