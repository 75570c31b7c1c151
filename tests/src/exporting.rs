//! Customers taken out of the shop, and reading the file they are in.

use crate::Reply;
use crate::browser::escape;
use crate::staff::Staff;
use domain::api::export::{CountExport, ExportCustomers, ExportQuery};
use domain::api::{Endpoint, address};

impl Staff {
    /// The file of a question.
    pub async fn exports(&self, query: &ExportQuery) -> Reply {
        let path = address::<ExportCustomers>(&(), query, escape);
        self.send("GET", &path, "").await
    }

    /// How many customers it would have.
    pub async fn counts_export(&self, query: &ExportQuery) -> u32 {
        let size = self.get::<CountExport>(&(), query).await;
        size.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
            .rows
    }

    /// The same by a question as text.
    pub async fn exports_by(&self, query: &str) -> Reply {
        let path = format!("{}{query}", ExportCustomers::PATH);
        self.send("GET", &path, "").await
    }
}

/// Reads a file as RFC 4180 has it.
pub fn read(text: &str, separator: char) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut signs = text.chars().peekable();
    let mut quoted = false;
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted => {
                assert_eq!(signs.next(), Some('\n'), "a line ends with both");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign if sign == separator && !quoted => row.push(std::mem::take(&mut cell)),
            sign => cell.push(sign),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "a whole file");
    rows
}
