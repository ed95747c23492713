//! The catalogue: the documented operations of an API, and how a request finds the one that it means.

pub(crate) mod asked;
mod body;
pub(crate) mod field;
pub(crate) mod index;
mod parameter;
mod suggest;
pub(crate) mod template;
pub(crate) mod tree;

pub(crate) use asked::Mark;
pub(crate) use body::{Choice, Discriminator, FieldTree, TreeNode, Variant};
pub(crate) use field::{
    Condition, Empty, Field, FieldIx, Group, Grouped, Limits, ListStyle, OneOf, Required, Step, steps,
};
pub(crate) use index::{Catalogue, Forms, Route};
pub(crate) use parameter::{Extent, Parameter, Part};
pub(crate) use suggest::{Wanted, suggest};

use crate::api::facts::FactValue;
use crate::message::body::Syntax;

/// A documented operation.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    /// Where it is documented.
    pub(crate) source: Option<String>,
    pub(crate) method: String,
    /// Index into the pack's hosts.
    pub(crate) host: usize,
    /// The path template as documented.
    pub(crate) path: String,
    pub(crate) tags: Vec<String>,
    /// The body formats that it accepts; empty for any.
    pub(crate) accepts: Vec<Accepts>,
    pub(crate) body: Option<Shape>,
    /// Whether the body may be left out, whatever it requires.
    pub(crate) body_optional: bool,
    /// Whether the body fields are those of JSON, XML, forms and forms in parts.
    pub(crate) fields_of: [bool; 4],
    /// Whether the query takes no parameters but the documented ones.
    pub(crate) query_closed: bool,
    /// Groups of the query's parameters.
    pub(crate) query_groups: Vec<Group>,
    /// The parameters that queries of its paths have.
    pub(crate) marks: Vec<String>,
    pub(crate) attributes: Vec<(String, FactValue)>,
    pub(crate) path_fields: Vec<Field>,
    pub(crate) query_fields: Vec<Field>,
    pub(crate) body_fields: FieldTree,
    /// The path parameters that are the same segment in all of its spellings.
    pub(crate) fixed: Vec<Parameter>,
    /// Every method that its spellings know.
    pub(crate) methods: Vec<String>,
}

/// A body format that an endpoint accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Accepts {
    Syntax(Syntax),
    MediaType(String),
}

/// What a body is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Object,
    List,
}

/// The place of an endpoint in its pack's catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EndpointIx(pub(crate) u32);

impl Endpoint {
    /// The parameters of its path.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        template::parameters(&self.path)
    }

    /// Whether the body fields describe bodies of a syntax.
    pub(crate) fn describes(&self, syntax: Syntax) -> bool {
        let [json, xml, form, parts] = self.fields_of;
        match syntax {
            Syntax::Json => json,
            Syntax::Xml => xml,
            Syntax::Form => form,
            Syntax::Parts => parts,
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&FactValue> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }
}

impl Accepts {
    pub(crate) fn takes(&self, content_type: &[u8]) -> bool {
        match self {
            Accepts::Syntax(syntax) => Syntax::of_media_type(content_type) == Some(*syntax),
            Accepts::MediaType(name) => {
                crate::message::body::essence(content_type).eq_ignore_ascii_case(name.as_bytes())
            }
        }
    }

    pub(crate) fn says(&self) -> &str {
        match self {
            Accepts::Syntax(syntax) => syntax.media_type(),
            Accepts::MediaType(name) => name,
        }
    }
}
