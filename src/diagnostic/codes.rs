//! Declaration of finding codes, one list per module.

/// Declares a `static` [`Code`](super::Code) for each kind, and `ALL` of them in order.
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $meaning:literal;)*) => {
        $(
            #[doc = concat!($id, ": ", $meaning, ".")]
            pub static $name: $crate::diagnostic::Code = $crate::diagnostic::Code {
                id: $id,
                severity: $crate::diagnostic::Severity::$severity,
                meaning: $meaning,
            };
        )*
        /// All of them, in order.
        pub static ALL: &[&$crate::diagnostic::Code] = &[$(&$name),*];
    };
}
pub(crate) use codes;
