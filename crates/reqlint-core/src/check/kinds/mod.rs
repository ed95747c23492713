//! The kinds of check, a file each.

pub(crate) mod allowed_method;
pub(crate) mod body_format;
pub(crate) mod composite;
pub(crate) mod each_required;
pub(crate) mod encoding;
pub(crate) mod exact_case;
pub(crate) mod fact;
pub(crate) mod field_groups;
pub(crate) mod field_values;
pub(crate) mod field_variants;
pub(crate) mod filled_fields;
pub(crate) mod framing;
pub(crate) mod header_form;
pub(crate) mod header_required;
pub(crate) mod header_syntax;
pub(crate) mod known_endpoint;
pub(crate) mod known_fields;
pub(crate) mod no_trailing_slash;
pub(crate) mod of_route;
pub(crate) mod required_fields;
pub(crate) mod sent_as_typed;
pub(crate) mod size;
pub(crate) mod some_fields;
pub(crate) mod url_form;
pub(crate) mod value;
