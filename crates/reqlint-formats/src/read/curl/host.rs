//! The host of a URL, as curl takes it: numbers become addresses, names are decoded and checked.

use std::net::{Ipv4Addr, Ipv6Addr};

const BAD: &str = "(3) URL rejected: Bad hostname";

/// The longest name of a host that curl takes.
const MAX_HOST: usize = 65_535;

/// The host that curl connects to and names in Host.
///
/// # Errors
/// Why curl refuses it, in its own words.
pub(super) fn read(host: &[u8]) -> Result<Vec<u8>, &'static str> {
    if let Some(inside) = host.strip_prefix(b"[") {
        return address6(inside).ok_or("(3) URL rejected: Bad IPv6 address");
    }
    let decoded = decoded(host);
    if decoded.is_empty() {
        return Err("(3) URL rejected: No host present");
    }
    if decoded.len() > MAX_HOST {
        return Err("(3) Too long hostname (maximum is 65535)");
    }
    if decoded.iter().any(|b| b.is_ascii_control() || b" \t/:#?!@{}[]\\$'\"^`*<>=;,+&()".contains(b)) {
        return Err(BAD);
    }
    if let Some(address) = address4(&decoded) {
        return Ok(address.to_string().into_bytes());
    }
    if decoded.is_ascii() {
        return Ok(decoded);
    }
    let text = std::str::from_utf8(&decoded).map_err(|_| BAD)?;
    idna::domain_to_ascii(text).map(String::into_bytes).map_err(|_| BAD)
}

/// `[fe80::1%25eth0]` without its zone, in the shortest form.
fn address6(inside: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(inside.strip_suffix(b"]")?).ok()?;
    let address: Ipv6Addr = text.split('%').next()?.parse().ok()?;
    Some(format!("[{address}]").into_bytes())
}

/// `127.1`, `0x7f000001`, `0177.0.0.1`: one to four numbers, the last of which fills what is left.
fn address4(host: &[u8]) -> Option<Ipv4Addr> {
    if !host.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(host).ok()?;
    let parts: Vec<u32> = text.split('.').map(number).collect::<Option<_>>()?;
    let (last, front) = parts.split_last()?;
    let left = 4usize.checked_sub(front.len())?;
    let bits = u32::try_from(left * 8).ok()?;
    if left == 0 || front.iter().any(|part| *part > 255) || bits < 32 && *last >= 1 << bits {
        return None;
    }
    let front = front.iter().fold(0u32, |all, part| all << 8 | part);
    Some(Ipv4Addr::from(if bits == 32 { *last } else { front << bits | last }))
}

fn number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (text.get(2..)?, 16),
        [b'0', _, ..] => (text.get(1..)?, 8),
        _ => (text, 10),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number)
}

/// A text with its `%XX` undone.
pub(super) fn decoded(text: &[u8]) -> Vec<u8> {
    if !text.contains(&b'%') {
        return text.to_vec();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits
            .filter(|digits| *byte == b'%' && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(decoded.unwrap_or(*byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out
}

/// Whether a value of `--resolve` is one: `[+]HOST:PORT:ADDRESS[,ADDRESS]`, or `-HOST:PORT`.
pub(super) fn is_resolve(value: &[u8]) -> bool {
    let Ok(value) = std::str::from_utf8(value) else { return false };
    // what is filled in later is not known, and of a removal curl says nothing
    if value.contains("${") || value.contains("<command>") || value.starts_with('-') {
        return true;
    }
    let value = value.strip_prefix('+').unwrap_or(value);
    let host =
        if value.starts_with('[') { value.find(']').map_or(0, |end| end + 1) } else { value.find(':').unwrap_or(0) };
    let Some((port, addresses)) = value.get(host..).and_then(|rest| rest.strip_prefix(':')?.split_once(':')) else {
        return false;
    };
    let is_address = |text: &str| {
        let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        let plain = inside.split('%').next().unwrap_or_default();
        text.is_empty() || plain.parse::<std::net::IpAddr>().is_ok()
    };
    host > 0 && port.parse::<u16>().is_ok() && !addresses.is_empty() && addresses.split(',').all(is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_as_curl_names_them() {
        let table: [(&str, Result<&str, &str>); 14] = [
            ("H.Example", Ok("H.Example")),
            ("%68.example", Ok("h.example")),
            ("127.1", Ok("127.0.0.1")),
            ("0x7f000001", Ok("127.0.0.1")),
            ("0177.1", Ok("127.0.0.1")),
            ("0", Ok("0.0.0.0")),
            ("2130706433", Ok("127.0.0.1")),
            ("256.1.1.1", Ok("256.1.1.1")),
            ("1.2.3.4.5", Ok("1.2.3.4.5")),
            ("[FE80:0::1%25eth0]", Ok("[fe80::1]")),
            ("bücher.example", Ok("xn--bcher-kva.example")),
            ("h_x", Ok("h_x")),
            ("h ex", Err(BAD)),
            ("p@ss", Err(BAD)),
        ];
        for (host, expected) in table {
            let read = read(host.as_bytes()).map(|host| String::from_utf8(host).unwrap());
            assert_eq!(read.as_deref().map_err(|reason| *reason), expected, "{host}");
        }
    }
}
