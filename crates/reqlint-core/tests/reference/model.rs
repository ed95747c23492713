//! Packs and requests as the properties make them up: small, and easy to write down as rule files.

/// A pack of one host, whose endpoints are all below an account.
#[derive(Clone, Debug)]
pub(crate) struct Pack {
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) rules: Vec<Rule>,
}

/// An operation: `/v1/{account}` and a tail.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) method: &'static str,
    /// Segments; `{id}` is a parameter.
    pub(crate) tail: &'static str,
    pub(crate) tag: &'static str,
    pub(crate) scope: &'static str,
    pub(crate) fields: Vec<Field>,
}

/// A body field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// `name`, `opt.mode` or `items[].id`.
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) may_be_blank: bool,
    pub(crate) is: Is,
    pub(crate) one_of: bool,
    pub(crate) max_length: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Is {
    Text,
    Integer,
    Boolean,
    Email,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) status: u16,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) when: Option<Check>,
    pub(crate) check: Check,
    /// Rules that it waits for: indices below its own.
    pub(crate) waits: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum Check {
    HeaderRequired(&'static str),
    /// `X-Token: TOK {short}`.
    TokenSyntax,
    HeaderForm,
    Encoding,
    KnownEndpoint,
    ExactCase,
    NoTrailingSlash,
    AllowedMethod,
    BodySyntax,
    BodyShape,
    RequiredFields,
    FilledFields,
    /// Which of `is`, `one-of` and `length` it tests.
    FieldValues([bool; 3]),
    Value(Selector, Operator),
    All(Vec<Check>),
    Any(Vec<Check>),
    Not(Box<Check>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
    Method,
    Account,
    Query(&'static str),
    Header(&'static str),
    Member(&'static str),
    /// A text.
    Status,
    /// A list.
    Scopes,
    /// A number.
    Quota,
    Scope,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Operator {
    Present(bool),
    Equals(&'static str),
    EqualsOf(Selector),
    OneOf(&'static [&'static str]),
    /// With any of these.
    StartsWith(&'static [&'static str]),
    AtLeast(i64),
    /// The list holds what the selector finds.
    Includes(Selector),
}

/// A request, and what is known beyond it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    /// Whether the source shows the body.
    pub(crate) reads_body: bool,
    pub(crate) status: Option<&'static str>,
    pub(crate) scopes: Option<Vec<&'static str>>,
    pub(crate) quota: Option<i64>,
}

impl Sent {
    /// No endpoint here has HEAD, so that it means what GET does.
    pub(crate) fn meant_method(&self) -> &'static str {
        if self.method == "HEAD" { "GET" } else { self.method }
    }
}

impl Is {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Is::Text => "text",
            Is::Integer => "integer",
            Is::Boolean => "boolean",
            Is::Email => "email",
        }
    }

    /// The values of a field with `one-of`, as JSON.
    pub(crate) fn values(self) -> &'static [&'static str] {
        match self {
            Is::Text => &["\"gold\"", "\"silver\""],
            Is::Integer => &["3", "8"],
            Is::Boolean => &["true"],
            Is::Email => &["\"a@b.c\"", "\"d@e.f\""],
        }
    }
}
