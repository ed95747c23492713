//! Undoing the coding of a body, within bounds.
//!
//! tower-http's decompression and async-compression decode a stream, without a bound, for whoever reads it. Here the body was
//! read already, the service gets it as it came, and what is decoded for the rules has a bound; so that the decoders below
//! those are used as they are.

#[cfg(feature = "br")]
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use http::{HeaderMap, header};
#[cfg(feature = "zstd")]
use ruzstd::decoding::errors::FrameDecoderError;
#[cfg(any(feature = "gzip", feature = "zstd"))]
use std::io::{self, Read};

/// However much a body was compressed, it may always grow to this many bytes.
const SMALL: usize = 64 * 1024;

/// The largest window of a zstd frame (RFC 9659); a decoder reserves as much before it sees a byte of it.
#[cfg(feature = "zstd")]
const WINDOW: u64 = 8 * 1024 * 1024;

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

/// Undoes what Content-Encoding says about a body; `None` where it says nothing, or `identity`.
///
/// The result has at most `limit` bytes, and so has what each coding of a list gives. A body that is text is not taken for a
/// coded one, whatever its label says: a service that doesn't look at the label would read it as it is.
///
/// A list in several lines is not undone: some decoders, such as tower-http's, only look at the first line.
///
/// Every member of gzip (RFC 1952 section 2.2) and every frame of zstd (RFC 8878 section 3.1) belongs to the body; a service
/// whose decoder stops after the first one reads less. Anything else after the end is an error, and so are skippable frames.
///
/// # Errors
/// When a coding is not known, the bytes don't fit it, or the result would be too long.
#[inline]
pub fn decode(headers: &HeaderMap, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, DecodeError> {
    // fast path: nearly no body is coded
    if headers.contains_key(header::CONTENT_ENCODING) { decode_coded(headers, body, limit) } else { Ok(None) }
}

/// Kept apart for the sake of the others: decoders need kilobytes of stack.
#[inline(never)]
fn decode_coded(headers: &HeaderMap, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, DecodeError> {
    let lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let names = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let names: Vec<&[u8]> = names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity")).collect();
    if names.is_empty() || body.is_empty() {
        return Ok(None);
    }
    if headers.get_all(header::CONTENT_ENCODING).iter().nth(1).is_some() {
        return Err(DecodeError::Unknown);
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
        Coding::Brotli => brotli(body, limit),
        #[cfg(feature = "zstd")]
        Coding::Zstd => zstd(body, limit),
    }
}

/// The one stream of a body. The library's reader takes bytes in that follow the end, and says nothing of them.
#[cfg(feature = "br")]
fn brotli(body: &[u8], limit: usize) -> Result<Vec<u8>, DecodeError> {
    let alloc = StandardAlloc::default;
    let mut state = BrotliState::new(alloc(), alloc(), alloc());
    let (mut decoded, mut chunk) = (Vec::new(), [0; 4096]);
    let (mut left, mut offset, mut total) = (body.len(), 0, 0);
    loop {
        let (mut room, mut written) = (chunk.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut offset,
            body,
            &mut room,
            &mut written,
            &mut chunk,
            &mut total,
            &mut state,
        );
        decoded.extend_from_slice(chunk.get(..written).unwrap_or_default());
        match result {
            _ if decoded.len() > limit => return Err(DecodeError::TooLong),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::ResultSuccess if left == 0 => return Ok(decoded),
            _ => return Err(DecodeError::Invalid),
        }
    }
}

/// Every frame of a body, one after another.
#[cfg(feature = "zstd")]
fn zstd(body: &[u8], limit: usize) -> Result<Vec<u8>, DecodeError> {
    let (mut rest, mut decoded) = (body, Vec::new());
    // one decoder for all: each has tables and a window, and a frame may be as short as nine bytes
    let mut decoder = ruzstd::decoding::FrameDecoder::new();
    decoder.set_max_window_size(WINDOW);
    while !rest.is_empty() {
        let frame = ruzstd::decoding::StreamingDecoder::new_with_decoder(&mut rest, &mut decoder);
        let frame = frame.map_err(|error| match error {
            FrameDecoderError::WindowSizeTooBig { .. } => DecodeError::TooLong,
            _ => DecodeError::Invalid,
        })?;
        decoded.extend(whole(frame, limit - decoded.len())?);
    }
    Ok(decoded)
}

/// All that a reader gives, if it is at most `limit` bytes.
#[cfg(any(feature = "gzip", feature = "zstd"))]
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
    fn every_member_and_frame_is_decoded_and_nothing_may_follow() {
        let halves: [&[u8]; 2] = [br#"{"a""#, b":1}"];
        for (coding, encode) in [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("zstd", zstd)] {
            let body = halves.map(encode).concat();
            assert_eq!(decoded(coding, &body, 7), Ok(Some(br#"{"a":1}"#.to_vec())), "{coding}");
            assert_eq!(decoded(coding, &body, 6), Err(DecodeError::TooLong), "{coding}");
        }
        let text = br#"{"a":1}"#;
        // a skippable frame of zstd, with two bytes
        let skippable = b"\x50\x2a\x4d\x18\x02\0\0\0ab";
        let bodies = [("gzip", gzip(text)), ("deflate", zlib(text)), ("zstd", zstd(text)), ("br", BROTLI.to_vec())];
        for (coding, body) in bodies {
            for after in [&b"\0"[..], b"\x1f", b"\x1f\x8b", b"{}", b"\xff\xff", skippable] {
                let followed = [&body[..], after].concat();
                assert_eq!(decoded(coding, &followed, 1000), Err(DecodeError::Invalid), "{coding} {after:?}");
            }
        }
    }

    #[test]
    fn each_coding_of_a_list_is_within_the_bounds() {
        let text = vec![b' '; 60 * 1024];
        let (once, twice) = (gzip(&text), gzip(&gzip(&text)));
        // less than 64 KiB, it may grow as much as it will
        assert_eq!(decoded("gzip", &once, usize::MAX), Ok(Some(text.clone())));
        assert_eq!(decoded("gzip, gzip", &twice, usize::MAX), Ok(Some(text.clone())));
        assert_eq!(decoded("gzip", &twice, usize::MAX), Ok(Some(once.clone())));
        assert_eq!(decoded("gzip, gzip", &once, usize::MAX), Err(DecodeError::Invalid));
        assert_eq!(decoded("gzip, gzip", &twice, once.len()), Err(DecodeError::TooLong));
        // of two lines some decoders only read the first
        for (first, second) in [("gzip", "identity, gzip"), ("identity", "gzip"), ("gzip", "")] {
            let values = [first, second].map(|value| (header::CONTENT_ENCODING, value.parse().unwrap()));
            let mut headers = HeaderMap::new();
            values.into_iter().for_each(|(name, value)| _ = headers.append(name, value));
            assert_eq!(decode(&headers, &once, usize::MAX), Err(DecodeError::Unknown), "{first} {second}");
        }
    }

    #[test]
    fn a_body_that_grows_too_much_is_given_up() {
        let text = vec![b' '; 1024 * 1024];
        for (coding, bomb) in [("gzip", gzip(&text)), ("deflate", zlib(&text)), ("zstd", zstd(&text))] {
            assert!(bomb.len() < 4096, "{coding} {}", bomb.len());
            assert_eq!(decoded(coding, &bomb, usize::MAX), Err(DecodeError::TooLong), "{coding}");
        }
    }

    #[test]
    fn a_window_larger_than_the_coding_allows_is_not_reserved() {
        // the header of a frame with a window of 8 MiB, and of 9 MiB; then a last block without bytes
        let frame = |window: u8| [&b"\x28\xb5\x2f\xfd\0"[..], &[window], b"\x01\0\0"].concat();
        assert_eq!(decoded("zstd", &frame(13 << 3), 1000), Ok(Some(Vec::new())));
        assert_eq!(decoded("zstd", &frame(13 << 3 | 1), 1000), Err(DecodeError::TooLong));
        // many frames take one window
        let many = frame(13 << 3).repeat(20_000);
        assert_eq!(decoded("zstd", &many, 1000), Ok(Some(Vec::new())));
    }
}
