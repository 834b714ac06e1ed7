//! Turns to check a text: one of each file at a time, so that a slow text keeps no other file waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The files that are being checked, each with its semaphore.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<BTreeMap<String, Arc<Semaphore>>>);

impl Turns {
    /// Waits until no other text of this file is being checked. `None`: the program is stopping.
    pub(super) async fn of(&self, file: &str) -> Option<OwnedSemaphorePermit> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // The semaphores of files that nobody checks are dropped.
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            let one = || Arc::new(Semaphore::new(1));
            Arc::clone(turns.entry(file.to_owned()).or_insert_with(one))
        };
        turn.acquire_owned().await.ok()
    }
}
