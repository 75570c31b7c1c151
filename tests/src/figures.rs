//! What an answer cost, as the test server tells in `Server-Timing`.

use crate::Reply;

/// What one request asked of D1 and of the processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Round trips.
    pub trips: u32,
    pub statements: u32,
    /// Rows read.
    pub rows: u32,
    /// Passwords hashed.
    pub hashes: u32,
}

impl Figures {
    /// Reads `Server-Timing: d1;desc="trips=2 statements=11 rows=20 hashes=1"`.
    pub fn of(reply: &Reply) -> Figures {
        let header = reply.header("server-timing").unwrap_or_else(|| {
            panic!("{reply} has no Server-Timing: the test server runs with D1_FIGURES=1")
        });
        let figure = |name: &str| {
            header
                .split(['"', ' ', ';', ','])
                .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
                .and_then(|figure| figure.parse().ok())
                .unwrap_or_else(|| panic!("{header} does not tell {name}"))
        };
        Figures {
            trips: figure("trips"),
            statements: figure("statements"),
            rows: figure("rows"),
            hashes: figure("hashes"),
        }
    }
}
