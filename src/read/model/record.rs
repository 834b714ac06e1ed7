//! The table of one kind of entry, with the code that reads and writes its keys.

/// Declares an entity of the format. Besides the parts of [`table`](super::table), the table has `keys`: the types of their members define
/// how they are read and written (see [`Member`](super::member::Member)). A line holds the key, its member, the type, the shape if it
/// differs from that of the type, and the meaning.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident: $what:literal, $(needs [$($needs:literal),+],)? like $example:literal;
        $(members { $($members:tt)* })?
        $(given { $($given:tt)* })?
        keys { $($(#[$doc:meta])* $key:literal $member:ident: $type:ty $(= $shape:expr)?, $about:literal;)* }
        $(by hand { $($hand:tt)* })?
        also $evidence:ident
    ) => {
        $crate::read::model::table::table! {
            @struct $(#[$meta])* $name: $what, [$($($needs),+)?], $example;
            { $($($members)*)? }
            { $($($given)*)? }
            { $($(#[$doc])* $key $member: $type = record!(@shape $type $(= $shape)?), $about;)* }
            { $($($hand)*)? }
            { $evidence }
        }

        impl $name {
            /// Reads the keys of its table, and the evidence.
            pub(super) fn fill(
                &mut self,
                reader: &mut $crate::read::model::member::Reader<'_, '_>,
                values: &$crate::read::syntax::Values<'_, '_>,
            ) {
                $(
                    if let Some(node) = values.get($key) {
                        let noun = const { record!(@shape $type $(= $shape)?).noun() };
                        <$type as $crate::read::model::member::Member>::read(&mut self.$member, reader, node, noun);
                    }
                )*
                reader.evidence(values, &mut self.$evidence);
            }

            /// Writes the keys of its table.
            pub(super) fn write(&self, keys: &mut $crate::read::model::member::Keys<'_>) {
                $( <$type as $crate::read::model::member::Member>::write(&self.$member, keys, $key); )*
            }
        }

        impl $crate::read::model::member::Accounted for $name {
            fn complete(&mut self, other: &Self) {
                $( <$type as $crate::read::model::member::Member>::complete(&mut self.$member, &other.$member); )*
            }
        }
    };
    (@shape $type:ty) => { <$type as $crate::read::model::member::Member>::SHAPE };
    (@shape $type:ty = $shape:expr) => { $shape };
}
pub(super) use record;
