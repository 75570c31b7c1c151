//! Base64 (RFC 4648), both alphabets: what tokens in addresses and signatures of the mail provider are written in.

const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as base64url without padding.
pub fn url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut bits = 0u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(place).copied().unwrap_or_default());
        }
        for place in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * place)) as usize & 63;
            text.push(char::from(URL.get(index).copied().unwrap_or(b'A')));
        }
    }
    text
}

/// Reads base64url without padding exactly as [`url`] writes it.
pub fn read_url(text: &str) -> Option<Vec<u8>> {
    let bytes = read(text, [b'-', b'_'])?;
    // The last sign may hold bits that stand for nothing: only one spelling is known.
    (url(&bytes) == text).then_some(bytes)
}

/// Reads base64 of the common alphabet, padded or not.
pub fn read_common(text: &str) -> Option<Vec<u8>> {
    read(text.trim_end_matches('='), [b'+', b'/'])
}

fn read(text: &str, last: [u8; 2]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for place in 0..4 {
            let value = match chunk.get(place) {
                Some(sign) => value(*sign, last)?,
                None => 0,
            };
            bits = bits << 6 | value;
        }
        let whole = bits.to_be_bytes();
        bytes.extend_from_slice(whole.get(1..chunk.len())?);
    }
    (text.len() % 4 != 1).then_some(bytes)
}

fn value(sign: u8, [plus, slash]: [u8; 2]) -> Option<u32> {
    Some(u32::from(match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        _ if sign == plus => 62,
        _ if sign == slash => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_whatever_its_length() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..bytes.len() {
            let text = url(&bytes[..length]);
            assert_eq!(read_url(&text).as_deref(), Some(&bytes[..length]), "{text}");
        }
    }

    #[test]
    fn the_common_alphabet_is_read_as_python_writes_it() {
        // base64.b64encode(bytes([251, 255, 0, 1]))
        assert_eq!(read_common("+/8AAQ=="), Some(vec![251, 255, 0, 1]));
        assert_eq!(read_common("+/8AAQ"), Some(vec![251, 255, 0, 1]));
        assert_eq!(read_url("-_8AAQ"), Some(vec![251, 255, 0, 1]));
    }

    #[test]
    fn other_signs_lengths_and_spellings_are_none() {
        for text in ["A", "AAAAA", "AA=", "A A", "é", "+/8AAQ", "AB"] {
            assert_eq!(read_url(text), None, "{text}");
        }
        assert_eq!(read_common("-_8AAQ=="), None);
    }
}
