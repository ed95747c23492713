//! The list of diagnostics is the one that the repository holds, and has every code.

use crate::committed::committed;
use reqlint_core::language::Code;
use reqlint_docs::diagnostics;

#[test]
fn the_committed_list_is_fresh() {
    committed("docs/diagnostics.md", &diagnostics());
}

#[test]
fn every_code_is_listed_once_and_has_a_heading() {
    let page = diagnostics();
    for code in Code::ALL {
        let (link, heading) = (format!("](#{})", code.id().to_lowercase()), format!("\n### {code}\n"));
        assert_eq!(page.matches(&link).count(), 1, "{code}");
        assert_eq!(page.matches(&heading).count(), 1, "{code}");
    }
}
