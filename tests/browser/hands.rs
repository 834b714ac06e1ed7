//! A person's acts on a page besides keys and clicks: chooses, drops and saves files, and answers the dialogs of the browser.

use std::path::Path;

use serde_json::json;

use crate::chrome::{Chrome, Tab};

impl Chrome {
    /// The kinds of the dialogs that the browser has shown since the last call, such as `beforeunload`.
    pub(crate) fn dialogs(&self) -> Vec<String> {
        self.shown.take()
    }

    /// Lets pages save files to this folder.
    pub(crate) fn download_to(&self, folder: &Path) {
        let allowed = json!({"behavior": "allow", "downloadPath": folder.to_string_lossy()});
        self.call(None, "Browser.setDownloadBehavior", &allowed);
    }
}

impl Tab<'_> {
    /// Puts these files or this folder into a field for files.
    pub(crate) fn choose(&self, field: &str, files: &[&Path]) {
        let field = self.call("Runtime.evaluate", &json!({"expression": field}));
        let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let chosen = json!({"files": files, "objectId": field["result"]["objectId"]});
        self.call("DOM.setFileInputFiles", &chosen);
    }

    /// Drops files or a folder of the disk on the middle of the page.
    pub(crate) fn drop_files(&self, files: &[&Path]) {
        let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        for what in ["dragEnter", "dragOver", "drop"] {
            let data = json!({"items": [], "files": files, "dragOperationsMask": 1});
            let event = json!({"type": what, "x": 600, "y": 400, "data": data});
            self.call("Input.dispatchDragEvent", &event);
        }
    }
}
