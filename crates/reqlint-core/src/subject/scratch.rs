//! The memory of an evaluation.

use crate::api::catalogue::Route;
use crate::message::body::Document;
use crate::message::exchange::Exchange;
use crate::message::header_lines::HeaderLines;
use crate::message::header_names::HeaderNames;
use crate::message::jwt::Jwt;
use crate::subject::address::Address;
use crate::subject::fields::FieldScan;

/// Memory that is kept between evaluations, of one rule set or of several. Only its capacity is used again.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) headers: HeaderLines,
    pub(crate) route: Route,
    pub(crate) document: Document,
    pub(crate) jwt: Jwt,
    pub(crate) fields: FieldScan,
}

impl Scratch {
    /// Looks up the header lines of an exchange, and where it goes.
    pub(crate) fn receive<'e>(&mut self, exchange: &'e Exchange<'_>, names: &HeaderNames) -> Address<'e> {
        let headers = &exchange.request.headers;
        self.headers.read(names, &exchange.request);
        Address::with(exchange, self.headers.host(headers))
    }
}
