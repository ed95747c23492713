//! Files that requests name.

/// Reads a file that a request names; whether it may is the host's business.
pub type Files<'f> = dyn Fn(&str) -> std::io::Result<Vec<u8>> + 'f;
