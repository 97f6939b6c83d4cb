//! Every sentence of the screens, as typed functions, by area.

pub mod parts;
