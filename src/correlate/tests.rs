//! Studies on made-up panels that a statistician can read.
