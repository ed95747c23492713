//! The answer that came: who wrote it, what it says, and what it shows of the request's secrets.

mod echo;
mod inside;
mod observed;
mod read;
mod retry_after;
mod text;
mod unheaded;
mod words;
mod writer;

pub use observed::{AnswerForm, Observed};

pub(super) use echo::Echo;
pub(super) use read::Answer;
pub(super) use text::{MAX_ANSWER, has_word};
pub(super) use unheaded::ANY;
pub(super) use words::same;
pub(super) use writer::{Measured, Writer, measured};
