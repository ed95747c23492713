//! Commands of PowerShell that make a request, `Invoke-RestMethod` and `Invoke-WebRequest`, and how PowerShell writes values.

use super::client;
use super::cursor::{Cursor, is_name};
use super::expression::Expression;
use super::names::Names;
use super::reader;
use super::request::{Request, Sent};
use super::sites::Site;

/// How many commands are read, and how many parameters of each.
const MAX_COMMANDS: usize = 24;
const MAX_PARAMETERS: usize = 40;

/// The names of the commands, and those that are short for them.
const COMMANDS: [&str; 4] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr"];

/// Where commands begin, with the place behind their names.
pub(super) fn sites(text: &[u8]) -> Vec<Site<'static>> {
    let mut found: Vec<Site<'static>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let lower = line.to_ascii_lowercase();
        let is_comment = lower.trim_ascii_start().starts_with(b"#");
        let at = COMMANDS.into_iter().filter_map(|name| Some((in_line(&lower, name)?, name))).min();
        if let Some((at, name)) = at.filter(|_| !is_comment && found.len() < MAX_COMMANDS) {
            found.push(Site { on: "", name, start: start + at, arguments: start + at + name.len(), is_bare: true });
        }
        start += line.len();
    }
    found
}

/// Where a line calls a command; what PowerShell says of its errors, `Invoke-RestMethod : …`, is no call.
fn in_line(line: &[u8], name: &str) -> Option<usize> {
    memchr::memmem::find_iter(line, name.as_bytes()).take(8).find(|at| {
        let before = at.checked_sub(1).and_then(|at| line.get(at)).copied();
        let behind = line.get(at + name.len()..).unwrap_or_default();
        let is_apart = before.is_none_or(|b| b.is_ascii_whitespace() || b"(={;|>&".contains(&b));
        let is_called = matches!(behind, [b' ' | b'\t' | b'`', ..]);
        is_apart && is_called && !behind.trim_ascii_start().starts_with(b":")
    })
}

/// The request that a command makes.
pub(super) fn request(names: &Names<'_>, site: Site<'_>) -> Option<Request> {
    let mut request = Request::new(client::POWERSHELL);
    let mut body = None;
    for (name, value) in parameters(names, site) {
        match name.as_str() {
            "uri" => request.url(&value),
            "method" | "custommethod" => request.method(&value),
            "headers" => request.headers(&value),
            "contenttype" => request.header("Content-Type", &value),
            "useragent" => request.header("User-Agent", &value),
            "body" => body = Some(value),
            "form" => request.option("multipart", &value),
            "infile" => request.body = Sent::Hidden,
            "authentication" | "token" | "credential" | "usedefaultcredentials" | "websession" => {
                request.has_all_headers = false;
            }
            _ => {}
        }
    }
    let is_read = matches!(request.method.as_deref(), None | Some("GET"));
    match body {
        // what is given as the body of GET is put into the query
        Some(fields @ Expression::Object(..)) if is_read => request.query(&fields),
        Some(body) => request.body(&body),
        None => {}
    }
    // whether it is sent without a body is different from version to version
    if request.body == Sent::Nothing && request.has("content-type").is_some() {
        request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        request.has_all_headers = false;
    }
    // of POST alone the type of a body is assumed
    if request.method.as_deref() != Some("POST") {
        request.media = None;
    }
    request.method.get_or_insert("GET".to_owned());
    request.url.is_some().then_some(request)
}

/// The parameters of a command by their names in lower case; those of a table that is given as `@name` among them.
fn parameters(names: &Names<'_>, site: Site<'_>) -> Vec<(String, Expression)> {
    let mut found: Vec<(String, Expression)> = Vec::new();
    let mut cursor = Cursor { text: names.text, at: site.arguments };
    for _ in 0..MAX_PARAMETERS {
        cursor.blanks();
        match cursor.rest() {
            [] | [b'\r' | b'\n' | b';' | b'|' | b')' | b'}', ..] => break,
            [b'@', next, ..] if is_name(*next) && *next != b'@' => {
                cursor.at += 1;
                let name = format!("${}", cursor.word());
                if let Expression::Object(members, _) = names.resolved(Expression::Name(name), site.start) {
                    found.extend(members.into_iter().map(|(name, value)| (name.to_lowercase(), value)));
                }
            }
            [b'-', next, ..] if next.is_ascii_alphabetic() => {
                cursor.at += 1;
                let name = cursor.word().to_lowercase();
                cursor.eat(b':');
                cursor.blanks();
                let is_switch =
                    matches!(cursor.rest(), [] | [b'\r' | b'\n' | b'-' | b';' | b'|' | b')' | b'}' | b'@', ..]);
                // a table is a value: `-Body @{…}`
                let is_switch = is_switch && !cursor.starts_with(b"@{") && !cursor.starts_with(b"@\"");
                if !is_switch && let Some(value) = value(&mut cursor, names) {
                    found.push((name, names.resolved(value, site.start)));
                }
            }
            _ => {
                let Some(value) = value(&mut cursor, names) else { break };
                if !found.iter().any(|(name, _)| name == "uri") {
                    found.push(("uri".to_owned(), names.resolved(value, site.start)));
                }
            }
        }
    }
    found
}

/// The value of a parameter, which may be a word without quotes.
fn value(cursor: &mut Cursor<'_>, names: &Names<'_>) -> Option<Expression> {
    if matches!(cursor.peek(), Some(b'"' | b'\'' | b'$' | b'@' | b'(' | b'[')) {
        let (value, end) = reader::one(cursor.text, cursor.at, names.language, names.work)?;
        cursor.at = end;
        return Some(value);
    }
    let rest = cursor.rest();
    let length = rest.iter().take(2_000).take_while(|b| !b.is_ascii_whitespace() && !b";|)}".contains(b)).count();
    let word = rest.get(..length).filter(|word| !word.is_empty())?;
    cursor.at += length;
    Some(Expression::Text(String::from_utf8_lossy(word).into_owned()))
}

impl Cursor<'_> {
    /// Passes blanks, and the ends of lines that go on behind a backtick.
    fn blanks(&mut self) {
        loop {
            self.space_in_line();
            if !self.eat_any(&[b"`\r\n", b"`\n"]) {
                return;
            }
        }
    }

    /// Reads past `| ConvertTo-Json`, with its options.
    pub(super) fn is_piped_to_json(&mut self) -> bool {
        const NAME: &[u8] = b"convertto-json";
        let before = self.at;
        self.space_in_line();
        if self.eat(b'|') {
            self.space_in_line();
            let is_it = self.rest().get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
            if is_it {
                self.at += NAME.len();
                let rest = self.rest();
                self.at += rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b" -".contains(b)).count();
                return true;
            }
        }
        self.at = before;
        false
    }

    /// What only PowerShell writes so: its texts, tables without members, and values whose type is in front.
    pub(super) fn power_value(&mut self) -> Option<Option<Expression>> {
        let rest = self.rest();
        if let [b'[', ..] = rest {
            let near = rest.get(..rest.len().min(80))?;
            let close = near.iter().position(|b| *b == b']')? + 1;
            if matches!(near.get(close..), Some([b'@' | b'$' | b'"' | b'\'', ..])) {
                self.at += close;
                return self.power_value();
            }
        }
        let line = rest.split(|b| *b == b'\n').next().unwrap_or_default();
        let lower = line.get(..line.len().min(160))?.to_ascii_lowercase();
        let is_made = lower.starts_with(b"new-object") || lower.starts_with(b"[system.collections");
        let has = |word: &str| memchr::memmem::find(&lower, word.as_bytes()).is_some();
        if is_made && (has("dictionary") || has("hashtable") || has("psobject")) {
            self.at += line.len();
            return Some(Some(Expression::Object(Vec::new(), true)));
        }
        let (open, close): (usize, &[u8]) = match rest {
            [b'@', b'"', ..] => (memchr::memchr(b'\n', rest)? + 1, b"\n\"@"),
            [b'@', b'\'', ..] => (memchr::memchr(b'\n', rest)? + 1, b"\n'@"),
            [b'"', ..] => (1, b"\""),
            [b'\'', ..] => (1, b"'"),
            _ => return None,
        };
        let is_filled = close.contains(&b'"');
        self.at += open;
        Some(self.power_text(close, is_filled))
    }

    fn power_text(&mut self, close: &[u8], is_filled: bool) -> Option<Expression> {
        let mut parts = Vec::new();
        let mut out = Vec::new();
        let text = |out: &mut Vec<u8>| Expression::Text(String::from_utf8_lossy(&std::mem::take(out)).into_owned());
        loop {
            if self.starts_with(close) {
                self.at += close.len();
                // two quotes are one
                if close.len() == 1 && self.starts_with(close) {
                    self.at += 1;
                    out.extend_from_slice(close);
                    continue;
                }
                break;
            }
            match self.rest() {
                [] => return None,
                [b'`', byte, ..] if is_filled => {
                    out.push(match byte {
                        b'n' => b'\n',
                        b't' => b'\t',
                        b'r' => b'\r',
                        byte => *byte,
                    });
                    self.at += 2;
                }
                [b'$', next, ..] if is_filled && (is_name(*next) || b"({".contains(next)) => {
                    if !out.is_empty() {
                        parts.push(text(&mut out));
                    }
                    parts.push(self.power_variable());
                }
                [byte, ..] => {
                    out.push(*byte);
                    self.at += 1;
                }
            }
        }
        Some(match parts.is_empty() {
            true => text(&mut out),
            // what is filled in is a text even by itself
            false => {
                parts.push(text(&mut out));
                Expression::Joined(parts)
            }
        })
    }

    /// What is filled in: `$name`, `${name}`, `$($name.member)`.
    fn power_variable(&mut self) -> Expression {
        let rest = self.rest();
        let (inside, length) = match rest.get(1) {
            Some(open @ (b'(' | b'{')) => {
                let close = if *open == b'(' { b')' } else { b'}' };
                let near = rest.get(..rest.len().min(200)).unwrap_or_default();
                let end = near.iter().position(|b| *b == close).unwrap_or(1);
                (near.get(2..end).unwrap_or_default(), end + 1)
            }
            _ => {
                let length = rest.iter().skip(1).take(80).take_while(|b| is_name(**b)).count();
                (rest.get(1..=length).unwrap_or_default(), length + 1)
            }
        };
        self.at += length.max(1);
        let name = String::from_utf8_lossy(inside).trim().trim_start_matches('$').to_owned();
        Expression::Name(format!("${name}"))
    }
}
