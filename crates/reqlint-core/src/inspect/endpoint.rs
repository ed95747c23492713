//! Endpoints as the catalogue's files tell them, for hosts that list and explain.

use crate::api::catalogue::{Accepts, Condition, Endpoint, EndpointIx, Field, Required, Shape};
use crate::base::scalar::any_of;
use crate::inspect::view::PackView;
use crate::rules::pack::Pack;

/// An endpoint as its file describes it.
#[derive(Clone, Copy, Debug)]
pub struct EndpointView<'r> {
    pack: &'r Pack,
    index: EndpointIx,
    endpoint: &'r Endpoint,
}

/// A field of an endpoint as its file describes it.
#[derive(Clone, Copy, Debug)]
pub struct FieldView<'r>(&'r Field);

impl<'r> PackView<'r> {
    /// Its endpoints, in the order of their files.
    pub fn catalogue(&self) -> impl Iterator<Item = EndpointView<'r>> {
        let pack = self.pack;
        let endpoints = (0..).map(EndpointIx).zip(&pack.catalogue.endpoints);
        endpoints.map(move |(index, endpoint)| EndpointView { pack, index, endpoint })
    }
}

impl<'r> EndpointView<'r> {
    /// The name that rules use.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.endpoint.id
    }

    /// The name in the documentation.
    #[must_use]
    pub fn title(&self) -> Option<&'r str> {
        self.endpoint.title.as_deref()
    }

    /// Where it is documented.
    #[must_use]
    pub fn source(&self) -> Option<&'r str> {
        self.endpoint.source.as_deref()
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &'r str {
        &self.endpoint.method
    }

    /// The host; empty where the pack has none.
    #[must_use]
    pub fn host(&self) -> &'r str {
        self.pack.host_names.get(self.endpoint.host).map_or("", String::as_str)
    }

    /// The path, with parameters in braces.
    #[must_use]
    pub fn path(&self) -> &'r str {
        &self.endpoint.path
    }

    /// The names of the groups that it is in.
    #[must_use]
    pub fn tags(&self) -> &'r [String] {
        &self.endpoint.tags
    }

    /// What the body is as a whole: `object` or `list`.
    #[must_use]
    pub fn body(&self) -> Option<&'static str> {
        self.endpoint.body.map(|shape| match shape {
            Shape::Object => "object",
            Shape::List => "list",
        })
    }

    /// The media types that it accepts; empty for any.
    pub fn accepts(&self) -> impl Iterator<Item = &'r str> {
        self.endpoint.accepts.iter().map(Accepts::says)
    }

    /// Its attributes: names and values.
    pub fn attributes(&self) -> impl Iterator<Item = (&'r str, String)> {
        self.endpoint.attributes.iter().map(|(name, value)| (name.as_str(), value.written().to_string()))
    }

    /// Its fields, by part of the request: `path`, `query`, `body`.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Vec<FieldView<'r>>); 3] {
        let all = |fields: &'r [Field]| fields.iter().map(FieldView).collect();
        let endpoint = self.endpoint;
        [
            ("path", all(&endpoint.path_fields)),
            ("query", all(&endpoint.query_fields)),
            ("body", all(&endpoint.body_fields.fields)),
        ]
    }

    /// The rules that meet it, `pack/id`, in order of precedence.
    #[must_use]
    pub fn rules(&self) -> Vec<&'r str> {
        let takes = |rule: &&'r crate::rules::pack::Rule| rule.applies_to.takes(self.index, self.endpoint);
        self.pack.rules.iter().filter(takes).map(|rule| rule.id.as_str()).collect()
    }
}

impl<'r> FieldView<'r> {
    /// As the catalogue writes it: `MediaType`, `items[].name`.
    #[must_use]
    pub fn name(&self) -> &'r str {
        &self.0.name
    }

    /// The variant of an object that it is a field of, where its name begins.
    #[must_use]
    pub fn variant(&self) -> Option<&'r str> {
        self.0.variant.as_deref()
    }

    /// When it must be there: `always`, or a condition; `None` when it need not.
    #[must_use]
    pub fn required(&self) -> Option<String> {
        match &self.0.required {
            Required::Never => None,
            Required::Always => Some("always".into()),
            Required::When(conditions) => {
                let all: Vec<_> = conditions.iter().map(condition).collect();
                Some(format!("when {}", all.join(" and ")))
            }
        }
    }

    /// What it takes, as a phrase; empty for anything.
    #[must_use]
    pub fn takes(&self) -> String {
        let field = self.0;
        let mut parts = Vec::new();
        parts.extend(field.is.as_ref().map(|pattern| pattern.says.to_string()));
        parts.extend(field.one_of.as_ref().map(|one_of| one_of.says.to_string()));
        if let Some(limits) = &field.limits {
            parts.extend(limits.at_least.as_ref().map(|least| format!("at least {least}")));
            parts.extend(limits.at_most.as_ref().map(|most| format!("at most {most}")));
            parts.extend(limits.multiple_of.as_ref().map(|step| format!("a multiple of {step}")));
            parts.extend(limits.min_length.map(|length| format!("at least {length} characters or items")));
            parts.extend(limits.max_length.map(|length| format!("at most {length} characters or items")));
            parts.extend(limits.min_items.map(|items| format!("at least {items} items")));
            parts.extend(limits.max_items.map(|items| format!("at most {items} items")));
            parts.extend(limits.unique.then(|| "no item twice".to_owned()));
        }
        parts.join(", ")
    }

    /// A word for the reader.
    #[must_use]
    pub fn note(&self) -> Option<&'r str> {
        self.0.note.as_deref()
    }

    /// Whether its value is never shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.0.secret
    }
}

fn condition(condition: &Condition) -> String {
    match &condition.one_of {
        None => format!("{} isn't there", condition.sibling),
        Some(values) => format!("{} is {}", condition.sibling, any_of(values)),
    }
}
