//! Settings that no example reaches: those that can be taken out without any example going otherwise.
//!
//! Each rule is copied once for each of its settings, without that setting; the copies are loaded beside the rules and their
//! examples run. A copy that can't be loaded shows that the setting is needed.

use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples;
use std::collections::BTreeMap;
use toml_edit::{DocumentMut, Item, Table, Value};

/// One step from a table to what is in it.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// The settings that no example reaches, a line each.
pub(super) fn idle(packs: &[PackSource]) -> Vec<String> {
    let mut packs = packs.to_vec();
    let mut settings: BTreeMap<String, String> = BTreeMap::new();
    for pack in &mut packs {
        let copies: Vec<_> = pack.files.iter().flat_map(|file| copies(pack, file)).collect();
        for (number, (id, setting, text)) in copies.into_iter().enumerate() {
            let copy = format!("{id}~{number}");
            pack.files.push(SourceFile { path: format!("{}/copies/{copy}.toml", pack.root), text });
            settings.insert(format!("{}/{copy}", pack.name), format!("{}/{id}  {setting}", pack.name));
        }
    }
    let loaded = Loaded::from(packs);
    let copies = loaded.rules.rules().filter_map(|rule| Some((rule, settings.get(rule.id())?)));
    let is_idle = |rule| examples::run(&loaded.rules, rule).iter().all(examples::ExampleRun::is_right);
    let mut idle: Vec<_> = copies.filter(|(rule, _)| is_idle(*rule)).map(|(_, setting)| setting.clone()).collect();
    idle.sort();
    idle
}

/// The copies of a rule file: its id, the setting that was taken out, and the text without it.
fn copies(pack: &PackSource, file: &SourceFile) -> Vec<(String, String, String)> {
    let inside = file.path.strip_prefix(&pack.root).unwrap_or(&file.path).trim_start_matches('/');
    let is_other = |folder: &&str| inside.starts_with(*folder);
    let is_rule = inside != "pack.toml" && !["endpoints/", "replies/", "servers/", "shapes/"].iter().any(is_other);
    let (true, Ok(document)) = (is_rule, file.text.parse::<DocumentMut>()) else { return Vec::new() };
    let id = inside.rsplit('/').next().unwrap_or(inside).trim_end_matches(".toml");
    let mut settings = Vec::new();
    for root in ["check", "applies-to"] {
        if let Some(item) = document.get(root) {
            walk(item, &mut vec![Step::Key(root.to_owned())], &mut settings);
        }
    }
    let mut made = Vec::new();
    for setting in settings {
        let mut copy = document.clone();
        if let Some((last, path)) = setting.split_last()
            && take_out(copy.as_table_mut(), path, last)
        {
            made.push((id.to_owned(), spell(&setting, &document), copy.to_string()));
        }
    }
    made
}

/// Every key below a kind of check, and every item of a list of several.
fn walk(item: &Item, path: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    let mut each = |key: &str, inner: &Item| {
        path.push(Step::Key(key.to_owned()));
        // [check.KIND] itself is not a setting, and applies-to is reached or not by its values
        let is_in_check = path.iter().any(|step| matches!(step, Step::Key(key) if key == "check" || key == "when"));
        if is_in_check && path.len() > 2 {
            found.push(path.clone());
        }
        walk(inner, path, found);
        path.pop();
    };
    if let Some(table) = item.as_table_like() {
        table.iter().for_each(|(key, inner)| each(key, inner));
    } else if let Some(array) = item.as_array()
        && array.len() > 1
        && path.iter().any(|step| matches!(step, Step::Key(key) if key == "check" || key == "when"))
    {
        for index in 0..array.len() {
            found.push([path.as_slice(), &[Step::Item(index)]].concat());
        }
    }
}

/// Takes out what the last step leads to; `false` when nothing is there.
fn take_out(table: &mut Table, path: &[Step], last: &Step) -> bool {
    let mut steps = path.iter();
    let Some(Step::Key(first)) = steps.next() else { return false };
    let mut item = table.get_mut(first);
    for step in steps {
        let Step::Key(key) = step else { return false };
        item = item.and_then(|item| item.as_table_like_mut()?.get_mut(key));
    }
    match (item, last) {
        (Some(item), Step::Key(key)) => item.as_table_like_mut().is_some_and(|table| table.remove(key).is_some()),
        (Some(item), Step::Item(index)) => item.as_array_mut().is_some_and(|array| {
            array.remove(*index);
            true
        }),
        (None, _) => false,
    }
}

/// `check.header-syntax.tests "quotes"`.
fn spell(path: &[Step], document: &DocumentMut) -> String {
    let key = |step: &'_ Step| if let Step::Key(key) = step { Some(key.clone()) } else { None };
    let keys: Vec<String> = path.iter().filter_map(key).collect();
    let mut item = Some(document.as_item());
    for key in &keys {
        item = item.and_then(|item| item.as_table_like()?.get(key));
    }
    let value = match path.last() {
        Some(Step::Item(index)) => item.and_then(|item| item.as_array()?.get(*index)),
        _ => None,
    };
    let value = value.map(|value| format!(" {}", Value::to_string(value).trim())).unwrap_or_default();
    format!("{}{value}", keys.join("."))
}
