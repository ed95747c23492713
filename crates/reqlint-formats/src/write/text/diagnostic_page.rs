//! The page of a diagnostic, for a terminal.

use reqlint_core::language::Code;

/// What a diagnostic means, with an example wrong and right.
#[must_use]
pub fn diagnostic_page(code: Code) -> String {
    let mut page = format!("{code}: {}\n\n", code.title());
    let mut is_example = false;
    for line in code.page().lines() {
        if line.starts_with("```") {
            is_example = !is_example;
            continue;
        }
        let indent = if is_example && !line.is_empty() { "    " } else { "" };
        page.push_str(indent);
        page.push_str(line);
        page.push('\n');
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_indented_and_not_fenced() {
        for code in Code::ALL {
            let page = diagnostic_page(*code);
            assert!(page.starts_with(&format!("{}: ", code.id())), "{page}");
            assert!(!page.contains("```"), "{page}");
            let wrong = page.split("Wrong:\n\n").nth(1).and_then(|rest| rest.lines().next());
            assert!(wrong.is_some_and(|line| line.starts_with("    ")), "{page}");
        }
    }
}
