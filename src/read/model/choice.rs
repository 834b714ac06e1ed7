//! Closed sets of words: each is an enum whose variants are declared together with their words.

/// An enum whose values are written as words of a closed set.
pub(super) trait Choice: Copy + 'static {
    /// The noun for a value in messages: `a method`.
    const NOUN: &'static str;
    /// Its words, in the order of the reference page.
    const NAMES: &'static [&'static str];
    /// Each word with its variant.
    const WORDS: &'static [(&'static str, Self)];

    /// The word in the files.
    fn word(self) -> &'static str;
}

/// The words of a list of words with their meanings.
pub(super) const fn names<T, const N: usize>(words: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = words[index].0;
        index += 1;
    }
    names
}

/// Declares a [`Choice`]: documentation, name, noun, and each variant with its word, in the order of the reference page. Variants compare
/// in that order unless `rank` gives another.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident: $noun:literal;
        $( $(#[$variant_meta:meta])* $variant:ident = $word:literal $(rank $rank:literal)?, )+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant $(= $rank)?, )+
        }

        impl $name {
            /// The word in the files.
            pub fn word(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                }
            }
        }

        impl $crate::read::model::choice::Choice for $name {
            const NOUN: &'static str = $noun;
            const NAMES: &'static [&'static str] = &[$($word),+];
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            fn word(self) -> &'static str {
                self.word()
            }
        }
    };
}
pub(super) use choice;
