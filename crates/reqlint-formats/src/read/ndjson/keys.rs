//! Keys of a JSON object, taken with the type that they should have. Every wrong one is said.

use super::value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::{FactValue, Time};
use serde_json::{Map, Value};

/// One object of a record. What is taken is gone; what is left over is of no interest.
pub(super) struct Keys<'w> {
    object: Map<String, Value>,
    /// `response.` for the keys of the response.
    prefix: &'static str,
    wrong: &'w mut Vec<String>,
}

impl<'w> Keys<'w> {
    pub(super) fn new(object: Map<String, Value>, prefix: &'static str, wrong: &'w mut Vec<String>) -> Self {
        Self { object, prefix, wrong }
    }

    /// The keys of an object inside this one.
    pub(super) fn inside(&mut self, object: Map<String, Value>, prefix: &'static str) -> Keys<'_> {
        Keys { object, prefix, wrong: &mut *self.wrong }
    }

    /// The value of a key, unless it is missing or null.
    fn take(&mut self, key: &str) -> Option<Value> {
        self.object.remove(key).filter(|value| !value.is_null())
    }

    pub(super) fn is_given(&self, key: &str) -> bool {
        self.object.get(key).is_some_and(|value| !value.is_null())
    }

    pub(super) fn say(&mut self, message: impl Into<String>) {
        self.wrong.push(message.into());
    }

    fn wrong_type<T>(&mut self, key: &str, takes: &str, found: &Value) -> Option<T> {
        let message = format!("`{}{key}` takes {takes}, not {}", self.prefix, value::what(found));
        self.wrong.push(message);
        None
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            other => self.wrong_type(key, "a text", &other),
        }
    }

    pub(super) fn text_or_number(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => self.wrong_type(key, "a text", &other),
        }
    }

    pub(super) fn object(&mut self, key: &str) -> Option<Map<String, Value>> {
        match self.take(key)? {
            Value::Object(object) => Some(object),
            other => self.wrong_type(key, "an object", &other),
        }
    }

    pub(super) fn status(&mut self, key: &str) -> Option<u16> {
        let value = self.take(key)?;
        let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
        match status.filter(|status| (100..1000).contains(status)) {
            None => self.wrong_type(key, "a status such as 403", &value),
            status => status,
        }
    }

    pub(super) fn time(&mut self, key: &str) -> Option<Time> {
        let value = self.take(key)?;
        match value::time(&value) {
            None => {
                self.say(format!("`{key}` takes a time such as 2024-05-01T12:00:00Z, or seconds since 1970"));
                None
            }
            time => time,
        }
    }

    /// The body: as text, or as bytes that were in Base64.
    pub(super) fn body(&mut self) -> (Option<String>, Option<Vec<u8>>) {
        if self.is_given("body") && self.is_given("body_base64") {
            self.say(format!("`{0}body` and `{0}body_base64` exclude each other", self.prefix));
        }
        let text = self.text("body");
        let Some(coded) = self.text("body_base64") else { return (text, None) };
        let decoded = STANDARD.decode(coded).ok();
        if decoded.is_none() {
            self.say(format!("`{}body_base64` is not Base64", self.prefix));
        }
        (None, decoded)
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        match self.take(key)? {
            Value::Bool(flag) => Some(flag),
            other => self.wrong_type(key, "true or false", &other),
        }
    }

    /// Header lines: a list of pairs, or an object whose values are texts or lists of texts. Says which it was.
    pub(super) fn headers(&mut self, key: &str) -> Option<(Vec<(String, String)>, Order)> {
        match self.take(key)? {
            Value::Array(pairs) => {
                let pairs = pairs.into_iter().enumerate().filter_map(|(at, pair)| match value::pair(pair) {
                    Ok(pair) => Some(pair),
                    Err(found) => self.wrong_type(&format!("{key}[{at}]"), "a pair of strings", &found),
                });
                Some((pairs.collect(), Order::AsSent))
            }
            Value::Object(object) => {
                let mut pairs = Vec::new();
                for (name, value) in object {
                    match value::texts(value) {
                        Ok(values) => pairs.extend(values.into_iter().map(|value| (name.clone(), value))),
                        Err(found) => {
                            self.wrong_type::<()>(&format!("{key}.{name}"), "a string or a list of strings", &found);
                        }
                    }
                }
                Some((pairs, Order::Lost))
            }
            other => self.wrong_type(key, "a list of pairs or an object", &other),
        }
    }

    /// A flat map of facts. Whether a pack declares them is found out later.
    pub(super) fn facts(&mut self, key: &str, most: usize) -> Vec<(String, FactValue)> {
        let mut facts = Vec::new();
        let object = self.object(key).unwrap_or_default();
        if object.len() > most {
            self.say(format!("`{key}` has more than {most} members"));
        }
        for (name, value) in object {
            match value::fact(value) {
                Ok(Some(value)) => facts.push((name, value)),
                Ok(None) => {}
                Err(found) => {
                    let takes = "a string, a number, true or false, or a list of strings";
                    self.wrong_type::<()>(&format!("{key}.{name}"), takes, &found);
                }
            }
        }
        facts
    }
}

/// Whether header lines are in the order in which they were sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    AsSent,
    Lost,
}
