//! Values as programs write them: texts, numbers, objects and lists of Python, JavaScript, PHP, Ruby, Java, C#, Go and
//! PowerShell, of which only their forms are known, never what a variable holds.

use serde_json::Number;

/// What is written where a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Text(String),
    /// Parts that are put together to a text.
    Joined(Vec<Expression>),
    Number(Number),
    Bool(bool),
    Null,
    /// Members in their order, and whether they are all of them.
    Object(Vec<(String, Expression)>, bool),
    /// Items, and whether they are all of them.
    List(Vec<Expression>, bool),
    Call(Box<Call>),
    /// A variable, or a member of one.
    Name(String),
    /// Something that isn't read.
    Unknown,
}

/// A function that is called: what stands before it, its name, and its arguments with the names that some have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) on: Option<Expression>,
    pub(super) name: String,
    pub(super) arguments: Vec<(Option<String>, Expression)>,
}

/// What a language does in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Php,
    Go,
    PowerShell,
    Other,
}

/// A list of what is between brackets, or an object where its items have names.
pub(super) fn of_arguments(arguments: Vec<(Option<String>, Expression)>) -> Expression {
    let is_whole = arguments.iter().all(|(_, value)| *value != Expression::Unknown);
    let has_names = arguments.iter().any(|(name, _)| name.is_some());
    if has_names {
        let members: Vec<_> = arguments.into_iter().filter_map(|(name, value)| Some((name?, value))).collect();
        return Expression::Object(members, is_whole);
    }
    Expression::List(arguments.into_iter().map(|(_, value)| value).collect(), is_whole)
}

impl Expression {
    pub(super) fn is_text(&self) -> bool {
        match self {
            Expression::Text(_) => true,
            Expression::Joined(parts) => parts.iter().any(Expression::is_text),
            _ => false,
        }
    }

    /// The text that it is, where nothing has to be looked up.
    pub(super) fn literal(&self) -> Option<String> {
        match self {
            Expression::Text(text) => Some(text.clone()),
            Expression::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}
