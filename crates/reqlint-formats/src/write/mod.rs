//! Text out: what reqlint says about requests, for people and for tools.

mod markup;
mod source;

pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod text;
pub mod ticket;
