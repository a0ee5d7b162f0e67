//! One binary, so that it is linked once.

mod article_files;
mod hostile;
mod writing;
