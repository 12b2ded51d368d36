//! Recognises the encodings other than UTF-8 in which editors on Windows save a text.

/// An encoding that a definition is saved in by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf16,
    Windows1252,
}

/// Bytes that decide: the first lines of a definition are mostly ASCII.
const SAMPLE: usize = 512;

impl Encoding {
    /// UTF-16, with or without a byte order mark.
    pub(super) fn utf16(bytes: &[u8]) -> Option<Self> {
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        let zeros =
            |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
        let (high, low) = (zeros(0).max(zeros(1)), zeros(0).min(zeros(1)));
        // Every second byte of ASCII text in UTF-16 is zero.
        let has_zeros = high > low && high * 4 > sample.len();
        let has_mark = sample.starts_with(&[0xff, 0xfe]) || sample.starts_with(&[0xfe, 0xff]);
        (has_mark || has_zeros).then_some(Self::Utf16)
    }

    /// Windows-1252 for bytes that are not UTF-8: every byte is a letter or sign of it.
    pub(super) fn windows_1252(bytes: &[u8]) -> Option<Self> {
        let is_unused = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
        let is_control = |byte: &u8| byte.is_ascii_control() && !b"\t\r\n".contains(byte);
        let is_text = !bytes.iter().any(|byte| is_unused(byte) || is_control(byte));
        is_text.then_some(Self::Windows1252)
    }

    /// Its name in the menus of editors.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252 (ANSI)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_a_mark() {
        for text in ["\u{feff}title = \"für\"", "title = \"für\""] {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes = utf16(text, to_bytes);
                assert_eq!(Encoding::utf16(&bytes), Some(Encoding::Utf16), "{text:?}");
            }
        }
        for bytes in [&b"title = \"Talks\""[..], b"", b"a", b"title\0", &[0; 64]] {
            assert_eq!(Encoding::utf16(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn bytes_that_windows_1252_lacks_are_of_no_known_encoding() {
        assert_eq!(Encoding::windows_1252(b"f\xfcr"), Some(Encoding::Windows1252));
        assert_eq!(Encoding::windows_1252(b"\x81\xfc"), None);
        assert_eq!(Encoding::windows_1252(b"\0\xfc"), None);
    }
}
