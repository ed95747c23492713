//! What writers make of reports.

mod json;
mod sample;
mod text;
