//! What a newspaper relies on when it keeps, reads and writes text.

mod passages;
