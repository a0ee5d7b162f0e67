//! Values and rows, free of the engine they came from.

use crate::Fault;

/// One value of the four types both engines share. Nulls keep their type, since PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// DOUBLE PRECISION.
    Real(Option<f64>),
    /// TEXT.
    Text(Option<String>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
    /// A null read from a row, whose type no longer matters.
    Null,
}

/// The values of one row, taken from left to right.
#[derive(Debug)]
pub struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Row {
        Row {
            values: values.into_iter(),
        }
    }

    /// All columns that are left.
    pub(crate) fn rest(self) -> Vec<Value> {
        self.values.collect()
    }

    /// The next column.
    pub fn take<T: Get>(&mut self) -> Result<T, Fault> {
        let value = self
            .values
            .next()
            .ok_or_else(|| Fault::new("a row has fewer columns than asked for"))?;
        T::get(value)
    }
}

/// A type a column can be read as.
pub trait Get: Sized {
    /// Reads one value.
    fn get(value: Value) -> Result<Self, Fault>;
}

fn mismatch<T>(wanted: &str, value: &Value) -> Result<T, Fault> {
    let found = match value {
        Value::Int(_) => "an integer",
        Value::Real(_) => "a real",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
        Value::Null => "null",
    };
    Err(Fault::new(format!(
        "a column holds {found} where {wanted} is kept"
    )))
}

impl Get for Value {
    fn get(value: Value) -> Result<Value, Fault> {
        Ok(value)
    }
}

impl Get for i64 {
    fn get(value: Value) -> Result<i64, Fault> {
        match value {
            Value::Int(Some(n)) => Ok(n),
            other => mismatch("an integer", &other),
        }
    }
}

impl Get for bool {
    fn get(value: Value) -> Result<bool, Fault> {
        i64::get(value).map(|n| n != 0)
    }
}

impl Get for u32 {
    fn get(value: Value) -> Result<u32, Fault> {
        u32::try_from(i64::get(value)?)
            .map_err(|_| Fault::new("a count in the record is out of range"))
    }
}

impl Get for f64 {
    fn get(value: Value) -> Result<f64, Fault> {
        match value {
            Value::Real(Some(x)) => Ok(x),
            other => mismatch("a real", &other),
        }
    }
}

impl Get for String {
    fn get(value: Value) -> Result<String, Fault> {
        match value {
            Value::Text(Some(s)) => Ok(s),
            other => mismatch("a text", &other),
        }
    }
}

impl Get for Vec<u8> {
    fn get(value: Value) -> Result<Vec<u8>, Fault> {
        match value {
            Value::Bytes(Some(b)) => Ok(b),
            // SQLite gives an empty blob back as an empty text where a column was never typed.
            Value::Text(Some(s)) if s.is_empty() => Ok(Vec::new()),
            other => mismatch("bytes", &other),
        }
    }
}

impl Get for jiff::Timestamp {
    fn get(value: Value) -> Result<jiff::Timestamp, Fault> {
        let micros = i64::get(value)?;
        jiff::Timestamp::from_microsecond(micros)
            .map_err(|error| Fault::new(format!("an instant in the record: {error}")))
    }
}

impl<T: Get> Get for Option<T> {
    fn get(value: Value) -> Result<Option<T>, Fault> {
        match value {
            Value::Null
            | Value::Int(None)
            | Value::Real(None)
            | Value::Text(None)
            | Value::Bytes(None) => Ok(None),
            value => T::get(value).map(Some),
        }
    }
}

/// Something made of a row.
pub trait FromRow: Sized {
    /// Takes its columns in the order of the statement.
    fn from_row(row: &mut Row) -> Result<Self, Fault>;
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {$(
        impl<$($name: Get),+> FromRow for ($($name,)+) {
            fn from_row(row: &mut Row) -> Result<Self, Fault> {
                Ok(($(row.take::<$name>()?,)+))
            }
        }
        impl<$($name: Into<Value>),+> Args for ($($name,)+) {
            #[allow(non_snake_case)] // the macro names the bindings after the type parameters
            fn values(self) -> Vec<Value> {
                let ($($name,)+) = self;
                vec![$($name.into()),+]
            }
        }
    )+};
}

/// Values for the placeholders of a statement, in order.
pub trait Args {
    /// The values.
    fn values(self) -> Vec<Value>;
}

impl Args for () {
    fn values(self) -> Vec<Value> {
        Vec::new()
    }
}

impl Args for Vec<Value> {
    fn values(self) -> Vec<Value> {
        self
    }
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
    A B C D E F G H I J K L M;
    A B C D E F G H I J K L M N;
    A B C D E F G H I J K L M N O;
    A B C D E F G H I J K L M N O P;
}

macro_rules! into_value {
    ($($from:ty, $variant:ident, $make:expr;)+) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Value {
                let make: fn($from) -> _ = $make;
                Value::$variant(Some(make(value)))
            }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Value {
                let make: fn($from) -> _ = $make;
                Value::$variant(value.map(make))
            }
        }
    )+};
}

into_value! {
    i64, Int, |n| n;
    u32, Int, i64::from;
    bool, Int, i64::from;
    f64, Real, |x| x;
    String, Text, |s| s;
    &str, Text, |s| s.to_owned();
    &String, Text, |s| s.to_owned();
    Vec<u8>, Bytes, |b| b;
    &[u8], Bytes, |b| b.to_vec();
    jiff::Timestamp, Int, |t| t.as_microsecond();
}
