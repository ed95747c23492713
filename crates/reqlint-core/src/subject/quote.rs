//! Quoting a subject in sentences: on one line, cut to a length, with secrets masked.

use crate::api::facts::{FactIx, FactSlot};
use crate::base::finding::{HeaderPart, Location, Part};
use crate::base::text::{Line, SmolStr};
use crate::message::header_names::same_name;
use crate::message::secrets::masked::{MaskedText, header_name};
use crate::subject::Subject;
use crate::subject::place::Place;
use crate::subject::select::{Quote, Selector, Value};

/// How much of a value a sentence quotes, in characters.
const QUOTED: usize = 80;

impl Subject<'_> {
    /// Writes what a selector finds, with secrets masked; `None` where that is nothing that may be shown.
    pub(crate) fn show(&self, selector: &Selector, out: &mut Line) -> Option<()> {
        let mut any = None;
        let _ = selector.select(self, &mut |datum| {
            let before = out.len();
            if any.is_some() {
                out.push(", ");
            }
            let quoted = match (selector.quote(), &datum.place) {
                (Quote::Never, _) => None,
                (_, Place::Fact(index)) => self.quote_fact(*index, out),
                // it is quoted without its name
                (
                    _,
                    Place::Target(Some(range)) | Place::PathField(_, Some(range)) | Place::QueryField(_, Some(range)),
                ) => {
                    let target = self.masked_target();
                    target.get(range.clone()).map(|_| quote(&target.piece(range.clone()), out))
                }
                (Quote::Value, _) => written(&datum.value, out),
                (Quote::Sent, place) => self.quote(&self.locate(place), out),
            };
            match quoted {
                Some(()) => any = Some(()),
                None => out.cut(before),
            }
        });
        any
    }

    fn quote_fact(&self, index: FactIx, out: &mut Line) -> Option<()> {
        let value = self.facts.get(index)?;
        out.put(format_args!("{}", value.written()));
        Some(())
    }

    /// Writes the text at a location, masked, on one line.
    pub(crate) fn quote(&self, location: &Location, out: &mut Line) -> Option<()> {
        if location.part == Part::Fact {
            let slots = self.facts.declared().iter();
            let named = |slot: &FactSlot| location.name.as_deref() == Some(&slot.name);
            let index = slots.zip(0..).find(|(slot, _)| named(slot)).map(|(_, index)| index)?;
            return self.quote_fact(FactIx(index), out);
        }
        let range = location.range.clone()?;
        let request = &self.exchange.request;
        let piece = |whole: &[u8], out: &mut Line| whole.get(range.clone()).map(|piece| quote(piece, out));
        let masked = |whole: &MaskedText, out: &mut Line| {
            whole.get(range.clone()).map(|_| quote(&whole.piece(range.clone()), out))
        };
        match location.part {
            Part::Method => piece(&request.method, out),
            Part::Target => masked(self.masked_target(), out),
            Part::Host => masked(&self.masked_authority(), out),
            Part::Body => masked(self.masked_body(), out),
            Part::Header => {
                let wanted = location.name.as_deref().unwrap_or_default();
                let mut lines = request.headers.iter().filter(|(n, _)| same_name(&header_name(n), wanted));
                let (name, value) = lines.nth(location.occurrence)?;
                match location.of {
                    Some(HeaderPart::Name) => piece(&header_name(name), out),
                    _ => masked(&self.masked_value(name, value), out),
                }
            }
            Part::Fact | Part::AnswerStatus | Part::AnswerHeader | Part::AnswerBody => None,
        }
    }
}

/// Writes a part of a masked text, on one line.
fn quote(masked: &[u8], out: &mut Line) {
    let text = String::from_utf8_lossy(masked);
    let text = text.trim_matches('"');
    // fast path: short printable text needs no escaping
    if text.len() <= QUOTED && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(text);
        return;
    }
    let mut characters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    characters.by_ref().take(QUOTED).for_each(|character| out.put_character(character));
    if characters.next().is_some() {
        out.put_character('…');
    }
}

/// Writes a value that isn't a secret.
fn written(value: &Value<'_>, out: &mut Line) -> Option<()> {
    match value {
        Value::Text(t) | Value::SingleText(t) | Value::TypedText(t) => out.push(&String::from_utf8_lossy(t)),
        Value::Number(n) => out.put(format_args!("{n}")),
        Value::Boolean(b) => out.put(format_args!("{b}")),
        Value::Time(t) => out.put(format_args!("{t}")),
        Value::List(items) => {
            let mut before = "";
            items.any(|item| {
                if let Some(text) = item.text() {
                    out.push(before);
                    out.push(&String::from_utf8_lossy(text));
                    before = " ";
                }
                false
            });
        }
        Value::Null | Value::Object(_) | Value::Element(_) => return None,
    }
    Some(())
}

impl Selector {
    /// What it finds, for a sentence; its name where nothing is there or it may be secret.
    pub(crate) fn shown(&self, subject: &Subject<'_>) -> SmolStr {
        let mut out = Line::default();
        match subject.show(self, &mut out) {
            Some(()) if out.len() == 0 => out.push("empty"),
            Some(()) => {}
            None => self.say(subject.facts.declared(), &mut out),
        }
        out.text()
    }
}
