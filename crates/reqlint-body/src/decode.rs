//! Undoing the coding of a body, within bounds.

use http::{HeaderMap, header};
#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
use std::io::{self, Read};

/// However much a body was compressed, it may always grow to this many bytes.
const SMALL: usize = 64 * 1024;

/// A longer body may grow by this factor; what grows more is made to exhaust whoever decodes it.
const MOST: usize = 200;

/// How many codings are undone, one after another.
const DEEPEST: usize = 3;

/// Why the coding of a body was not undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The coding is not known, or its feature is not compiled in.
    Unknown,
    /// The bytes are not what the coding gives, or they are text that was never coded.
    Invalid,
    /// Decoded, it is longer than the limit, or it grows too much.
    TooLong,
}

/// A content coding (RFC 9110 section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    #[cfg(feature = "gzip")]
    Gzip,
    #[cfg(feature = "gzip")]
    Deflate,
    #[cfg(feature = "br")]
    Brotli,
    #[cfg(feature = "zstd")]
    Zstd,
}

impl Coding {
    fn named(name: &[u8]) -> Option<Self> {
        let named: &[(&str, Self)] = &[
            #[cfg(feature = "gzip")]
            ("gzip", Self::Gzip),
            #[cfg(feature = "gzip")]
            ("x-gzip", Self::Gzip),
            #[cfg(feature = "gzip")]
            ("deflate", Self::Deflate),
            #[cfg(feature = "br")]
            ("br", Self::Brotli),
            #[cfg(feature = "zstd")]
            ("zstd", Self::Zstd),
        ];
        named.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map(|(_, coding)| *coding)
    }
}

/// Undoes what Content-Encoding says of a body; `None` where it says nothing, or `identity`.
///
/// The result has at most `limit` bytes. A body that is text is not taken for a coded one, whatever its label says: a service
/// that doesn't look at the label would read it as it is.
///
/// # Errors
/// When a coding is not known, the bytes don't fit it, or the result would be too long.
pub fn decode(headers: &HeaderMap, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, DecodeError> {
    let lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let names = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let names: Vec<&[u8]> = names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity")).collect();
    if names.is_empty() || body.is_empty() {
        return Ok(None);
    }
    let codings: Option<Vec<Coding>> = names.iter().map(|name| Coding::named(name)).collect();
    let codings = codings.filter(|codings| codings.len() <= DEEPEST).ok_or(DecodeError::Unknown)?;
    if std::str::from_utf8(body).is_ok() {
        return Err(DecodeError::Invalid);
    }
    let limit = limit.min(body.len().saturating_mul(MOST).max(SMALL));
    let mut decoded = None;
    // the last one was applied last
    for coding in codings.iter().rev() {
        decoded = Some(undo(*coding, decoded.as_deref().unwrap_or(body), limit)?);
    }
    Ok(decoded)
}

#[cfg_attr(
    not(any(feature = "gzip", feature = "br", feature = "zstd")),
    expect(unused_variables, reason = "without a coding there is nothing to undo")
)]
fn undo(coding: Coding, body: &[u8], limit: usize) -> Result<Vec<u8>, DecodeError> {
    match coding {
        #[cfg(feature = "gzip")]
        Coding::Gzip => whole(flate2::bufread::MultiGzDecoder::new(body), limit),
        #[cfg(feature = "gzip")]
        Coding::Deflate => {
            let mut rest = flate2::bufread::ZlibDecoder::new(body);
            let decoded = whole(&mut rest, limit)?;
            // nothing follows the end
            if rest.into_inner().is_empty() { Ok(decoded) } else { Err(DecodeError::Invalid) }
        }
        #[cfg(feature = "br")]
        Coding::Brotli => {
            let mut rest = body;
            let decoded = whole(brotli_decompressor::Decompressor::new(&mut rest, 4096), limit)?;
            if rest.is_empty() { Ok(decoded) } else { Err(DecodeError::Invalid) }
        }
        #[cfg(feature = "zstd")]
        Coding::Zstd => zstd(body, limit),
    }
}

/// Every frame of a body, one after another.
#[cfg(feature = "zstd")]
fn zstd(body: &[u8], limit: usize) -> Result<Vec<u8>, DecodeError> {
    let (mut rest, mut decoded) = (body, Vec::new());
    while !rest.is_empty() {
        let frame = ruzstd::decoding::StreamingDecoder::new(&mut rest).map_err(|_| DecodeError::Invalid)?;
        decoded.extend(whole(frame, limit - decoded.len())?);
    }
    Ok(decoded)
}

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
/// All that a reader gives, if it is at most `limit` bytes.
fn whole(reader: impl Read, limit: usize) -> Result<Vec<u8>, DecodeError> {
    let mut decoded = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read: io::Result<usize> = reader.take(bound).read_to_end(&mut decoded);
    match read {
        Ok(_) if decoded.len() > limit => Err(DecodeError::TooLong),
        Ok(_) => Ok(decoded),
        Err(_) => Err(DecodeError::Invalid),
    }
}

#[cfg(test)]
#[cfg(all(feature = "gzip", feature = "br", feature = "zstd"))]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    /// `{"a":1}`, as one uncompressed block of brotli.
    const BROTLI: &[u8] = b"\x0b\x03\x80{\"a\":1}\x03";

    fn decoded(coding: &str, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, DecodeError> {
        decode(&HeaderMap::from_iter([(header::CONTENT_ENCODING, coding.parse().unwrap())]), body, limit)
    }

    #[test]
    fn each_coding_is_undone() {
        let text = br#"{"a":1}"#;
        for (coding, body) in [
            ("gzip", gzip(text)),
            ("X-GZIP", gzip(text)),
            ("deflate", zlib(text)),
            ("zstd", zstd(text)),
            ("br", BROTLI.to_vec()),
            ("deflate, gzip", gzip(&zlib(text))),
            ("identity, zstd, gzip", gzip(&zstd(text))),
        ] {
            assert_eq!(decoded(coding, &body, 1000), Ok(Some(text.to_vec())), "{coding}");
            assert_eq!(decoded(coding, &body, 6), Err(DecodeError::TooLong), "{coding}");
            for end in 1..body.len() {
                let cut = decoded(coding, &body[..end], 1000);
                assert!(cut.is_err(), "{coding} {end}: {cut:?}");
            }
        }
        for coding in ["identity", "", "identity,"] {
            assert_eq!(decoded(coding, text, 1), Ok(None), "{coding}");
        }
    }

    #[test]
    fn what_is_not_coded_or_not_known_is_an_error() {
        let text = br#"{"a":1}"#;
        for coding in ["gzip", "deflate", "br", "zstd"] {
            assert_eq!(decoded(coding, text, 1000), Err(DecodeError::Invalid), "{coding}");
        }
        let followed = [&zlib(text)[..], b"\xff"].concat();
        assert_eq!(decoded("deflate", &followed, 1000), Err(DecodeError::Invalid));
        for coding in ["x", "gzip, x", "compress", "gzip;q=1", "gzip, gzip, gzip, gzip"] {
            assert_eq!(decoded(coding, &gzip(text), 1000), Err(DecodeError::Unknown), "{coding}");
        }
    }

    #[test]
    fn a_body_that_grows_too_much_is_given_up() {
        let bomb = gzip(&vec![b' '; 1024 * 1024]);
        assert!(bomb.len() < 2048, "{}", bomb.len());
        assert_eq!(decoded("gzip", &bomb, usize::MAX), Err(DecodeError::TooLong));
    }
}
