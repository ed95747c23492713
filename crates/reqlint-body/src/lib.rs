//! Message bodies that are read ahead and passed on unchanged.
//!
//! A host that inspects a body before passing it on reads it into a [`Replay`], up to a limit. Whoever receives the replay
//! sees the original body: the same bytes, trailers, size and error.
//!
//! ```
//! use http_body_util::{BodyExt, Full};
//! use reqlint_body::{Read, Replay};
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let mut body = Replay::new(Full::<bytes::Bytes>::from("hello"));
//! assert_eq!(body.read(1024).await, Read::Whole);
//! assert_eq!(body.ahead(), b"hello");
//! assert_eq!(body.collect().await?.to_bytes(), "hello");
//! # Ok::<(), std::convert::Infallible>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`decode`] undoes the coding of a body that was read, as far as the features `gzip` (with deflate), `br` and `zstd` go.
//!
//! It buffers no more than the limit and one frame, starts nothing, and needs no runtime.

mod decode;
mod headers;
mod replay;

pub use decode::{DecodeError, decode};
pub use headers::{ends, is_coded, is_of_type, is_readable, is_stream};
pub use replay::{Read, Replay};
