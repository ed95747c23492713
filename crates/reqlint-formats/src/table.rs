//! What the tables of input and output formats have in common: an enum with a row for each format.

/// An enum of formats, each of which is described by a constant of the type `Definition` in scope, with the fields `name`
/// and `about`.
macro_rules! format_table {
    ($(#[$meta:meta])* $table:ident { $($(#[$doc:meta])* $variant:ident = $definition:path,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $table {
            $($(#[$doc])* $variant,)*
        }

        impl $table {
            /// Every format, in the order of the table.
            pub const ALL: &[$table] = &[$($table::$variant),*];

            /// What a person calls it.
            #[must_use]
            pub fn name(self) -> &'static str {
                self.definition().name
            }

            /// The format of a name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|format| format.name() == name)
            }

            /// What it is, for help texts: without a full stop.
            #[must_use]
            pub fn about(self) -> &'static str {
                self.definition().about
            }

            fn definition(self) -> &'static Definition {
                match self {
                    $($table::$variant => &$definition,)*
                }
            }
        }

        impl std::fmt::Display for $table {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use format_table;
