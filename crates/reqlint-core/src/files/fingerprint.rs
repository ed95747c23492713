//! Fingerprints: two rules with the same one would always fail together.

use crate::language::cursor::Cursor;
use std::fmt::Write as _;
use toml::de::DeValue;

/// A rule's check and `applies-to` in one normal form.
pub(crate) fn fingerprint(rule: &Cursor<'_>) -> String {
    let mut fingerprint = String::new();
    for key in ["check", "applies-to"] {
        match rule.value(key).map(|value| value.get_ref()) {
            // the short form of a kind without settings
            Some(DeValue::String(kind)) => _ = write!(fingerprint, "{{{kind}={{}};}}"),
            Some(value) => canonical(value, &mut fingerprint),
            None => {}
        }
    }
    fingerprint
}

/// A value without its order of keys and white space; a single one is a list of one.
fn canonical(value: &DeValue<'_>, out: &mut String) {
    match value {
        DeValue::Table(table) => {
            out.push('{');
            for (key, value) in table {
                out.push_str(key.get_ref());
                out.push('=');
                match value.get_ref() {
                    DeValue::String(kind) if key.get_ref() == "when" => _ = write!(out, "{{{kind}={{}};}}"),
                    value => canonical(value, out),
                }
                out.push(';');
            }
            out.push('}');
        }
        DeValue::Array(items) if items.len() == 1 => {
            items.iter().for_each(|item| canonical(item.get_ref(), out));
        }
        DeValue::Array(items) => {
            out.push('[');
            for item in items.iter() {
                canonical(item.get_ref(), out);
                out.push(',');
            }
            out.push(']');
        }
        DeValue::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        DeValue::Integer(n) => out.push_str(&n.to_string()),
        DeValue::Float(n) => out.push_str(&n.to_string()),
        DeValue::Boolean(b) => out.push_str(if *b { "true" } else { "false" }),
        DeValue::Datetime(t) => out.push_str(&t.to_string()),
    }
}
