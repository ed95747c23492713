//! What a pack doesn't say although the description does.

use crate::api::{Api, Basis};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many operations, and how many places of one, a report lists for one reason.
const MAX_LISTED: usize = 1_000;
const MAX_PLACES: usize = 8;

/// Something that was lost, and where in the operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    pub(crate) lost: Lost,
    /// `body.items[].name`, `query.page`; empty for the operation as a whole.
    pub(crate) place: String,
}

/// Why an operation isn't held exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lost {
    OrEmpty,
    Closed,
    BodyOfAnyKind,
    NoType,
    SeveralTypes,
    Forms,
    AtLeastOne,
    Not,
    Conditions,
    Contradiction,
    Recursion,
    TooManyFields,
    Count,
    UniqueItems,
    Members,
    NamedByPattern,
    OtherMembers,
    ItemsByPosition,
    Contains,
    Exclusive,
    Regex,
    Constants,
    FieldName,
    Header,
    Cookie,
    Delimited,
    Prose,
    ObjectInQuery,
    EncodedParameter,
    PathAlike,
    Fragment,
    Multipart,
    Xml,
    OtherMediaType,
    FormStyle,
    Reference(String),
    Keyword(String),
    Unproved(String),
    Framework,
    /// What is said in these words alone.
    Other(&'static str),
}

impl Lost {
    /// What was lost, as a heading.
    fn says(&self) -> String {
        let says = match self {
            Self::OrEmpty => "an empty text beside values of another form",
            Self::Closed => "objects that take no members at all",
            Self::BodyOfAnyKind => "a body that is neither an object nor a list, or isn't said to be one",
            Self::NoType => "bounds without a type: the description lets every other type through",
            Self::SeveralTypes => "values of one of several types",
            Self::Forms => "values of one of several forms (oneOf, anyOf)",
            Self::AtLeastOne => "at least one of several members is required",
            Self::Not => "what a value may not be (not)",
            Self::Conditions => "conditions between members (if, dependentRequired, dependentSchemas)",
            Self::Contradiction => "schemas that no value meets together (allOf)",
            Self::Recursion => "schemas that contain themselves are looked at once",
            Self::TooManyFields => "more members, or deeper ones, than a catalogue is written with",
            Self::Count => "how often a parameter is repeated",
            Self::UniqueItems => "items that must differ (uniqueItems)",
            Self::Members => "the number of members (minProperties, maxProperties)",
            Self::NamedByPattern => "members whose names follow a pattern (patternProperties, propertyNames)",
            Self::OtherMembers => "what members beside the described ones may be (additionalProperties)",
            Self::ItemsByPosition => "items by position (prefixItems)",
            Self::Contains => "items that a list must contain (contains)",
            Self::Exclusive => "bounds that are not allowed themselves, of numbers that may have decimals",
            Self::Regex => "patterns that a regex of a pack can't say",
            Self::Constants => "constants that are lists or objects, or too many of them",
            Self::FieldName => "names of members that a catalogue can't write",
            Self::Header => "header parameters",
            Self::Cookie => "cookie parameters",
            Self::Delimited => "lists in one value of a parameter, such as a=1,2",
            Self::Prose => {
                "lists that only the words for people write with commas: the pack takes them so, and repeated"
            }
            Self::ObjectInQuery => "parameters that are objects",
            Self::EncodedParameter => "parameters that hold a document, such as JSON",
            Self::PathAlike => "a path that only the values of parameters tell from another",
            Self::Fragment => {
                "operations that only a header tells apart: they are one endpoint, whose body is not looked at"
            }
            Self::Multipart => "fields of multipart bodies",
            Self::Xml => "XML bodies: how elements are named and nested",
            Self::OtherMediaType => "a body of another media type with another schema",
            Self::FormStyle => "lists and objects in forms",
            Self::Reference(to) => return format!("references that lead nowhere: {to}"),
            Self::Keyword(name) => return format!("the keyword `{name}`"),
            Self::Unproved(rule) => return format!("the rule `{rule}`, for which no example could be made up"),
            Self::Framework => "the framework accepts what the description refuses",
            Self::Other(says) => says,
        };
        says.to_owned()
    }
}

/// How much of a description a pack holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LossReport {
    /// Operations that are held exactly.
    pub exact: usize,
    /// Operations of the description.
    pub operations: usize,
    /// The ids of the endpoints whose operations are held exactly.
    pub exact_endpoints: Vec<String>,
    /// The report as a person reads it.
    pub text: String,
}

impl LossReport {
    pub(crate) fn of(api: &Api) -> Self {
        let operations = api.operations.len() + api.left_out.len();
        let is_exact = |operation: &&crate::api::Operation| operation.losses.is_empty();
        let described = api.operations.iter().filter(|_| api.basis == Basis::Description);
        let exact_endpoints: Vec<_> = described.filter(is_exact).map(|o| o.id.clone()).collect();
        let exact = exact_endpoints.len();
        let mut text = heading(api, operations, exact);
        if !api.remarks.is_empty() {
            text += &format!("\nThe {} as a whole\n", api.basis.name());
            for remark in &api.remarks {
                let _ = writeln!(text, "  {remark}");
            }
        }
        section(&mut text, "Left out", api.left_out.iter().map(|(place, why)| (why.clone(), (place.as_str(), ""))));
        let mut losses: Vec<_> = Vec::new();
        for operation in &api.operations {
            losses.extend(operation.losses.iter().map(|l| (&l.lost, (operation.place.as_str(), l.place.as_str()))));
        }
        let mut order: Vec<&Lost> = losses.iter().map(|(lost, _)| *lost).collect();
        order.sort_unstable();
        let title = if api.basis == Basis::Description { "Not held exactly" } else { "Not in the catalogue" };
        section(&mut text, title, losses.into_iter().map(|(lost, at)| (lost.says(), at)));
        let filled_in = api.operations.iter().flat_map(|operation| {
            let why =
                "required, and with a default: a server may fill it in, while the pack refuses a request without it";
            operation.filled_in.iter().map(move |place| (why.to_owned(), (operation.place.as_str(), place.as_str())))
        });
        section(&mut text, "To be tried", filled_in);
        Self { exact, operations, exact_endpoints, text }
    }
}

/// The first lines: how much is held, and what that means.
fn heading(api: &Api, operations: usize, exact: usize) -> String {
    let requests = match api.basis {
        Basis::Description => {
            let held = match operations {
                1 => "1 operation is held".to_owned(),
                _ => format!("{operations} operations are held"),
            };
            return format!(
                "{} ({}): {exact} of {held} exactly\n\n\
                 A request to such an operation is refused by the pack if, and only if, the description refuses it.\n\
                 Descriptions, examples and `format` don't count.\n",
                one_line(&api.title),
                api.format,
            );
        }
        Basis::Collection { requests } | Basis::Recordings { requests } => requests,
    };
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    format!(
        "{} ({}): {} from {}\n\n\
         The catalogue has what occurred, and says how often. It says of no member that it is required or of which type, and of\n\
         none that isn't there that it is refused: examples don't show that. Rules only warn. No value was taken over.\n",
        one_line(&api.title),
        api.format,
        count(api.operations.len(), "endpoint"),
        count(requests, "request"),
    )
}

/// Reasons with their operations, the most frequent first.
fn section<'p>(text: &mut String, title: &str, losses: impl Iterator<Item = (String, (&'p str, &'p str))>) {
    let mut reasons: BTreeMap<String, Vec<(&str, Vec<&str>)>> = BTreeMap::new();
    for (reason, (operation, place)) in losses {
        let operations = reasons.entry(reason).or_default();
        match operations.last_mut() {
            Some((last, places)) if *last == operation => places.push(place),
            _ => operations.push((operation, vec![place])),
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, operations)| std::cmp::Reverse(operations.len()));
    if !reasons.is_empty() {
        *text += &format!("\n{title}\n");
    }
    for (reason, operations) in reasons {
        let number = operations.len();
        let plural = if number == 1 { "" } else { "s" };
        *text += &format!("\n  {reason}: {number} operation{plural}\n");
        for (operation, places) in operations.iter().take(MAX_LISTED) {
            let named: Vec<_> = places.iter().filter(|place| !place.is_empty()).copied().collect();
            let mut line = named.iter().take(MAX_PLACES).copied().collect::<Vec<_>>().join(", ");
            if named.len() > MAX_PLACES {
                line += &format!(" and {} more", named.len() - MAX_PLACES);
            }
            let colon = if line.is_empty() { "" } else { ": " };
            *text += &format!("    {operation}{colon}{line}\n");
        }
        if number > MAX_LISTED {
            *text += &format!("    … and {} more\n", number - MAX_LISTED);
        }
    }
}

/// A text of the description on one line, not too long.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
