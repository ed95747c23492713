//! A cursor over one table of a rule file: takes what a key table allows and says what else it found.

use super::key::{Key, Takes};
use super::{misplaced, syntax};
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::number::Number;
use crate::base::time::{Duration, Time};
use crate::language::{Located, Sink, SourceSpan};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table, read key by key. Unknown and missing keys are said when the cursor is made.
pub(crate) struct Cursor<'t> {
    table: &'t DeTable<'t>,
    /// Where the table stands; what is missing is said here.
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
            sink.missing(place, &[key.name], format!("`{}` is missing", key.name), Some(help));
        }
        Self { table, place, keys }
    }

    fn get(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        debug_assert!(self.keys.iter().any(|k| k.name == name), "`{name}` is read but in no key table");
        self.table.get(name)
    }

    /// Whether nothing but these keys is written.
    pub(crate) fn names_only(&self, keys: &[&str]) -> bool {
        self.table.keys().all(|key| keys.contains(&&**key.get_ref()))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    fn wrong(&self, name: &str, value: &Spanned<DeValue<'_>>, sink: &mut Sink) {
        say_wrong(name, self.takes(name), value, sink);
    }

    fn takes(&self, name: &str) -> Takes {
        self.keys.iter().find(|key| key.name == name).map_or(Takes::Text, |key| key.takes)
    }

    pub(crate) fn text(&self, name: &str, sink: &mut Sink) -> Option<Located<String>> {
        let value = self.get(name)?;
        let text = text(value, sink);
        if text.is_none() {
            self.wrong(name, value, sink);
        }
        text
    }

    /// A list of texts; a single text stands for a list of one.
    pub(crate) fn texts(&self, name: &str, sink: &mut Sink) -> Vec<Located<String>> {
        let takes = self.takes(name);
        self.get(name).map(|value| texts(name, takes, value, sink)).unwrap_or_default()
    }

    /// A table of names that the writer chose, each with texts.
    pub(crate) fn named_texts(&self, name: &str, sink: &mut Sink) -> Vec<(Located<String>, Vec<Located<String>>)> {
        let table = self.table(name, sink).map(|(table, _)| table);
        let named = table.into_iter().flatten().map(|(key, value)| {
            let key = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
            let texts = texts(&key.value, Takes::Texts, value, sink);
            (key, texts)
        });
        named.collect()
    }

    /// Texts of which at least one must be there, where the key is.
    pub(crate) fn some_texts(&self, name: &str, sink: &mut Sink) -> Vec<Located<String>> {
        if let Some(value) = self.get(name).filter(|v| matches!(v.get_ref(), DeValue::Array(items) if items.is_empty()))
        {
            let help = "name at least one, or leave the key out".to_owned();
            sink.error(sink.span(value.span()), format!("`{name}` names nothing"), Some(help));
        }
        self.texts(name, sink)
    }

    pub(crate) fn flag(&self, name: &str, sink: &mut Sink) -> Option<bool> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Boolean(b) => return Some(*b),
            _ => self.wrong(name, value, sink),
        }
        None
    }

    pub(crate) fn integer(&self, name: &str, sink: &mut Sink) -> Option<Located<i64>> {
        let value = self.get(name)?;
        let place = sink.span(value.span());
        let read = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
            // a status in quotes is what somebody means
            DeValue::String(s) => s.trim().parse().ok(),
            _ => None,
        };
        if let (Some(number), DeValue::String(_)) = (read, value.get_ref()) {
            sink.hint(place, "a number stands without quotes", Some(format!("write {name} = {number}")));
        }
        if read.is_none() {
            self.wrong(name, value, sink);
        }
        read.map(|value| Located { value, place })
    }

    /// A span of time, such as `30s`.
    pub(crate) fn span(&self, name: &str, sink: &mut Sink) -> Option<Duration> {
        let text = self.text(name, sink)?;
        let span = Duration::read(text.value.as_bytes());
        if span.is_none() {
            let help = "write a whole number and s, m, h or d behind it".to_owned();
            sink.error(text.place, format!("`{name}` takes {}", Takes::Duration.says()), Some(help));
        }
        span
    }

    /// The position in `choices` of the text that stands there.
    pub(crate) fn one_of(&self, name: &str, choices: &[&str], sink: &mut Sink) -> Option<usize> {
        let text = self.text(name, sink)?;
        choose(name, &text, choices, sink)
    }

    /// One flag for each of `choices`: named, or all when the key is left out.
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
            sink.error(place, format!("`{name}` names nothing"), Some(format!("some of: {}", choices.join(", "))));
        }
        chosen
    }

    /// A literal, or a list of them that isn't empty.
    pub(crate) fn some_literals(&self, name: &str, sink: &mut Sink) -> Option<Located<Literal>> {
        let literal = self.literal(name, sink)?;
        if matches!(&literal.value, Literal::List(items) if items.is_empty()) {
            sink.error(literal.place, format!("`{name}` lists nothing"), Some("list the values".into()));
        }
        Some(literal)
    }

    pub(crate) fn literal(&self, name: &str, sink: &mut Sink) -> Option<Located<Literal>> {
        let value = self.get(name)?;
        let read = literal(value, sink);
        if read.is_none() {
            self.wrong(name, value, sink);
        }
        read
    }

    /// The value as it is, for what this cursor has no method for.
    pub(crate) fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.get(name)
    }

    pub(crate) fn table(&self, name: &str, sink: &mut Sink) -> Option<(&'t DeTable<'t>, SourceSpan)> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Table(table) => return Some((table, sink.span(value.span()))),
            _ => self.wrong(name, value, sink),
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
                        _ => self.wrong(name, item, sink),
                    }
                }
            }
            DeValue::Table(table) => {
                let place = sink.span(value.span());
                tables.push((table, place));
                sink.suppression.mark_misplaced(place, name);
                let written = sink.sources.written(place);
                let (message, help) = if written.starts_with('{') {
                    (format!("`{name}` is a list of tables"), format!("write {name} = [{written}]"))
                } else {
                    (format!("`[{name}]` needs two brackets"), format!("write [[{name}]]: there may be several"))
                };
                sink.error(place, message, Some(help));
            }
            _ => self.wrong(name, value, sink),
        }
        tables
    }

    /// A table of names that the writer chose, each with a table.
    pub(crate) fn named(&self, name: &str, sink: &mut Sink) -> Vec<(Located<String>, &'t DeTable<'t>, SourceSpan)> {
        let mut all = Vec::new();
        let Some((table, place)) = self.table(name, sink) else { return all };
        if let Takes::Named(keys) = self.takes(name)
            && table
                .iter()
                .any(|(key, value)| !value.get_ref().is_table() && keys.iter().any(|known| known.name == key.get_ref()))
        {
            let help = format!("write [{name}.NAME], with a name of your own");
            sink.error(place, format!("`[{name}]` needs a name"), Some(help));
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
                    sink.error(key_at.place, format!("`{}` takes keys of its own", key_at.value), Some(help));
                }
            }
        }
        all
    }
}

/// A text value. A number, a flag or a time is none.
pub(crate) fn text(value: &Spanned<DeValue<'_>>, sink: &Sink) -> Option<Located<String>> {
    match value.get_ref() {
        DeValue::String(s) => Some(Located { value: s.to_string(), place: sink.string_span(value.span()) }),
        _ => None,
    }
}

/// A list of texts; a single text stands for a list of one.
fn texts(name: &str, takes: Takes, value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Vec<Located<String>> {
    let items: Vec<_> = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    let mut texts = Vec::new();
    for item in items {
        match text(item, sink) {
            Some(text) => texts.push(text),
            None => say_wrong(name, takes, item, sink),
        }
    }
    texts
}

/// Any literal; a table is none.
pub(crate) fn literal(value: &Spanned<DeValue<'_>>, sink: &Sink) -> Option<Located<Literal>> {
    let read = match value.get_ref() {
        DeValue::String(s) => Literal::Text(s.to_string()),
        DeValue::Integer(n) => Literal::Number(Number::Whole(i64::from_str_radix(n.as_str(), n.radix()).ok()?)),
        DeValue::Float(n) => Literal::Number(Number::Real(n.as_str().parse().ok()?)),
        DeValue::Boolean(b) => Literal::Boolean(*b),
        DeValue::Datetime(t) => Literal::Time(Time::read(t.to_string().as_bytes())?),
        DeValue::Array(items) => {
            Literal::List(items.iter().map(|i| literal(i, sink).map(|l| l.value)).collect::<Option<_>>()?)
        }
        DeValue::Table(_) => return None,
    };
    Some(Located { value: read, place: sink.span(value.span()) })
}

fn choose(name: &str, text: &Located<String>, choices: &[&str], sink: &mut Sink) -> Option<usize> {
    let found = choices.iter().position(|c| *c == text.value);
    if found.is_none() {
        let help = suggest(&text.value, choices.iter().copied());
        sink.error(text.place, format!("`{name}` has no `{}`", text.value), help);
    }
    found
}

pub(crate) fn say_wrong(name: &str, takes: Takes, value: &Spanned<DeValue<'_>>, sink: &mut Sink) {
    let found = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let place = sink.span(value.span());
    let outer = sink.sources.written(place).strip_prefix('[').and_then(|heading| heading.rsplit_once('.'));
    let help = match (takes, value.get_ref()) {
        (Takes::Flag | Takes::FlagOr(_), DeValue::String(text)) if text.parse::<bool>().is_ok() => {
            Some(format!("write {name} = {text}, without quotes"))
        }
        (Takes::Status, DeValue::Array(_)) => {
            Some("write one; another one stands in also-listed = [{ status = 404 }]".to_owned())
        }
        (Takes::Ranking, _) => Some(format!("write {name} = [404, \"rule-id\"]")),
        (Takes::Checks, DeValue::Table(_)) => Some(format!("write {name} = [{{ … }}, {{ … }}], or a heading for each")),
        (
            Takes::Table(_)
            | Takes::Tables(_)
            | Takes::Named(_)
            | Takes::Free
            | Takes::NamedTexts
            | Takes::FreeBeside(_),
            _,
        ) => None,
        (_, DeValue::Table(_)) => outer.map(|(outer, _)| format!("write {name} = … below [{outer}]")),
        _ => None,
    };
    sink.error(place, format!("`{name}` takes {}; here stands {found}", takes.says()), help);
}

/// Parses a file whose names others use. Where it can't be read whole, no name counts as unknown.
pub(crate) fn parse_definitions<'t>(text: &'t str, keys: &'static [Key], sink: &mut Sink) -> Spanned<DeTable<'t>> {
    let before = sink.count();
    let table = parse(text, keys, sink);
    if sink.count() > before {
        sink.suppression.mark_incomplete();
    }
    table
}

/// Parses TOML text whose top level has these keys, says every syntax mistake, and gives what could be read.
pub(crate) fn parse<'t>(text: &'t str, keys: &'static [Key], sink: &mut Sink) -> Spanned<DeTable<'t>> {
    sink.set_keys(keys);
    let (table, mut errors) = DeTable::parse_recoverable(text);
    // an earlier slip may be the cause of a later one
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    for error in errors {
        syntax::say(text, error.span().unwrap_or(0..0), error.message(), sink);
    }
    table
}
