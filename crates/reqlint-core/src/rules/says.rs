//! What an API says: a text, perhaps with holes that differ from answer to answer.

use crate::base::template::{Template, TemplatePiece};
use crate::language::{Code, Located, Sink};

/// A text of an API: `No such {type}: '{id}'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Says {
    /// As written.
    pub(crate) text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// In lower case, a character for each of the text's.
    Text(Vec<char>),
    Hole(String),
}

/// What is in the holes of a text, in their order.
pub(crate) type Filled = Vec<(String, String)>;

impl Says {
    /// Reads a text; what is wrong with its holes is reported.
    pub(crate) fn compile(text: &Located<String>, sink: &mut Sink) -> Option<Self> {
        let (template, errors) = Template::scan(text.value.trim());
        let is_right = errors.is_empty();
        for error in errors {
            sink.error(Code::InvalidTemplate, text.place.inside(error.range), error.message, error.help);
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in template.pieces() {
            match piece {
                TemplatePiece::Text(text) => pieces.push(Piece::Text(lower(text))),
                TemplatePiece::Name { name, range } => {
                    let place = text.place.inside(range.start - 1..range.end + 1);
                    let is_name =
                        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                    let (message, help) = if !is_name {
                        let help =
                            "name it by letters, digits and dashes: {id}; a literal brace is written {{".to_owned();
                        (format!("`{name}` is not a valid name of a hole"), help)
                    } else if matches!(pieces.last(), Some(Piece::Hole(_))) {
                        let message = "two holes touch: nothing tells where one ends".to_owned();
                        (message, "put the text between them that the API writes".to_owned())
                    } else {
                        pieces.push(Piece::Hole(name.clone()));
                        continue;
                    };
                    sink.error(Code::InvalidTemplate, place, message, Some(help));
                    return None;
                }
            }
        }
        let is_letter = |piece: &Piece| matches!(piece, Piece::Text(text) if text.iter().any(|c| c.is_alphanumeric()));
        if is_right && !text.value.trim().is_empty() && !pieces.iter().any(is_letter) {
            let help = Some("write what the API says around the holes".to_owned());
            sink.error(Code::InvalidTemplate, text.place, "this fits every answer", help);
            return None;
        }
        // a full stop at the end doesn't matter
        if let Some(Piece::Text(last)) = pieces.last_mut() {
            while last.last().is_some_and(|c| *c == '.' || c.is_whitespace()) {
                last.pop();
            }
        }
        is_right.then(|| Self { text: text.value.clone(), pieces })
    }

    /// The names of its holes.
    pub(crate) fn holes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    pub(crate) fn is_without_holes(&self) -> bool {
        self.holes().next().is_none()
    }

    /// What is in its holes, if a message is this text. Case, outer spaces and a final full stop don't matter; a hole takes
    /// as little as it can, and something.
    pub(crate) fn fits(&self, message: &str) -> Option<Filled> {
        let said: Vec<char> = message.trim().trim_end_matches('.').trim_end().chars().collect();
        let small: Vec<char> = said.iter().map(|c| lower_one(*c)).collect();
        let (mut at, mut filled) = (0, Vec::new());
        let mut open: Option<&String> = None;
        for (index, piece) in self.pieces.iter().enumerate() {
            let text = match piece {
                Piece::Hole(name) => {
                    open = Some(name);
                    continue;
                }
                Piece::Text(text) => text,
            };
            let is_last = index + 1 == self.pieces.len();
            let begin = match open {
                None => at,
                // the end of the message is that of the text
                Some(_) if is_last => said.len().checked_sub(text.len()).filter(|begin| *begin > at)?,
                Some(_) => at + 1 + find(small.get(at + 1..)?, text)?,
            };
            if small.get(begin..begin + text.len())? != text.as_slice() {
                return None;
            }
            if let Some(name) = open.take() {
                filled.push((name.clone(), said.get(at..begin)?.iter().collect()));
            }
            at = begin + text.len();
        }
        match open {
            Some(name) if at < said.len() => filled.push((name.clone(), said.get(at..)?.iter().collect())),
            Some(_) => return None,
            None if at < said.len() || said.is_empty() => return None,
            None => {}
        }
        Some(filled)
    }
}

fn find(text: &[char], wanted: &[char]) -> Option<usize> {
    if wanted.is_empty() { Some(0) } else { text.windows(wanted.len()).position(|window| window == wanted) }
}

fn lower(text: &str) -> Vec<char> {
    text.chars().map(lower_one).collect()
}

fn lower_one(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Code, SourceFile};

    fn filled(text: &str, message: &str) -> Option<String> {
        let mut sink = Sink::default();
        let SourceFile { path, text: whole } = SourceFile { path: "a".into(), text: text.into() };
        sink.open(path, whole);
        let says = Says::compile(&Located { value: text.into(), place: sink.span(0..text.len()) }, &mut sink)?;
        let holes = says.fits(message)?.into_iter().map(|(name, value)| format!("{name}={value}"));
        Some(holes.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn holes_take_as_little_as_they_can() {
        let table = [
            ("No such {type}: '{id}'", "No such customer: 'cus_1'", Some("type=customer id=cus_1")),
            ("No such {type}: '{id}'", "NO SUCH customer: 'a: 'b''.", Some("type=customer id=a: 'b'")),
            ("No such {type}: '{id}'", "No such : ''", None),
            ("{field} is required", "É is required", Some("field=É")),
            ("at {place}", "at home.", Some("place=home")),
            ("at {place}", "at", None),
            ("Closed.", " closed ", Some("")),
            ("Closed", "Closed for today", None),
            ("{{a}} of {b}", "{a} of c", Some("b=c")),
        ];
        for (text, message, expected) in table {
            assert_eq!(filled(text, message).as_deref(), expected, "{text} | {message}");
        }
    }

    #[test]
    fn a_text_of_holes_alone_is_an_error() {
        for text in ["{a}{b} c", "{a} - {b}", "{}", "{a b} c"] {
            assert_eq!(filled(text, "x"), None, "{text}");
        }
        assert_eq!(Code::InvalidTemplate.id().len(), 5);
    }
}
