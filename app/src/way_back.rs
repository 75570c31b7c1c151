//! The browser's Back and Forward, heard before the router hears of them: a screen may have something to ask first.

use crate::dom;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// Says whether the screen stays.
type Keeper = Rc<dyn Fn() -> bool>;

thread_local! {
    static KEEPER: RefCell<Option<Keeper>> = const { RefCell::new(None) };
}

/// Called once, before the router is made: listeners of the window are called in the order they came.
pub fn listen() {
    let hear: Box<dyn Fn(Event)> = Box::new(|event| {
        let keeper = KEEPER.with(|keeper| keeper.borrow().clone());
        if keeper.is_some_and(|stays| stays()) {
            event.stop_immediate_propagation();
        }
    });
    let hear = Closure::wrap(hear).into_js_value();
    let _ = dom::window().add_event_listener_with_callback("popstate", hear.unchecked_ref());
}

/// Asks `stays` at each Back and Forward, when the address has changed already; none for nobody.
pub fn ask(stays: Option<Keeper>) {
    KEEPER.with(|keeper| *keeper.borrow_mut() = stays);
}
