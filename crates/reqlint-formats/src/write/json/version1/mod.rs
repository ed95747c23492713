//! Version 1 of the contract, for programs that were written for it. It gets no new keys; what it has no word for is written
//! as its nearest word, or left out.

pub(super) mod diagnosis;
pub(super) mod report;
