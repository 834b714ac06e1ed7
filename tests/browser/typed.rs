//! Text that was typed in the editor and not saved.

use crate::chrome::Chrome;
use crate::edit::{POOLS, end_of, inner, status};
use crate::served::{Map, Way};

pub(crate) fn outlives(chrome: &Chrome, way: Way) {
    let map = Map::new("typed");
    let query = format!("file={POOLS}");
    let (tab, served) = map.shown(chrome, way, &query, (1400, 900));
    status(&tab, "saved flows/owners/pools.yaml; no faults");
    let content = format!("{}.textContent", inner(".cm-content"));
    end_of(&tab, "Turnstile counter");
    tab.write("# mine");
    status(&tab, "not saved");
    tab.wait("document.querySelector('#edit-typing').checkVisibility()");
    assert!(
        tab.text("document.querySelector('#edit-typing').textContent")
            .contains("this browser keeps what you typed")
    );
    tab.keep("typed");
    // Whoever leaves the page is asked; another has saved other lines meanwhile.
    drop(chrome.dialogs());
    if way == Way::Http {
        map.change(POOLS, "organisations:", "# theirs\norganisations:");
        status(&tab, "another has changed other lines");
    }
    let address = match &served {
        Some(served) => served.address.clone(),
        None => map.address("workshop.html"),
    };
    tab.go(&address);
    assert_eq!(chrome.dialogs(), ["beforeunload"]);
    // The page says so, and the text is there again in its place.
    tab.wait("document.querySelector('.live-typed')");
    assert_eq!(
        tab.text("document.querySelector('.live-typed').textContent"),
        "Go on with flows/owners/pools.yaml: not saved"
    );
    tab.keep("typed-again");
    tab.click("document.querySelector('.live-typed')");
    status(&tab, "not saved: what you typed before is back");
    assert!(tab.text(&content).contains("Turnstile counter# mine"));
    if way == Way::Http {
        assert!(tab.text(&content).contains("# theirs"));
        assert!(!map.read(POOLS).contains("# mine"), "nothing was saved");
        tab.ask("(document.querySelector('#edit-typing button').focus(), true)");
        tab.press("Enter", 0);
        status(&tab, "saved flows/owners/pools.yaml");
        assert!(!tab.text(&content).contains("# mine"));
    } else {
        // Typed text is erased with everything else that the browser keeps.
        tab.go(&address);
        tab.wait("document.querySelector('#forget') && !document.querySelector('#forget').hidden");
        tab.click("document.querySelector('#forget')");
        tab.wait("document.querySelector('#forget')?.hidden");
    }
    tab.wait("!Object.keys(localStorage).some(key => key.startsWith('flowmap-typed'))");
    drop(chrome.dialogs());
    tab.go(&address);
    assert_eq!(chrome.dialogs(), [""; 0]);
    tab.wait("document.querySelector('#live-edit') && document.documentElement.dataset.version");
    assert_eq!(tab.text("document.querySelector('.live-typed')"), "null");
    assert_eq!(tab.complaints(), "");
}
