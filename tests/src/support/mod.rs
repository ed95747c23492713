//! What the tests share: the packs, the files of the repository, and a request judged as the command would judge it.

mod code;
mod corpus;
mod files;
mod judged;
mod packs;
mod token;

pub(crate) use code::code;
pub(crate) use corpus::corpus;
pub(crate) use files::{bytes, entries, files, folder, is_there, read, stem, table};
pub(crate) use judged::{Case, described, failed};
pub(crate) use packs::{rule, rules};
pub(crate) use token::access_token;
