//! The table of one kind of entry: its members and its keys.

/// Declares a kind of entry of the format whose keys are read and written by its own code; [`record`](super::record) is for all others. The
/// table gives the struct, and the [`Record`](super::shape::Record) from which the reference page, the JSON Schema and the editor's offers
/// are made. A line holds the key, its member, the member's type, the shape of the value, and its meaning.
///
/// - `members` have no key.
/// - `given` keys have a member; like `members`, they are arguments of `new`.
/// - `by hand` keys have no member of their own.
/// - `also evidence` adds the keys that every statement may have.
macro_rules! table {
    (
        $(#[$meta:meta])*
        $name:ident: $what:literal, $(needs [$($needs:literal),+],)? like $example:literal;
        $(members { $($members:tt)* })?
        $(given { $($given:tt)* })?
        $(by hand { $($hand:tt)* })?
        $(also $evidence:ident)?
    ) => {
        $crate::read::model::table::table! {
            @struct $(#[$meta])* $name: $what, [$($($needs),+)?], $example;
            { $($($members)*)? } { $($($given)*)? } {} { $($($hand)*)? } { $($evidence)? }
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
            $(#[doc = $given_about] $(#[doc = ""] #[$given_doc])* pub $given: $given_type,)*
            $(#[doc = $about] $(#[doc = ""] #[$value_doc])* pub $value: $value_type,)*
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
                also: $crate::read::model::table::table!(@also $($evidence)?),
                needs: &[$($needs),*],
                example: $example,
            };

            /// An entry with these members, and with no other key written.
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
    (@also) => { &[] };
    (@also $evidence:ident) => { &$crate::read::model::evidence::KEYS };
}
pub(super) use table;
