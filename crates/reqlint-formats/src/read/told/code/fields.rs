//! The headers and the credentials that a program gives to a client.

use super::client::{JSON, Library};
use super::content::{Content, content, last, text};
use super::expression::Expression;
use super::request::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

impl Request {
    /// Takes headers: an object, a list of pairs, or lines.
    pub(super) fn headers(&mut self, value: &Expression) {
        match value {
            Expression::Object(members, is_whole) => {
                self.has_all_headers &= is_whole;
                for (name, value) in members {
                    self.header(name, value);
                }
            }
            Expression::List(items, is_whole) => {
                self.has_all_headers &= is_whole;
                for item in items {
                    match item {
                        Expression::List(pair, _) if pair.len() == 2 => self.pair(pair),
                        item => self.header_line(item),
                    }
                }
            }
            Expression::Text(lines) => {
                for line in lines.lines().filter(|line| !line.trim().is_empty()) {
                    self.header_line(&Expression::Text(line.to_owned()));
                }
            }
            Expression::Call(_) => match content(value).0 {
                Content::Object(inside) if inside != *value => self.headers(&inside),
                _ => self.has_all_headers = false,
            },
            Expression::Null => {}
            _ => self.has_all_headers = false,
        }
    }

    fn pair(&mut self, pair: &[Expression]) {
        if let [name, value] = pair
            && let Some(name) = name.literal()
        {
            self.header(&name, value);
        }
    }

    fn header_line(&mut self, line: &Expression) {
        let shown = text(line).filter(|line| !line.starts_with("{{"));
        match shown.as_deref().and_then(|line| line.split_once(':')) {
            Some((name, value)) => self.header(name.trim(), &Expression::Text(value.trim().to_owned())),
            None => self.has_all_headers = false,
        }
    }

    pub(super) fn header(&mut self, name: &str, value: &Expression) {
        if self.client.library == Library::RestClient && name.contains('_') {
            let (name, value) = of_rest_client(name, value);
            return self.header(&name, &value);
        }
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        match text(value).filter(|_| is_name) {
            Some(value) => {
                self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
                self.headers.push((name.to_owned(), value));
            }
            None if *value == Expression::Null => {}
            None => self.has_all_headers = false,
        }
    }

    pub(super) fn has(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn credentials(&mut self, value: &Expression) {
        let parts: Vec<&Expression> = match value {
            Expression::List(items, true) => items.iter().collect(),
            Expression::Object(members, true) => members.iter().map(|(_, value)| value).collect(),
            Expression::Call(call) if last(&call.name) == "HTTPBasicAuth" => {
                call.arguments.iter().map(|(_, value)| value).collect()
            }
            Expression::Null => return,
            _ => return self.has_all_headers = false,
        };
        match parts.as_slice() {
            [user, password] => self.basic(text(user), text(password)),
            _ => self.has_all_headers = false,
        }
    }

    pub(super) fn basic(&mut self, user: Option<String>, password: Option<String>) {
        let credential = match (user, password) {
            (Some(user), Some(password)) if !user.contains("{{") && !password.contains("{{") => {
                STANDARD.encode(format!("{user}:{password}"))
            }
            _ => "{{credentials}}".to_owned(),
        };
        self.headers.push(("Authorization".to_owned(), format!("Basic {credential}")));
    }
}

/// A header as rest-client writes it of a symbol: `content_type: :json`.
fn of_rest_client(name: &str, value: &Expression) -> (String, Expression) {
    let value = match value {
        Expression::Text(kind) if kind == "json" => Expression::Text(JSON.to_owned()),
        other => other.clone(),
    };
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    let words: Vec<String> = name.split('_').map(capital).collect();
    (words.join("-"), value)
}
