//! A status's whole checklist, as the API's documentation would print it.

use super::WIDTH;
use super::rows::{BOLD, DIM, row_at, styled, wrapped};
use reqlint_core::base::escape::plain;
use reqlint_core::inspect::{PackView, RuleView};
use std::collections::BTreeMap;

/// The column at which names of rules begin.
const NAMES: usize = 70;

/// An item of the checklist: its wording, and the error type that goes with it.
struct Item<'r> {
    rule: RuleView<'r>,
    title: &'r str,
    error_type: Option<&'r str>,
    is_own: bool,
}

/// The checklist of a status in one pack; `None` when the pack has nothing to say about it.
#[must_use]
pub fn status_page(pack: PackView<'_>, status: u16) -> Option<String> {
    let items: Vec<_> = pack.rules().filter_map(|rule| item(rule, status)).collect();
    let causes: Vec<_> = pack.causes().filter(|cause| cause.statuses().contains(&status)).collect();
    let known = pack.statuses().find(|(code, ..)| *code == status);
    if items.is_empty() && causes.is_empty() && known.is_none() {
        return None;
    }
    let (title, about) = known.map_or(("", None), |(_, title, about)| (title, about));
    let mut out = format!("{}  {}\n", styled(BOLD, format_args!("{status} {}", plain(title))), plain(pack.title()));
    if let Some(about) = about {
        out += &format!("{}\n", wrapped(&plain(about), WIDTH));
    }
    out += &section("Verify that", items.iter().filter(|item| item.is_own).map(line));
    out += &section("Also listed here", items.iter().filter(|item| !item.is_own).map(line));
    out += &section("Error types", error_types(&items).into_iter());
    let row = |text: &str, name: &str| row_at(NAMES, &plain(text), &styled(DIM, plain(name)));
    out += &section("Only the answer shows", causes.iter().map(|cause| row(cause.title(), cause.id())));
    Some(out)
}

fn item(rule: RuleView<'_>, status: u16) -> Option<Item<'_>> {
    if rule.status() == Some(status) {
        return Some(Item { rule, title: rule.title(), error_type: rule.error_type(), is_own: true });
    }
    let also = rule.also_listed().iter().find(|also| also.status == status)?;
    let title = also.title.as_deref().unwrap_or(rule.title());
    Some(Item { rule, title, error_type: also.error_type.as_deref(), is_own: false })
}

fn line(item: &Item<'_>) -> String {
    row_at(NAMES - 4, &format!("[ ] {}", plain(item.title)), &styled(DIM, plain(item.rule.id())))
}

/// Each error type with what the API writes there, in the order of the checklist.
fn error_types(items: &[Item<'_>]) -> Vec<String> {
    let mut says: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut order = Vec::new();
    for item in items {
        let Some(kind) = item.error_type else { continue };
        let texts = says.entry(kind).or_insert_with(|| {
            order.push(kind);
            Vec::new()
        });
        let own = item.rule.api_says().iter().filter(|_| item.is_own).map(String::as_str);
        let new: Vec<_> = own.filter(|text| !texts.contains(text)).collect();
        texts.extend(new);
    }
    let of_kind = |kind: &str| {
        let texts: Vec<_> = says.get(kind).into_iter().flatten().map(|text| format!("\"{}\"", plain(text))).collect();
        let texts = if texts.is_empty() { String::new() } else { format!(": {}", texts.join(", ")) };
        wrapped(&format!("{}{texts}", plain(kind)), WIDTH - 2).replace('\n', "\n    ")
    };
    order.into_iter().map(of_kind).collect()
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    if lines.is_empty() { lines } else { format!("\n{}\n{lines}", styled(BOLD, title)) }
}
