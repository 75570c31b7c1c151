//! A place in a JSON tree, as serde reads types from it.

use crate::json::{Fault, Json};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::marker::PhantomData;
use std::slice;

/// Reads a type from a tree.
pub fn typed<T: DeserializeOwned, F: Fault>(json: &Json) -> Result<T, F> {
    T::deserialize(Node::new(json))
}

struct Node<'a, F> {
    json: &'a Json,
    fault: PhantomData<F>,
}

impl<'a, F: Fault> Node<'a, F> {
    fn new(json: &'a Json) -> Node<'a, F> {
        Node {
            json,
            fault: PhantomData,
        }
    }

    fn other(self) -> F {
        F::invalid_type(Unexpected::Other("another type"), &"this type")
    }
}

impl<'de, F: Fault> Deserializer<'de> for Node<'_, F> {
    type Error = F;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Whole(number) => visitor.visit_i64(*number),
            Json::Fraction(number) => visitor.visit_f64(*number),
            Json::Text(text) => visitor.visit_str(text),
            Json::List(items) => visitor.visit_seq(Items::of(items)),
            Json::Object(pairs) => visitor.visit_map(Pairs::of(pairs)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::Null => visitor.visit_unit(),
            _ => Err(self.other()),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, F> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, F> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::List(items) => visitor.visit_seq(Items::of(items)),
            _ => Err(self.other()),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::List(items) if items.len() == len => visitor.visit_seq(Items::of(items)),
            _ => Err(self.other()),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, F> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        match self.json {
            Json::Object(pairs) => visitor.visit_map(Pairs::of(pairs)),
            _ => Err(self.other()),
        }
    }

    // A struct's fields are taken by their names, never from a list by their order: nobody means that.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, F> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, F> {
        match self.json {
            Json::Text(name) => visitor.visit_enum(Variant::of(name, &Json::Null)),
            Json::Object(pairs) => match pairs.as_slice() {
                [(name, content)] => visitor.visit_enum(Variant::of(name, content)),
                _ => Err(self.other()),
            },
            _ => Err(self.other()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, F> {
        visitor.visit_unit()
    }

    // What such a type does not take, its visitor refuses.
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string identifier bytes byte_buf
    }
}

/// The items of a list that are still to be read.
struct Items<'a, F> {
    rest: slice::Iter<'a, Json>,
    place: usize,
    fault: PhantomData<F>,
}

impl<'a, F> Items<'a, F> {
    fn of(items: &'a [Json]) -> Items<'a, F> {
        Items {
            rest: items.iter(),
            place: 0,
            fault: PhantomData,
        }
    }
}

impl<'de, F: Fault> SeqAccess<'de> for Items<'_, F> {
    type Error = F;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, F> {
        let Some(item) = self.rest.next() else {
            return Ok(None);
        };
        let place = self.place;
        self.place += 1;
        match seed.deserialize(Node::<F>::new(item)) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => Err(fault.within(&place.to_string())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The pairs of an object that are still to be read.
struct Pairs<'a, F> {
    rest: slice::Iter<'a, (String, Json)>,
    at: Option<&'a (String, Json)>,
    fault: PhantomData<F>,
}

impl<'a, F> Pairs<'a, F> {
    fn of(pairs: &'a [(String, Json)]) -> Pairs<'a, F> {
        Pairs {
            rest: pairs.iter(),
            at: None,
            fault: PhantomData,
        }
    }
}

impl<'de, F: Fault> MapAccess<'de> for Pairs<'_, F> {
    type Error = F;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, F> {
        self.at = self.rest.next();
        match self.at {
            Some((key, _)) => seed.deserialize(named(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, F> {
        let Some((key, value)) = self.at else {
            return Err(F::no_json());
        };
        match seed.deserialize(Node::<F>::new(value)) {
            Ok(value) => Ok(value),
            Err(fault) => Err(fault.within(key)),
        }
    }
}

/// A key, or a variant's name.
fn named<F: Fault>(name: &str) -> StrDeserializer<'_, F> {
    name.into_deserializer()
}

/// A variant of an enum: its name alone, or its name before what it holds.
struct Variant<'a, F> {
    name: &'a str,
    content: &'a Json,
    fault: PhantomData<F>,
}

impl<'a, F> Variant<'a, F> {
    fn of(name: &'a str, content: &'a Json) -> Variant<'a, F> {
        Variant {
            name,
            content,
            fault: PhantomData,
        }
    }
}

impl<'de, F: Fault> EnumAccess<'de> for Variant<'_, F> {
    type Error = F;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), F> {
        Ok((seed.deserialize(named(self.name))?, self))
    }
}

impl<'de, F: Fault> VariantAccess<'de> for Variant<'_, F> {
    type Error = F;

    fn unit_variant(self) -> Result<(), F> {
        match self.content {
            Json::Null => Ok(()),
            _ => Err(Node::new(self.content).other()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, F> {
        let value = seed.deserialize(Node::<F>::new(self.content));
        value.map_err(|fault| fault.within(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, F> {
        let value = Node::new(self.content).deserialize_tuple(len, visitor);
        value.map_err(|fault: F| fault.within(self.name))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, F> {
        let value = Node::new(self.content).deserialize_map(visitor);
        value.map_err(|fault: F| fault.within(self.name))
    }
}
