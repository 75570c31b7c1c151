//! A list as a table: its columns, its rows, dimmed while others are awaited.

use crate::reactive::flag;
use crate::text::{Key, t};
use leptos::prelude::*;

/// A column: its class, and what it is called.
pub type Column = (&'static str, Key);

/// The table of a list. Its roles are named, as narrow windows show the rows as blocks, which loses them.
pub fn table<const N: usize>(
    class: &'static str,
    name: Key,
    columns: [Column; N],
    waiting: Signal<bool>,
    rows: Vec<AnyView>,
) -> AnyView {
    let head: Vec<AnyView> = columns.into_iter().map(column).collect();
    drawn(class, name, head, waiting, rows)
}

fn column((class, name): Column) -> AnyView {
    view! {
        <th class=class role="columnheader" scope="col">
            {t(name)}
        </th>
    }
    .into_any()
}

fn drawn(
    class: &'static str,
    name: Key,
    head: Vec<AnyView>,
    waiting: Signal<bool>,
    rows: Vec<AnyView>,
) -> AnyView {
    view! {
        <table
            class=class
            class:rows-waiting=waiting
            role="table"
            aria-label=t(name)
            aria-busy=flag(move || waiting.get())
        >
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}
