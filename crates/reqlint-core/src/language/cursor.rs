//! A cursor over one table of a rule file: reads what a key table allows and reports everything else.

use super::key::{Key, Takes};
use super::misplaced;
use super::values::{choose, integer, literal, report_type, text, texts};
use crate::base::literal::Literal;
use crate::base::time::Duration;
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table, read key by key. Unknown and missing keys are reported when the cursor is made.
pub(crate) struct Cursor<'t> {
    table: &'t DeTable<'t>,
    /// The table; what is missing is reported here.
    pub(crate) place: SourceSpan,
    keys: &'static [Key],
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(table: &'t DeTable<'t>, place: SourceSpan, keys: &'static [Key], sink: &mut Sink) -> Self {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !keys.iter().any(|k| k.name == name) {
                let at = sink.span(key.span());
                misplaced::report(name, at, place, keys, sink);
            }
        }
        for key in keys.iter().filter(|k| k.required && table.get(k.name).is_none()) {
            let help = format!("write {}, {}", key.shape(), key.help);
            sink.missing(Code::MissingKey, place, &[key.name], format!("`{}` is missing", key.name), Some(help));
        }
        Self { table, place, keys }
    }

    fn get(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        debug_assert!(self.keys.iter().any(|k| k.name == name), "`{name}` is read but in no key table");
        self.table.get(name)
    }

    /// Whether the table has no other keys than these.
    pub(crate) fn names_only(&self, keys: &[&str]) -> bool {
        self.table.keys().all(|key| keys.contains(&&**key.get_ref()))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    fn wrong_type(&self, name: &str, value: &Spanned<DeValue<'_>>, sink: &mut Sink) {
        report_type(name, self.takes(name), value, sink);
    }

    fn takes(&self, name: &str) -> Takes {
        self.keys.iter().find(|key| key.name == name).map_or(Takes::Text, |key| key.takes)
    }

    pub(crate) fn text(&self, name: &str, sink: &mut Sink) -> Option<Located<String>> {
        let value = self.get(name)?;
        let text = text(value, sink);
        if text.is_none() {
            self.wrong_type(name, value, sink);
        }
        text
    }

    /// A list of strings; a single string is a list of one.
    pub(crate) fn texts(&self, name: &str, sink: &mut Sink) -> Vec<Located<String>> {
        self.get(name).map(|value| texts(name, self.takes(name), value, sink)).unwrap_or_default()
    }

    /// A table of names that the writer chooses, each with strings.
    pub(crate) fn named_texts(&self, name: &str, sink: &mut Sink) -> Vec<(Located<String>, Vec<Located<String>>)> {
        let table = self.table(name, sink).map(|(table, _)| table);
        let named = table.into_iter().flatten().map(|(key, value)| {
            let key = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
            let texts = texts(&key.value, Takes::Texts, value, sink);
            (key, texts)
        });
        named.collect()
    }

    /// Strings, at least one if the key is there.
    pub(crate) fn some_texts(&self, name: &str, sink: &mut Sink) -> Vec<Located<String>> {
        if let Some(value) = self.get(name).filter(|v| matches!(v.get_ref(), DeValue::Array(items) if items.is_empty()))
        {
            let help = "name at least one, or leave the key out".to_owned();
            sink.error(Code::EmptyList, sink.span(value.span()), format!("`{name}` is empty"), Some(help));
        }
        self.texts(name, sink)
    }

    pub(crate) fn flag(&self, name: &str, sink: &mut Sink) -> Option<bool> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Boolean(b) => return Some(*b),
            _ => self.wrong_type(name, value, sink),
        }
        None
    }

    pub(crate) fn integer(&self, name: &str, sink: &mut Sink) -> Option<Located<i64>> {
        let value = self.get(name)?;
        integer(name, self.takes(name), |number| format!("write {name} = {number}"), value, sink)
    }

    /// A list of whole numbers, at least one if the key is there; a single number is a list of one.
    pub(crate) fn some_integers(&self, name: &str, sink: &mut Sink) -> Vec<Located<i64>> {
        match self.get(name).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((value, DeValue::Array(items))) if items.is_empty() => {
                let help = "write at least one".to_owned();
                sink.error(Code::EmptyList, sink.span(value.span()), format!("`{name}` is empty"), Some(help));
                Vec::new()
            }
            Some((_, DeValue::Array(items))) => {
                let read = items
                    .iter()
                    .filter_map(|item| integer(name, self.takes(name), |number| format!("write {number}"), item, sink));
                read.collect()
            }
            Some(_) => self.integer(name, sink).into_iter().collect(),
        }
    }

    /// A duration, such as `30s`.
    pub(crate) fn duration(&self, name: &str, sink: &mut Sink) -> Option<Duration> {
        let text = self.text(name, sink)?;
        let duration = Duration::read(text.value.as_bytes());
        if duration.is_none() {
            let help = "write a whole number followed by s, m, h or d".to_owned();
            let message = format!("`{name}` expects {}", Takes::Duration.says());
            sink.error(Code::InvalidTime, text.place, message, Some(help));
        }
        duration
    }

    /// The position of the value in `choices`.
    pub(crate) fn one_of(&self, name: &str, choices: &[&str], sink: &mut Sink) -> Option<usize> {
        let text = self.text(name, sink)?;
        choose(name, &text, choices, sink)
    }

    /// One flag for each of `choices`: whether it is named; all of them if the key is left out.
    pub(crate) fn some_of<const N: usize>(&self, name: &str, choices: [&str; N], sink: &mut Sink) -> [bool; N] {
        self.some_of_or(name, choices, [true; N], sink)
    }

    pub(crate) fn some_of_or<const N: usize>(
        &self,
        name: &str,
        choices: [&str; N],
        default: [bool; N],
        sink: &mut Sink,
    ) -> [bool; N] {
        if !self.has(name) {
            return default;
        }
        let mut chosen = [false; N];
        for text in self.texts(name, sink) {
            if let Some(flag) = choose(name, &text, &choices, sink).and_then(|i| chosen.get_mut(i)) {
                *flag = true;
            }
        }
        let is_empty = matches!(self.get(name).map(Spanned::get_ref), Some(DeValue::Array(items)) if items.is_empty());
        if is_empty {
            let place = self.get(name).map_or(self.place, |v| sink.span(v.span()));
            let help = format!("name some of: {}", choices.join(", "));
            sink.error(Code::EmptyList, place, format!("`{name}` is empty"), Some(help));
        }
        chosen
    }

    /// A literal, or a non-empty list of them.
    pub(crate) fn some_literals(&self, name: &str, sink: &mut Sink) -> Option<Located<Literal>> {
        let literal = self.literal(name, sink)?;
        if matches!(&literal.value, Literal::List(items) if items.is_empty()) {
            sink.error(Code::EmptyList, literal.place, format!("`{name}` is empty"), Some("list the values".into()));
        }
        Some(literal)
    }

    pub(crate) fn literal(&self, name: &str, sink: &mut Sink) -> Option<Located<Literal>> {
        let value = self.get(name)?;
        let read = literal(value, sink);
        if read.is_none() {
            self.wrong_type(name, value, sink);
        }
        read
    }

    /// The raw value, where this cursor has no method for it.
    pub(crate) fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.get(name)
    }

    pub(crate) fn table(&self, name: &str, sink: &mut Sink) -> Option<(&'t DeTable<'t>, SourceSpan)> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Table(table) => return Some((table, sink.span(value.span()))),
            _ => self.wrong_type(name, value, sink),
        }
        None
    }

    /// A list of tables: `[[name]]`, or inline.
    pub(crate) fn tables(&self, name: &str, sink: &mut Sink) -> Vec<(&'t DeTable<'t>, SourceSpan)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let mut tables = Vec::new();
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::Table(table) => tables.push((table, sink.span(item.span()))),
                        _ => self.wrong_type(name, item, sink),
                    }
                }
            }
            DeValue::Table(table) => {
                let place = sink.span(value.span());
                tables.push((table, place));
                sink.suppression.mark_misplaced(place, name);
                let written = sink.sources.written(place);
                let (message, help) = if written.starts_with('{') {
                    (format!("`{name}` expects a list of tables"), format!("write {name} = [{written}]"))
                } else {
                    (format!("`[{name}]` needs double brackets"), format!("write [[{name}]]: there can be several"))
                };
                sink.error(Code::WrongBrackets, place, message, Some(help));
            }
            _ => self.wrong_type(name, value, sink),
        }
        tables
    }

    /// A table of names that the writer chooses, each with a table.
    pub(crate) fn named(&self, name: &str, sink: &mut Sink) -> Vec<(Located<String>, &'t DeTable<'t>, SourceSpan)> {
        let mut all = Vec::new();
        let Some((table, place)) = self.table(name, sink) else { return all };
        if let Takes::Named(keys) = self.takes(name)
            && table
                .iter()
                .any(|(key, value)| !value.get_ref().is_table() && keys.iter().any(|known| known.name == key.get_ref()))
        {
            let help = format!("write [{name}.NAME], with a name of your own");
            sink.error(Code::WrongBrackets, place, format!("`[{name}]` needs a name"), Some(help));
            return all;
        }
        for (key, value) in table {
            let key_at = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
            match value.get_ref() {
                DeValue::Table(inner) => {
                    let place = sink.span(value.span());
                    all.push((key_at, inner, place));
                }
                _ => {
                    let help = format!("write {} = {{ … }} with its keys between the braces", key_at.value);
                    let message = format!("`{}` expects a table", key_at.value);
                    sink.error(Code::WrongType, key_at.place, message, Some(help));
                }
            }
        }
        all
    }
}
