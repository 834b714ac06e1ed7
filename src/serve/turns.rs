//! Who may check a text now: one of each file at a time, so that a text that takes long keeps no other file waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The files that are being checked, and those who wait.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<BTreeMap<String, Arc<Semaphore>>>);

impl Turns {
    /// Waits until no other text of this file is being checked. `None`: the program is stopping.
    pub(super) async fn of(&self, file: &str) -> Option<OwnedSemaphorePermit> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Those of files that nobody checks are not kept.
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            let one = || Arc::new(Semaphore::new(1));
            Arc::clone(turns.entry(file.to_owned()).or_insert_with(one))
        };
        turn.acquire_owned().await.ok()
    }
}
