//! Two people change one thing: what was typed in a field, what stood there when the form was opened, and what was saved since.

/// What a field shows after somebody else saved first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// What was typed: only this person changed it, or both typed the same.
    Typed,
    /// What the other one saved: this person had left it alone.
    Saved,
    /// Both changed it, each to something else: the person decides.
    Contested,
}

/// Decides one field.
pub fn merge(seen: &str, typed: &str, saved: &str) -> Merged {
    if typed == saved || saved == seen {
        Merged::Typed
    } else if typed == seen {
        Merged::Saved
    } else {
        Merged::Contested
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_changed_is_contested() {
        assert_eq!(merge("a", "a", "a"), Merged::Typed);
        assert_eq!(merge("a", "b", "a"), Merged::Typed);
        assert_eq!(merge("a", "b", "b"), Merged::Typed);
        assert_eq!(merge("a", "a", "b"), Merged::Saved);
        assert_eq!(merge("a", "", "b"), Merged::Contested);
    }
}
