//! What is known of an API, whatever it was read from: the operations with their fields, and what was lost on the way.

use crate::loss::{Loss, Lost};
use crate::variant::{Asked, Choice, Variants};
use std::collections::BTreeSet;

/// An API, ready to be written as a pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    pub(crate) title: String,
    /// What it was read from: `OpenAPI 3.0.3`.
    pub(crate) format: String,
    pub(crate) docs: Option<String>,
    /// At least one.
    pub(crate) hosts: Vec<String>,
    pub(crate) operations: Vec<Operation>,
    /// Regexes of values, by name.
    pub(crate) patterns: Vec<NamedPattern>,
    /// Forms of objects.
    pub(crate) variants: Variants,
    /// Whether forms write lists and objects with brackets.
    pub(crate) nests_forms: bool,
    /// How bodies of error answers are built, where that is known: those of some statuses, then the commonest, without statuses.
    pub(crate) reply: Vec<(Vec<u16>, String)>,
    /// Operations that no pack could hold: the operation and why.
    pub(crate) left_out: Vec<(String, String)>,
    /// What is to be said of the description as a whole.
    pub(crate) remarks: Vec<String>,
    pub(crate) basis: Basis,
}

/// What an API is known from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Basis {
    /// A description: it says what is taken and what is refused.
    #[default]
    Description,
    /// Requests that a person saved: what isn't among them is open.
    Collection { requests: usize },
    /// Requests that were recorded.
    Recordings { requests: usize },
}

impl Basis {
    /// What it is, in sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Collection { .. } => "collection",
            Self::Recordings { .. } => "recording",
        }
    }
}

/// A regex with a name, in the dialect of packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedPattern {
    pub(crate) name: String,
    pub(crate) regex: String,
    /// What matches it, as a noun phrase.
    pub(crate) says: String,
}

/// A method and a path, and what may be sent there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operation {
    /// As the description writes it: `PUT /orders/{id}`.
    pub(crate) place: String,
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) method: String,
    /// Index into the hosts.
    pub(crate) host: usize,
    pub(crate) path: String,
    /// The first one is that of its file.
    pub(crate) tags: Vec<String>,
    /// Media types that a body may have; empty: any.
    pub(crate) accepts: Vec<String>,
    pub(crate) body: Body,
    /// Whether what isn't the object or list with the members will do, too.
    pub(crate) takes_any_shape: bool,
    /// The pattern of a body that is null, where that is one.
    pub(crate) null: Option<String>,
    pub(crate) path_fields: Vec<Field>,
    pub(crate) query_fields: Vec<Field>,
    pub(crate) header_fields: Vec<Field>,
    pub(crate) body_fields: Vec<Field>,
    /// The body formats whose members these are, as packs name them; empty: all.
    pub(crate) fields_of: Vec<&'static str>,
    /// How many of some members of the body there are.
    pub(crate) groups: Vec<Group>,
    /// The variants of the body as a whole.
    pub(crate) choice: Option<Choice>,
    /// What its variants ask for.
    pub(crate) asked: Asked,
    /// With one variant of each object, where objects have them.
    pub(crate) example: Option<Box<Operation>>,
    /// Whether the body, or its items, takes no members that aren't described.
    pub(crate) is_closed: bool,
    /// Any of these is enough; each names what is sent together. Empty: nothing is asked for.
    pub(crate) credentials: Vec<BTreeSet<Credential>>,
    pub(crate) scopes: Vec<String>,
    /// The error statuses that the description gives.
    pub(crate) statuses: BTreeSet<u16>,
    pub(crate) losses: Vec<Loss>,
    /// Places that are required although they have a default, which a server may fill in.
    pub(crate) filled_in: Vec<String>,
    /// What is known of it beside that, as a comment.
    pub(crate) note: Option<String>,
}

/// What the body is as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Body {
    /// Not described, or anything.
    #[default]
    Any,
    Object {
        required: bool,
    },
    List {
        required: bool,
    },
    /// It has to be there, whatever it is.
    Something,
    /// A form without members.
    Nothing,
}

impl Body {
    pub(crate) const fn is_object_or_any(self) -> bool {
        matches!(self, Self::Any | Self::Object { .. })
    }

    pub(crate) const fn is_required(self) -> bool {
        matches!(self, Self::Object { required: true } | Self::List { required: true } | Self::Something)
    }
}

/// Where a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Credential {
    /// A header, and the scheme that comes before the credential in it.
    Header(String, Option<String>),
    Query(String),
    Cookie(String),
}

/// Members of one object of the body, of which some are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) how: Grouped,
    /// The object.
    pub(crate) object: Vec<Step>,
    /// Two or more.
    pub(crate) members: Vec<String>,
}

/// How many members of a group are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouped {
    AtLeastOne,
    ExactlyOne,
}

/// A field of the catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    pub(crate) steps: Vec<Step>,
    pub(crate) required: bool,
    pub(crate) is: Is,
    pub(crate) one_of: Vec<Value>,
    pub(crate) at_least: Option<serde_json::Number>,
    pub(crate) at_most: Option<serde_json::Number>,
    pub(crate) multiple_of: Option<serde_json::Number>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Items of a list, or members of an object.
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    /// Whether no item equals another.
    pub(crate) unique: bool,
    /// The variants of an object.
    pub(crate) choice: Option<Choice>,
    /// How a query writes a list in one parameter: `comma`.
    pub(crate) list: Option<&'static str>,
    pub(crate) is_secret: bool,
    /// Null is a value of it.
    pub(crate) nullable: bool,
    /// Whether an object takes no members that aren't described; `None`: it has none of its own.
    pub(crate) closed: Option<bool>,
    /// What is known of it beside that, as a comment.
    pub(crate) note: Option<String>,
}

/// What a value is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Is {
    #[default]
    Anything,
    Text,
    /// A format that packs know: `uuid`.
    Format(&'static str),
    /// A pattern of the pack, by name.
    Pattern(String),
    Integer,
    Number,
    Boolean,
    List,
    Object,
    /// Any of these formats and patterns of the pack.
    Several(Vec<String>),
}

/// A step from an object or list to what is inside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    Member(String),
    AnyMember,
    Items,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(serde_json::Number),
    Boolean(bool),
}

impl Is {
    /// The names of built-in formats or of a pattern; any of several will do.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Anything => Vec::new(),
            Self::Text => vec!["text"],
            Self::Format(name) => vec![name],
            Self::Pattern(name) => vec![name],
            Self::Integer => vec!["integer"],
            Self::Number => vec!["number"],
            Self::Boolean => vec!["boolean"],
            Self::List => vec!["list"],
            Self::Object => vec!["object"],
            Self::Several(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

impl Field {
    /// Whether a value can be wrong.
    pub(crate) fn has_tests(&self) -> bool {
        self.is != Is::Anything
            || !self.one_of.is_empty()
            || self.at_least.is_some()
            || self.at_most.is_some()
            || self.multiple_of.is_some()
            || self.min_length.is_some()
            || self.max_length.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique
    }

    /// As rule files name it: `items[].name`. `None` if it has no name there.
    pub(crate) fn name(&self) -> Option<String> {
        let mut name = String::new();
        for step in &self.steps {
            match step {
                Step::Items => name += "[]",
                Step::AnyMember => name += if name.is_empty() { "*" } else { ".*" },
                Step::Member(member) => {
                    if !name.is_empty() {
                        name.push('.');
                    }
                    if member.is_empty() || member.contains(['"', '\n', '\r']) {
                        return None;
                    }
                    let is_plain = !member.contains(['.', '[', ']']) && member != "*";
                    name += &if is_plain { member.clone() } else { format!("\"{member}\"") };
                }
            }
        }
        Some(name)
    }
}

/// Where a field is, as the loss report names it: `body.items[].name`.
pub(crate) fn place(part: &str, steps: &[Step]) -> String {
    let field = Field { steps: steps.to_vec(), ..Field::default() };
    match field.name() {
        Some(name) if name.is_empty() => part.to_owned(),
        Some(name) if name.starts_with('[') => format!("{part}{name}"),
        Some(name) => format!("{part}.{name}"),
        None => part.to_owned(),
    }
}

impl Group {
    /// The group as rule files name its fields.
    pub(crate) fn names(&self) -> Vec<String> {
        let steps = |member: &String| [self.object.as_slice(), &[Step::Member(member.clone())]].concat();
        self.members.iter().filter_map(|member| Field { steps: steps(member), ..Field::default() }.name()).collect()
    }
}

impl Operation {
    /// Whether a parameter of the path decides whether that fits: a whole segment with listed values.
    pub(crate) fn goes_by(&self, field: &Field) -> bool {
        let [Step::Member(name)] = field.steps.as_slice() else { return false };
        let mut segments = self.path.split(['/', '?']);
        !field.one_of.is_empty()
            && segments
                .any(|segment| segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) == Some(name.as_str()))
    }

    pub(crate) fn lose(&mut self, lost: Lost, place: impl Into<String>) {
        let loss = Loss { lost, place: place.into() };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }
}
