//! The basket: products and quantities, kept in this browser. Prices are the Worker's and never stored.

use crate::shop::kept;
use domain::checkout::{BasketLine, LINES_MAX, QUANTITY_MAX};
use domain::id::ProductId;
use leptos::prelude::*;

/// The basket of this browser. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Basket {
    lines: RwSignal<Vec<BasketLine>>,
}

impl Basket {
    /// The basket as this browser kept it. Made once, by the app's root, and put into the context.
    pub fn kept() -> Basket {
        Basket {
            lines: RwSignal::new(kept::lines()),
        }
    }

    /// The lines, followed by whatever is reading.
    pub fn lines(self) -> Vec<BasketLine> {
        self.lines.get()
    }

    /// One more of a product.
    pub fn add(self, product: &ProductId) {
        let quantity = self
            .lines
            .with_untracked(|lines| quantity_of(lines, product));
        self.set(product, quantity + 1);
    }

    /// So many of a product; none takes its line away, more than allowed gives what is allowed.
    pub fn set(self, product: &ProductId, quantity: u32) {
        let quantity = quantity.min(QUANTITY_MAX);
        self.lines.update(|lines| {
            let room = lines.len() < LINES_MAX;
            match lines.iter_mut().find(|line| line.product == *product) {
                Some(line) => line.quantity = quantity,
                None if room => lines.push(BasketLine {
                    product: product.clone(),
                    quantity,
                }),
                None => {}
            }
            lines.retain(|line| line.quantity > 0);
        });
        self.lines.with_untracked(|lines| kept::keep_lines(lines));
    }

    /// So many of a product, unless there are more already.
    pub fn at_least(self, product: &ProductId, quantity: u32) {
        let here = self
            .lines
            .with_untracked(|lines| quantity_of(lines, product));
        self.set(product, here.max(quantity));
    }

    /// Takes out what was bought; what joined the basket since stays.
    pub fn without(self, bought: &[BasketLine]) {
        self.lines
            .update(|lines| lines.retain(|line| !bought.contains(line)));
        self.lines.with_untracked(|lines| kept::keep_lines(lines));
    }
}

fn quantity_of(lines: &[BasketLine], product: &ProductId) -> u32 {
    lines
        .iter()
        .find(|line| line.product == *product)
        .map_or(0, |line| line.quantity)
}
