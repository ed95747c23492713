//! The rule language reference: every key, kind, operator, selector and built-in name, as Markdown.

mod tables;

use crate::schema::FileKind;
use reqlint_core::inspect::keys::{Format, KINDS, Key, KindEntry, OPERATORS, SELECTORS, Takes};
use std::fmt::Write as _;
use tables::{rows, tables_below};

const HEAD: &str = "# Rule file reference

Every key, kind of check, operator, selector and built-in name. `reqlint rules docs --reference` generates this page from
the tables that the rule file parser uses; a test keeps it up to date.

- [Rule files](#rule-files), [pack files](#pack-files), [catalogue files](#catalogue-files), [reply files](#reply-files),
  [server files](#server-files), [shape files](#shape-files),
  [project files](#project-files)
- [Kinds of check](#kinds-of-check), [operators](#operators), [selectors](#selectors), [built-in names](#built-in-names)

A *string* is written in quotes. A *literal* is a string, a number, `true`, `false` or a time. Where a list of strings is
allowed, a single string means a list of one. Times follow RFC 3339: `2024-05-01T12:00:00Z`. Durations: `90s`, `15m`, `24h`,
`30d`.
";

/// The whole reference.
#[must_use]
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    for kind in FileKind::ALL {
        file(&mut page, kind);
    }
    kinds(&mut page);
    operators(&mut page);
    selectors(&mut page);
    formats(&mut page);
    page
}

fn file(page: &mut String, kind: FileKind) {
    let (heading, path) = match kind {
        FileKind::Rule => ("Rule files", "<pack>/<folder>/<id>.toml"),
        FileKind::Pack => ("Pack files", "<pack>/pack.toml"),
        FileKind::Catalogue => ("Catalogue files", "<pack>/endpoints/<product>.toml"),
        FileKind::Reply => ("Reply files", "<pack>/replies/<name>.toml"),
        FileKind::Server => ("Server files", "<pack>/servers/<name>.toml"),
        FileKind::Shape => ("Shape files", "<pack>/shapes/<name>.toml"),
        FileKind::Project => ("Project files", "reqlint.toml"),
    };
    let _ = write!(page, "\n## {heading}\n\n`{path}`. {}\n\n{}", kind.about(), rows(kind.keys()));
    for (headings, keys) in tables_below(kind.keys()) {
        let _ = write!(page, "\n### {}\n\n{}", headings.join(", "), rows(keys));
    }
}

fn kinds(page: &mut String) {
    page.push_str(
        "\n## Kinds of check\n\nA rule's `check` has exactly one kind: `[check.KIND]` followed by its settings, or \
         `check = \"KIND\"` if it needs none. Inside `when`, `all`, `any` and `not`, a check is a table with one kind: \
         `{ exact-case = {} }`.\n",
    );
    for kind in KINDS {
        let _ = write!(page, "\n### `{}`\n\nFails when {}.\n", kind.name, kind.help);
        let settings = own_settings(kind);
        if !settings.is_empty() {
            let _ = write!(page, "\n{}", rows(&settings));
        }
        page.push_str(match (kind.takes, takes_operators(kind)) {
            (Takes::Check, _) => "\nTakes one check.\n",
            (Takes::Checks, _) => "\nTakes a list of checks.\n",
            (_, true) => "\nPlus at least one [operator](#operators).\n",
            (_, false) if settings.is_empty() => "\nHas no settings.\n",
            _ => "",
        });
    }
}

/// The settings of a kind that are not operators.
fn own_settings(kind: &KindEntry) -> Vec<Key> {
    let Takes::Table(keys) = kind.takes else { return Vec::new() };
    let is_own = |key: &&Key| !takes_operators(kind) || OPERATORS.iter().all(|operator| operator.name != key.name);
    keys.iter().filter(is_own).copied().collect()
}

fn takes_operators(kind: &KindEntry) -> bool {
    matches!(kind.takes, Takes::Table(keys) if OPERATORS.iter().all(|o| keys.iter().any(|key| key.name == o.name)))
}

fn operators(page: &mut String) {
    let _ = write!(
        page,
        "\n## Operators\n\nFor the kinds `value` and `fact`. All of them must be met. If the value is missing, only `present` \
         applies.\n\n{}",
        rows(OPERATORS)
    );
    for (headings, keys) in tables_below(OPERATORS) {
        let _ = write!(page, "\n### {}\n\n{}", headings.join(", "), rows(keys));
    }
}

fn selectors(page: &mut String) {
    page.push_str("\n## Selectors\n\nWhat a rule can look at. If a selector has several values, each must meet the operators.\n\n");
    page.push_str("| selector | |\n|---|---|\n");
    for selector in SELECTORS {
        let _ = writeln!(page, "| `{}{}` | {} |", selector.name, selector.rest, selector.help);
    }
}

fn formats(page: &mut String) {
    page.push_str("\n## Built-in names\n\nFor `is`, in every pack, in addition to the pack's own patterns.\n\n");
    page.push_str("| name | |\n|---|---|\n");
    for (name, _, says) in Format::ALL {
        let _ = writeln!(page, "| `{name}` | {} |", tables::cell(says));
    }
}
