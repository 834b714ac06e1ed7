//! The doors of the engine in a browser: a message is written into its memory, asked, and the answer read from its memory.

use std::cell::RefCell;

use flowmap::engine::Engine;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
    /// The message, then its answer.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a message of this length, and returns its address.
#[expect(unsafe_code, reason = "the browser finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> usize {
    MESSAGE.with_borrow_mut(|message| {
        *message = vec![0; length];
        message.as_mut_ptr().expose_provenance()
    })
}

/// Answers the message, and returns the length of the answer.
#[expect(unsafe_code, reason = "the browser finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    MESSAGE.with_borrow_mut(|message| {
        *message = ENGINE.with_borrow_mut(|engine| engine.ask(message));
        message.len()
    })
}

/// The address of the answer.
#[expect(unsafe_code, reason = "the browser finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    MESSAGE.with_borrow(|message| message.as_ptr().expose_provenance())
}
