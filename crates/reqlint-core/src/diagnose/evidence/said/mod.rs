//! What the answer says of itself where it names nothing of the request: a code, a message, where it is documented.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::diagnose::causes::SAID;
use crate::message::answer::Tree;

/// What to do about codes.
const CODES: &str = include_str!("codes.txt");

/// Members that hold a code, the most telling first.
const CODE: &[&str] = &[
    "code",
    "errorCode",
    "error_code",
    "__type",
    "faultcode",
    "error",
    "reason",
    "type",
    "exception",
    "errorType",
    "issue",
    "status",
    "errorname",
    "name",
];

/// Those of them that hold other things as well: they are codes beside a message.
const WEAK: &[&str] = &["reason", "type", "issue", "status", "errorname", "name"];

/// Members that hold a message.
const MESSAGE: &[&str] = &[
    "message",
    "error_description",
    "errorDescription",
    "errorMessage",
    "error_message",
    "errorMsg",
    "error_msg",
    "detail",
    "faultstring",
    "description",
    "msg",
    "errorMessages",
    "error",
    "errors",
    "title",
    "details",
    "reason",
];

/// Members that hold an address where the error is explained.
const DOCUMENTED: &[&str] =
    &["documentation_url", "doc_url", "more_info", "documentation", "help", "info", "moreInfo", "links"];

/// Members whose names belong to the code: what it is about.
const ABOUT: &[&str] = &[
    "decline_code",
    "param",
    "needed",
    "provided",
    "advice_code",
    "target",
    "Resource",
    "Key",
    "BucketName",
    "parameter",
];

/// Headers in which services send the code.
const HEADERS: &[&str] =
    &["x-ms-error-code", "x-amzn-errortype", "x-amz-error-code", "x-error-code", "x-slack-failure"];

/// How deep an answer is looked through, and how long a piece of it may be that is quoted.
const MAX_DEPTH: usize = 6;
const MAX_CODE: usize = 64;
const MAX_TEXT: usize = 200;

/// What an answer says of itself.
pub(super) struct Said<'e> {
    /// The member or header that holds a code, and the code.
    code: Option<(&'e str, &'e str)>,
    message: Option<&'e str>,
    address: Option<&'e str>,
}

impl<'e> Said<'e> {
    pub(super) fn of(evidence: &'e Evidence<'_>) -> Self {
        let tree = &evidence.answer.tree;
        let is_own = |text: &str| is_code(text) && !is_status(evidence, text);
        let of_header = || HEADERS.iter().find_map(|name| Some((*name, evidence.answer.header(name)?)));
        let text = |keys, fits: &dyn Fn(&str) -> bool| find(tree, keys, fits, 0).map(|(_, text)| text);
        Self {
            code: find(tree, CODE, &is_own, 0).or_else(of_header),
            message: text(MESSAGE, &|text| is_message(text) && !is_status(evidence, text))
                .or_else(|| plain_text(evidence)),
            address: text(DOCUMENTED, &is_address),
        }
    }

    /// A cause with the answer's words, and where they are explained.
    pub(super) fn added_to(&self, evidence: &Evidence<'_>, draft: Draft) -> Draft {
        let draft = match self.message {
            Some(message) => draft.why(format!("The API's own words: {}", evidence.shown(message))),
            None => draft,
        };
        match self.address {
            Some(address) => draft.also_fix(&format!("See {} for this error.", evidence.shown(address))),
            None => draft,
        }
    }

    /// What is said of the code beside another cause.
    pub(super) fn beside(&self, evidence: &Evidence<'_>, others: &[Draft]) -> Option<String> {
        let (name, code) = self.code?;
        let is_said = others.iter().any(|draft| draft.speaks_of(code));
        (!is_said).then(|| format!("the answer's {name} is {}", evidence.shown(code)))
    }

    /// Whether it is more than that something was wrong.
    pub(super) fn is_telling(&self) -> bool {
        const SENTENCE: usize = 4;
        self.code.is_some() || self.message.is_some_and(|text| text.split_whitespace().count() >= SENTENCE)
    }
}

/// The answer's code and message as a cause; `others` are those that were found.
pub(super) fn draft(evidence: &Evidence<'_>, others: &[Draft]) -> Option<Draft> {
    let Said { code, message, address } = Said::of(evidence);
    let names_something = evidence.claims.iter().any(|claim| claim.leaf().is_some());
    let is_said = code.is_some_and(|(_, code)| others.iter().any(|draft| draft.speaks_of(code)));
    let is_in_the_way = is_said || names_something || code.is_none();
    // a message that a person told is shown already
    let is_news = code.is_some() || address.is_some() || !evidence.is_told;
    if !others.is_empty() && is_in_the_way || code.is_none() && message.is_none() || !is_news {
        return None;
    }
    let [message, address] = [message, address].map(|text| text.map(|text| evidence.shown(text)));
    let title = match (code, &message) {
        (Some((_, code)), _) => format!("the API's own error is {}", evidence.shown(code)),
        (None, message) => format!("the API says: {}", message.as_deref().unwrap_or_default()),
    };
    let mut draft = match code {
        Some((name, code)) => {
            Draft::new(SAID, title).because(format!("the answer's {name} is {}", evidence.shown(code)))
        }
        None => Draft::new(SAID, title).because("the answer says nothing else of its cause"),
    };
    let about = ABOUT.iter().filter_map(|name| find(&evidence.answer.tree, &[*name], &is_code, 0));
    for (name, text) in about {
        draft = draft.because(format!("its {name} is {}", evidence.shown(text)));
    }
    if let Some(message) = message.filter(|_| code.is_some()) {
        draft = draft.because(format!("the API's own words: {message}"));
    }
    let advice = code.and_then(|(_, code)| advice(code));
    let address = address.map(|address| format!("See {address} for this error."));
    let fix: Vec<String> = advice.map(str::to_owned).into_iter().chain(address).collect();
    Some(if fix.is_empty() { draft } else { draft.fix(fix.join(" ")) })
}

/// An answer that is a sentence, and no page.
fn plain_text<'e>(evidence: &'e Evidence<'_>) -> Option<&'e str> {
    let text = evidence.answer.tree.text()?.trim();
    let is_page = evidence.answer.raw.has_word("html") || evidence.is_told;
    (!is_page && is_message(text) && !text.contains(['<', '\n']) && !is_status(evidence, text)).then_some(text)
}

/// The first text of these members, those of outer objects first.
fn find<'t>(tree: &'t Tree, keys: &[&str], fits: &dyn Fn(&str) -> bool, depth: usize) -> Option<(&'t str, &'t str)> {
    if depth > MAX_DEPTH {
        return None;
    }
    let is_beside = |key: &str| {
        !WEAK.contains(&key)
            || tree.members().iter().any(|(name, value)| is_named(MESSAGE, name) && value.scalar().is_some())
    };
    let own = |key: &&str| {
        if !is_beside(key) {
            return None;
        }
        let (name, value) = tree.members().iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        let text = value.scalar().or_else(|| value.items().first()?.scalar());
        text.map(str::trim).filter(|text| fits(text)).map(|text| (name.as_str(), text))
    };
    let inner = || {
        let values = tree.members().iter().filter(|(name, _)| !is_repeated(name));
        values.map(|(_, value)| value).chain(tree.items()).find_map(|value| find(value, keys, fits, depth + 1))
    };
    keys.iter().find_map(own).or_else(inner)
}

fn is_named(list: &[&str], name: &str) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Whether a member repeats the request.
fn is_repeated(name: &str) -> bool {
    matches!(name, "params" | "request" | "body" | "query" | "form") || crate::message::answer::is_echo(name)
}

/// Whether a text is a code: one word.
fn is_code(text: &str) -> bool {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '#' | '/' | '@'));
    !text.is_empty()
        && text.len() <= MAX_CODE
        && is_word
        && !text.contains("//")
        && !matches!(text, "null" | "true" | "false" | "about:blank")
}

fn is_message(text: &str) -> bool {
    text.contains(' ') && text.len() <= MAX_TEXT && !text.contains('{')
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && text.len() <= MAX_TEXT
        && !text.contains(char::is_whitespace)
}

/// Whether a code is the status once more, or a word that any error has.
fn is_status(evidence: &Evidence<'_>, code: &str) -> bool {
    let plain = plain(code);
    let title = super::general::checklist(evidence.answer.status).and_then(|(title, _)| title);
    plain == evidence.answer.status.to_string()
        || title.is_some_and(|title| self::plain(title) == plain)
        || matches!(&*plain, "error" | "fail" | "failure" | "failed" | "0" | "client" | "server")
}

/// What to do about a code.
fn advice(code: &str) -> Option<&'static str> {
    let code = plain(code);
    let mut lines = CODES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" -> "));
    lines.find(|(piece, _)| code.contains(piece)).map(|(_, advice)| advice)
}

/// In lower case, without the signs between its words.
fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_list_is_read_and_none_hides_another() {
        let lines: Vec<&str> = CODES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        assert!(lines.len() > 40);
        for (number, line) in lines.iter().enumerate() {
            let (piece, _) = line.split_once(" -> ").unwrap_or_else(|| panic!("{line}"));
            assert_eq!(piece, plain(piece), "{line}");
            let hidden = lines.iter().take(number).find(|other| piece.contains(other.split(" -> ").next().unwrap()));
            assert_eq!(hidden, None, "{line}");
        }
    }

    #[test]
    fn codes_are_found_in_any_shape() {
        let table = [
            (
                r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined."}}"#,
                "card_declined",
            ),
            (r#"{"ok":false,"error":"missing_scope","needed":"chat:write"}"#, "missing_scope"),
            (
                r#"{"__type":"com.amazon#ThrottlingException","message":"Rate exceeded"}"#,
                "com.amazon#ThrottlingException",
            ),
            (r#"[{"message":"Session expired","errorCode":"INVALID_SESSION_ID"}]"#, "INVALID_SESSION_ID"),
            ("<Error><Code>NoSuchKey</Code><Key>a</Key></Error>", "NoSuchKey"),
            (r#"{"message":"Not Found"}"#, ""),
        ];
        for (text, expected) in table {
            let tree = Tree::read(text);
            let found = find(&tree, CODE, &is_code, 0).map_or("", |(_, code)| code);
            assert_eq!(found, expected, "{text}");
        }
    }
}
