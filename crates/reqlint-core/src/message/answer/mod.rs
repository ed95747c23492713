//! What came back, whoever wrote it: an answer's body as a tree of texts, how it names a place in the request, and what its
//! words say of that place.

mod html;
pub(crate) mod pointer;
mod tree;
mod words;

pub(crate) use tree::{Tree, is_echo};
pub(crate) use words::{What, what};
