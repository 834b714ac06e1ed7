//! The live page while files are added, removed and saved in every way that editors use.

use crate::chrome::{Chrome, Tab};
use crate::served::Map;

const POOLS: &str = "flows/owners/pools.yaml";

fn settled(tab: &Tab<'_>) {
    tab.wait("document.querySelector('#live-bar') && document.documentElement.dataset.version");
}

fn shows(tab: &Tab<'_>, words: &str) {
    tab.wait(&format!(
        "document.querySelector('#map').textContent.includes('{words}')"
    ));
}

pub(crate) fn three(chrome: &Chrome) {
    let map = Map::new("three");
    let served = map.serve(None);
    let tabs = [
        chrome.open(&served.address, 1366, 768),
        chrome.open(&served.address, 1024, 768),
        chrome.open(&served.address, 900, 700),
    ];
    for tab in &tabs {
        settled(tab);
    }
    // Saved as some editors do: written beside the file, then put in its place.
    let text = map
        .read(POOLS)
        .replace("Turnstile counter", "Counting gates");
    map.write("flows/owners/.pools.yaml.swp", &text);
    map.rename("flows/owners/.pools.yaml.swp", POOLS);
    for tab in &tabs {
        shows(tab, "Counting gates");
    }
    // Windows line ends.
    map.write(
        POOLS,
        &text
            .replace("Counting gates", "Light barrier")
            .replace('\n', "\r\n"),
    );
    for tab in &tabs {
        shows(tab, "Light barrier");
        assert_eq!(
            tab.text("document.querySelector('#live-faults').textContent"),
            ""
        );
        assert_eq!(tab.complaints(), "");
    }
}

pub(crate) fn come_and_go(chrome: &Chrome) {
    let map = Map::new("come-and-go");
    let served = map.serve(None);
    let tab = chrome.open(&served.address, 1366, 768);
    settled(&tab);
    // Renamed: the same map.
    map.rename(POOLS, "flows/owners/baths.yaml");
    map.change(
        "flows/owners/baths.yaml",
        "Turnstile counter",
        "Counting gates",
    );
    shows(&tab, "Counting gates");
    // Deleted: its entities are now only referred to, or gone.
    map.remove("flows/owners/baths.yaml");
    tab.wait("!document.querySelector('#map').textContent.includes('Counting gates')");
    // Emptied: the last good picture stays, and the page gives the reason.
    let kept: Vec<(String, String)> = [
        "flows/map.yaml",
        "flows/owners/clubs.yaml",
        "flows/owners/council.yaml",
        "flows/owners/sports_body.yaml",
    ]
    .into_iter()
    .map(|file| (file.to_owned(), map.read(file)))
    .collect();
    for (file, _) in &kept {
        map.remove(file);
    }
    tab.wait("document.querySelector('#live-faults').textContent !== ''");
    tab.keep("emptied");
    let said = tab.text("document.querySelector('#live-faults').innerText");
    assert!(
        said.contains("The map cannot be read") && said.contains("no flow file in"),
        "{said}"
    );
    assert_eq!(tab.ask("scrollY"), 0, "whoever is at the top stays there");
    shows(&tab, "Town council");
    // Filled again.
    for (file, text) in &kept {
        map.write(file, &text.replace("Town council", "County council"));
    }
    shows(&tab, "County council");
    tab.wait("document.querySelector('#live-faults').textContent === ''");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn windows(chrome: &Chrome) {
    // A file with Windows line ends is edited in the page and keeps them.
    let map = Map::new("windows");
    let text = map.read(POOLS).replace('\n', "\r\n");
    map.write(POOLS, &text);
    let served = map.serve(None);
    let tab = chrome.open(&format!("{}edit?file={POOLS}", served.address), 1400, 900);
    tab.wait("document.querySelector('#edit-status')?.textContent.startsWith('saved')");
    tab.write("# mine ");
    tab.press("s", 2);
    tab.wait("/^saved flows/.test(document.querySelector('#edit-status').textContent)");
    assert_eq!(map.read(POOLS), format!("# mine {text}"));
    assert_eq!(tab.complaints(), "");
}
