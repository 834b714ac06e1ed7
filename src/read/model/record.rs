//! One table for each kind of entry: its members, its keys, and how each key is read and written.

/// Declares an entity of the format. The table gives the struct, its [`Record`](super::shape::Record) (from which the reference page, the
/// JSON Schema and the editor's offers are made), and the code that reads and writes its keys.
///
/// - `members` have no key; whoever makes one gives them.
/// - `given` keys are read and written by the entity's own code, and are given to whoever makes one.
/// - `keys` are read and written as the type of their member says (see [`Member`](super::member::Member)). A line holds the key, its member,
///   the type, the shape where it is not the one of the type, and the meaning.
/// - `by hand` keys have no member of their own.
/// - `also evidence` adds the keys that every statement may carry.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident: $what:literal, $(needs [$($needs:literal),+],)? like $example:literal;
        $(members { $($members:tt)* })?
        $(given { $($given:tt)* })?
        $(by hand { $($hand:tt)* })?
        $(also $evidence:ident)?
    ) => {
        record! {
            @struct $(#[$meta])* $name: $what, [$($($needs),+)?], $example;
            { $($($members)*)? } { $($($given)*)? } {} { $($($hand)*)? } { $($evidence)? }
        }
    };
    (
        $(#[$meta:meta])*
        $name:ident: $what:literal, $(needs [$($needs:literal),+],)? like $example:literal;
        $(members { $($members:tt)* })?
        $(given { $($given:tt)* })?
        keys { $($(#[$doc:meta])* $key:literal $member:ident: $type:ty $(= $shape:expr)?, $about:literal;)* }
        $(by hand { $($hand:tt)* })?
        also $evidence:ident
    ) => {
        record! {
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
                    let noun = const { record!(@shape $type $(= $shape)?).noun() };
                    <$type as $crate::read::model::member::Member>::read(&mut self.$member, reader, values, $key, noun);
                )*
                reader.evidence(values, &mut self.$evidence);
            }

            /// Writes the keys of its table.
            pub(super) fn write(&self, keys: &mut $crate::read::model::member::Keys<'_>) {
                $( <$type as $crate::read::model::member::Member>::write(&self.$member, keys, $key); )*
            }
        }
    };
    (
        @struct
        $(#[$meta:meta])*
        $name:ident: $what:literal, [$($needs:literal),*], $example:literal;
        { $($(#[$member_doc:meta])* $member:ident: $member_type:ty,)* }
        { $($(#[$given_doc:meta])* $given_key:literal $given:ident: $given_type:ty = $given_shape:expr, $given_about:literal;)* }
        { $($(#[$value_doc:meta])* $key:literal $value:ident: $value_type:ty = $shape:expr, $about:literal;)* }
        { $($hand_key:literal = $hand_shape:expr, $hand_about:literal;)* }
        { $($evidence:ident)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($(#[$member_doc])* pub $member: $member_type,)*
            $(#[doc = $given_about] $(#[$given_doc])* pub $given: $given_type,)*
            $(#[doc = $about] $(#[$value_doc])* pub $value: $value_type,)*
            $(
                /// Evidence.
                pub $evidence: $crate::read::model::evidence::Evidence,
            )?
        }

        impl $name {
            /// Its keys.
            pub(super) const RECORD: &'static $crate::read::model::shape::Record = &$crate::read::model::shape::Record {
                what: $what,
                keys: &[
                    $($crate::read::model::shape::Key { name: $given_key, shape: $given_shape, about: $given_about },)*
                    $($crate::read::model::shape::Key { name: $key, shape: $shape, about: $about },)*
                    $($crate::read::model::shape::Key { name: $hand_key, shape: $hand_shape, about: $hand_about },)*
                ],
                also: record!(@also $($evidence)?),
                needs: &[$($needs),*],
                example: $example,
            };

            /// One of which no key says anything yet, besides the given ones.
            pub(super) fn new($($member: $member_type,)* $($given: $given_type,)*) -> Self {
                Self {
                    $($member,)*
                    $($given,)*
                    $($value: Default::default(),)*
                    $($evidence: Default::default(),)?
                }
            }
        }
    };
    (@shape $type:ty) => { <$type as $crate::read::model::member::Member>::SHAPE };
    (@shape $type:ty = $shape:expr) => { $shape };
    (@also) => { &[] };
    (@also $evidence:ident) => { &$crate::read::model::evidence::KEYS };
}
pub(super) use record;
