//! What looks like a credential, whatever it is called.

pub(crate) mod looks;
pub(crate) mod shapes;
