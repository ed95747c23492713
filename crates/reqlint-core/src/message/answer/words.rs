//! The words of an answer: what they say of what they name.

/// What an answer says of a place in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum What {
    /// It isn't there, or is empty.
    Missing,
    /// It isn't known, or not allowed.
    Unknown,
    /// Its value isn't right.
    Invalid,
}

impl What {
    /// Its name, as in rule files.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            What::Missing => "missing",
            What::Unknown => "unknown",
            What::Invalid => "invalid",
        }
    }
}

const MISSING: &[&str] = &[
    "required",
    "missing",
    "mandatory",
    "not provided",
    "wasn't provided",
    "not supplied",
    "wasn't supplied",
    "not sent",
    "not present",
    "not specified",
    "not set",
    "not given",
    "not included",
    "not found in",
    "must be provided",
    "must be supplied",
    "must be present",
    "must be specified",
    "must be set",
    "must be defined",
    "must be included",
    "must be given",
    "must include",
    "must specify",
    "must provide",
    "must supply",
    "must enter",
    "must contain the",
    "must have a",
    "should be defined",
    "not be empty",
    "not be null",
    "not be blank",
    "should not be empty",
    "should not be null",
    "must not be empty",
    "must not be null",
    "must not be blank",
    "may not be null",
    "may not be blank",
    "may not be empty",
    "cannot be blank",
    "can't be blank",
    "cannot be empty",
    "can't be empty",
    "cannot be null",
    "can't be null",
    "allowed to be empty",
    "none is not an allowed",
    "received undefined",
    "received: undefined",
    "got undefined",
    "null value in",
    "not-null constraint",
    "was `undefined`",
    "is absent",
    "is blank",
    "no value",
    "make sure your request has",
    "needs a",
    "keyerror",
    "should contain property",
    "should contain the",
    "must contain property",
];

/// The word is in a sentence that is about a value that is there.
const NOT_MISSING: &[&str] = &[
    "valid number is required",
    "valid integer is required",
    "valid value is required",
    "required format",
    "required pattern",
    "included in the list",
    "missing translation",
];

/// It is the value that isn't allowed.
const NOT_UNKNOWN: &[&str] =
    &["allowed value", "value is not allowed", "value not allowed", "none.not allowed", "unknown variant"];

const UNKNOWN: &[&str] = &[
    "unknown",
    "unrecognized",
    "unrecognised",
    "not recognized",
    "unexpected field",
    "unexpected property",
    "unexpected key",
    "unexpected parameter",
    "unexpected argument",
    "unexpected keyword",
    "unexpected member",
    "unexpected attribute",
    "not allowed",
    "not permitted",
    "not a permitted",
    "not defined by",
    "not defined in",
    "additional propert",
    "extra input",
    "extra field",
    "extra forbidden",
    "should not exist",
    "unsupported parameter",
    "cannot query field",
];

const INVALID: &[&str] = &[
    "invalid",
    "must",
    "should",
    "not valid",
    "not a valid",
    "valid",
    "expected",
    "not of type",
    "wrong",
    "incorrect",
    "too long",
    "too short",
    "too large",
    "too small",
    "too low",
    "too high",
    "too big",
    "too many",
    "too few",
    "at most",
    "at least",
    "greater",
    "less than",
    "longer",
    "shorter",
    "exceed",
    "out of range",
    "range",
    "one of",
    "format",
    "unmarshal",
    "not a number",
    "not an integer",
    "not a string",
    "is not a",
    "is not an",
    "mismatch",
    "malformed",
    "parse",
    "parsing",
    "bad ",
    "illegal",
    "unable",
    "could not",
    "cannot",
    "can't",
    "can not",
    "fail",
    "match",
    "positive",
    "negative",
    "maximum",
    "minimum",
    "max",
    "min",
    "pattern",
    "coerce",
    "convert",
    "represent",
    "duplicate",
    "already",
    "does not exist",
    "doesn't exist",
    "not found",
];

/// The API doesn't have it …
const ABSENT: &[&str] = &["does not exist", "doesn't exist", "no such "];

/// … and it is a name that it doesn't have, not a thing of that name.
const NAMES: &[&str] = &["property", "column", "attribute", "argument", "such field", "such parameter"];

/// What a text says; `None` for what names nothing as wrong.
pub(crate) fn what(text: &str) -> Option<What> {
    let text = text.to_lowercase().replace(['_', '’'], " ").replace("can t", "can't").replace("wasn t", "wasn't");
    let any = |list: &[&str]| list.iter().any(|word| text.contains(word));
    if any(MISSING) && !any(NOT_MISSING) {
        Some(What::Missing)
    } else if any(UNKNOWN) && !any(NOT_UNKNOWN) || any(ABSENT) && any(NAMES) {
        Some(What::Unknown)
    } else {
        any(INVALID).then_some(What::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_apart() {
        let table = [
            ("Field required", Some(What::Missing)),
            ("A valid number is required.", Some(What::Invalid)),
            ("Invalid input: expected number, received undefined", Some(What::Missing)),
            ("\"x\" is not allowed", Some(What::Unknown)),
            ("\"x\" is not allowed to be empty", Some(What::Missing)),
            ("unrecognized_keys", Some(What::Unknown)),
            ("price must be a number", Some(What::Invalid)),
            ("can’t be blank", Some(What::Missing)),
            ("Cannot query field \"x\" on type \"Y\".", Some(What::Unknown)),
            ("the interval is too low", Some(What::Invalid)),
            ("hello", None),
        ];
        for (text, expected) in table {
            assert_eq!(what(text), expected, "{text}");
        }
    }
}
