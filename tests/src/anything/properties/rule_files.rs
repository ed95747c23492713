//! Rule files: whatever one contains, the pack loads or every diagnostic has a location.

use super::{Writer, harmless, of_record, without_colours};
use reqlint_core::language::line_column;
use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples;
use reqlint_formats::read::raw;
use reqlint_formats::write::text;

const PACK: &str = include_str!("../../../../crates/reqlint-cli/tests/shop/pack.toml");
const ENDPOINTS: &str = include_str!("../../../../crates/reqlint-cli/tests/shop/endpoints/orders.toml");
const RULE: &str = include_str!("../../../../crates/reqlint-cli/tests/shop/401-unauthorized/key-missing.toml");
const REQUEST: &[u8] = b"PUT /accounts/1/orders?page=2 HTTP/1.1\nHost: api.shop.example\nAuthorization: KEY 1a2b\n\
    Content-Type: application/json\n\n{\"size\": 1}\n";

/// Loads a pack with the text in place of each of its files in turn.
pub(crate) fn of_rule_file(text: &str, writers: &[Writer]) {
    let files = [
        ("shop/pack.toml", PACK),
        ("shop/endpoints/orders.toml", ENDPOINTS),
        ("shop/replies/json.toml", ""),
        ("shop/servers/till.toml", ""),
        ("shop/shapes/errors.toml", ""),
        ("shop/401-unauthorized/key-missing.toml", RULE),
    ];
    for (changed, _) in files {
        let file = |(path, usual): (&str, &str)| {
            let text = if path == changed { text } else { usual };
            (!text.is_empty()).then(|| SourceFile { path: path.to_owned(), text: text.to_owned() })
        };
        let files = files.into_iter().filter_map(file).collect();
        load(PackSource { name: "shop".to_owned(), root: "shop".to_owned(), files }, writers);
    }
}

fn load(pack: PackSource, writers: &[Writer]) {
    let loaded = Loaded::from(vec![pack]);
    let mistakes = &loaded.errors;
    for mistake in &mistakes.list {
        let file = mistakes.files.get(mistake.file).unwrap_or_else(|| panic!("{mistake:?} has no file"));
        let span = &mistake.span;
        assert!(file.text.get(span.clone()).is_some(), "{mistake:?} is not in {}", file.path);
        let _ = line_column(&file.text, span.start);
    }
    harmless("mistakes", &without_colours(&text::diagnostics(mistakes)));
    let rules = &loaded.rules;
    for rule in rules.rules() {
        for run in examples::run(rules, rule) {
            harmless("example", &without_colours(&text::example(rules, "any.toml", &run)));
        }
    }
    for record in raw::Reader::new(Some("any"), REQUEST).flatten() {
        of_record(rules, &record, &rules.facts(), writers);
    }
}
