//! The rule engine of reqlint.
mod exchange;
mod http_view;
mod facts;
mod near;
mod number;
mod time;
mod mistake;
mod pattern;
mod body;
